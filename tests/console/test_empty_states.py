"""A site on its first morning: nobody has called yet, and every page says what comes next."""

import re
from datetime import timedelta

import pytest
from django.test import Client as Browser
from tests.browser import assert_sound
from tests.cast import NOW, PASSWORD

from stepwell.domain.people import actions
from stepwell.kernel import clock
from stepwell.kernel.actor import Role, system
from stepwell.platform.accounts.actions import open_account

# Every list of the console, who opens it, and what it says while nothing is on it.
EMPTY = {
    "/app/today/": (Role.COUNSELOR, "Nothing waits for you"),
    "/app/clients/": (Role.COUNSELOR, "No client is yours to see yet"),
    "/app/schedule/": (Role.COUNSELOR, "No session this week"),
    "/app/schedule/day/": (Role.FRONT_DESK, "No group on this day"),
    "/app/schedule/attendance/": (Role.COUNSELOR, "Nobody had a session on these days"),
    "/app/meetings/": (Role.COUNSELOR, "No meeting yet"),
    "/app/admissions/": (Role.ADMISSIONS, "Nobody waits to start"),
    "/app/crisis/": (Role.COUNSELOR, "Nothing is open"),
    "/app/break-glass/uses/": (Role.PRIVACY_OFFICER, "No chart was opened in an emergency"),
    "/app/ledger/?": (Role.PRIVACY_OFFICER, "Newest first"),
    "/app/settings/reviews/": (Role.DIRECTOR, "No review yet"),
    "/app/settings/exchange/": (Role.DIRECTOR, "Nobody may receive yet"),
    "/app/settings/messages/": (Role.DIRECTOR, "Everything arrived"),
    "/app/settings/people/?words=nobody-of-this-name": (Role.DIRECTOR, "Somebody new"),
    "/app/find/": (Role.COUNSELOR, "A part of a name"),
}


@pytest.fixture
def hire(db):
    """A site with nobody, and somebody who begins there today."""
    setup = system("setup")
    site = actions.open_site(actor=setup, name="First Morning", zone="America/Denver", is_simulated=True)

    def begin(role):
        email = f"{role.value.replace(' ', '-')}@first-morning.example"
        account = open_account(actor=setup, email=email, password=PASSWORD, now=NOW)
        staff = actions.hire(actor=setup, account=account, name="Robin First", credentials="")
        since = NOW.date() - timedelta(days=1)
        actions.give_post(actor=setup, staff=staff, site=site, role=role, started_on=since)
        browser = Browser()
        browser.force_login(account)
        return browser

    return begin


@pytest.mark.parametrize("path", EMPTY)
def test_on_the_first_morning_a_page_says_what_comes_next(hire, path):
    role, words = EMPTY[path]
    browser = hire(role)
    with clock.standing_at(NOW):
        response = browser.get(path)
    assert response.status_code == 200
    main = response.text.split("<main", 1)[1].split("</main>")[0]
    assert words in re.sub(r"\s+", " ", main)
    assert len(re.sub(r"<[^>]+>|\s+", " ", main).split()) > 8


@pytest.mark.parametrize("status", [403, 404])
def test_a_refusal_says_in_words_what_to_do_and_leads_on(hire, status):
    path = {403: "/app/ledger/", 404: "/app/clients/00000000-0000-0000-0000-000000000000/"}[status]
    response = hire(Role.COUNSELOR).get(path)
    assert response.status_code == status
    assert f'<p class="error-code">{status}</p>' in response.text
    assert "Go to your first page" in response.text
    assert "tel:988" in response.text


def test_what_is_too_large_is_said_to_be_and_not_to_be_tried_again_as_it_is(hire):
    response = hire(Role.COUNSELOR).post("/app/find/", "q=" + "a" * 3_000_000, "application/x-www-form-urlencoded")
    assert response.status_code == 413
    assert "too large" in response.text
    assert "shorten it" in response.text


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_without_a_connection_the_console_says_that_what_is_typed_is_kept(browse, width, dark):
    from tests.cast import make_world

    page = browse(make_world().email("counselor"), width=width, dark=dark)
    page.goto("/app/clients/")
    banner = page.locator("[data-offline]").first
    assert not banner.is_visible()
    page.context.set_offline(True)
    banner.wait_for(state="visible")
    assert "No connection." in banner.inner_text()
    assert_sound(page)
    page.context.set_offline(False)
    banner.wait_for(state="hidden")
