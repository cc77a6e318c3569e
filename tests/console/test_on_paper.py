"""Paper shows what a console page shows: with whose record it is and who printed it, and without the buttons."""

import pytest
from playwright.sync_api import expect
from tests.cast import NOW, make_world
from tests.furnished import furnish

from stepwell.kernel import clock

pytestmark = pytest.mark.browser

OF_SOMEBODY = ("/app/clients/{client}/", "/app/clients/{client}/plan/", "/app/clients/{client}/consents/")
OF_NOBODY = ("/app/today/", "/app/schedule/", "/app/groups/{session}/", "/app/admissions/", "/app/clients/")


def test_a_page_prints_with_its_head_and_without_its_chrome_also_from_the_dark_theme(browse):
    with clock.standing_at(NOW):
        world = make_world()
        site = furnish(world)
        page = browse(world.email("director"), dark=True)
        page.emulate_media(media="print", color_scheme="dark")
        ids = {"client": world.client.pk, "session": site.ids["session_id"]}
        name = f"{world.client.given_names} {world.client.family_name}"
        for path in (*OF_SOMEBODY, *OF_NOBODY):
            page.goto(path.format(**ids))
            page.evaluate("dispatchEvent(new Event('beforeprint'))")
            head = page.locator(".print-head")
            expect(head).to_have_count(1)
            expect(head).to_be_visible()
            expect(head).to_contain_text(f"Printed by {world.staff['director'].name}, ")
            expect(head).to_contain_text(name if path in OF_SOMEBODY else "Stepwell")
            if path in OF_SOMEBODY:
                expect(head).to_contain_text("born")
            expect(page.locator("header.bar")).to_be_hidden()
            expect(page.locator("h1").first).to_be_visible()
            expect(page.locator("main .button:visible")).to_have_count(0)
            paint = page.evaluate("getComputedStyle(document.body).backgroundColor")
            assert paint == "rgb(255, 255, 255)", path
            assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
