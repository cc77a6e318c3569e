# ruff: noqa: E501, D101, D102, D103
"""Screenshots and axe for every example page. Usage: python -m tools.gallery.shots FOLDER [name …]"""

import os
import sys
import threading
from functools import partial
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from playwright.sync_api import ConsoleMessage, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
AXE = (ROOT / "tests/vendor/axe-core-4.14.1/axe.min.js").read_text()
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def serve() -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tools.gallery.settings"
    import django
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.wsgi import get_wsgi_application

    django.setup()
    server = make_server(
        "127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), server_class=Server, handler_class=Quiet
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


def inspect(page: Page, label: str) -> list[str]:
    problems = []
    page.evaluate(AXE)
    found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", TAGS)
    for violation in found["violations"]:
        for node in violation["nodes"][:4]:
            why = "; ".join(check["message"] for check in [*node["any"], *node["all"], *node["none"]])[:200]
            problems.append(f"{label} axe {violation['id']}: {node['html'][:150]} :: {why}")
    return problems


def overflow(page: Page, label: str) -> list[str]:
    wide = page.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth")
    if wide <= 0:
        return []
    who = page.evaluate(
        "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.scroll, .board-region')).slice(0, 4).map(e => e.outerHTML.slice(0, 110))"
    )
    return [f"{label} overflows by {wide}: {who}"]


def small_targets(page: Page, label: str, least: int) -> list[str]:
    small = page.evaluate(
        """least => [...document.querySelectorAll('a, button, summary, select, input:not([type=hidden])')].filter(e => {
          const r = e.getBoundingClientRect();
          if (!r.width || getComputedStyle(e).display === 'inline' || e.closest('.visually-hidden, p, .applicant-head, .skip, label, dialog:not([open])') || e.matches('.skip')) return false;
          return r.height < least - 0.5; }).map(e => e.getBoundingClientRect().height.toFixed(0) + ' ' + e.outerHTML.slice(0, 80))""",
        least,
    )
    return [f"{label} small target {one}" for one in small[:6]]


def heard(message: ConsoleMessage, problems: list[str]) -> None:
    if message.type == "error" and "status of 4" not in message.text:
        problems.append(f"console: {message.text[:200]}")


def main(folder: str, *only: str) -> int:
    port = serve()
    from tools.gallery.examples import NAMES

    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    problems: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for scheme in ("light", "dark"):
            for width, height in ((1440, 1000), (1280, 900), (390, 844), (320, 640)):
                if width in (1440, 320) and scheme == "dark":
                    continue
                context = browser.new_context(
                    viewport={"width": width, "height": height}, color_scheme=scheme, bypass_csp=False
                )
                page = context.new_page()
                page.on("console", partial(heard, problems=problems))
                for name in only or NAMES:
                    label = f"{name}-{width}-{scheme}"
                    page.goto(f"http://127.0.0.1:{port}/{name}/")
                    page.evaluate("document.fonts.ready")
                    problems += overflow(page, label)
                    if width == 320:
                        continue
                    if width != 1440:
                        problems += inspect(page, label)
                        problems += small_targets(page, label, 32 if width > 640 else 44) if scheme == "light" else []
                    page.screenshot(path=str(out / f"{label}.png"), full_page=True)
                context.close()
        browser.close()
    print("\n".join(dict.fromkeys(problems)) or "no problem found")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
