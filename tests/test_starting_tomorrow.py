"""Somebody calls on Tuesday and is in Wednesday's group: from the call to the roll, wholly in a browser."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import expect

from stepwell.domain.people.models import Client
from stepwell.kernel import clock
from tests.browser import assert_sound
from tests.cast import NOW, make_world
from tests.clinic import make_clinic
from tests.walk.intake import SEVERITIES, three_instruments_are_filled_in
from tests.walk.scene import Walk

pytestmark = pytest.mark.browser
WEDNESDAY_NOON = datetime(2026, 10, 7, 18, 0, tzinfo=UTC)  # in Denver; the group is at 18:00
MONDAY_TO_WEDNESDAY = (0, 1, 2)


@pytest.fixture
def walk(browse: Callable[..., Any]) -> Iterator[Walk]:
    """An evening group with free seats, the desk and a clinician."""
    with clock.standing_at(NOW):
        world = make_world()
        clinic = make_clinic(world, people=2, weekdays=MONDAY_TO_WEDNESDAY)
        desk, clinician = browse(world.email("admissions")), browse(world.email("supervisor"))
        yield Walk(world, clinic, desk, clinician, "")


def test_who_calls_today_is_in_tomorrows_group(walk: Walk, browse: Callable[..., Any]) -> None:
    somebody_calls(walk)
    three_instruments_are_filled_in(walk)
    benefits_are_checked(walk)
    an_assessment_from_elsewhere_is_read(walk)
    the_level_is_decided(walk)
    tomorrows_seat_is_held_with_one_tap(walk)
    with clock.standing_at(WEDNESDAY_NOON):
        walk.desk = browse(walk.world.email("admissions"))
        they_start_as_was_chosen(walk)
        they_are_on_the_roll(walk, browse(walk.world.email("counselor")))


def somebody_calls(walk: Walk) -> None:
    """A name is enough."""
    page = walk.desk
    page.goto("/app/admissions/call/")
    page.get_by_label("Given names").fill("Noor")
    page.get_by_label("Family name").fill("Haddad-Lind")
    page.get_by_role("button", name="Open the enquiry").click()
    page.get_by_role("heading", name="Noor Haddad-Lind").wait_for()
    walk.enquiry = page.url
    walk.client = Client.objects.get(site=walk.world.site, family_name="Haddad-Lind")


def benefits_are_checked(walk: Walk) -> None:
    """They pay themselves."""
    page = walk.desk
    page.goto(f"{walk.enquiry}benefits/")
    page.get_by_label("They pay themselves").check()
    page.get_by_role("textbox", name="What was found").fill("Agreed on a weekly rate.")
    page.get_by_role("button", name="Save the check").click()
    expect(page.get_by_text("The check of benefits is saved.")).to_be_visible()


def an_assessment_from_elsewhere_is_read(walk: Walk) -> None:
    """A clinician says so, from the enquiry's own link."""
    page = walk.clinician
    page.goto(walk.enquiry)
    page.get_by_role("link", name="Made elsewhere").click()
    page.get_by_role("button", name="The assessment is finished").click()
    expect(page.get_by_text("The assessment is marked as finished.")).to_be_visible()


def the_level_is_decided(
    walk: Walk, severities: dict[int, int] = SEVERITIES, level: str = "2.1", told: str = "2.1 IOP"
) -> None:
    """As the six dimensions suggest it."""
    page = walk.clinician
    page.goto(f"{walk.enquiry}placement/")
    for dimension, severity in severities.items():
        page.locator(f"#id_evidence_{dimension}").fill(f"As told on the phone, {dimension}.")
        page.locator(f"input[name=dimension_{dimension}][value='{severity}']").check(force=True)
    expect(page.locator("#placement-suggestion")).to_contain_text(told)
    page.locator("#id_chosen_level").select_option(level)
    page.get_by_role("button", name="Confirm placement").click()
    expect(page.get_by_text("Confirmed, can't be changed")).to_be_visible()


def tomorrows_seat_is_held_with_one_tap(walk: Walk) -> None:
    """It is offered first; once it is theirs, it isn't offered again."""
    page = walk.desk
    page.goto(f"{walk.enquiry}schedule/")
    expect(page.get_by_text("Evening IOP: tomorrow, Wednesday 7 October.")).to_be_visible()
    assert_sound(page)
    page.get_by_role("button", name="Hold Wed 7 Oct in Evening IOP").click()
    expect(page.get_by_text("The seat is held.")).to_be_visible()
    page.goto(f"{walk.enquiry}schedule/")
    expect(page.get_by_text("A seat is held: Evening IOP from Wed 7 Oct")).to_be_visible()
    expect(page.get_by_role("button", name="Hold Wed 7 Oct in Evening IOP")).to_have_count(0)
    assert_sound(page)


def they_start_as_was_chosen(walk: Walk) -> None:
    """Track and day stand there already; the team is chosen."""
    page, staff = walk.desk, walk.world.staff
    page.goto(f"{walk.enquiry}start/")
    expect(page.get_by_label("First day")).to_have_value("2026-10-07")
    page.get_by_label("Counselor").select_option(str(staff["counselor"].pk))
    page.get_by_label("Case manager").select_option(str(staff["case manager"].pk))
    page.get_by_role("button", name="Start Noor").click()
    expect(page.get_by_text("first on Wednesday 7 October, 18:00 in Room 2")).to_be_visible()


def they_are_on_the_roll(walk: Walk, counselor: Any) -> None:
    """Of that evening, with those who were there before."""
    counselor.goto(f"/app/groups/{walk.clinic.sessions[2].pk}/")
    expect(counselor.locator("[data-roll-status]")).to_have_count(3)
    expect(counselor.locator(f"#roll-{walk.client.pk}-status")).to_be_visible()
    assert_sound(counselor)
