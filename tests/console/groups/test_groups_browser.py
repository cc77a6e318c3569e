"""The page of a group in a browser, wide and narrow."""

from datetime import time, timedelta

import pytest
from tests.browser import assert_sound
from tests.cast import NOW, make_world
from tests.clinic import make_clinic
from tests.domain.week.test_week_actions_edits import cancel, change
from tests.domain.week.test_week_actions_joining import THURSDAY
from tests.domain.week.test_week_actions_series import another

from stepwell.kernel import clock
from stepwell.workflows.changes import tell_changes


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


@pytest.mark.browser
def test_joining_splitting_and_merging_are_sound_wide_and_narrow(committed, browse):
    with clock.standing_at(NOW):
        world = make_world()
        clinic = make_clinic(world, people=3)
        another(clinic)
        here = clinic.series.sessions.get(on=THURSDAY)
        cancel(clinic, clinic.sessions[4])
        tell_changes(NOW + timedelta(minutes=2))
        page = browse(world.email("director"))
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"/app/groups/sessions/{here.pk}/join/")
            page.get_by_label("Family group").check()
            page.get_by_role("button", name="Show what it does").click()
            page.get_by_text("3 people sit with Family group").wait_for()
            assert_sound(page)
            page.goto(f"/app/groups/sessions/{here.pk}/split/")
            assert_sound(page)
            page.goto(f"/app/groups/series/{clinic.series.pk}/split/")
            page.get_by_label(clinic.clients[0].name).check()
            page.get_by_label("From").fill("2026-10-12")
            page.get_by_label("Room").select_option("Room 3, 14 seats")
            page.get_by_label("Led by").select_option(label="Tess Brandt")
            page.get_by_role("button", name="Show what it does").click()
            assert_sound(page)
            page.goto(f"/app/groups/series/{clinic.series.pk}/merge/")
            assert_sound(page)
            page.goto(f"/app/clients/{clinic.clients[0].pk}/tell/")
            assert_sound(page)
            page.goto(f"/app/groups/sessions/{here.pk}/cancel/")
            assert_sound(page)
