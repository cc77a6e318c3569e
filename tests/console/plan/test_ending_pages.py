"""Correcting and closing problems and goals on their pages: what is open is named, and what is typed stays."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.browser import assert_sound
from tests.cast import NOW, TODAY, World, make_world
from tests.planning import make_group, sign_note_about, start_stay, write_objective

from stepwell.kernel import clock


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with clock.standing_at(NOW):
        yield


def url(world: World, tail: str = "") -> str:
    return f"/app/clients/{world.client.pk}/plan/{tail}"


def test_closing_a_problem_asks_of_each_open_part_how_it_ended(world: World) -> None:
    start_stay(world)
    objective = write_objective(world)
    goal, browser = objective.goal, world.browser("counselor")
    address = url(world, f"problems/{goal.problem_id}/close/")
    page = browser.get(address).text
    assert f"Goal: {goal.clinical}" in page
    assert f"Objective 1.1: {objective.title}" in page
    refused = browser.post(address, {"closed_as": "reached", f"part-{goal.pk}": "set aside"})
    assert refused.status_code == 422
    assert "Objective 1.1 is still open. Choose how it ended." in refused.text
    assert '<option value="set aside" selected>' in refused.text
    whole = {"closed_as": "reached", f"part-{goal.pk}": "set aside", f"part-{objective.pk}": "reached"}
    assert browser.post(address, whole).status_code == 303
    shown = browser.get(url(world)).text
    for words in (
        "Closed 6 October: reached",
        "Closed 6 October: set aside",
        "Closed: reached",
        "Problem 1 is closed.",
    ):
        assert words in shown
    for tail in (f"problems/{goal.problem_id}/goal/", f"goals/{goal.pk}/objective/", f"goals/{goal.pk}/close/"):
        assert url(world, tail) not in shown
    undone = re.search(r'name="offer" value="([^"]+)"', shown)
    assert undone
    assert browser.post("/app/undo/", {"offer": undone[1]}).status_code == 303
    assert "Closed" not in browser.get(url(world)).text


def test_what_is_closed_is_neither_counted_as_an_area_nor_offered_to_a_note(world: World) -> None:
    start_stay(world)
    objective = write_objective(world)
    browser, problem = world.browser("counselor"), objective.goal.problem
    said = {"title": problem.title, "in_their_words": problem.in_their_words, "areas": ["cravings"]}
    assert browser.post(url(world, f"problems/{problem.pk}/correct/"), said).status_code == 303
    assert "in problem 1" in browser.get(url(world)).text
    whole = {"closed_as": "reached", f"part-{objective.goal_id}": "reached", f"part-{objective.pk}": "reached"}
    browser.post(url(world, f"problems/{problem.pk}/close/"), whole)
    shown = browser.get(url(world)).text
    assert "in problem 1" not in shown
    assert "The thread holds" in shown
    assert "thread-broken" not in browser.get(f"/app/clients/{world.client.pk}/").text


def test_a_stale_correction_of_a_problem_says_who_was_faster_and_keeps_what_was_typed(world: World) -> None:
    start_stay(world)
    problem = write_objective(world).goal.problem
    address = url(world, f"problems/{problem.pk}/correct/")
    counselor, supervisor = world.browser("counselor"), world.browser("supervisor")
    page = counselor.get(address).text
    assert f'value="{problem.title}"' in page
    assert 'name="revision" value="0"' in page
    assert supervisor.post(address, {"title": "Nights", "in_their_words": "", "revision": 0}).status_code == 303
    refused = counselor.post(address, {"title": "Evenings", "in_their_words": "They are long.", "revision": 0})
    assert refused.status_code == 422
    assert "Ingrid Lindqvist corrected this at 09:00. It says now: Nights." in refused.text
    assert 'value="Evenings"' in refused.text
    assert 'name="revision" value="1"' in refused.text
    assert "They are long." in refused.text
    again = {"title": "Evenings", "in_their_words": "They are long.", "revision": 1}
    assert counselor.post(address, again).status_code == 303
    problem.refresh_from_db()
    assert problem.title == "Evenings"


def test_a_problem_keeps_its_code_where_its_condition_is_in_no_list_any_more(world: World) -> None:
    from stepwell.domain.careplan.models import Problem
    from stepwell.kernel.coding import ICD_10_CM

    start_stay(world)
    problem = write_objective(world).goal.problem
    Problem.objects.filter(pk=problem.pk).update(system=ICD_10_CM, code="F11.20")
    browser, address = world.browser("counselor"), url(world, f"problems/{problem.pk}/correct/")
    assert "(ICD-10-CM F11.20)" in browser.get(address).text
    said = {"title": "Opioids", "in_their_words": "", "condition": "stands", "revision": 0}
    assert browser.post(address, said).status_code == 303
    problem.refresh_from_db()
    assert (problem.title, problem.code) == ("Opioids", "F11.20")
    assert browser.post(address, {**said, "condition": "", "revision": 1}).status_code == 303
    problem.refresh_from_db()
    assert problem.code == ""


def test_once_a_signed_note_serves_it_the_page_asks_for_its_place_alone(world: World) -> None:
    stay = start_stay(world)
    objective = write_objective(world)
    sign_note_about(world, make_group(world, stay), objective, on=TODAY)
    browser, goal = world.browser("counselor"), objective.goal
    for tail, fields in (
        (f"problems/{goal.problem_id}/correct/", {"stage": "action", "revision": 0}),
        (f"goals/{goal.pk}/correct/", {"areas": ["cravings"], "revision": 0}),
    ):
        page = browser.get(url(world, tail)).text
        assert "A signed note serves it, so its wording stays." in page
        assert 'name="in_their_words"' not in page
        assert browser.post(url(world, tail), fields).status_code == 303
    goal.refresh_from_db()
    assert (goal.areas, goal.problem.title) == (["cravings"], "Opioid use disorder, moderate")


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False])
def test_a_problem_is_corrected_and_closed_by_keyboard(browse: Any, scripts: bool) -> None:
    world = make_world()
    make_group(world, start_stay(world))
    write_objective(world)
    page = browse(world.email("counselor"), scripts=scripts)
    page.goto(url(world))
    page.get_by_role("link", name="Wording, areas, stage of problem 1").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Correct problem 1")).to_be_visible()
    expect(page.get_by_label(re.compile("In Ana.s words"))).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("Opioid use disorder")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Opioid use disorder", exact=True)).to_be_visible()
    page.get_by_role("link", name="Close problem 1").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("How it ended")).to_be_focused()
    page.get_by_label("How it ended").select_option("Reached")
    page.get_by_label(re.compile("^Goal: ")).select_option("Reached")
    page.get_by_label(re.compile("^Objective 1.1: ")).select_option("Set aside: not wanted, or not now")
    page.get_by_role("button", name="Close it").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Closed 6 October: reached").first).to_be_visible()
    expect(page.get_by_text("Closed: set aside", exact=True)).to_be_visible()


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_the_pages_of_an_end_are_sound(browse: Any, width: int, dark: bool) -> None:
    world = make_world()
    make_group(world, start_stay(world))
    objective = write_objective(world)
    page = browse(world.email("counselor"), width=width, dark=dark)
    for tail in (
        f"problems/{objective.goal.problem_id}/correct/",
        f"goals/{objective.goal_id}/correct/",
        f"problems/{objective.goal.problem_id}/close/",
    ):
        page.goto(url(world, tail))
        assert_sound(page)
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_text("Objective 1.1 is still open.").first).to_be_visible()
    assert_sound(page)
