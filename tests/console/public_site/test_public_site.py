"""Settings, Public site: a director writes, previews and publishes; a stale save keeps what was typed."""

import pytest
from django.test import Client as Http
from tests.browser import assert_sound
from tests.cast import NOW, make_world

from stepwell.domain.outreach.models import Edition
from stepwell.kernel import clock


@pytest.fixture
def at_nine(world):
    with clock.standing_at(NOW):
        yield world


def path(world):
    return f"/app/settings/public/{world.site.pk}/"


def given(**change):
    return {"revision": "0", "about": "A small house.", "rate_day": "250.50", "rates_from": "2026-10-01", **change}


def test_a_director_writes_previews_publishes_and_goes_back(at_nine):
    browser = at_nine.browser("director")
    assert browser.get("/app/settings/public/").headers["Location"] == path(at_nine)
    answer = browser.post(path(at_nine), given(verb="preview"))
    assert answer.headers["Location"] == f"/preview/{at_nine.site.pk}/1/"
    assert "A small house." in browser.get(answer.headers["Location"]).text
    assert browser.post(path(at_nine), {"verb": "publish", "revision": "1"}).status_code == 303
    assert "A small house." in Http().get("/about/").text
    assert Edition.objects.get().rate_day == 25_050
    browser.post(path(at_nine), given(revision="2", about="A large house.", verb="save"))
    browser.post(path(at_nine), {"verb": "publish", "revision": "3"})
    assert browser.post(path(at_nine), {"verb": "bring_back", "number": "1", "revision": "4"}).status_code == 303
    page = browser.get(path(at_nine)).text
    assert "There is a draft" in page
    assert 'value="250.50"' in page
    assert "A large house." in Http().get("/about/").text


def test_a_stale_save_says_who_and_when_and_keeps_what_was_typed(at_nine):
    browser = at_nine.browser("director")
    browser.post(path(at_nine), given(verb="save"))
    answer = browser.post(path(at_nine), given(about="Typed for an hour.", verb="save"))
    assert answer.status_code == 422
    assert "saved this meanwhile" in answer.text
    assert at_nine.staff["director"].name in answer.text
    assert "Typed for an hour." in answer.text
    stale = browser.post(path(at_nine), {"verb": "publish", "revision": "0"})
    assert stale.status_code == 422
    assert "saved this meanwhile" in stale.text


@pytest.mark.parametrize("wrong", [{"revision": "x"}, {"rate_day": "much"}, {"rates_from": "soon"}, {"rate_day": ""}])
def test_what_cant_be_read_is_refused_and_nothing_is_saved(at_nine, wrong):
    answer = at_nine.browser("director").post(path(at_nine), given(verb="save", **wrong))
    assert answer.status_code == 422
    assert "A small house." in answer.text
    assert not Edition.objects.exists()


@pytest.mark.parametrize("odd", [{}, {"revision": "9" * 40}, {"revision": "²"}])
def test_a_number_that_is_none_names_nothing(at_nine, odd):
    assert at_nine.browser("director").post(path(at_nine), {"verb": "publish", **odd}).status_code == 404


@pytest.mark.parametrize("who", ["supervisor", "admissions", "counselor", "client", "stranger"])
def test_nobody_else_comes_in(at_nine, who):
    assert at_nine.browser(who).get(path(at_nine)).status_code == 403
    assert at_nine.browser(who).get("/app/settings/public/").status_code == 403


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_a_director_publishes_from_the_preview(browse, width, dark):
    world = make_world()
    with clock.standing_at(NOW):
        page = browse(world.email("director"), width=width, dark=dark)
        page.goto("/app/settings/public/")
        page.get_by_label("Who we are").fill("A small house.\n\n- near the bus\n- with a garden")
        page.get_by_label("A day, in dollars").fill("250")
        page.get_by_label("These rates count from").fill("2026-10-01")
        assert_sound(page)
        page.get_by_role("button", name="Save and preview").click()
        page.get_by_text("Nobody outside sees this yet.").wait_for()
        assert_sound(page)
        page.get_by_role("button", name="Publish").click()
        page.get_by_text("It is published").first.wait_for()
        assert_sound(page)
    assert Edition.objects.get(site=world.site).published_at
