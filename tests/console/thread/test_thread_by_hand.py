"""A gap found and mended by keyboard, from the list of charts to a whole thread; how the pages stand on each screen."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.browser import assert_sound
from tests.cast import NOW, make_world
from tests.domain.thread.test_thread_charts import PTSD, add_somebody, bare_note
from tests.threads import whole_thread

from stepwell.domain.careplan import actions as careplan
from stepwell.kernel import clock

pytestmark = pytest.mark.browser
LIST = "/app/clients/completeness/"


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with clock.standing_at(NOW):
        yield


def press(page: Any, role: str, name: Any) -> None:
    """Go there with the keyboard: what has the focus is followed by Enter."""
    page.get_by_role("main").get_by_role(role, name=name).first.focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_gap_is_found_and_mended_by_keyboard(browse: Any, scripts: bool) -> None:
    world = make_world()
    thread = whole_thread(world, **PTSD)
    careplan.end_intervention(actor=world.actor("counselor"), intervention_id=thread["intervention"].pk, now=NOW)
    page = browse(world.email("counselor"), scripts=scripts)
    page.goto("/app/clients/")
    press(page, "link", "Chart completeness")
    press(page, "link", "2 missing in charts of Maya Okafor")
    expect(page.get_by_role("heading", name="charts of Maya Okafor: 2")).to_be_visible()
    press(page, "link", re.compile(f"Say what becomes of it ?: {world.client.name}, Diagnosis"))
    expect(page.get_by_label("It belongs to")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Save").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Golden thread")).to_be_visible()
    press(page, "link", re.compile("Link to a group ?: Nothing serves it, Objective 1.1"))
    expect(page.get_by_label("By what", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The thread holds")).to_be_visible()
    press(page, "link", "Golden thread")
    expect(page.get_by_role("heading", name="The thread is whole")).to_be_visible()
    page.goto(LIST)
    expect(page.get_by_text("1 of 1 charts are whole")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_of_the_thread_are_sound(browse: Any, width: int, dark: bool) -> None:
    world = make_world()
    thread = whole_thread(world, **PTSD)
    note = bare_note(world, thread)
    add_somebody(world, 1)
    client, objective = f"/app/clients/{world.client.pk}", thread["objective"].pk
    ptsd = thread["assessment"].diagnoses.get(code="F43.10").pk
    page = browse(world.email("counselor"), width=width, dark=dark)
    for path in (
        f"{client}/thread/",
        f"{client}/thread/objectives/{objective}/",
        f"{client}/thread/diagnoses/{ptsd}/",
        f"/app/notes/{note.pk}/",
        f"{client}/",
    ):
        page.goto(path)
        assert_sound(page)
    page = browse(world.email("director"), width=width, dark=dark)
    for path in (LIST, f"{LIST}?missing=all"):
        page.goto(path)
        assert_sound(page)
