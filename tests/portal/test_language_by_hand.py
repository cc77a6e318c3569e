"""The phone in Spanish, in a real browser: chosen with a tap, a question at a time, sound in both themes."""

import pytest
from tests.browser import assert_sound
from tests.cast import make_world

pytestmark = pytest.mark.browser
PATHS = [
    "/me/",
    "/me/check-in/",
    "/me/help/",
    "/me/here/",
    "/me/orientation/",
    "/me/plan/",
    "/me/plan/prevention/",
    "/me/plan/prevention/write/",
    "/me/plan/cravings/",
    "/me/plan/meetings/",
    "/me/skills/",
    "/me/skills/surf/",
    "/me/consents/",
    "/me/consents/sent/",
    "/me/contact/",
    "/me/times/",
    "/me/calendar/",
    "/me/reminders/",
    "/me/team/",
    "/help-now/?in=es",
]


@pytest.mark.parametrize("dark", [False, True])
def test_one_tap_and_every_page_is_spanish_and_sound(browse, dark):
    world = make_world()
    page = browse(world.email("client"), width=390, dark=dark)
    page.goto("/me/help/")
    page.get_by_role("button", name="Español").click()
    page.get_by_role("heading", name="Ayuda ahora").wait_for()
    for path in PATHS:
        page.goto(path)
        assert page.locator("html").get_attribute("lang") == "es"
        assert_sound(page)
    page.goto("/me/check-in/")
    page.get_by_text("1 de 5").wait_for()
    page.get_by_role("button", name="Siguiente", exact=True).click()
    assert page.get_by_text("Elija una respuesta para seguir.").is_visible()
    page.get_by_role("button", name="No me siento a salvo").click()
    page.get_by_text("Todavía nadie lo ha visto").wait_for()
    assert page.get_by_role("link", name="Mensaje al 988").first.get_attribute("href") == "sms:988?body=AYUDA"
