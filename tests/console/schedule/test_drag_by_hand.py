"""A session dragged to another day with the mouse; what is in the way is named before it moves. And by keyboard."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests.browser import assert_sound
from tests.cast import NOW, TODAY, make_world
from tests.clinic import make_clinic

from stepwell.domain.week.models import Session
from stepwell.kernel import clock

pytestmark = pytest.mark.browser
FRIDAY, THURSDAY = TODAY + timedelta(days=3), TODAY + timedelta(days=2)


def drag(page, source, target):
    """Press, move in steps, and let go over the target: as a hand does."""
    source.scroll_into_view_if_needed()
    grip, goal = source.locator("b").first.bounding_box(), target.bounding_box()
    page.mouse.move(grip["x"] + 4, grip["y"] + 4)
    page.mouse.down()
    page.mouse.move(goal["x"] + goal["width"] / 2, goal["y"] + 30, steps=8)
    page.mouse.move(goal["x"] + goal["width"] / 2, goal["y"] + 40, steps=2)


def tonight(page):
    return page.locator(f'[data-day="{TODAY}"] [data-move-to]').first


def day(page, on):
    return page.locator(f'[data-day="{on}"]')


@pytest.fixture
def schedule(browse):
    """The director's week at 1280 px, before the evening."""
    world = make_world()
    clinic = make_clinic(world, people=2)
    with clock.standing_at(NOW):
        page = browse(world.email("director"))
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto("/app/schedule/")
        yield clinic, page


def test_dropped_on_a_free_day_the_page_says_what_moves_and_moves_it_when_told_to(schedule):
    clinic, page = schedule
    session = clinic.sessions[1]
    drag(page, tonight(page), day(page, FRIDAY))
    expect(page.locator(".week-over")).to_have_attribute("data-day", str(FRIDAY))
    page.mouse.up()
    page.wait_for_url("**/move/?on=*")
    expect(page.locator("#foreseen")).to_contain_text("2 booked people move along")
    assert_sound(page)
    assert Session.objects.get(pk=session.pk).on == TODAY
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.get_by_text("The session is moved.")).to_be_visible()
    expect(day(page, FRIDAY).locator(".session")).to_have_count(1)
    assert Session.objects.get(pk=session.pk).on == FRIDAY


def test_dropped_where_something_is_in_the_way_it_is_named_and_typing_says_when_it_no_longer_is(schedule):
    clinic, page = schedule
    drag(page, tonight(page), day(page, THURSDAY))
    page.mouse.up()
    page.wait_for_url("**/move/?on=*")
    expect(page.locator("#foreseen")).to_contain_text("Room 2 is taken")
    assert_sound(page)
    page.get_by_label("Begins at").or_(page.locator("[name=time]")).first.fill("09:00")
    page.locator("[name=time]").blur()
    expect(page.locator("#foreseen")).to_contain_text("2 booked people move along")
    assert Session.objects.get(pk=clinic.sessions[1].pk).on == TODAY


def test_while_it_is_dragged_each_day_says_what_is_in_the_way_before_it_is_let_go(schedule):
    clinic, page = schedule
    asked = []
    page.on("request", lambda one: asked.append(one.url) if "/move/" in one.url else None)
    drag(page, tonight(page), day(page, THURSDAY))
    in_the_way = day(page, THURSDAY).locator(".week-target")
    expect(in_the_way).to_contain_text("In conflict")
    expect(in_the_way).to_contain_text("Room 2 is taken: Evening IOP, Thu 18:00 to 21:15.")
    expect(day(page, FRIDAY).locator(".week-target")).to_have_text("Free")
    expect(day(page, TODAY - timedelta(days=1)).locator(".week-target")).to_contain_text("This time has passed.")
    expect(day(page, TODAY).locator(".week-target")).to_have_count(0)
    said = page.locator("[data-targets]")
    expect(said).to_contain_text("Fri 9: Free")
    expect(said).to_contain_text("Room 2 is taken")
    assert not [one for one in clinic.clients if one.family_name in said.text_content()]
    assert_sound(page)
    goal = day(page, FRIDAY).bounding_box()
    page.mouse.move(goal["x"] + goal["width"] / 2, goal["y"] + 40, steps=6)
    expect(page.locator(".week-over")).to_have_attribute("data-day", str(FRIDAY))
    assert len(asked) == 1
    heading = page.get_by_role("heading", level=1).bounding_box()
    page.mouse.move(heading["x"] + 5, heading["y"] + 5, steps=4)
    page.mouse.up()
    expect(page.locator(".week-target")).to_have_count(0)
    expect(said).to_be_empty()
    assert Session.objects.get(pk=clinic.sessions[1].pk).on == TODAY


def test_where_the_answer_fails_the_drag_goes_on_and_it_is_said_once_dropped(schedule):
    _, page = schedule
    page.route("**/move/?week=*", lambda route: route.abort())
    drag(page, tonight(page), day(page, THURSDAY))
    expect(page.locator("[data-targets]")).to_have_text("What is in the way is said once it is dropped.")
    page.mouse.up()
    page.wait_for_url("**/move/?on=*")
    expect(page.locator("#foreseen")).to_contain_text("Room 2 is taken")


def test_let_go_on_its_own_day_or_beside_the_week_nothing_happens(schedule):
    _, page = schedule
    drag(page, tonight(page), day(page, TODAY))
    page.mouse.up()
    drag(page, tonight(page), page.get_by_role("heading", level=1))
    page.mouse.up()
    assert page.url.endswith("/app/schedule/")
    expect(page.locator(".week-over")).to_have_count(0)


def test_without_a_mouse_the_link_leads_to_the_same_dialog(schedule):
    clinic, page = schedule
    link = tonight(page).get_by_role("link", name="Move to…")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/move/")
    page.locator("[name=on]").fill(str(FRIDAY))
    page.locator("[name=on]").blur()
    expect(page.locator("#foreseen")).to_contain_text("2 booked people move along")
    page.get_by_role("button", name="Move", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("The session is moved.")).to_be_visible()
    assert Session.objects.get(pk=clinic.sessions[1].pk).on == FRIDAY
