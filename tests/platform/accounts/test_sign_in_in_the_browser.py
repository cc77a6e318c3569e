"""Signing in as a browser does it: passkeys of a virtual authenticator, and the warning before a session ends."""

import pytest
from tests.browser import assert_sound, log_in
from tests.cast import PASSWORD, make_world

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browse, address):
    """A page at `localhost` (no browser makes a passkey for a bare IP address) with an authenticator plugged in."""
    page = browse()
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.home = address.replace("127.0.0.1", "localhost")
    return page


def log_in_with_password(page, email):
    page.goto(f"{page.home}/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url(lambda url: not url.endswith("/login/"))


def log_out(page):
    page.context.clear_cookies()


def test_a_passkey_is_added_then_is_the_second_step_then_signs_in_alone(page):
    email = make_world().email("counselor")
    log_in_with_password(page, email)
    page.goto(f"{page.home}/account/passkeys/new/")
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.get_by_label("Name it").fill("my desk")
    page.get_by_label("Sign in with it alone").check()
    assert_sound(page)
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url(lambda url: not url.endswith("/new/"))
    page.goto(f"{page.home}/account/passkeys/")
    page.get_by_role("link", name="Rename my desk").wait_for()

    log_out(page)
    log_in_with_password(page, email)
    assert page.url.endswith("/login/second/")
    page.get_by_role("button", name="Use a passkey or security key").click()
    page.wait_for_url(lambda url: "/login/" not in url)

    log_out(page)
    page.goto(f"{page.home}/login/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda url: "/login/" not in url)


def test_two_minutes_before_a_session_ends_one_is_asked_and_may_stay(browse, settings):
    settings.IDLE_MINUTES = 2.0001  # so that the two minutes begin at once; the page looks every five seconds
    world = make_world()
    page = browse()
    page.clock.install()
    log_in(page, world.email("counselor"))
    page.clock.run_for(11_000)
    dialog = page.get_by_role("dialog", name="Are you still there?")
    dialog.wait_for()
    assert page.evaluate("document.getElementById('idle').contains(document.activeElement)"), "focus is in the dialog"
    dialog.get_by_role("button", name="Stay signed in").click()
    dialog.wait_for(state="hidden")
    page.clock.run_for(125_000)
    page.get_by_text("You are signed out. What you typed is still here.").wait_for()


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_the_pages_of_signing_in_are_sound(browse, width, dark):
    world = make_world()
    page = browse(width=width, dark=dark)
    for path in ("/login/", "/login/link/", "/login/link/guessed/"):
        page.goto(path)
        assert_sound(page)
    log_in(page, world.email("counselor"))
    for path in ("/account/", "/account/sessions/", "/account/again/"):
        page.goto(path)
        assert_sound(page)
