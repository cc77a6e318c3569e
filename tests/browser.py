"""A real browser against a real server: Debian's Chromium, the application on a free port of loopback.

A browser test marks itself with `@pytest.mark.browser` and asks for `browse`. Its world stays in the process's
database: every test makes its own, and nothing is ever cleaned up underneath another.
"""

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = os.environ.get("STEPWELL_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(__file__).parent / "vendor" / "axe-core-4.14.1" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser per test process."""
    from playwright.sync_api import sync_playwright

    # Playwright's loop makes Django think that the test itself is asynchronous
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The application's address, served by threads of this process, so that a stopped clock holds for it too."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.db import connections
    from django.test.testcases import LiveServerThread

    with django_db_blocker.unblock():
        server = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={})
        server.daemon = True
        server.start()
        server.is_ready.wait()
        if server.error:
            raise server.error
        yield f"http://{server.host}:{server.port}"
        server.terminate()
        connections.close_all()


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """What the test writes is committed, for a server in other threads to see."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def browse(chromium: Any, address: str, committed: None) -> Iterator[Callable[..., Any]]:
    """`browse(email, width=390, dark=True, scripts=False)` opens an empty page, logged in when `email` is given."""
    contexts = []

    def open_page(email: str = "", *, width: int = 1280, dark: bool = False, scripts: bool = True) -> Any:
        context = chromium.new_context(
            base_url=address,
            viewport={"width": width, "height": 900 if width > 500 else 844},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        if email:
            let_in(context, address, email)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def let_in(context: Any, address: str, email: str) -> None:
    """Logged in already. The form has tests of its own (tests/platform/accounts), and takes two pages to load."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    browser = Client()
    browser.force_login(get_user_model().objects.get(email=email))
    context.add_cookies(
        [{"name": name, "value": cookie.value, "url": address} for name, cookie in browser.cookies.items()]
    )


def log_in(page: Any, email: str) -> None:
    """Through the form, as a person would."""
    from tests.cast import PASSWORD

    page.goto("/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(lambda url: "/login/" not in url)


def crash(page: Any) -> None:
    """The tab dies, as one does that runs out of memory; what it held in this browser stays."""
    from playwright.sync_api import Error

    with page.expect_event("crash"), contextlib.suppress(Error):
        page.goto("chrome://crash")


def axe_violations(page: Any) -> list[str]:
    """What axe finds on the page as it stands, in words. `page.evaluate` is not bound by the page's own policy."""
    page.wait_for_load_state()  # a click on a link returns when the next page has begun
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", AXE_TAGS)
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def assert_sound(page: Any) -> None:
    """The page has no axe violation and doesn't scroll sideways."""
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"
