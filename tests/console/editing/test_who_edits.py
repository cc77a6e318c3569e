"""Two who have the same form open hear of each other, and nobody else does."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests.browser import assert_sound
from tests.cast import NOW, make_world
from tests.domain.week.test_week_actions_notes import a_group, note_of

from stepwell.kernel import clock
from stepwell.platform.ledger.models import Entry
from stepwell.platform.presence.models import Editing


@pytest.fixture
def clinic(world):
    return a_group(world, people=2)


def say(clinic, who, part="shared", at=NOW, kind="group", thing=None):
    with clock.standing_at(at):
        return clinic.world.browser(who).post(f"/app/editing/{kind}/{thing or clinic.session.pk}/", {"part": part})


def said(clinic, who, **more):
    return say(clinic, who, "", **more).json()["others"]


def test_who_edits_is_told_to_the_other_with_the_sites_clock(clinic):
    assert say(clinic, "counselor").json() == {"others": []}
    name = clinic.world.staff["counselor"].name
    assert said(clinic, "director") == [{"part": "shared", "said": f"{name} is editing this, since 09:00"}]


def test_going_on_keeps_the_beginning_and_another_form_begins_anew(clinic):
    say(clinic, "counselor")
    say(clinic, "counselor", at=NOW + timedelta(seconds=20))
    soon = NOW + timedelta(minutes=2)
    for seconds in range(0, 120, 20):
        say(clinic, "counselor", at=NOW + timedelta(seconds=seconds))
    assert said(clinic, "director", at=soon)[0]["said"].endswith("since 09:00")
    say(clinic, "counselor", "note-1", at=soon)
    assert [one["part"] for one in said(clinic, "director", at=soon)] == ["note-1"]
    assert said(clinic, "director", at=soon)[0]["said"].endswith("since 09:02")


def test_who_stops_or_falls_silent_is_gone(clinic):
    say(clinic, "counselor")
    say(clinic, "counselor", "")
    assert said(clinic, "director") == []
    say(clinic, "counselor")
    assert said(clinic, "director", at=NOW + timedelta(seconds=31)) == []


def test_the_page_itself_says_it_without_scripts(clinic):
    say(clinic, "director")
    with clock.standing_at(NOW):
        browser = clinic.world.browser("counselor")
        name = clinic.world.staff["director"].name
        assert f"{name} is editing this, since 09:00" in browser.get(f"/app/groups/{clinic.session.pk}/").text
        assert f"{name} is editing this" in browser.get(f"/app/groups/{clinic.session.pk}/shared/").text


@pytest.mark.parametrize("who", ["elsewhere", "colleague"])
def test_who_may_not_open_the_page_hears_nothing_and_says_nothing(clinic, who):
    say(clinic, "counselor")
    for kind, thing in (("group", None), ("plan", clinic.world.client.pk)):
        assert say(clinic, who, kind=kind, thing=thing).status_code == 404
    assert Editing.objects.count() == 1


def test_clients_and_strangers_are_sent_away(clinic):
    assert say(clinic, "client", kind="plan", thing=clinic.world.client.pk).status_code == 403
    assert say(clinic, "stranger").status_code == 403


def test_a_page_of_no_known_kind_is_not_there_and_an_odd_part_is_refused(clinic):
    assert say(clinic, "counselor", kind="kitchen").status_code == 404
    answer = say(clinic, "counselor", "<b>")
    assert (answer.status_code, answer.text) == (400, "A part is named with letters, digits and hyphens.")
    assert not Editing.objects.exists()


def test_each_has_one_form_a_page_and_the_old_ones_go(clinic):
    say(clinic, "counselor", kind="plan", thing=clinic.world.client.pk)
    later = NOW + timedelta(hours=2)
    say(clinic, "counselor", at=later)
    say(clinic, "counselor", "note-2", at=later)
    assert list(Editing.objects.values_list("kind", "part")) == [("group", "note-2")]


def test_it_leaves_no_entry_in_the_ledger_and_keeps_no_session_alive(clinic, settings):
    settings.IDLE_MINUTES = 30
    browser = clinic.world.browser("counselor")
    with clock.standing_at(NOW):
        browser.get("/app/today/")
    before = Entry.objects.count()
    for minutes in (10, 20, 29):
        with clock.standing_at(NOW + timedelta(minutes=minutes)):
            path = f"/app/editing/group/{clinic.session.pk}/"
            assert browser.post(path, {"part": "shared"}, headers={"X-By-Itself": "true"}).status_code == 200
    assert Entry.objects.count() == before
    with clock.standing_at(NOW + timedelta(minutes=31)):
        assert browser.get("/app/today/").status_code == 302


@pytest.mark.parametrize("others", [1, 4])
def test_a_beat_takes_the_same_queries_however_many_edit(clinic, query_count, others):
    for who in ("director", "supervisor", "case manager", "nurse")[:others]:
        say(clinic, who)
    browser = clinic.world.browser("counselor")
    with clock.standing_at(NOW):
        path = f"/app/editing/group/{clinic.session.pk}/"
        browser.post(path, {"part": "shared"})
        # session, account, actor, the group, the beat, the others
        with query_count(6):
            browser.post(path, {"part": "shared"})


@pytest.mark.browser
def test_in_two_browsers_it_stands_beside_the_form_that_is_meant(browse):
    clinic = a_group(make_world(), people=2)
    note = note_of(clinic)
    field = f"#response-{note.booking.client_id}"
    with clock.standing_at(NOW):
        ana, ben = (browse(clinic.world.email(who)) for who in ("counselor", "supervisor"))
        path = f"/app/groups/{clinic.session.pk}/"
        ana.goto(path)
        with ana.expect_response(lambda answer: "/app/editing/" in answer.url and "note-" in answer.request.post_data):
            ana.locator(field).focus()
        with ben.expect_response(lambda answer: "/app/editing/" in answer.url):
            ben.goto(path)
        words = f"{clinic.world.staff['counselor'].name} is editing this, since 09:00"
        expect(ben.locator(f"[data-editing-part=note-{note.pk}]").get_by_text(words)).to_be_visible()
        expect(ben.get_by_text(words)).to_have_count(1)
        assert_sound(ben)
        expect(ana.get_by_text("is editing this")).to_have_count(0)
