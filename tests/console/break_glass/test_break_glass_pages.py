"""An emergency by hand: asked for, seen on every page of the chart, ended, reviewed."""

import pytest
from tests.browser import assert_sound
from tests.cast import NOW, make_world

from stepwell.domain.oversight.models import BrokenGlass
from stepwell.kernel import clock


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (390, False)])
def test_a_chart_is_opened_closed_and_reviewed(browse, width, scripts):
    world = make_world()
    officer = world.email("privacy officer")
    with clock.standing_at(NOW):
        page = browse(world.email("colleague"), width=width, scripts=scripts)
        page.goto("/app/clients/")
        page.get_by_role("link", name="Open a chart in an emergency").click()
        if scripts:
            assert_sound(page)
        page.get_by_label("Family name").fill("Nobody")
        page.get_by_label("Born on").fill("1991-05-12")
        page.get_by_label("Reason").select_option("somebody may be in danger")
        page.get_by_label("In your own words").fill("Called from the station at night.")
        page.get_by_role("button", name="Open the chart").click()
        page.get_by_text("No chart opens with this name and birth date.").first.wait_for()
        assert page.get_by_label("In your own words").input_value() == "Called from the station at night."
        page.get_by_label("Family name").fill(world.client.family_name)
        page.get_by_role("button", name="Open the chart").click()
        page.get_by_text("Opened in an emergency.").wait_for()
        assert_sound(page) if scripts else None
        assert world.client.family_name not in page.url
        page.get_by_role("link", name="Plan", exact=True).click()
        page.get_by_text("Opened in an emergency.").wait_for()
        page.get_by_role("button", name="Close it now").click()
        page.get_by_text("The chart is closed to you again.").wait_for()
        page = browse(officer, width=width, scripts=scripts)
        page.goto("/app/today/")
        page.get_by_role("link", name="Review").click()
        if scripts:
            assert_sound(page)
        page.get_by_text("Called from the station at night.").wait_for()
        page.get_by_text("chart.read").first.wait_for()
        page.get_by_label("Not justified").check()
        page.get_by_label("What you found").fill("The supervisor was there.")
        page.get_by_role("button", name="Record the review").click()
        page.get_by_text("The review is recorded.").wait_for()
        if scripts:
            assert_sound(page)
    assert BrokenGlass.objects.get(client=world.client).verdict == "not justified"
