"""Who comes in and is neither staff nor client: what they are told, and that it is the same for everybody."""

from dataclasses import replace

import pytest
from django.test import Client as Browser
from tests.browser import assert_sound
from tests.cast import make_world

from stepwell.kernel.actor import Outside
from stepwell.platform.access import middleware
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
    words = [browser.get(path).text for browser in (Browser(), world.browser("stranger"), world.browser("client"))]
    assert len({one.split("<main")[1] for one in words}) == 1
    assert world.client.family_name not in words[0]
    assert Entry.objects.filter(pk__gt=0, client_id=world.client.pk, verb__endswith="read").count() == 0
    assert Entry.objects.count() - before <= 2  # the two log-ins of this test


@pytest.mark.parametrize(("who", "page"), [(Outside.FAMILY, "/family/"), (Outside.REFERRER, "/referrer/")])
def test_family_and_referrers_come_to_their_own_page(world, monkeypatch, who, page):
    load = middleware._load_actor
    monkeypatch.setattr(middleware, "_load_actor", lambda account_id: replace(load(account_id), visitor=who))
    assert world.browser("stranger").get("/").headers["Location"] == page
    assert world.browser("stranger").get("/app/today/").status_code == 403


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
