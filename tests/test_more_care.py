"""Somebody needs more care than the program has: from the call to the day they arrive there, wholly in a browser."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from stepwell.kernel import clock
from tests.browser import assert_sound
from tests.cast import NOW, make_world
from tests.clinic import make_clinic
from tests.test_starting_tomorrow import benefits_are_checked, somebody_calls, the_level_is_decided
from tests.walk.intake import three_instruments_are_filled_in
from tests.walk.scene import Walk

pytestmark = pytest.mark.browser
DAY = timedelta(days=1)
# Withdrawal is serious: docs/clinical.md, "Levels of care".
SEVERITIES = {1: 3, 2: 1, 3: 1, 4: 1, 5: 2, 6: 1}


@pytest.fixture
def walk(browse: Callable[..., Any]) -> Iterator[Walk]:
    """An evening program, the desk and a clinician."""
    with clock.standing_at(NOW):
        world = make_world()
        clinic = make_clinic(world, people=2)
        desk, clinician = browse(world.email("admissions")), browse(world.email("supervisor"))
        yield Walk(world, clinic, desk, clinician, "")


def test_who_needs_more_care_is_handed_over_and_asked_after_until_they_are_there(
    walk: Walk, browse: Callable[..., Any]
) -> None:
    somebody_calls(walk)
    three_instruments_are_filled_in(walk)
    benefits_are_checked(walk)
    the_level_is_decided(walk, SEVERITIES, "3.7", "3.7")
    no_first_day_is_given(walk)
    naloxone_is_given_meanwhile(walk)
    one_place_is_full_and_one_takes_them(walk)
    they_go_there(walk)
    with clock.standing_at(NOW + DAY):
        walk.desk = browse(walk.world.email("admissions"))
        they_did_not_arrive_and_are_ours_again(walk)
        another_way_is_found(walk)
    with clock.standing_at(NOW + 2 * DAY):
        walk.desk = browse(walk.world.email("admissions"), width=390)
        they_arrived(walk)


def no_first_day_is_given(walk: Walk) -> None:
    """The board says what is next, and a move to a first day says why it isn't one."""
    page = walk.desk
    page.goto("/app/admissions/")
    expect(page.get_by_text("More care to find, and a warm handover")).to_be_visible()
    page.goto(f"{walk.enquiry}move/")
    expect(page.get_by_text("this program doesn't have it").first).to_be_visible()
    page.goto(f"{walk.enquiry}start/")
    assert_sound(page)
    page.goto(walk.enquiry)
    expect(page.get_by_role("link", name="Start", exact=True)).to_have_count(0)
    page.locator(".page-head").get_by_role("link", name="Hand over").click()
    expect(page.get_by_text("Level 3.7, Residence with medical care")).to_be_visible()
    expect(page.get_by_text("More care than this program has.")).to_be_visible()


def naloxone_is_given_meanwhile(walk: Walk) -> None:
    """What can't wait for a place doesn't."""
    page = walk.desk
    page.get_by_role("link", name="Record what they were given").click()
    assert_sound(page)
    page.get_by_label("Naloxone given").check()
    page.get_by_role("textbox", name="In words").fill("Two doses, shown how.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Two doses, shown how.")).to_be_visible()


def one_place_is_full_and_one_takes_them(walk: Walk) -> None:
    """What was typed stays where something is missing."""
    page = walk.desk
    page.goto(f"{walk.enquiry}handover/")
    assert_sound(page)
    page.get_by_label("Place", exact=True).fill("Eastside Detox")
    page.get_by_label("They have no room").check()
    page.get_by_role("button", name="Save the call").click()
    expect(page.get_by_text("The call is saved.")).to_be_visible()
    page.get_by_label("Place", exact=True).fill("Northside Hospital")
    page.get_by_label("Their number").fill("303 555 0100")
    page.get_by_label("They take this person").check()
    page.get_by_role("button", name="Save the call").click()
    expect(page.get_by_text("It isn't said from which day.").first).to_be_visible()
    expect(page.get_by_label("Place", exact=True)).to_have_value("Northside Hospital")
    page.get_by_label("From which day").fill("2026-10-06")
    page.get_by_label("Who spoke with whom").fill("Ty Marsh with Lee Ono")
    page.get_by_role("button", name="Save the call").click()
    expect(page.get_by_text("The call is saved.")).to_be_visible()
    expect(page.get_by_role("heading", name="The way there")).to_be_visible()
    assert_sound(page)


def they_go_there(walk: Walk) -> None:
    """Not without having agreed."""
    page = walk.desk
    page.get_by_label("How they get there").fill("Their sister drives them.")
    page.get_by_role("button", name="Hand over and close").click()
    expect(page.get_by_text("The person hasn't agreed to it.").first).to_be_visible()
    page.get_by_label("The person agreed that we hand them over there").check()
    page.get_by_role("button", name="Hand over and close").click()
    expect(page.get_by_text("They are handed over. Today asks you whether they arrived.")).to_be_visible()
    expect(page.get_by_text("To arrive on Tue 6 Oct: Their sister drives them.")).to_be_visible()


def they_did_not_arrive_and_are_ours_again(walk: Walk) -> None:
    """From the task on Today."""
    page = walk.desk
    page.goto("/app/today/")
    page.get_by_role("link", name=re.compile(r"^Ask\b")).click()
    expect(page.get_by_text("Northside Hospital: 303 555 0100")).to_be_visible()
    assert_sound(page)
    page.get_by_role("button", name="They did not arrive").click()
    expect(page.get_by_text("the enquiry is open again")).to_be_visible()


def another_way_is_found(walk: Walk) -> None:
    """The place and its number are offered from the last time."""
    page = walk.desk
    page.goto(f"{walk.enquiry}handover/")
    expect(page.locator("#known-places option[value='Northside Hospital']")).to_have_count(1)
    page.get_by_label("Place", exact=True).fill("Northside Hospital")
    page.get_by_label("They take this person").check()
    page.get_by_label("From which day").fill("2026-10-07")
    page.get_by_label("Who spoke with whom").fill("Ty Marsh with Lee Ono")
    page.get_by_role("button", name="Save the call").click()
    page.get_by_label("Northside Hospital, from Wed 7 Oct").check()
    page.get_by_label("Day they arrive").fill("2026-10-07")
    page.get_by_label("How they get there").fill("A peer goes along.")
    page.get_by_label("The person agreed that we hand them over there").check()
    page.get_by_role("button", name="Hand over and close").click()
    expect(page.get_by_text("To arrive on Wed 7 Oct: A peer goes along.")).to_be_visible()


def they_arrived(walk: Walk) -> None:
    """On a phone; it is over, and the enquiry says so."""
    page = walk.desk
    page.goto(walk.enquiry)
    page.get_by_role("link", name="Did they arrive?").click()
    assert_sound(page)
    page.get_by_role("button", name="They arrived").click()
    expect(page.get_by_text("They arrived.")).to_be_visible()
    expect(page.get_by_text("Arrived there, as Ty Marsh heard on 8 Oct 2026.")).to_be_visible()
    assert_sound(page)
