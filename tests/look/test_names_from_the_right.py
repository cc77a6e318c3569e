"""Names that are written from right to left, on a phone's width: whole, in place, and nothing beside them is moved."""

from types import SimpleNamespace

import pytest
from django.urls import reverse
from tests.browser import assert_sound
from tests.cast import NOW, make_world
from tests.clinic import make_clinic, place_one
from tests.outside import asked_online

from stepwell.domain.admissions.models import OnlineRequest
from stepwell.domain.people.models import Client, Staff
from stepwell.kernel import clock

pytestmark = pytest.mark.browser
GIVEN, FAMILY, STAFF = "سارة", "בן-יוסף", "ليلى حداد"
# The longest that a field takes, without a place to break it.
LONG = "م" * 120

# What stands next to a name on its line stands before it to the left, or after it to the right, as it was written.
MOVED = """(names) => {
  const isInline = (element) => getComputedStyle(element).display.startsWith("inline");
  const blockOf = (node) => {
    let element = node.parentElement;
    while (isInline(element)) element = element.parentElement;
    return element;
  };
  const rectOf = (node, at, until) => {
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, until);
    return range.getBoundingClientRect();
  };
  const unseen = ".visually-hidden, .p-sr, option, script, style, title";
  const signs = (block) => {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    const found = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (blockOf(node) !== block) continue;
      for (let at = 0; at < node.data.length; at += 1) {
        if (!/\\s/.test(node.data[at])) found.push([node, at]);
      }
    }
    return found.filter(([node, at]) => rectOf(node, at, at + 1).width > 0 && !node.parentElement.closest(unseen));
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const told = { seen: 0, moved: [] };
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const name of names) {
      const at = node.data.indexOf(name);
      if (at < 0 || node.parentElement.closest(unseen)) continue;
      const here = rectOf(node, at, at + name.length);
      if (here.width < 2) continue;
      told.seen += 1;
      const all = signs(blockOf(node));
      const first = all.findIndex(([one, place]) => one === node && place === at);
      const last = all.findIndex(([one, place]) => one === node && place === at + name.length - 1);
      const before = all[first - 1];
      const after = all[last + 1];
      const sameLine = (rect) => rect.top < here.bottom - 2 && rect.bottom > here.top + 2 && here.height < 60;
      for (const [near, isAfter] of [[before, false], [after, true]]) {
        if (!near || names.some((other) => other.includes(near[0].data[near[1]]))) continue;
        const rect = rectOf(near[0], near[1], near[1] + 1);
        if (!sameLine(rect)) continue;
        const isMoved = isAfter ? rect.left < here.right - 1 : rect.right > here.left + 1;
        if (isMoved) told.moved.push(blockOf(node).innerText.slice(0, 90));
      }
    }
  }
  return told;
}"""


def rename(world, given=GIVEN, family=FAMILY):
    Client.objects.filter(site=world.site).update(given_names=given, preferred_name="", family_name=family)
    Staff.objects.filter(pk__in=[one.pk for one in world.staff.values()]).update(name=STAFF)
    OnlineRequest.objects.filter(site=world.site).update(name=f"{given} {family}"[:120])


def pages(world, clinic, enquiry, asked):
    """Who looks at what."""
    client = clinic.clients[0]
    return {
        "admissions": [
            reverse("admissions"),
            reverse("enquiry", args=[enquiry.pk]),
            reverse("online", args=[asked.pk]),
            reverse("today"),
        ],
        "counselor": [
            reverse("clients"),
            reverse("client", args=[client.pk]),
            reverse("group", args=[clinic.session.pk]),
            reverse("group_roll", args=[clinic.session.pk]),
            reverse("schedule"),
            reverse("today"),
        ],
        "client": [reverse(name) for name in ("me_today", "me_team", "me_help", "me_plan", "me_consents")],
    }


def furnished():
    world = make_world()
    with clock.standing_at(NOW):
        clinic = make_clinic(world, people=3)
        enquiry, asked = place_one(world, 7), asked_online(world, SimpleNamespace(words=FAMILY))
    return world, pages(world, clinic, enquiry, asked)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_name_from_the_right_moves_nothing_beside_it(browse, width):
    world, looked_at = furnished()
    rename(world)
    with clock.standing_at(NOW):
        for who, paths in looked_at.items():
            page, seen = browse(world.email(who), width=width), 0
            for path in paths:
                page.goto(path)
                told = page.evaluate(MOVED, [GIVEN, FAMILY, STAFF])
                assert told["moved"] == [], path
                seen += told["seen"]
                assert_sound(page)
            assert seen > 1, who


def test_the_longest_name_without_a_place_to_break_fits_the_phone(browse):
    world, looked_at = furnished()
    rename(world, LONG, LONG)
    with clock.standing_at(NOW):
        for who, paths in looked_at.items():
            page = browse(world.email(who), width=390)
            for path in paths:
                page.goto(path)
                assert page.evaluate("document.documentElement.scrollWidth") <= 390, path


def test_a_page_that_moves_what_stands_beside_a_name_is_found(browse):
    page = browse(width=390)
    for given, moved in (("", 1), ("<bdi>", 0)):
        page.set_content(f"<p>Longest wait: {given}{GIVEN}{'</bdi>' if given else ''}, 22 h</p>")
        told = page.evaluate(MOVED, [GIVEN])
        assert (told["seen"], len(told["moved"])) == (1, moved)
