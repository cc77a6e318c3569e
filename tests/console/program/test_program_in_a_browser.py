"""What only a browser shows: the program's pages are sound, wide and narrow, light and dark."""

import pytest
from tests.browser import assert_sound
from tests.cast import NOW, make_world
from tests.clinic import make_clinic

from stepwell.domain.catalog.actions import take_starting_set
from stepwell.kernel import clock


@pytest.mark.browser
def test_the_programs_pages_are_sound_and_a_changed_day_is_saved_by_hand(committed, browse):
    with clock.standing_at(NOW):
        world = make_world()
        clinic, settings = make_clinic(world, people=1), "/app/settings/program"
        take_starting_set(actor=world.actor("director"), site=world.site)
        page = browse(world.email("director"), width=390, dark=True)
        for address in (f"{world.site.pk}/", f"{world.site.pk}/tracks/new/?preset=b", f"{world.site.pk}/curricula/"):
            page.goto(f"{settings}/{address}")
            assert_sound(page)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"{settings}/days/{clinic.template.pk}/")
        page.get_by_label("From when on").fill("2026-11-02")
        page.get_by_label("Minutes of segment 3").fill("60")
        page.get_by_role("button", name="See what it changes").click()
        page.get_by_role("button", name="Save the day").wait_for()
        assert_sound(page)
        page.get_by_role("button", name="Save the day").click()
        page.get_by_text("From 2 Nov 2026").wait_for()
