"""The walk: one person from a real referral to a signed group note and a message at night, wholly in a browser.

`test_from_a_referral_to_a_signed_note_and_a_call_for_help` is the story; its chapters are in tests/walk/. Nine others
were in the evening group before.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from stepwell.domain.people.actions import give_portal
from stepwell.kernel import clock
from stepwell.kernel.actor import system
from stepwell.platform.accounts.actions import open_account
from tests.browser import assert_sound
from tests.cast import NOW, PASSWORD, make_world
from tests.clinic import make_clinic, place_one
from tests.walk.intake import (
    a_level_is_decided,
    a_referral_comes_in,
    the_level_is_decided_anew,
    the_week_stands,
    they_start_in_the_evening_group,
    three_instruments_are_filled_in,
)
from tests.walk.phone import PHONE_PAGES, they_are_not_safe, they_check_in
from tests.walk.scene import AFTER_GROUP, SECOND_TALK, TUESDAY_NOON, WEDNESDAY_NIGHT, Walk
from tests.walk.treatment import (
    a_note_is_refused_and_signed,
    the_hours_are_counted,
    the_plan_is_written,
    the_roll_is_called_by_keyboard,
)

pytestmark = pytest.mark.browser
INSTRUMENTS = ("audit", "phq-9", "c-ssrs-screener")


@pytest.fixture
def walk(browse: Callable[..., Any]) -> Iterator[Walk]:
    """The clinic before the walk begins. Each chapter opens its own windows where somebody new comes in."""
    with clock.standing_at(NOW):
        world = make_world()
        clinic = make_clinic(world, people=9)
        desk, clinician = browse(world.email("admissions")), browse(world.email("supervisor"))
        yield Walk(world, clinic, desk, clinician, f"walker-{world.site.pk}@example.test")


def test_from_a_referral_to_a_signed_note_and_a_call_for_help(walk: Walk, browse: Callable[..., Any]) -> None:
    a_referral_comes_in(walk)
    three_instruments_are_filled_in(walk)
    a_level_is_decided(walk)
    with clock.standing_at(SECOND_TALK):
        the_level_is_decided_anew(walk)
    with clock.standing_at(TUESDAY_NOON):
        they_start_in_the_evening_group(walk)
        counselor = browse(walk.world.email("counselor"))
        the_week_stands(walk, counselor)
        the_plan_is_written(walk, counselor)
    with clock.standing_at(AFTER_GROUP):
        the_roll_is_called_by_keyboard(walk, counselor)
        a_note_is_refused_and_signed(walk, counselor)
        the_hours_are_counted(walk, counselor)
    with clock.standing_at(WEDNESDAY_NIGHT):
        account = open_account(actor=system("setup"), email=walk.email, password=PASSWORD, now=WEDNESDAY_NIGHT)
        give_portal(actor=walk.world.actor("director"), client=walk.client, account=account)
        phone = browse(walk.email, width=390)
        they_check_in(walk, phone)
        they_are_not_safe(walk, phone, counselor)


def test_the_same_pages_on_a_phone_in_the_dark(walk: Walk, browse: Callable[..., Any]) -> None:
    clinic = walk.clinic
    enquiry = place_one(walk.world, 9)
    walk.client = clinic.clients[0]
    account = open_account(actor=system("setup"), email=walk.email, password=PASSWORD, now=NOW)
    give_portal(actor=walk.world.actor("director"), client=walk.client, account=account)
    asked = f"/app/admissions/{enquiry.pk}/"
    pages = {
        walk.world.email("supervisor"): [
            "/app/admissions/",
            asked,
            f"{asked}placement/",
            f"{asked}start/",
            *(f"/app/clients/{enquiry.client_id}/instruments/{code}/" for code in INSTRUMENTS),
        ],
        walk.world.email("admissions"): ["/app/admissions/upload/"],
        walk.world.email("counselor"): [
            "/app/today/",
            walk.chart,
            f"{walk.chart}plan/",
            f"{walk.chart}plan/problem/",
            walk.group,
            "/app/schedule/",
            "/app/crisis/",
        ],
        walk.email: PHONE_PAGES,
    }
    for email, addresses in pages.items():
        page = browse(email, width=390, dark=True)
        for address in addresses:
            assert page.goto(address).status == 200, address
            assert_sound(page)
