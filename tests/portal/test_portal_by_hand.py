"""The client's phone in a real browser."""

import re
from datetime import timedelta
from typing import Any

import pytest
from tests.browser import assert_sound
from tests.cast import make_world
from tests.wording import unwelcome_words

from stepwell.domain.checkins.models import CheckIn
from stepwell.domain.safety.actions import acknowledge_event
from stepwell.domain.safety.models import SafetyEvent

pytestmark = pytest.mark.browser
PATHS = ["/me/", "/me/check-in/", "/me/plan/", "/me/help/"]


def tap(page: Any, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def choose(page: Any, name: str, value: str) -> None:
    page.locator(f'input[name="{name}"][value="{value}"]').check()


def step_by_step(page: Any, craving: str = "3", use: str = "no") -> None:
    """The fewest taps: eight, from the first question to Send."""
    choose(page, "craving", craving)
    tap(page, "Next")
    choose(page, "mood", "6")
    for _ in range(3):
        tap(page, "Next")
    choose(page, "use", use)


def check_in_of(world: Any) -> Any:
    return CheckIn.objects.get(client=world.client)


def test_a_check_in_takes_eight_taps_and_a_question_at_a_time(browse):
    world = make_world()
    page = browse(world.email("client"), width=390)
    page.goto("/me/")
    page.get_by_role("link", name="Check in", exact=True).first.click()
    page.get_by_text("1 of 5").wait_for()
    assert not page.get_by_role("heading", name="How is your mood?").is_visible()
    step_by_step(page)
    assert page.get_by_text("5 of 5").is_visible()
    tap(page, "Send")
    page.wait_for_url("**/me/check-in/sent/")
    assert page.get_by_role("heading", name="Thank you, Ana").is_visible()
    check_in = check_in_of(world)
    assert (check_in.craving, check_in.mood, check_in.use) == (3, 6, "no")
    assert abs(check_in.said_at - check_in.received_at) < timedelta(minutes=1)


def test_without_scripts_the_five_questions_are_one_page(browse):
    world = make_world()
    page = browse(world.email("client"), width=390, scripts=False)
    page.goto("/me/check-in/")
    choose(page, "craving", "9")
    choose(page, "mood", "2")
    page.get_by_label("Stress").check()
    page.get_by_label("How many hours did you sleep?").fill("5.5")
    choose(page, "use", "yes")
    assert page.get_by_text("Thank you for telling us.").is_visible()
    assert page.get_by_text("Help opens when you send").is_visible()
    page.get_by_text("Add your own words").click()
    page.get_by_label("In your own words").fill("Payday. Alone tonight.")
    page.get_by_text("See names").click()
    assert page.get_by_text("Maya Okafor, counselor").is_visible()
    tap(page, "Send")
    page.wait_for_url("**/me/help/")
    assert page.get_by_text("Your answers are kept.").is_visible()
    assert page.get_by_text("Not seen yet").is_visible()
    check_in = check_in_of(world)
    assert (check_in.slept_minutes, check_in.triggers, check_in.use) == (330, ["stress"], "yes")
    assert check_in.words == "Payday. Alone tonight."


def test_what_is_open_stops_at_its_question_and_keeps_the_rest(browse):
    world = make_world()
    page = browse(world.email("client"), width=390)
    page.goto("/me/check-in/")
    tap(page, "Next")
    assert page.get_by_text("Choose one to go on.").is_visible()
    assert_sound(page)
    step_by_step(page)
    tap(page, "Back")
    page.get_by_role("spinbutton").fill("30")
    tap(page, "Next")
    assert page.get_by_text("4 of 5").is_visible()
    page.get_by_role("spinbutton").fill("7")
    tap(page, "Next")
    tap(page, "Send")
    page.wait_for_url("**/me/check-in/sent/")
    assert check_in_of(world).slept_minutes == 420


def test_what_only_the_server_can_refuse_keeps_every_answer(browse):
    world = make_world()
    page = browse(world.email("client"), width=390)
    page.goto("/me/check-in/")
    step_by_step(page)
    page.locator('input[name="key"]').evaluate("element => { element.value = 'no key' }")
    tap(page, "Send")
    page.get_by_text("Nothing is sent yet.").wait_for()
    assert_sound(page)
    assert page.locator('input[name="craving"][value="3"]').is_checked()
    for _ in range(4):
        tap(page, "Next")
    tap(page, "Send")
    page.wait_for_url("**/me/check-in/sent/")
    assert check_in_of(world).craving == 3


def test_without_a_network_nothing_typed_is_lost_and_it_is_sent_later(browse):
    world = make_world()
    page = browse(world.email("client"), width=390)
    page.goto("/me/check-in/")
    step_by_step(page, craving="8")
    page.context.set_offline(True)
    tap(page, "Send")
    page.get_by_text("Waiting to send. Nobody has seen this.").first.wait_for()
    assert page.locator('form[data-steps] a[href="tel:988"]').is_visible()
    assert not CheckIn.objects.filter(client=world.client).exists()
    page.context.set_offline(False)  # it goes by itself
    page.wait_for_url("**/me/help/")
    assert check_in_of(world).craving == 8


@pytest.mark.parametrize("path", ["/me/", "/me/check-in/", "/me/help/"])
def test_unsafe_without_a_network_shows_whom_to_call_within_a_second(browse, path):
    world = make_world()
    page = browse(world.email("client"), width=390)
    page.goto(path)
    page.context.set_offline(True)
    page.locator('button[form="unsafe-form"]').click()
    sheet = page.locator("dialog[open]")
    sheet.locator('a[href="tel:988"]').wait_for(timeout=1000)
    sheet.get_by_text("Not sent. Nobody has seen this.").wait_for()
    assert not SafetyEvent.objects.filter(client=world.client).exists()
    page.context.set_offline(False)
    sheet.get_by_text(re.compile(r"Sent at .* Not seen yet\.")).wait_for()
    assert SafetyEvent.objects.filter(client=world.client).count() == 1


def test_unsafe_says_sent_and_then_who_has_seen_it(browse):
    world = make_world()
    page = browse(world.email("client"), width=390)
    page.goto("/me/help/")
    page.get_by_role("button", name="Tell my team").click()
    sheet = page.locator("dialog[open]")
    sheet.get_by_text("Not seen yet").wait_for()
    assert_sound(page)
    event = SafetyEvent.objects.get(client=world.client)
    acknowledge_event(actor=world.actor("counselor"), event_id=event.pk, now=event.received_at)
    page.goto("/me/help/")
    assert page.get_by_text("Seen by Maya Okafor at").is_visible()
    assert_sound(page)


def test_unsafe_without_scripts_leads_to_the_calls(browse):
    world = make_world()
    page = browse(world.email("client"), width=390, scripts=False)
    page.goto("/me/check-in/")
    page.get_by_role("button", name="feel safe").click()
    page.wait_for_url("**/me/help/*/")
    assert page.locator('main a[href="tel:988"]').is_visible()
    assert page.get_by_text("Not seen yet").is_visible()
    assert SafetyEvent.objects.filter(client=world.client).count() == 1


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_every_page_is_sound(browse, width, dark):
    world = make_world()
    page = browse(world.email("client"), width=width, dark=dark)
    for path in PATHS:
        page.goto(path)
        assert_sound(page)
        assert unwelcome_words(page.content()) == []
    page.goto("/me/check-in/")
    step_by_step(page, craving="9", use="yes")
    page.get_by_text("See names").click()
    assert_sound(page)
    tap(page, "Send")
    page.wait_for_url("**/me/help/")
    assert_sound(page)
    page.goto("/me/check-in/sent/")
    assert_sound(page)
    page.goto("/me/")
    page.get_by_text("What I sent").click()
    assert_sound(page)
