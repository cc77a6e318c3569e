"""What each page of the walk weighs, from a fresh demo: requests and bytes on the first visit and on the second.

`./dev weights` prints a table in Markdown; docs/weights.md holds one. Bytes are what crosses the wire, as Chromium
counts them. How many queries a page takes, `./dev bench` counts; `tests/console/test_weights.py` holds the budgets.
"""

import os
import sys
from dataclasses import dataclass
from typing import Any

from tools.shots import FLAGS, SHOTS, Shot, demo

from stepwell.simulate.people import DEMO_PASSWORD


@dataclass(slots=True)
class Visit:
    """What one visit loaded."""

    requests: int = 0
    transferred: int = 0
    page_bytes: int = 0


def main() -> int:
    """Measure every page; one line each."""
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("STEPWELL_CHROMIUM", "/usr/bin/chromium")
    print("| page | requests, first | kB, first | requests, again | kB, again | kB of HTML |")
    print("|---|---|---|---|---|---|")
    with demo() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        failed = 0
        for shot in SHOTS:
            try:
                first, again = _weigh(browser, base, shot)
            except Exception as error:  # one page that fails must not hide the others
                failed += 1
                print(f"{shot.name}: {error}", file=sys.stderr, flush=True)
                continue
            cells = (first.requests, _kb(first.transferred), again.requests, _kb(again.transferred))
            print(f"| {shot.name} | " + " | ".join(map(str, cells)) + f" | {_kb(again.page_bytes)} |", flush=True)
        browser.close()
    return 1 if failed else 0


def _weigh(browser: Any, base: str, shot: Shot) -> tuple[Visit, Visit]:
    """The page with nothing in the browser's cache, then once more."""
    context = browser.new_context(base_url=base, viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(10_000)
    page = context.new_page()
    if shot.email:
        page.goto("/login/")
        page.get_by_label("E-mail address").fill(shot.email)
        page.get_by_label("Password").fill(DEMO_PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url(lambda url: "/login/" not in url)
    shot.go(page)
    address, session = page.url, context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.clearBrowserCache")
    visits = _visit(page, session, address), _visit(page, session, address)
    context.close()
    return visits


def _visit(page: Any, session: Any, address: str) -> Visit:
    """Load the address and count until nothing comes any more."""
    page.goto("about:blank")
    visit, kinds = Visit(), {}

    def sent(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event.get("type")

    def finished(event: dict[str, Any]) -> None:
        size = int(event["encodedDataLength"])
        if event["requestId"] in kinds and size:  # what comes from the browser's own cache weighs nothing
            visit.requests += 1
            visit.transferred += size
            visit.page_bytes += size if kinds[event["requestId"]] == "Document" else 0

    session.on("Network.requestWillBeSent", sent)
    session.on("Network.loadingFinished", finished)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    session.remove_listener("Network.requestWillBeSent", sent)
    session.remove_listener("Network.loadingFinished", finished)
    return visit


def _kb(size: int) -> str:
    return f"{size / 1000:.1f}"


if __name__ == "__main__":
    sys.exit(main())
