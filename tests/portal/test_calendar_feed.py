"""My calendar's address on my phone, and the same page for staff."""

import pytest
from tests.cast import NOW
from tests.wording import unwelcome_words

from stepwell.domain.contact.actions import say_how_to_reach
from stepwell.domain.contact.rules import Wishes
from stepwell.domain.feeds.models import Feed
from stepwell.kernel import clock


@pytest.fixture(autouse=True)
def now():
    with clock.standing_at(NOW):
        yield


@pytest.mark.parametrize(("who", "page"), [("client", "/me/calendar/"), ("counselor", "/app/calendar/")])
def test_it_is_turned_on_shown_again_made_anew_and_turned_off(world, who, page):
    browser = world.browser(who)
    assert "Make my address" in browser.get(page).text
    assert browser.post(page, {"verb": "make"}).status_code == 303
    feed = Feed.objects.get(revoked_at=None)
    shown = browser.get(page)
    assert f"http://testserver/calendar/{feed.token}.ics" in shown.text
    assert f"webcal://testserver/calendar/{feed.token}.ics" in shown.text
    assert "Nothing has read it yet." in shown.text
    assert not unwelcome_words(shown.text)
    browser.get(f"/calendar/{feed.token}.ics")
    read = {"client": "Read last October 6, 2026, 9:00 a.m.", "counselor": "Read last 6 Oct 2026, 09:00."}
    assert read[who] in browser.get(page).text
    browser.post(page, {"verb": "place", "place": "on"})
    assert Feed.objects.get(revoked_at=None).shows_place
    browser.post(page, {"verb": "make", "place": "on"})
    assert feed.token not in browser.get(page).text
    browser.post(page, {"verb": "revoke"})
    assert not Feed.objects.filter(revoked_at=None).exists()
    assert "It is off." in browser.get(page).text


def test_while_it_isnt_safe_the_page_says_so_and_makes_none(world):
    say_how_to_reach(actor=world.actor("counselor"), client_id=world.client.pk, wishes=Wishes(is_unsafe=True), now=NOW)
    browser = world.browser("client")
    page = browser.get("/me/calendar/")
    assert "It is off" in page.text
    assert "Make my address" not in page.text
    refused = browser.post("/me/calendar/", {"verb": "make"})
    assert refused.status_code == 422
    assert "isn’t safe to contact you" in refused.text


@pytest.mark.parametrize(("who", "page"), [("client", "/me/reminders/"), ("counselor", "/app/schedule/")])
def test_it_is_found_from_where_one_is(world, who, page):
    assert {"client": "/me/calendar/", "counselor": "/app/calendar/"}[who] in world.browser(who).get(page).text
