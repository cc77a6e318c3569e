"""In a browser: what a term leaves alone is unfolded by keyboard, changed on a phone, and dragged with the mouse."""

from datetime import date

import pytest
from playwright.sync_api import expect
from tests.browser import assert_sound
from tests.cast import NOW, make_world
from tests.clinic import make_clinic
from tests.domain.planner.test_planner_actions import ask, solved
from tests.domain.planner.test_planner_reads_the_week import another_group

from stepwell.domain.planner.models import Kind
from stepwell.kernel import clock

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_what_a_term_leaves_alone_is_folded_away_and_can_be_changed(browse, width, dark):
    world = make_world()
    clinic = make_clinic(world, people=2)
    another_group(clinic)
    with clock.standing_at(NOW):
        proposal = solved(ask(clinic, Kind.TERM, first_on=date(2026, 10, 12)))
        page = browse(world.email("director"), width=width, dark=dark)
        page.goto(f"/app/schedule/planner/{proposal.pk}/")
        folded = page.get_by_role("region", name="Groups that stay as they are")
        expect(folded).to_be_hidden()
        for words in ("2 groups stay as they are", "2 people whose groups stay as they are"):
            page.get_by_text(words).focus()
            page.keyboard.press("Enter")
        expect(folded).to_be_visible()
        assert_sound(page)
        if width > 500:
            line = folded.get_by_role("row", name="Afternoon").get_by_role("cell").first
            line.hover()
            page.mouse.down()
            page.mouse.move(640, 200, steps=4)
            place = page.locator(".plan-place")
            expect(place).to_contain_text("Mon 18:00, Tue 18:00, Thu 18:00")
            place.hover()
            page.mouse.up()
            page.wait_for_url("**change=group*option=*")
            expect(page.locator("#foreseen")).to_contain_text("It costs")
        else:
            page.get_by_role("link", name="Change Afternoon by hand").click()
            expect(page.get_by_role("heading", name="Change by hand")).to_be_visible()
        assert_sound(page)
