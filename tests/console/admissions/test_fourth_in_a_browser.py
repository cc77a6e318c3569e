"""The fourth edition in a real browser: chosen, rated, overridden, confirmed; with and without scripts."""

import re

import pytest
from tests.browser import assert_sound, crash
from tests.cast import NOW
from tests.console.admissions.test_placement_in_a_browser import begin
from tests.waiting import wait_until

from stepwell.domain.admissions.models import Placement
from stepwell.kernel import clock

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def stopped():
    with clock.standing_at(NOW):
        yield


def choose_fourth(page):
    page.get_by_text("Rate in the fourth edition instead").click()
    page.get_by_role("button", name="Begin in the fourth edition").click()
    page.locator("#id_minimum_1").wait_for()


def rate(page, **least):
    for number in range(1, 6):
        page.locator(f"#id_codes_{number}").fill("A, 0")
        page.locator(f"#id_minimum_{number}").select_option(least.get(f"d{number}", "any"))
        page.locator(f"#id_evidence_{number}").fill(f"Evidence {number}.")
    page.locator("#id_evidence_6").fill("Wants evenings, because of work.")


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (390, False), (390, True)])
def test_somebody_is_rated_stopped_and_placed_by_override(browse, width, dark):
    world, address = begin()
    page = browse(world.email("counselor"), width=width, dark=dark)
    page.goto(address)
    choose_fourth(page)
    assert_sound(page)
    rate(page, d1="3.7", d4="2.1", d5="3.1")
    page.get_by_text("Stop: evaluate now").wait_for()
    assert page.locator("#id_stop_reason").is_visible()
    assert_sound(page)
    page.locator("#id_minimum_1").select_option("any")
    page.locator("#placement-suggestion .verdict-level", has_text="3.1 Residence, some care").wait_for()
    assert "Unconfirmed" in page.locator("#placement-suggestion").inner_text()
    page.locator("#id_chosen_level").select_option("2.1")
    page.get_by_role("button", name="Confirm placement").click()
    page.locator("[data-error-summary]").wait_for()
    assert page.locator("#id_codes_4").input_value() == "A, 0"
    assert_sound(page)
    page.locator("#id_reason").fill("Has a room with a sister; no bed before March.")
    page.get_by_role("button", name="Confirm placement").click()
    page.get_by_text("Confirmed, can't be changed").wait_for()
    assert "settle with them where they stay" in page.inner_text("main")
    assert_sound(page)
    decided = Placement.objects.get(client=world.client)
    assert (decided.edition, decided.suggested_level, decided.chosen_level) == ("asam-4", "3.1", "2.1")


def test_without_scripts_it_is_chosen_saved_and_confirmed(browse):
    world, address = begin()
    page = browse(world.email("counselor"), scripts=False)
    page.goto(address)
    choose_fourth(page)
    rate(page, d4="2.1")
    page.get_by_role("button", name="Save for later").click()
    page.goto(address)
    assert "2.1 IOP" in page.locator("#placement-suggestion").inner_text()
    page.locator("#id_chosen_level").select_option("2.1")
    page.get_by_role("button", name="Confirm placement").click()
    page.get_by_text("Confirmed, can't be changed").wait_for()
    assert Placement.objects.get(client=world.client).edition == "asam-4"


def test_enter_in_a_field_never_begins_in_the_other_edition(browse):
    world, address = begin()
    page = browse(world.email("counselor"), scripts=False)
    page.goto(address)
    choose_fourth(page)
    page.locator("#id_codes_1").fill("A")
    page.locator("#id_codes_1").press("Enter")
    page.wait_for_load_state()
    page.goto(address)
    assert page.locator("#id_codes_1").input_value() == "A"


def test_words_that_the_browser_kept_of_one_edition_never_come_back_in_the_other(browse):
    world, address = begin()
    page = browse(world.email("counselor"))
    page.goto(address)
    page.route("**/placement/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.locator("#id_evidence_4").fill("Asked for help without being sent.")
    wait_until(lambda: "stepwell.keep." in page.evaluate("JSON.stringify(localStorage)"))
    crash(page)
    other = world.browser("counselor")
    assert other.post(address, {"edition": "asam-3", "verb": "asam-4"}).status_code == 303
    again = page.context.new_page()
    again.goto(address)
    again.locator("#id_codes_1").fill("A")
    again.locator("#placement-suggestion td", has_text=re.compile("^A$")).wait_for()  # the page has long settled
    assert again.locator("#id_evidence_4").input_value() == ""
    assert "Restored what you typed" not in again.inner_text("main")
