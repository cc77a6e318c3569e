"""Staff sign in with two steps: set up on one host, and begun on one and ended on the other."""

import re

import requests
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from tests.faults.browser import Browser
from tests.faults.forms import form_with

# What a proxy in front of both calls them.
ONE_NAME = "stepwell.example"


def set_up(browser: Browser, password: str) -> str:
    """Set up an app's codes in this signed-in browser, and answer one of the recovery codes."""
    asks = _page(browser, "/account/code/on/")
    page = _send(browser, asks, "password", password)
    secret = _found(r"<code class=\"strong\">([A-Z2-7]+)</code>", page)
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    _send(browser, page, "code", code)
    return _found(r"\b([0-9a-f]{8}|\d{8})\b", _page(browser, "/account/recovery/"))


def sign_in(first: Browser, second: Browser, *, email: str, password: str, recovery: str) -> None:
    """The password on one host, and the code on the other; a proxy in front gives both hosts one name."""
    first.session.cookies.clear()
    first.log_in(email, password)
    hand_over(first, second)
    _send(second, _page(second, "/login/second/"), "code", recovery)
    hand_over(second, first)


def is_shut_on_both(first: Browser, second: Browser, *, email: str, password: str) -> bool:
    """Whether an account that was guessed at on one host is shut on the other, even for the right password."""
    statuses = []
    for browser, typed in [*((first, f"wrong-{number}") for number in range(5)), (second, password)]:
        browser.session.cookies.clear()
        browser.session.headers["Host"] = ONE_NAME
        page = _page(browser, "/login/")
        form = form_with(page.text, "password")
        answer = browser.post(form, page.url, typed={"login": email, "password": typed})
        statuses.append(answer.status_code if answer is not None else 0)
    # shut, the form says so; open, it would lead on
    return statuses == [200] * 6


def hand_over(giver: Browser, taker: Browser) -> None:
    """What a browser keeps is sent to the other host too."""
    taker.session.cookies.clear()
    for cookie in giver.session.cookies:
        taker.session.cookies.set(cookie.name, cookie.value)


def _page(browser: Browser, path: str) -> requests.Response:
    return browser.session.get(f"{browser.base}{path}", timeout=20)


def _send(browser: Browser, page: requests.Response, field: str, value: str) -> requests.Response:
    answer = browser.post(form_with(page.text, field), page.url, typed={field: value})
    if answer is None or answer.status_code not in (302, 303):
        raise LookupError(f"the {field} was not taken at {page.request.path_url}: {answer and answer.status_code}")
    return browser.session.get(f"{browser.base}{answer.headers['Location']}", timeout=20)


def _found(pattern: str, page: requests.Response) -> str:
    found = re.search(pattern, page.text)
    if found is None:
        raise LookupError(f"{page.request.path_url} does not show what was looked for")
    return found.group(1)
