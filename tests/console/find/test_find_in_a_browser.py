"""Ctrl-K, by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser import assert_sound
from tests.cast import make_world

from stepwell.kernel.clock import now

pytestmark = pytest.mark.browser


@pytest.fixture
def world(committed):
    return make_world(now())


def ask(page, words):
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="A person, a screen").wait_for()
    page.keyboard.type(words)


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True), (320, False)])
def test_letters_find_arrows_choose_and_enter_opens(world, browse, width, dark):
    page = browse(world.email("counselor"), width=width, dark=dark)
    page.goto("/app/today/")
    ask(page, world.client.family_name.lower())
    person = page.get_by_role("option", name=re.compile(world.client.family_name)).first
    person.wait_for()
    assert_sound(page)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/app/clients/{world.client.pk}/")


def test_enter_waits_for_the_answer_to_what_stands_in_the_field(world, browse):
    """Typed and sent at once: the list still shows the screens of an empty question."""
    page = browse(world.email("counselor"))
    page.goto("/app/today/")
    page.keyboard.press("Control+k")
    page.get_by_role("option", name="Today").wait_for()
    page.keyboard.insert_text(world.client.family_name)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/app/clients/{world.client.pk}/")


def test_escape_closes_and_leaves_nothing_found_behind(world, browse):
    page = browse(world.email("counselor"))
    page.goto("/app/today/")
    ask(page, world.client.family_name)
    page.get_by_role("option", name=re.compile(world.client.family_name)).first.wait_for()
    page.keyboard.press("Escape")
    page.locator("#find-dialog").wait_for(state="hidden")
    # the dialog tells that it has closed a moment after it is hidden
    expect(page.locator("#find-asked")).to_have_value("")
    assert world.client.family_name not in page.locator("#find-results").inner_html()


def test_typing_in_the_headers_field_goes_on_in_the_dialog(world, browse):
    page = browse(world.email("counselor"))
    page.goto("/app/today/")
    page.get_by_role("searchbox", name="Find a person").focus()
    page.keyboard.type("sched")
    page.get_by_role("option", name="Schedule").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/app/schedule/")


def test_without_scripts_the_form_leads_to_a_page(world, browse):
    page = browse(world.email("counselor"), scripts=False)
    page.goto("/app/today/")
    page.get_by_role("searchbox", name="Find a person").fill(world.client.family_name)
    page.keyboard.press("Enter")
    page.get_by_role("link", name=re.compile(world.client.family_name)).click()
    page.wait_for_url(f"**/app/clients/{world.client.pk}/")
