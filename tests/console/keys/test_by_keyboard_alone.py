"""From logging in to a signed note without a pointer."""

import pytest
from tests.cast import NOW, PASSWORD, make_world
from tests.console.group.test_group_browser import AFTER
from tests.domain.week.test_week_actions_notes import a_group, note_of
from tests.waiting import wait_until

from stepwell.kernel import clock

pytestmark = pytest.mark.browser


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def test_log_in_find_the_client_find_the_group_write_and_sign(browse):
    world = make_world(NOW)
    clinic = a_group(world, people=2)
    page = browse()
    with clock.standing_at(AFTER):
        page.goto("/login/")
        page.get_by_label("E-mail address").focus()
        page.keyboard.type(world.email("counselor"))
        press(page, "Tab")
        page.keyboard.type(PASSWORD)
        press(page, "Enter")
        page.wait_for_url("**/app/today/")
        client = clinic.clients[0]
        press(page, "Control+k")
        page.keyboard.type(client.family_name)
        press(page, "Enter")
        page.wait_for_url(f"**/app/clients/{client.pk}/")
        press(page, "Control+k")
        page.keyboard.type("open roll")
        press(page, "Enter")
        page.wait_for_url(f"**/app/groups/{clinic.session.pk}/")
        press(page, "w")
        page.keyboard.type("She called her sister.")
        name = page.evaluate("document.activeElement.getAttribute('aria-label')").removeprefix("Own response of ")
        press(page, "Control+Enter")
        sign = page.get_by_role("button", name=f"Sign the note of {name}")
        wait_until(lambda: sign.evaluate("button => button === document.activeElement"))
        press(page, "Enter")
        number = next(place for place, one in enumerate(clinic.clients) if one.name == name)
        wait_until(lambda: note_of(clinic, number).signed_at == AFTER)


def test_g_and_a_letter_go_and_letters_in_a_field_do_not(browse):
    world = make_world(NOW)
    page = browse(world.email("counselor"))
    page.goto("/app/today/")
    press(page, "g", "c")
    page.wait_for_url("**/app/clients/")
    press(page, "g", "r")
    page.wait_for_url("**/app/crisis/")
    press(page, "?")
    page.get_by_role("dialog", name="Keys").wait_for()
    press(page, "Escape", "Control+k")
    page.keyboard.type("gt")
    assert page.locator("#find-asked").input_value() == "gt"
    assert page.url.endswith("/app/crisis/")
