"""Who comes in and is neither staff nor client: what they are told, and that it is the same for everybody."""

import pytest
from django.test import Client as Browser
from tests.browser import assert_sound
from tests.cast import OUTSIDE, make_world

from stepwell.platform.ledger.models import Entry

PAGES = ("/family/", "/referrer/")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_that_nothing_is_told_without_consent_and_whom_to_call(world, path):
    world.site.phone = "303 555 0100"
    world.site.save()
    text = Browser().get(path).text
    assert "consent" in text
    assert "tel:988" in text
    assert "tel:3035550100" in text


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_the_same_to_everybody_and_reads_nothing_about_anybody(world, path):
    before = Entry.objects.count()
    words = [browser.get(path).text for browser in (Browser(), *map(world.browser, OUTSIDE))]
    assert len({one.split("<main")[1] for one in words}) == 1
    assert world.client.family_name not in words[0]
    assert Entry.objects.filter(pk__gt=0, client_id=world.client.pk, verb__endswith="read").count() == 0
    assert Entry.objects.count() - before <= 6  # the log-ins of this test, and two accounts


@pytest.mark.parametrize(("who", "page"), [("family", "/family/"), ("referrer", "/referrer/")])
def test_family_and_referrers_come_to_their_own_page(world, who, page):
    browser = world.browser(who)
    assert browser.get("/").headers["Location"] == f"{page}shared/"
    assert browser.get(page).status_code == 200
    assert browser.get("/app/today/").status_code == 403
    assert browser.get("/me/").status_code in (403, 404)


def test_a_login_without_a_role_is_told_so_and_can_sign_out(world):
    response = world.browser("stranger").get("/")
    assert response.status_code == 200
    assert "You have no role here now" in response.text
    assert "Sign out" in response.text


def test_somebody_whose_last_role_has_ended_is_told_so(world):
    world.staff["colleague"].posts.update(ended_on=world.staff["colleague"].posts.get().started_on)
    assert "You have no role here now" in world.browser("colleague").get("/").text


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark", "scripts"), [(1280, False, True), (390, True, True), (390, False, False)])
def test_the_pages_are_sound(browse, width, dark, scripts):
    make_world()
    page = browse(width=width, dark=dark, scripts=scripts)
    for path in PAGES:
        page.goto(path)
        assert page.get_by_role("link", name="988").first.is_visible()
        if scripts:
            assert_sound(page)
