"""The board in a browser: from card to card by links and forms, and by dragging where scripts run."""

import pytest
from playwright.sync_api import expect
from tests.browser import assert_sound
from tests.cast import NOW, make_world
from tests.clinic import make_clinic, place_one
from tests.domain.admissions.test_referral_queries import receive, screen

from stepwell.kernel import clock

pytestmark = pytest.mark.browser
LOOKS = [(1280, False), (390, True)]


@pytest.fixture
def world(committed):
    with clock.standing_at(NOW):
        yield make_world()


def column(page, stage):
    return page.locator(f"[data-stage={stage}]")


def name_of(enquiry):
    return enquiry.client.name


@pytest.mark.parametrize("scripts", [True, False])
def test_benefits_are_checked_and_a_first_day_chosen_from_the_board(world, browse, scripts):
    make_clinic(world, people=0)
    asked, placed = receive(world), place_one(world, 4)
    screen(asked, NOW)
    page = browse(world.email("admissions"), scripts=scripts)
    page.goto("/app/admissions/")
    column(page, "screened").get_by_role("link", name=f"Check benefits for {name_of(asked)}").click()
    page.get_by_label("They pay themselves").check()
    page.get_by_role("textbox", name="What was found").fill("Agreed on a weekly rate.")
    page.get_by_role("button", name="Save the check").click()
    page.get_by_role("heading", name=name_of(asked)).wait_for()
    page.goto("/app/admissions/")
    expect(column(page, "benefits").get_by_role("link", name=name_of(asked), exact=True)).to_be_visible()
    column(page, "placed").get_by_role("link", name=f"Choose the first day for {name_of(placed)}").click()
    page.get_by_role("button", name="Hold this seat").click()
    page.goto("/app/admissions/")
    expect(column(page, "scheduled")).to_contain_text("Evening IOP from Tue 6 Oct")


def test_a_dropped_card_leads_on_and_one_that_is_refused_goes_back_with_its_reason(world, browse):
    placed, asked = place_one(world, 4), receive(world)
    page = browse(world.email("admissions"), width=1600)
    page.goto("/app/admissions/")
    card = page.locator(".applicant", has_text=name_of(asked))
    card.drag_to(column(page, "placed"))
    said = page.locator("[data-board-said]")
    expect(said).to_contain_text("Screening comes first: AUDIT, PHQ-9, C-SSRS Screener.")
    expect(column(page, "enquiry").locator(".applicant", has_text=name_of(asked))).to_be_visible()
    assert_sound(page)
    page.locator(".applicant", has_text=name_of(placed)).drag_to(column(page, "scheduled"))
    page.get_by_role("heading", name="First day").wait_for()


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_every_page_of_the_way_is_sound(world, browse, width, dark, tmp_path):
    make_clinic(world, people=0)
    enquiry, asked = place_one(world, 4), receive(world)
    screen(asked, NOW)
    page = browse(world.email("admissions"), width=width, dark=dark)
    paths = ["/app/admissions/", "/app/admissions/closed/"]
    steps = ("", "move/", "benefits/", "schedule/", "attempts/", "close/", "reopen/", "owner/")
    paths += [f"/app/admissions/{enquiry.pk}/{step}" for step in steps]
    for number, path in enumerate(paths):
        page.goto(path)
        page.locator("h1").wait_for()
        page.screenshot(path=tmp_path / f"{number}.png", full_page=True)
        assert_sound(page)
        page.set_viewport_size({"width": 320, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (path, 320)
        page.set_viewport_size({"width": width, "height": 900})
    director = browse(world.email("director"), width=width, dark=dark)
    director.goto("/app/admissions/protocol/")
    assert_sound(director)
    supervisor = browse(world.email("supervisor"), width=width, dark=dark)
    supervisor.goto(f"/app/admissions/{enquiry.pk}/assessed/")
    assert_sound(supervisor)
