"""The public pages in a real browser, with scripts and without."""

import pytest
from tests.browser import assert_sound
from tests.cast import make_world

pytestmark = pytest.mark.browser
PATHS = [
    "/",
    "/is-iop-right/",
    "/talk-to-someone/",
    "/what-to-expect/",
    "/help-now/",
    "/cost/",
    "/about/",
    "/refer/",
    "/refer/sent/",
]
LIKELY = {
    "safe": "yes", "stopping": "little", "home": "some", "support": "yes", "health": "no", "use": "often",
    "time": "yes", "why": "keep",
}  # fmt: skip


def answer(page, answers):
    for number, (name, value) in enumerate(answers.items(), start=1):
        page.get_by_text(f"{number} of 8").wait_for()
        page.locator(f'input[type="radio"][name="{name}"][value="{value}"]').check()
        page.get_by_role("button", name="Next", exact=True).click()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_every_page_is_sound(browse, width, dark):
    page = browse(width=width, dark=dark)
    for path in PATHS:
        page.goto(path)
        assert_sound(page)
        assert page.get_by_role("link", name="Exit this page").is_visible()
    page.goto("/is-iop-right/")
    page.get_by_role("button", name="Next", exact=True).click()
    page.get_by_text("Choose one to go on.").wait_for()
    assert_sound(page)
    answer(page, LIKELY)
    page.get_by_role("heading", name="IOP may well fit you").wait_for()
    assert_sound(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_eight_answers_lead_to_a_result_with_and_without_scripts(browse, scripts):
    make_world()
    page = browse(width=390, scripts=scripts)
    page.goto("/is-iop-right/")
    answer(page, LIKELY)
    page.get_by_role("heading", name="IOP may well fit you").wait_for()
    assert page.get_by_text("Home isn’t always steady.").is_visible()
    assert page.url.endswith("/is-iop-right/")
    assert page.context.cookies() == []


def test_unsafe_now_shows_whom_to_call(browse):
    page = browse(width=390, scripts=False)
    page.goto("/is-iop-right/")
    answer(page, {"safe": "no"})
    page.get_by_role("heading", name="Get help today").wait_for()
    assert page.locator('main a[href="tel:988"]').is_visible()
    page.get_by_role("button", name="Go on with the questions").click()
    page.get_by_text("2 of 8").wait_for()


def test_escape_three_times_takes_the_page_away(browse):
    page = browse()
    page.goto("/what-to-expect/")
    page.goto("/talk-to-someone/")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert page.get_by_role("heading", name="How to talk with someone you worry about").is_visible()
    page.keyboard.press("Escape")
    page.wait_for_url("**/exit/")
    page.go_back()
    page.wait_for_url("**/what-to-expect/")


def test_the_way_out_works_without_scripts(browse):
    page = browse(width=320, scripts=False)
    page.goto("/help-now/")
    page.get_by_role("link", name="Exit this page").click()
    page.wait_for_url("**/exit/")
