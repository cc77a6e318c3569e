"""The device at the door in a browser: its keypad sends by itself, and nothing but its page is reached."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests.browser import assert_sound
from tests.cast import make_world
from tests.clinic import make_clinic
from tests.domain.week.test_week_actions_arrivals import booking_of, own_code
from tests.portal.test_portal_by_hand import step_by_step, tap

from stepwell.domain.checkins.models import CheckIn
from stepwell.domain.safety.models import SafetyEvent, Source
from stepwell.kernel import clock


@pytest.mark.browser
def test_six_keys_are_an_arrival_and_the_next_person_finds_an_empty_field(committed, browse):
    clinic = make_clinic(make_world(), people=2)
    near = clinic.session.starts_at - timedelta(minutes=8)
    with clock.standing_at(near):
        page = browse(clinic.world.email("front desk"), width=1024)
        page.goto("/app/kiosk/")
        page.get_by_role("button", name="Set it up").click()
        assert_sound(page)
        for code, words in (("000001", "ask at the desk"), (own_code(clinic), "Good to see you")):
            for digit in code:
                page.get_by_role("button", name=digit, exact=True).click()
            expect(page.get_by_text(words)).to_be_visible()
            assert_sound(page)
        page.get_by_role("link", name="Done").click()
        expect(page.get_by_label("Your code, six digits")).to_have_value("")
        page.set_viewport_size({"width": 390, "height": 800})
        assert_sound(page)
        page.goto("/app/clients/")
        expect(page.get_by_role("heading", name="Type today’s code from your phone")).to_be_visible()
    assert booking_of(clinic).arrived_at == near


def questions_at_the_door(browse, clinic):
    """Somebody has typed their code, and opened the five questions; the page's clock is the test's."""
    page = browse(clinic.world.email("front desk"), width=1024)
    page.clock.install()
    page.goto("/app/kiosk/")
    page.get_by_role("button", name="Set it up").click()
    for digit in own_code(clinic):
        page.get_by_role("button", name=digit, exact=True).click()
    page.get_by_role("link", name="How are you?").click()
    expect(page.get_by_role("button", name="I don’t feel safe")).to_be_visible()
    return page


@pytest.mark.browser
def test_a_press_that_finds_no_connection_goes_once_there_is_one(committed, browse):
    clinic = make_clinic(make_world(), people=2)
    near = clinic.session.starts_at - timedelta(minutes=8)
    events = SafetyEvent.objects.filter(client=booking_of(clinic).client)
    with clock.standing_at(near):
        page = questions_at_the_door(browse, clinic)
        assert_sound(page)
        page.context.set_offline(True)
        page.get_by_role("button", name="I don’t feel safe").click()
        expect(page.get_by_text("It hasn’t gone through yet")).to_be_visible()
        page.clock.fast_forward(240_000)  # longer than it takes the page to clear itself
        expect(page.get_by_text("It hasn’t gone through yet")).to_be_visible()
        assert not events.exists()
        page.context.set_offline(False)
        expect(page.get_by_role("heading", name="Thank you")).to_be_visible(timeout=15_000)
    assert events.count() == 1


@pytest.mark.browser
def test_questions_that_somebody_left_at_the_door_clear_themselves(committed, browse):
    clinic = make_clinic(make_world(), people=2)
    with clock.standing_at(clinic.session.starts_at - timedelta(minutes=8)):
        page = questions_at_the_door(browse, clinic)
        page.clock.fast_forward(181_000)
        expect(page.get_by_label("Your code, six digits")).to_be_visible()


@pytest.mark.browser
def test_answers_that_find_no_connection_leave_the_screen_and_go_once_with_their_own_time(committed, browse):
    clinic = make_clinic(make_world(), people=2)
    near = clinic.session.starts_at - timedelta(minutes=8)
    told = CheckIn.objects.filter(client=booking_of(clinic).client)
    with clock.standing_at(near):
        page = questions_at_the_door(browse, clinic)
        step_by_step(page, craving="9")
        page.context.set_offline(True)
        tap(page, "Send")
        expect(page.get_by_text("Waiting to send. Nobody has seen this.")).to_be_visible()
        expect(page.get_by_text("Please speak to the person at the desk. Don’t wait for it.")).to_be_visible()
        expect(page.get_by_role("heading", name="Any use since last check-in?")).not_to_be_visible()
        assert_sound(page)
    late = near + timedelta(minutes=12)  # longer than the page stays, and than the link lasts
    with clock.standing_at(late):
        page.clock.fast_forward(720_000)
        expect(page.get_by_text("Waiting to send.")).to_be_visible()
        assert not told.exists()
        page.context.set_offline(False)
        expect(page.get_by_role("heading", name="Thank you")).to_be_visible(timeout=15_000)
        sent = told.get()
    assert (sent.craving, sent.came_by, sent.received_at) == (9, "door", late)
    assert abs(sent.said_at - near) < timedelta(minutes=1)
    raised = SafetyEvent.objects.get(client=sent.client)
    assert (raised.source, raised.raised_at) == (Source.CRAVING, sent.said_at)
