"""The placement page in a real browser: rated, suggested, overridden, confirmed; with and without scripts."""

import re

import pytest
from tests.browser import assert_sound
from tests.cast import NOW, make_world

from stepwell.domain.admissions.models import Enquiry, Placement
from stepwell.kernel import clock

pytestmark = pytest.mark.browser
SEVERITIES = {1: 1, 2: 1, 3: 2, 4: 1, 5: 3, 6: 2}


@pytest.fixture(autouse=True)
def stopped():
    with clock.standing_at(NOW):
        yield


def begin():
    world = make_world()
    enquiry = Enquiry.objects.create(site=world.site, client=world.client, source="phone", received_at=NOW)
    return world, f"/app/admissions/{enquiry.pk}/placement/"


def rate(page, severities=SEVERITIES):
    for dimension, severity in severities.items():
        page.locator(f"#id_evidence_{dimension}").fill(f"Evidence {dimension}.")
        page.locator(f"input[name=dimension_{dimension}][value='{severity}']").check(force=True)


def test_a_placement_is_rated_saved_by_itself_and_confirmed(browse):
    world, address = begin()
    page = browse(world.email("counselor"))
    page.goto(address)
    rate(page)
    page.locator("#placement-suggestion .verdict-level", has_text="2.1 IOP").wait_for()
    page.reload()
    assert page.locator("#id_evidence_5").input_value() == "Evidence 5."
    page.locator("#id_chosen_level").select_option("2.1")
    page.get_by_role("button", name="Confirm placement").click()
    page.get_by_text("Confirmed, can't be changed").wait_for()
    assert Placement.objects.get(client=world.client).chosen_level == "2.1"
    assert_sound(page)


def test_an_override_is_refused_without_a_reason_and_kept_with_one(browse):
    world, address = begin()
    page = browse(world.email("counselor"))
    page.goto(address)
    rate(page)
    page.locator("#id_chosen_level").select_option("2.5")
    page.get_by_role("button", name="Confirm placement").click()
    page.locator("[data-error-summary]").wait_for()
    assert page.locator("#id_evidence_2").input_value() == "Evidence 2."
    assert_sound(page)
    page.locator("#id_reason").fill("Both earlier stays ended in use within a week.")
    page.get_by_role("button", name="Confirm placement").click()
    page.get_by_text("Confirmed, can't be changed").wait_for()
    decided = Placement.objects.get(client=world.client)
    assert (decided.suggested_level, decided.chosen_level) == ("2.1", "2.5")


def test_a_four_stops_in_red_at_once(browse):
    world, address = begin()
    page = browse(world.email("counselor"), width=390)
    page.goto(address)
    assert not page.locator("#id_stop_reason").is_visible()
    page.locator("input[name=dimension_3][value='4']").check(force=True)
    page.get_by_text("Stop: evaluate now").wait_for()
    assert page.locator("#id_stop_reason").is_visible()
    assert_sound(page)


def test_without_scripts_a_placement_is_saved_and_confirmed(browse):
    world, address = begin()
    page = browse(world.email("counselor"), scripts=False)
    page.goto(address)
    rate(page)
    page.get_by_role("button", name="Save for later").click()
    page.goto(address)
    assert "2.1 IOP" in page.locator("#placement-suggestion").inner_text()
    page.locator("#id_chosen_level").select_option("2.1")
    page.get_by_role("button", name="Confirm placement").click()
    page.wait_for_url(re.compile("/placement/$"))
    assert "Confirmed, can't be changed" in page.inner_text("main")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_state_of_the_page_is_sound(browse, width, dark):
    world, address = begin()
    page = browse(world.email("counselor"), width=width, dark=dark)
    page.goto(address)
    assert_sound(page)
    rate(page, {**SEVERITIES, 3: 4})
    page.get_by_text("Stop: evaluate now").wait_for()
    assert_sound(page)
    page.locator("#id_chosen_level").select_option("4")
    page.get_by_role("button", name="Confirm placement").click()
    page.get_by_text("Confirmed, can't be changed").wait_for()
    assert_sound(page)
    page.set_viewport_size({"width": 320, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
