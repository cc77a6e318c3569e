"""Today: who is unsafe, what is owed, who falls short; and a client's check-in on it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from tests.browser import assert_sound
from tests.calling import put
from tests.cast import NOW, make_world
from tests.clinic import admit_one, make_clinic

from stepwell.domain.checkins.actions import send_check_in
from stepwell.domain.checkins.rules import Answers
from stepwell.domain.people.actions import give_post
from stepwell.domain.safety.actions import raise_event
from stepwell.domain.safety.models import Source
from stepwell.domain.safety.rules.rota import Place
from stepwell.domain.week.models import Session
from stepwell.domain.worklist.actions import raise_task
from stepwell.kernel import clock
from stepwell.kernel.actor import Role, system
from stepwell.platform.ledger.models import Entry


def page_of(world, who, path="/app/today/"):
    browser = world.browser(who)
    with clock.standing_at(NOW):
        return browser.get(path)


def checked_in(world, **change):
    answers = Answers(**{"craving": 3, "mood": 6, "use": "no", "words": "Slept through.", **change})
    return send_check_in(actor=world.actor("client"), key=uuid4(), answers=answers, said_at=NOW, now=NOW)


def test_an_empty_queue_says_what_comes(world):
    assert "Nothing waits for you" in page_of(world, "counselor").text


def test_a_check_in_shows_on_the_counselors_today_in_the_clients_words(world):
    checked_in(world)
    text = page_of(world, "counselor").text
    assert "Check-ins to read" in text
    assert "craving 3, mood 6, no use" in text
    assert "Slept through." in text


def test_only_the_newest_check_ins_stand_beside_the_queue_until_more_are_asked_for(world):
    for number in range(7):
        checked_in(world, words=f"Evening {number}.")
    few = page_of(world, "counselor").text
    assert few.count("I have read it") == 6
    assert "Show more check-ins to read" in few
    more = page_of(world, "counselor", "/app/today/?check-ins=more").text
    assert more.count("I have read it") == 7
    assert "Show more check-ins to read" not in more


def test_a_section_shows_its_first_rows_and_the_others_when_asked_for(world):
    for number in range(18):
        raise_task(
            actor=world.actor("director"),
            site=world.site,
            kind="test.late" if number else "safety.answer",
            subject_id=number,
            title=f"Work {number}",
            reason="In a test.",
            is_safety=number == 0,
            due_at=NOW - timedelta(days=2),
            now=NOW,
        )
    few, whole = (page_of(world, "director", f"/app/today/{query}").text for query in ("", "?queue=whole"))
    assert few.count("In a test.") == 16  # whoever may be in danger, and 15 that are overdue
    assert "Show 2 more" in few
    assert '<span class="queue-count">17</span>' in few
    assert whole.count("In a test.") == 18
    assert "queue=whole" not in whole


def owed(world, who, number=1, **change):
    """Work of one of the team, about the client."""
    base = {
        "actor": world.actor("director"),
        "site": world.site,
        "client": world.client,
        "owner": world.staff[who],
        "kind": "test.late",
        "subject_id": f"{who} {number}",
        "title": "Look",
        "reason": f"Reason {number} of {who}.",
        "due_at": NOW - timedelta(days=number),
        "now": NOW,
    }
    return raise_task(**{**base, **change})


def test_what_is_asked_of_one_person_in_one_sitting_is_one_row_and_its_oldest_speaks_for_it(world):
    for number in range(1, 4):
        owed(world, "counselor", number, kind="measures.due")
    owed(world, "counselor", 4)
    text = page_of(world, "counselor").text
    assert "Reason 3 of counselor. 2 more are due." in text
    assert "Reason 1 of counselor." not in text
    assert '<span class="queue-count">2</span>' in text


def test_a_lead_reads_whose_each_row_is_and_their_own_name_on_none(world):
    owed(world, "counselor")
    owed(world, "director")
    leads = page_of(world, "director").text
    assert leads.count(f'<span class="queue-owner">{world.staff["counselor"].name}</span>') == 1
    assert leads.count('class="queue-owner"') == 1
    assert 'class="queue-owner"' not in page_of(world, "counselor").text


@pytest.mark.parametrize("kind", ["feedback.low", "prevention.review"])
def test_a_lead_who_may_not_do_what_another_owes_is_led_to_the_chart_and_not_to_a_refusal(world, kind):
    owed(world, "counselor", kind=kind, subject_id=uuid4())
    chart = reverse("client", args=[world.client.pk])
    row = page_of(world, "director").text.partition("Reason 1 of counselor.")[2].partition("</li>")[0]
    assert (chart in row, "Open chart" in row) == (True, True)
    row = page_of(world, "counselor").text.partition("Reason 1 of counselor.")[2].partition("</li>")[0]
    assert (chart in row, "Open chart" in row) == (False, False)


def test_a_lead_looks_at_one_persons_queue_and_whoever_may_be_in_danger_still_shows(world):
    owed(world, "counselor")
    owed(world, "director", 2)
    owed(world, "director", 3, owner=None)
    owed(world, "director", 4, owner=world.staff["director"], is_safety=True)
    everybody = page_of(world, "director").text
    name = world.staff["counselor"].name
    assert [words in everybody for words in ("Everybody 4", "You 2", f"{name} 1", "Nobody 1")] == [True] * 4
    mine = page_of(world, "director", f"/app/today/?whose={world.staff['counselor'].pk}").text
    assert "Reason 1 of counselor." in mine
    assert "Reason 4 of director." in mine
    assert "Reason 2 of director." not in mine
    nobodys = page_of(world, "director", "/app/today/?whose=0").text
    assert "Reason 3 of director." in nobodys
    assert "Reason 1 of counselor." not in nobodys


@pytest.mark.parametrize("asked", ["999999", "x", "-1", ""])
def test_a_number_that_is_nobodys_shows_all_of_the_work(world, asked):
    owed(world, "counselor")
    owed(world, "director", 2)
    text = page_of(world, "director", f"/app/today/?whose={asked}").text
    assert "Reason 1 of counselor." in text
    assert "Reason 2 of director." in text


def test_who_leads_nobody_is_not_told_how_much_work_others_have(world):
    owed(world, "counselor")
    owed(world, "colleague", 2)
    text = page_of(world, "counselor").text
    assert "Whose work" not in text
    assert world.staff["colleague"].name not in text


def test_a_colleague_off_the_team_sees_no_check_in(world):
    checked_in(world)
    assert "Slept through." not in page_of(world, "colleague").text


def test_having_read_it_takes_it_off_the_page(world):
    check_in = checked_in(world)
    browser = world.browser("counselor")
    with clock.standing_at(NOW):
        response = browser.post(f"/app/check-ins/{check_in.pk}/seen/", {"from": "today"})
    assert response.status_code == 303
    assert "Slept through." not in page_of(world, "counselor").text


@pytest.mark.parametrize(
    ("who", "status"), [("colleague", 404), ("elsewhere", 404), ("client", 403), ("admissions", 403)]
)
def test_others_cannot_mark_a_check_in_as_read(world, who, status):
    check_in = checked_in(world)
    browser = world.browser(who)
    assert browser.post(f"/app/check-ins/{check_in.pk}/seen/").status_code == status
    check_in.refresh_from_db()
    assert check_in.seen_at is None


def test_safety_stands_first_and_names_the_person(world):
    raise_event(
        actor=world.actor("client"), client=world.client, key=uuid4(), source=Source.SAID_UNSAFE, raised_at=NOW, now=NOW
    )
    checked_in(world, use="yes")
    text = page_of(world, "counselor").text
    assert text.index("May not be safe") < text.index("Told us about use")
    assert world.client.name in text


def test_who_falls_short_of_their_hours_is_named(world):
    make_clinic(world, people=2, first_on=NOW.date() + timedelta(days=2))  # starts on Thursday: one evening this week
    text = page_of(world, "counselor").text
    assert "Under target" in text


def test_queries_do_not_grow_with_people(world):
    clinic = make_clinic(world, people=2)
    few = count_of(world)
    for number in range(2, 8):
        admit_one(clinic, number)
    assert count_of(world) == few


def count_of(world) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = world.browser("counselor")
    with clock.standing_at(NOW), CaptureQueriesContext(connection) as captured:
        assert browser.get("/app/today/").status_code == 200
    return len(captured)


@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_today_chart_and_clients_are_sound(browse, width, dark):
    world = make_world()
    clinic = make_clinic(world, people=3)
    raise_event(
        actor=world.actor("client"), client=world.client, key=uuid4(), source=Source.SAID_UNSAFE, raised_at=NOW, now=NOW
    )
    checked_in(world)
    with clock.standing_at(NOW):
        page = browse(world.email("counselor"), width=width, dark=dark)
        for path in ("/app/today/", "/app/clients/", f"/app/clients/{clinic.clients[0].pk}/"):
            page.goto(path)
            assert_sound(page)


def test_an_uncovered_hour_stands_in_red_above_the_queue_and_says_what_to_do(world):
    text = page_of(world, "director").text
    assert f"Nobody is on call at {world.site.name} now" in text
    assert "/app/crisis/rota/" in text.split("Nobody is on call")[1][:600]
    assert "Tell your director" in page_of(world, "counselor").text


def test_who_is_on_call_stands_on_today_with_their_number_and_the_second(world):
    on_call = world.staff["on-call"]
    on_call.phone = "303 555 0142"
    on_call.save()
    put(world, "on-call", days=8)
    put(world, "supervisor", Place.SECOND)
    text = page_of(world, "counselor").text
    assert "On call now" in text
    assert "Kit Moran" in text
    assert "tel:3035550142" in text
    assert "Second, until" in text
    assert "Nobody is on call" not in text
    assert "Hours that nobody covers" not in page_of(world, "director").text


def test_a_gap_in_the_days_to_come_stands_on_today_for_who_keeps_the_rota(world):
    put(world, "colleague", days=2)
    said = page_of(world, "supervisor").text
    assert f"Hours that nobody covers at {world.site.name}" in said
    assert "Thu 8 Oct 08:00 to Tue 13 Oct 09:00" in said
    assert "Hours that nobody covers" not in page_of(world, "counselor").text


def test_a_post_that_has_ended_covers_nobody(world):
    put(world, "on-call", days=8)
    world.staff["on-call"].posts.update(ended_on=NOW.date())
    assert "Nobody is on call" in page_of(world, "counselor").text


def test_who_did_not_come_stands_on_today_until_the_day_after(world):
    clinic = make_clinic(world, people=2)
    missed = clinic.session.bookings.get(client=clinic.clients[0])
    missed.status = "no_show"
    missed.save()
    text = page_of(world, "counselor").text
    assert "Didn’t come" in text
    part = text.split("Didn’t come")[1].split("</section>")[0]
    assert clinic.clients[0].name in part
    assert clinic.clients[1].name not in part
    assert Entry.objects.filter(verb="visits.list_read").exists()
    with clock.standing_at(NOW + timedelta(days=2)):
        assert "Didn’t come" not in world.browser("counselor").get("/app/today/").text


def test_what_is_cut_of_who_did_not_come_says_so_and_shows_when_asked_for(world):
    clinic = make_clinic(world, people=10)
    clinic.session.bookings.update(status="no_show")
    few, all_of_them = (page_of(world, "counselor", f"/app/today/{query}").text for query in ("", "?missed=more"))
    parts = [text.split("Didn’t come")[1].split("</section>")[0] for text in (few, all_of_them)]
    shown = [sum(client.name in part for client in clinic.clients) for part in parts]
    assert shown == [8, 10]
    assert ["?missed=more" in part for part in parts] == [True, False]


def test_notes_that_nobody_began_stand_with_their_age_before_the_leader_and_who_stands_in(world):
    clinic = make_clinic(world, people=2)
    clinic.session.bookings.update(status="present")
    assert "2 notes to sign</h2>" in page_of(world, "counselor").text
    text = page_of(world, "director").text
    assert "2 notes to sign: Maya Okafor" in text
    assert "Evening IOP, Mon 5 Oct" in text
    assert "11 h old" in text
    assert "2 notes to sign" not in page_of(world, "colleague").text


def test_where_one_works_is_said_to_who_works_at_two_sites_and_times_are_by_the_clock_there(world):
    clinic = make_clinic(world, people=0)
    far = world.other_site
    far.zone = "America/New_York"
    far.save()
    Session.objects.filter(pk=clinic.sessions[1].pk).update(site=far)
    post = {"site": far, "role": Role.COUNSELOR, "started_on": NOW.date()}
    give_post(actor=system("test"), staff=world.staff["counselor"], **post)
    text = page_of(world, "counselor").text
    assert "20:00 Evening IOP" in text
    assert f"{far.name} · until 23:15" in text


def test_a_colleague_off_the_team_is_not_told_who_did_not_come(world):
    clinic = make_clinic(world, people=1)
    clinic.session.bookings.update(status="no_show")
    assert "Didn’t come" not in page_of(world, "colleague").text
