"""A whole plan written in a browser, by keyboard, with scripts and without; and how the pages stand on each screen."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.browser import assert_sound
from tests.cast import NOW, World, make_world
from tests.planning import make_group, start_stay, write_objective

from stepwell.kernel import clock

pytestmark = pytest.mark.browser
OWN_WORDS = re.compile("In Ana.s words")
LATER = re.compile(r"/plan/$")


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with clock.standing_at(NOW):
        yield


def a_stay() -> World:
    world = make_world()
    make_group(world, start_stay(world))
    return world


def write_whole_plan(page: Any, world: World) -> None:
    """Nothing but keys, from the first link on."""
    page.goto(f"/app/clients/{world.client.pk}/plan/")
    page.get_by_role("main").get_by_role("link", name="Problem", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label(OWN_WORDS)).to_be_focused()
    page.keyboard.type('Nights are when I "lose it".')
    page.keyboard.press("Tab")
    expect(page.get_by_label("Name of the problem")).to_be_focused()
    page.keyboard.type("Opioid use disorder, moderate")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Goal for problem 1")).to_be_visible()
    expect(page.get_by_label(OWN_WORDS)).to_be_focused()
    page.keyboard.type("Be home, in my bed, every night.")
    page.keyboard.press("Tab")
    page.keyboard.type("Sleep at home every night without use")
    page.keyboard.press("Tab")  # the areas, which may stay closed
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_label("What Ana will do")).to_be_focused()
    page.keyboard.type("Evening plan: call before the hard hour")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Measure")).to_be_focused()  # refused: the first thing that is missing has the focus
    expect(page.get_by_label("What Ana will do")).to_have_value("Evening plan: call before the hard hour")
    page.keyboard.type("Evenings with a call logged")
    page.keyboard.press("Tab")
    page.keyboard.type("5 of 7 nights")
    page.keyboard.press("Tab")
    page.keyboard.type("10162026")
    expect(page.get_by_label("Who sees to it with Ana")).to_have_value(str(world.staff["counselor"].pk))
    page.keyboard.press("Enter")

    expect(page.get_by_label("By what", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The thread holds")).to_be_visible()
    expect(page).to_have_url(LATER)


def assert_whole_plan(page: Any, world: World) -> None:
    expect(page.get_by_role("heading", name="1.1 Evening plan: call before the hard hour")).to_be_visible()
    expect(page.get_by_text("16 October", exact=True)).to_be_visible()
    expect(page.get_by_text("Evening group, Monday, Tuesday and Thursday at 17:30")).to_be_visible()
    expect(page.get_by_text('Nights are when I "lose it".', exact=True)).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_whole_plan_is_written_by_keyboard(browse: Any, scripts: bool) -> None:
    world = a_stay()
    page = browse(world.email("counselor"), scripts=scripts)
    write_whole_plan(page, world)
    assert_whole_plan(page, world)
    page.reload()
    assert_whole_plan(page, world)
    if scripts:  # axe waits on timers, which don't run where scripts are off
        assert_sound(page)


def test_with_scripts_the_page_stays_and_back_goes_one_step_back(browse: Any) -> None:
    world = a_stay()
    page = browse(world.email("counselor"))
    page.goto(f"/app/clients/{world.client.pk}/plan/")
    page.evaluate("document.body.dataset.same = 'yes'")
    page.get_by_role("main").get_by_role("link", name="Problem", exact=True).click()
    expect(page.get_by_role("heading", name="Problem 1")).to_be_visible()
    assert page.evaluate("document.body.dataset.same") == "yes"
    expect(page).to_have_url(re.compile("/plan/problem/$"))
    page.get_by_role("link", name="Not now").click()
    expect(page.get_by_role("heading", name="Name the first problem")).to_be_visible()
    page.go_back()
    expect(page.get_by_label(OWN_WORDS)).to_be_visible()


def test_closing_and_ending_ask_first(browse: Any) -> None:
    world = a_stay()
    objective = write_objective(world)
    page = browse(world.email("counselor"), scripts=False)
    page.goto(f"/app/clients/{world.client.pk}/plan/objectives/{objective.pk}/close/")
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_text("This doesn’t say how it ended.").first).to_be_visible()
    page.get_by_label("How it ended").select_option("Reached")
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_text("Closed: reached", exact=True)).to_be_visible()
    expect(page).to_have_url(LATER)


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("dark", [False, True])
def test_plan_and_open_steps_are_sound(browse: Any, width: int, dark: bool) -> None:
    world = a_stay()
    objective = write_objective(world)
    page = browse(world.email("counselor"), width=width, dark=dark)
    base = f"/app/clients/{world.client.pk}/plan/"
    for tail in ("", "problem/", f"goals/{objective.goal_id}/objective/", f"objectives/{objective.pk}/intervention/"):
        page.goto(base + tail)
        expect(page.get_by_role("heading", name="Plan", exact=True)).to_be_visible()
        assert_sound(page)
    page.goto(f"{base}goals/{objective.goal_id}/objective/")
    page.get_by_role("button", name="Set the objective").click()
    expect(page.get_by_text("The measure is missing.").first).to_be_visible()
    assert_sound(page)
