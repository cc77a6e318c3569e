"""How things work here, on the phone: read, signed, and there to be read again."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from tests.browser import assert_sound
from tests.cast import NOW, make_world
from tests.orienting import mark_of

from stepwell.domain.orientation.models import Orientation
from stepwell.kernel import clock

PAGE = "/me/orientation/"


def test_today_offers_it_until_it_is_signed_and_keeps_it_to_be_read(world):
    assert reverse("me_orientation") == PAGE
    with clock.standing_at(NOW):
        browser = world.browser("client")
        assert "Five minutes, then your name." in browser.get("/me/").text
        signature = {"name": f"Ana {world.client.family_name}", "agrees": "on", "read": mark_of(world)}
        refused = browser.post(PAGE, {**signature, "agrees": ""})
        assert (refused.status_code, f'value="Ana {world.client.family_name}"' in refused.text) == (422, True)
        assert browser.post(PAGE, signature).status_code == 303
        assert "You signed it" in browser.get(PAGE).text
        after = browser.get("/me/").text
    assert "Five minutes, then your name." not in after
    assert f'href="{PAGE}"' in after
    assert Orientation.objects.get().signed_how == "phone"


@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True])
def test_it_is_read_and_signed_with_one_hand(committed, browse, dark):
    with clock.standing_at(NOW):
        world = make_world()
        page = browse(world.email("client"), width=390, dark=dark)
        page.goto("/me/")
        assert_sound(page)
        page.get_by_role("link", name="Read and sign").click()
        assert_sound(page)
        page.get_by_label("Type your full name").fill(f"ana  {world.client.family_name}")
        page.get_by_label("I have read this, and I agree").check()
        page.get_by_role("button", name="Sign", exact=True).click()
        expect(page.get_by_text("You signed it")).to_be_visible()
        assert_sound(page)
