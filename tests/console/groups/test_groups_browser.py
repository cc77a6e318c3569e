"""The page of a group in a browser, wide and narrow."""

from datetime import time

import pytest
from tests.browser import assert_sound
from tests.cast import NOW, make_world
from tests.clinic import make_clinic
from tests.domain.week.test_week_actions_edits import cancel, change

from stepwell.kernel import clock


@pytest.mark.browser
def test_the_page_of_a_group_is_sound_wide_and_narrow(committed, browse):
    with clock.standing_at(NOW):
        world = make_world()
        clinic = make_clinic(world, people=2)
        cancel(clinic, clinic.sessions[4])
        change(clinic, clinic.sessions[6], starts_at_time=time(18, 30))
        page = browse(world.email("director"))
        page.goto(f"/app/groups/series/{clinic.series.pk}/")
        assert_sound(page)
        page.set_viewport_size({"width": 390, "height": 800})
        assert_sound(page)
        page.goto(f"/app/groups/sessions/{clinic.sessions[7].pk}/change/")
        page.get_by_label("Begins at").fill("17:00")
        page.get_by_label("All to come").check()
        page.get_by_role("button", name="Show what it changes").click()
        assert_sound(page)
