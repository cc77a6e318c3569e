"""Renders every page of the walk from a fresh demo: 1280 and 390 px, light and dark, a PNG each.

`./dev shots FOLDER`. The demo runs on a free port with its data in a folder that is thrown away. The README's pictures
come from here.
"""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stepwell.platform.database.temporary import temporary_folder
from stepwell.simulate.people import CLIENT_EMAIL, DEMO_PASSWORD

Page = Any
ROOT = Path(__file__).resolve().parent.parent
SCREENS = ((1280, 900), (390, 844))
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True, slots=True)
class Shot:
    """One page: its name, who looks, and how they get there."""

    name: str
    email: str
    go: Callable[[Page], object]


def address(path: str) -> Callable[[Page], object]:
    """Straight to a page."""
    return lambda page: page.goto(path)


def follow(start: str, pattern: str) -> Callable[[Page], object]:
    """From `start` to the first link whose address fits the pattern."""

    def go(page: Page) -> None:
        page.goto(start)
        links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
        page.goto(next(link for link in links if re.fullmatch(pattern, link)))

    return go


def named(start: str, name: str) -> Callable[[Page], object]:
    """From `start` to the page of this person."""

    def go(page: Page) -> None:
        page.goto(start)
        page.get_by_role("link", name=name).first.click()
        page.wait_for_load_state()

    return go


def then(first: Callable[[Page], object], more: str) -> Callable[[Page], object]:
    """On to a page below the one that `first` reached."""

    def go(page: Page) -> None:
        first(page)
        page.goto(page.url.split("?")[0].removesuffix("/") + "/" + more)

    return go


def named_sheet(name: str, code: str) -> Callable[[Page], object]:
    """An instrument that nobody has filled in yet, of somebody who enquires."""

    def go(page: Page) -> None:
        named("/app/admissions/", name)(page)
        page.goto(page.locator(f"a[href$='/instruments/{code}/']").first.get_attribute("href"))

    return go


def not_safe(page: Page) -> None:
    """What the phone shows once somebody has said so."""
    page.goto("/me/check-in/")
    page.get_by_role("button", name="I don’t feel safe").first.click()
    page.get_by_role("link", name="Call 988").first.wait_for()


ID = "[0-9a-f-]{36}"
MAYA, TY, INGRID = "maya@stepwell.example", "ty@stepwell.example", "ingrid@stepwell.example"
CHART = named("/app/clients/", "Ana Reyes")
CAS, NOAH, KIT = (named("/app/admissions/", name) for name in ("Cas Lund", "Noah Whitehorse", "Kit Amsel"))
GROUP = follow("/app/today/", rf"/app/groups/{ID}/")

SHOTS = (
    Shot("01-login", "", address("/login/")),
    Shot("02-admissions", TY, address("/app/admissions/")),
    Shot("03-referral-upload", TY, address("/app/admissions/upload/")),
    Shot("03-referral-same-person", TY, follow("/app/admissions/", rf"/app/admissions/referrals/{ID}/")),
    Shot("03-phone-enquiry", TY, address("/app/admissions/call/")),
    Shot("04-enquiry", TY, CAS),
    Shot("05-placement", INGRID, then(NOAH, "placement/")),
    Shot("06-start", TY, then(KIT, "start/")),
    Shot("07-today", MAYA, address("/app/today/")),
    Shot("08-clients", MAYA, address("/app/clients/")),
    Shot("09-chart", MAYA, CHART),
    Shot("10-instrument-audit", MAYA, then(CHART, "instruments/audit/")),
    Shot("11-instrument-phq-9", MAYA, then(CHART, "instruments/phq-9/")),
    Shot("12-instrument-c-ssrs", MAYA, then(CHART, "instruments/c-ssrs-screener/")),
    Shot("12-instrument-to-fill-in", TY, named_sheet("Cas Lund", "phq-9")),
    Shot("13-plan", MAYA, then(CHART, "plan/")),
    Shot("14-schedule", MAYA, address("/app/schedule/")),
    Shot("14-schedule-move", MAYA, follow("/app/schedule/", rf"/app/schedule/sessions/{ID}/move/.*")),
    Shot("15-group", MAYA, GROUP),
    Shot("15-group-roll-as-one-form", MAYA, then(GROUP, "roll/")),
    Shot("16-crisis", MAYA, address("/app/crisis/")),
    Shot("16-crisis-event", MAYA, follow("/app/crisis/", rf"/app/crisis/{ID}/")),
    Shot("17-settings", "rosa@stepwell.example", address("/app/settings/")),
    Shot("20-phone-today", CLIENT_EMAIL, address("/me/")),
    Shot("21-phone-check-in", CLIENT_EMAIL, address("/me/check-in/")),
    Shot("22-phone-plan", CLIENT_EMAIL, address("/me/plan/")),
    Shot("23-phone-help", CLIENT_EMAIL, address("/me/help/")),
    Shot("24-phone-not-safe", CLIENT_EMAIL, not_safe),
)


def main(folder: str) -> int:
    """All shots into `folder`; says each one's name. Returns how many failed."""
    from playwright.sync_api import sync_playwright

    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("STEPWELL_CHROMIUM", "/usr/bin/chromium")
    with demo() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        failed = sum(_shoot_all(browser, base, target, size, dark) for size in SCREENS for dark in (False, True))
        browser.close()
    return 1 if failed else 0


def _shoot_all(browser: Any, base: str, target: Path, size: tuple[int, int], dark: bool) -> int:
    """Every page at one size in one theme; one login per person."""
    failed = 0
    theme = "dark" if dark else "light"
    pages: dict[str, Page] = {}
    for shot in SHOTS:
        if shot.email not in pages:
            context = browser.new_context(
                base_url=base,
                viewport={"width": size[0], "height": size[1]},
                color_scheme=theme,
                reduced_motion="reduce",
            )
            pages[shot.email] = context.new_page()
            if shot.email:
                _log_in(pages[shot.email], shot.email)
        page, name = pages[shot.email], f"{shot.name}-{size[0]}-{theme}.png"
        try:
            shot.go(page)
            page.screenshot(path=target / name, full_page=True)
            print(name, flush=True)
        except Exception as error:  # one page that fails must not hide the others
            failed += 1
            print(f"{name}: {error}", file=sys.stderr, flush=True)
    for page in pages.values():
        page.context.close()
    return failed


def _log_in(page: Page, email: str) -> None:
    page.goto("/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(lambda url: "/login/" not in url)


@contextmanager
def demo() -> Iterator[str]:
    """A fresh demo's address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with temporary_folder() as data:
        environ = {**os.environ, "STEPWELL_DATA": str(data), "STEPWELL_PORT": str(port)}
        process = subprocess.Popen([sys.executable, "-m", "stepwell", "run"], cwd=ROOT, env=environ)
        try:
            _wait_for(f"http://127.0.0.1:{port}", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(60)


def _wait_for(base: str, process: "subprocess.Popen[bytes]") -> None:
    """Until the demo answers, for at most five minutes."""
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"{base}/health/", timeout=2)
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError("the demo didn't start")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
