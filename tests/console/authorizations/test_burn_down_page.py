"""The plot of an authorization: a table at once, drawn by a worker, walked through by keyboard."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from tests.authorizing import authorize
from tests.browser import assert_sound
from tests.cast import NOW, make_world
from tests.clinic import make_clinic
from tests.console.measures.test_progress_page import draw_all

from stepwell.kernel import clock


def page_of(client):
    return reverse("client_authorizations", args=[client.pk])


def test_the_table_has_the_values_of_the_picture(world):
    with clock.standing_at(NOW):
        client = make_clinic(world, people=1).clients[0]
        authorize(world, client, units=3)
        browser = world.browser("case manager")
        first = browser.get(page_of(client)).text
        assert "The picture is being drawn" in first
        assert 'hx-get="?tried=1"' in first
        draw_all()
        text = browser.get(page_of(client)).text
    assert "plot-drawing" in text
    assert "hx-get=" not in text.partition('id="plots"')[2][:200]
    cells = re.findall(r"<tr><td>(\d+ \w+ \d+)</td><td>(-?\d+)</td><td>([\w ]+)</td></tr>", text)
    assert cells[0][1:] == ("2", "so far")
    assert [by for _, left, by in cells if int(left) < 0] == ["not authorized"] * sum(
        int(left) < 0 for _, left, _ in cells
    )
    values = re.search(r'data-plot-walk="([^"]+)"', text)[1].replace("&quot;", '"')
    assert all(f'"units":{left}' in values for _, left, _ in cells)


def test_the_list_says_what_is_missing_and_prints(world):
    with clock.standing_at(NOW):
        clinic = make_clinic(world, people=2)
        authorize(world, clinic.clients[0], next_review_on=None)
        authorize(world, clinic.clients[1], number="A-1")
        text = world.browser("billing").get(reverse("authorizations")).text
    assert "No day for the next review" in text
    assert "data-print-head" in text


@pytest.mark.browser
def test_it_is_walked_through_by_keyboard_and_nothing_breaks_the_policy(browse, committed):
    world = make_world()
    with clock.standing_at(NOW):
        client = make_clinic(world, people=1).clients[0]
        authorize(world, client, units=4)
        page = browse(world.email("case manager"))
        broken = []
        page.on(
            "console", lambda message: broken.append(message.text) if message.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.goto(page_of(client))
        expect(page.get_by_text("The picture is being drawn")).to_be_visible()
        draw_all()
        expect(page.get_by_role("img", name="Units left of Mountain Health Plan A-2217")).to_be_visible()
        assert page.evaluate("window.vega === undefined")
        page.get_by_role("button", name="Walk through the values").click()
        walk = page.get_by_role("slider", name="Units left of Mountain Health Plan A-2217")
        expect(walk).to_be_focused()
        page.keyboard.press("Home")
        expect(page.locator(".plot-said")).to_have_text(re.compile(r"^Day 5 Oct 2026, Units left 3"))
        page.keyboard.press("End")
        expect(page.locator(".plot-said")).to_contain_text("Units left \N{MINUS SIGN}")
        assert walk.get_attribute("aria-valuetext") == page.locator(".plot-said").inner_text()
        for width, scheme in ((1280, "light"), (390, "dark")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            assert_sound(page)
        assert broken == []
