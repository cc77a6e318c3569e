"""What was typed and has not reached the server comes back: after a crash, a lost connection, and to nobody else."""

import re
from datetime import timedelta

import pytest
from tests.browser import assert_sound, crash, log_in
from tests.cast import PASSWORD, make_world
from tests.clinic import make_clinic
from tests.waiting import wait_until

from stepwell.domain.week.actions import create_drafts, record_attendance, save_response
from stepwell.domain.week.models import Note, Status
from stepwell.kernel import clock

pytestmark = pytest.mark.browser
WORDS = "She called her sister before the craving passed."


@pytest.fixture
def group(committed):
    """A group with one person's draft, while the session runs."""
    world = make_world()
    clinic = make_clinic(world, people=1)
    with clock.standing_at(clinic.session.starts_at + timedelta(hours=1)):
        actor = world.actor("counselor")
        record_attendance(
            actor=actor,
            session_id=clinic.session.pk,
            client_id=clinic.clients[0].pk,
            status=Status.PRESENT,
            now=clock.now(),
        )
        create_drafts(actor=actor, session_id=clinic.session.pk, now=clock.now())
        yield clinic


def open_group(browse, group, **more):
    page = browse(group.world.email("counselor"), **more)
    page.goto(f"/app/groups/{group.session.pk}/")
    return page


def kept(page):
    return page.evaluate("JSON.stringify(localStorage)")


def type_unsaved(page, group, words=WORDS):
    """Typed, and every way to the server is shut before it can be saved."""
    page.route("**/notes/**", lambda route: route.abort())
    page.get_by_label(f"Own response of {group.clients[0].name}").fill(words)
    wait_until(lambda: "stepwell.keep." in kept(page))


def stored(group):
    return Note.objects.get(booking__session=group.session).response


def test_a_killed_tab_gives_back_what_was_typed_in_a_note(group, browse):
    page = open_group(browse, group)
    type_unsaved(page, group)
    crash(page)
    again = page.context.new_page()
    again.goto(f"/app/groups/{group.session.pk}/")
    again.get_by_text(re.compile("Restored what you typed at")).wait_for()
    assert again.get_by_label(f"Own response of {group.clients[0].name}").input_value() == WORDS
    assert_sound(again)
    # and it reaches the server by itself
    wait_until(lambda: "stepwell.keep." not in kept(again))
    assert stored(group) == WORDS


def test_what_is_kept_is_not_in_plain_words_and_goes_on_signing_out(group, browse):
    page = open_group(browse, group)
    type_unsaved(page, group)
    assert "sister" not in kept(page)
    page.get_by_text(re.compile("your menu")).locator("..").click()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/login/**")
    assert "stepwell.keep." not in kept(page)


def test_somebody_else_on_the_same_computer_gets_nothing(group, browse):
    page = open_group(browse, group)
    type_unsaved(page, group)
    page.context.clear_cookies()
    other = page.context.new_page()
    log_in(other, group.world.email("supervisor"))
    other.goto(f"/app/groups/{group.session.pk}/")
    field = other.get_by_label(f"Own response of {group.clients[0].name}")
    assert not field.count() or field.input_value() == ""
    assert not other.get_by_text(re.compile("Restored")).count()


def test_the_same_person_finds_it_after_the_session_has_ended(group, browse):
    page = open_group(browse, group)
    type_unsaved(page, group)
    page.context.clear_cookies()
    again = page.context.new_page()
    log_in(again, group.world.email("counselor"))
    again.goto(f"/app/groups/{group.session.pk}/")
    again.get_by_text(re.compile("Restored what you typed at")).wait_for()
    assert PASSWORD not in kept(again)


def test_a_colleagues_words_are_not_overwritten_both_are_shown(group, browse):
    page = open_group(browse, group)
    type_unsaved(page, group)
    note = Note.objects.get(booking__session=group.session)
    save_response(
        actor=group.world.actor("counselor"),
        note_id=note.pk,
        response="Saved elsewhere.",
        objective_id=None,
        revision=note.revision,
        now=clock.now(),
    )
    again = page.context.new_page()
    again.goto(f"/app/groups/{group.session.pk}/")
    again.get_by_text(WORDS).wait_for()
    field = again.get_by_label(f"Own response of {group.clients[0].name}")
    assert field.input_value() == "Saved elsewhere."
    again.get_by_role("button", name="Put mine in its place").click()
    wait_until(lambda: "stepwell.keep." not in kept(again))
    assert field.input_value() == WORDS
    assert stored(group) == WORDS


def test_saving_resumes_by_itself_once_the_connection_is_back(group, browse):
    page = open_group(browse, group)
    page.context.set_offline(True)
    banner = page.get_by_text("No connection.")
    banner.wait_for()
    page.get_by_label(f"Own response of {group.clients[0].name}").fill(WORDS)
    wait_until(lambda: "stepwell.keep." in kept(page))
    page.wait_for_event("requestfailed", lambda request: "/notes/" in request.url)
    page.context.set_offline(False)
    banner.wait_for(state="hidden")
    wait_until(lambda: "stepwell.keep." not in kept(page))
    assert stored(group) == WORDS


def test_a_form_is_not_sent_into_the_void_and_its_words_stay(group, browse):
    page = open_group(browse, group)
    page.goto(f"/app/groups/{group.session.pk}/shared/")
    page.get_by_label("Topic").fill("Urges")
    page.context.set_offline(True)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("No connection.").wait_for()
    assert page.get_by_label("Topic").input_value() == "Urges"
    page.context.set_offline(False)
    page.get_by_text("No connection.").wait_for(state="hidden")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(f"**/app/groups/{group.session.pk}/")
    wait_until(lambda: "stepwell.keep." not in kept(page))
