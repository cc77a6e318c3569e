"""By keyboard alone one always sees where one is, and comes to everything there is to press."""

import pytest
from tests.cast import NOW, make_world

from stepwell.domain.oversight.actions.review import open_review
from stepwell.kernel import clock
from stepwell.kernel.actor import system

pytestmark = pytest.mark.browser

# Where the keyboard is: what it is called, whether a ring is drawn around it, and whether it is on the screen.
WHERE = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const style = getComputedStyle(here), box = here.getBoundingClientRect();
  const ring = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  const name = here.outerHTML.slice(0, 90);
  return { name, ring, seen: box.width > 1 && box.height > 1 };
}"""
# What a pointer could press in the page itself; of radios that belong together the keyboard stops at one.
TO_PRESS = "main :is(a[href], button, select, textarea, summary, input:not([type=hidden], [type=radio])):visible"

PAGES = {
    "/app/settings/": "director",
    "/app/settings/people/": "director",
    "/app/settings/people/new/": "director",
    "/app/settings/exchange/": "director",
    "/app/settings/messages/": "director",
    "review": "director",
    "/app/ledger/": "privacy officer",
    "/app/break-glass/": "counselor",
    "consents": "director",
    "/app/today/": "counselor",
    "/account/": "counselor",
}


@pytest.mark.parametrize("dark", [False, True])
def test_every_stop_of_the_tab_key_is_seen_and_nothing_is_left_out(browse, dark):
    world = make_world()
    pages: dict[str, object] = {}
    with clock.standing_at(NOW):
        review = open_review(actor=system("jobs"), site_id=world.site.pk, now=NOW)
        addresses = {
            "review": f"/app/settings/reviews/{review.pk}/",
            "consents": f"/app/clients/{world.client.pk}/consents/",
        }
        for path, who in PAGES.items():
            world.staff[who]
            page = pages.setdefault(who, browse(world.email(who), dark=dark) if who not in pages else None)
            page.goto(addresses.get(path, path))
            to_press = page.locator(TO_PRESS).count()
            assert to_press > 0, path
            stops = []
            page.keyboard.press("Tab")
            while (where := page.evaluate(WHERE)) and len(stops) < 200:
                assert where["ring"], (path, where["name"])
                assert where["seen"], (path, where["name"])
                stops.append(page.evaluate("document.activeElement.closest('main') !== null"))
                page.keyboard.press("Tab")
            assert sum(stops) >= to_press, path
