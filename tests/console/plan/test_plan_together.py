"""A plan written with the client in the room and signed on the phone: by keys on the one, one hand on the other."""

from typing import Any

import pytest
from playwright.sync_api import expect
from tests.browser import assert_sound
from tests.cast import NOW, make_world
from tests.planning import make_group, start_stay

from stepwell.domain.planreview.models import PlanSignature
from stepwell.kernel import clock

pytestmark = pytest.mark.browser


def type_into(page: Any, label: str, words: str) -> None:
    """By keyboard, once the field has the focus."""
    page.get_by_label(label).focus()
    page.keyboard.type(words)


def pick(page: Any, words: str) -> None:
    """A starting point: chosen in its list, and copied."""
    page.get_by_label("Or begin with words that are there").select_option(label=words)
    page.get_by_role("button", name="Copy into the fields").focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_a_plan_written_with_the_client_in_the_room_and_signed_on_the_phone(
    committed: Any, browse: Any, width: int, dark: bool
) -> None:
    with clock.standing_at(NOW):
        world = make_world()
        make_group(world, start_stay(world))
        page = browse(world.email("counselor"), width=width, dark=dark)
        page.goto(f"/app/clients/{world.client.pk}/plan/problem/")
        type_into(page, "In Ana’s words", "Nights are when I lose it.")
        type_into(page, "Name of the problem", "Evenings alone")
        page.get_by_text("Areas, stage of change, whose part").click()
        page.get_by_label("Cravings", exact=True).check()
        page.get_by_label("Stage of change").select_option("preparation")
        assert_sound(page)
        page.get_by_role("button", name="Name the problem").focus()
        page.keyboard.press("Enter")

        expect(page.get_by_role("heading", name="Goal for problem 1")).to_be_visible()
        type_into(page, "In Ana’s words", "Be home every night.")
        pick(page, "Lets a craving rise and pass without acting on it")
        expect(page.get_by_label("Clinical")).to_be_focused()
        expect(page.get_by_label("Clinical")).to_have_value("Lets a craving rise and pass without acting on it")
        expect(page.get_by_label("In Ana’s words")).to_have_value("Be home every night.")
        page.get_by_role("button", name="Set the goal").focus()
        page.keyboard.press("Enter")

        expect(page.get_by_label("What Ana will do")).to_be_focused()
        pick(page, "Calls somebody before the hard hour; Evenings with a call; 5 of 7")
        expect(page.get_by_label("Target")).to_have_value("5 of 7")
        page.get_by_label("By", exact=True).fill("2026-10-16")
        page.get_by_role("button", name="Set the objective").focus()
        page.keyboard.press("Enter")

        expect(page.get_by_label("By what")).to_be_focused()
        page.get_by_label("By what").select_option("means:casework")
        page.get_by_role("button", name="Add to the plan").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("The thread holds")).to_be_visible()

        type_into(page, "What helps", "Her sister.")
        page.keyboard.press("Tab")
        expect(page.get_by_text("Saved 6 Oct 2026, 09:00 by Maya Okafor")).to_be_visible()
        assert_sound(page)
        page.get_by_role("link", name="Review and sign").click()
        assert_sound(page)
        page.get_by_role("button", name="Sign version 1").click()
        expect(page.get_by_text("Version 1 is signed, and stays as it is.")).to_be_visible()
        assert_sound(page)

        phone = browse(world.email("client"), width=390, dark=dark)
        phone.goto("/me/")
        phone.get_by_role("heading", name="Your plan waits for you").wait_for()
        phone.goto("/me/plan/")
        expect(phone.get_by_text("Her sister.")).to_be_visible()
        assert_sound(phone)
        phone.get_by_label("Type your full name").fill(f"Ana {world.client.family_name}")
        phone.get_by_label("I have read this, and I agree").check()
        phone.get_by_role("button", name="Sign", exact=True).click()
        expect(phone.get_by_text("You signed your plan")).to_be_visible()
        assert_sound(phone)
        page.reload()
        expect(page.get_by_text("on their phone")).to_be_visible()
        assert PlanSignature.objects.get(version__client=world.client).how == "phone"
