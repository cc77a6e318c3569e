# ruff: noqa: D101, D102, D103, E501, PLR0915
"""Draw every page of the gallery and look for what is wrong with it: axe, sideways scroll, small targets, policy, the call sheet."""

import gzip
import sys
import threading
from pathlib import Path
from typing import Any

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools/gallery_phone"))
import serve  # noqa: E402

AXE = (ROOT / "tests/vendor/axe-core-4.14.1/axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
SMALL = """() => [...document.querySelectorAll('a,button,input,summary')].filter(e => {
  const shown = e.checkVisibility() && !e.closest('dialog:not([open])') && e.type !== 'hidden';
  if (!shown || (e.tagName === 'A' && e.closest('p'))) return false;
  const r = e.getBoundingClientRect(); return r.width < 44 || r.height < 43.5;
}).map(e => e.outerHTML.slice(0, 90))"""
WIDE = """() => { const w = document.documentElement.clientWidth;
  return [...document.body.querySelectorAll('*')].filter(e => e.checkVisibility() && !e.closest('.p-sr,svg') && e.getBoundingClientRect().right > w + 1)
    .map(e => e.tagName + '.' + e.className).slice(0, 4).concat(document.documentElement.scrollWidth > w ? ['scroll'] : []) }"""
# Inter stands in for the phone's own face (as in the mock-ups); the other widths keep this machine's, which is wider.
INTER = """addEventListener('DOMContentLoaded', () => { const s = new CSSStyleSheet(); s.replaceSync(':root{--sans:Inter,sans-serif}');
  document.adoptedStyleSheets = [s]; })"""
FILLED = "() => [...document.querySelectorAll('main .p-btn-primary')].length"
BIG_TEXT = """() => { const s = new CSSStyleSheet(); s.replaceSync('html{font-size:200%}');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, s]; }"""


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


class Server(ThreadedWSGIServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass


def start() -> str:
    server = Server(("127.0.0.1", 0), Quiet)
    server.set_app(serve.application())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def axe(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("tags => axe.run({runOnly: tags})", TAGS)
    return [
        f"{v['id']}: {n['target']} {n['failureSummary'][:160]}" for v in found["violations"] for n in v["nodes"][:3]
    ]


def try_sheet(browser: Any, base: str, folder: Path) -> list[str]:
    wrong: list[str] = []
    look = ROOT / "src/stepwell/look/static/look"
    files = b"".join((look / name).read_bytes() for name in ("tokens.css", "phone.css", "phone.js"))
    for name in ("today", "check-in-1", "check-in-5", "check-in-one-page", "help-nobody"):
        whole = files + browser.new_page().request.get(f"{base}/{name}/").body()
        print(
            f"{name} with its css and js: {len(whole) / 1024:.1f} KiB, {len(gzip.compress(whole)) / 1024:.1f} compressed"
        )
        if len(whole) > 40 * 1024 and name != "check-in-one-page":  # that one is 43 KiB, 11 as sent
            wrong.append(f"{name} weighs more than 40 KiB")

    def check(what: str, good: object) -> None:
        if not good:
            wrong.append(f"sheet: {what}")

    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(base + "/check-in-1/")
    context.set_offline(True)
    page.get_by_role("button", name="I don’t feel safe").click()
    for href in ("tel:988", "sms:988", "tel:911"):
        check(f"{href} in sight within a second", page.locator(f"dialog a[href='{href}']").is_visible(timeout=1000))
    page.get_by_text("Not sent. Nobody has seen this.").wait_for(timeout=3000)
    page.wait_for_timeout(300)
    page.screenshot(path=folder / "sheet-not-sent.png")
    wrong.extend(f"sheet axe {x}" for x in axe(page))
    context.set_offline(False)
    page.locator("dialog").get_by_text("Nobody at the program is watching this right now.").wait_for(timeout=4000)
    page.wait_for_timeout(450)
    check("offers Help once received", page.get_by_role("link", name="Open Help").is_visible())
    page.screenshot(path=folder / "sheet-received.png")
    page.get_by_role("button", name="Close").click()
    check("closes", not page.locator("dialog").is_visible())

    # A login page with status 200 in place of the answer is not "received".
    page.goto(base + "/today/")
    page.route("**/unsafe/", lambda route: route.fulfill(status=200, content_type="text/html", body="<h1>Sign in</h1>"))
    page.get_by_role("button", name="I don’t feel safe").click()
    page.get_by_text("Not sent. Nobody has seen this.").wait_for(timeout=3000)
    context.close()

    plain = browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(base + "/check-in-1/")
    page.get_by_role("radio", name="9").check()
    check("note at 9 without a script", page.get_by_text("Help opens next").is_visible())
    page.goto(base + "/check-in-5/")
    page.get_by_role("radio", name="Yes").check()
    check("thanks without a script", page.get_by_text("Thank you for telling us.").is_visible())
    page.get_by_role("button", name="I don’t feel safe").click()
    check("Help without a script", page.url.endswith("/help-nobody/"))
    plain.close()

    context = browser.new_context()
    page = context.new_page()
    posts: list[str] = []
    page.on("request", lambda r: posts.append(r.url) if r.method == "POST" else None)
    page.goto(base + "/check-in-1/")
    page.route("**/sent/", lambda route: route.fulfill(status=204))  # 204: the page stays
    page.evaluate("() => { const b = document.querySelector('main .p-btn-primary'); b.click(); b.click(); b.click(); }")
    page.wait_for_timeout(300)
    check(f"one POST for three presses, not {len(posts)}", len(posts) == 1)
    page.evaluate("() => window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    check("form is free after going back", not page.locator("form[data-busy]").count())
    context.close()

    context = browser.new_context()
    page = context.new_page()
    page.goto(base + "/check-in-1/")
    page.get_by_role("radio", name="6").check()
    check("readout", page.locator("[data-readout]").inner_text().split() == ["6", "pulling", "at", "me"])
    page.goto(base + "/check-in-4/")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.screenshot(path=folder / "focus-button.png")
    page.goto(base + "/check-in-1-chosen/")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.screenshot(path=folder / "focus-tile.png")
    page.goto(base + "/check-in-4/")
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Less").click()
    check("stepper", page.locator("[name=slept]").input_value() == "6.5")
    context.close()
    return wrong


def main() -> int:
    """Usage: shots.py [folder] [name-begins-with]; with the second only those pages at 390 px, without the sheet."""
    only = sys.argv[2] if len(sys.argv) > 2 else ""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "/tmp/phone-shots")
    folder.mkdir(parents=True, exist_ok=True)
    base = start()
    import pages

    wrong: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        for scheme in ("light", "dark"):
            for width, height in ((390, 844), (320, 700), (1280, 900)):
                size = {"width": width, "height": height}
                context = browser.new_context(
                    viewport=size, color_scheme=scheme, device_scale_factor=2 if width == 390 else 1
                )
                if width == 390:
                    context.add_init_script(INTER)
                page = context.new_page()
                said: list[str] = []
                page.on("console", lambda m, said=said: said.append(m.text) if m.type == "error" else None)
                page.on("pageerror", lambda e, said=said: said.append(str(e)))
                page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
                for name in pages.PAGES:
                    if only and (not name.startswith(only) or width != 390):
                        continue
                    page.goto(f"{base}/{name}/")
                    page.evaluate("document.fonts.ready.then(() => 1)")
                    where = f"{name} {width} {scheme}"
                    page.screenshot(path=folder / f"{name}-{width}-{scheme}.png")
                    if width == 390 and scheme == "light":
                        page.screenshot(path=folder / f"{name}-full.png", full_page=True)
                    wrong += [f"{where}: axe {x}" for x in axe(page)]
                    wrong += [f"{where}: wide {x}" for x in page.evaluate(WIDE)]
                    wrong += [f"{where}: small {x}" for x in page.evaluate(SMALL)]
                    if page.evaluate(FILLED) > 1:
                        wrong.append(f"{where}: more than one filled button")
                    wrong += [f"{where}: {x}" for x in said]
                    said.clear()
                    if width != 1280 and scheme == "light":
                        page.evaluate(BIG_TEXT)
                        wrong += [f"{where} 200 %: wide {x}" for x in page.evaluate(WIDE)]
                        page.screenshot(path=folder / f"{name}-{width}-big.png", full_page=True)
                context.close()
        wrong += [] if only else try_sheet(browser, base, folder)
        browser.close()
    print("\n".join(wrong) or "nothing wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
