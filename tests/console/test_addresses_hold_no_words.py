"""What a browser keeps of the pages that were open: no address on them holds a word of a plan or of health.

Paths are the same for everybody but for ids; what follows a question mark is a number, an id, a day or one of a few
words that are about the page and nobody.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from tests.cast import NOW
from tests.furnished import APART, every_address

from stepwell.domain.careplan.values import Area, Ending, Means, Part, Stage
from stepwell.domain.catalog.rules.presets import PRESETS
from stepwell.domain.consent.rules.forms import FormKind
from stepwell.domain.library.rules import TOPICS
from stepwell.domain.thread.rules import Kind
from stepwell.domain.week.rules.rescue import Cause
from stepwell.kernel import clock

LINK = re.compile(r'(?:href|action|src|hx-get|hx-post|data-change)="([^"]*\?[^"]*)"')
# Numbers and marks of numbers, a letter, an id, a day, nothing.
QUIET = re.compile(r"[\d.-]*|[a-z]|[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}")
# Of the page alone: how it is sorted, how much of it is shown, in which language.
ABOUT_THE_PAGE = {
    "by": {"day", "room", "leader", "client", "seats"},
    "in": {"en", "es", "es-US"},
    "missing": {"all"},
    "preset": {one.code for one in PRESETS},  # of a track that a site begins with
    "queue": {"whole"},
    "view": {"lost", "waiting", "sent", "withdrawn"},
}
WORDS = {
    *(one.value for several in (Area, Ending, Means, Part, Stage, Kind, Cause, FormKind) for one in several),
    *(topic.code for topic in TOPICS),
}


@pytest.fixture
def site(standing: Any) -> Any:
    return standing


def queries(page: str) -> Iterator[tuple[str, str]]:
    for link in LINK.findall(page):
        yield from parse_qsl(urlsplit(unescape(link)).query, keep_blank_values=True)


@pytest.mark.parametrize("who", ["counselor", "director", "admissions", "client"])
def test_no_address_on_any_page_holds_a_word_of_a_plan_or_of_health(site: Any, who: str) -> None:
    browser, seen, loud = site.world.browser(who), 0, set()
    with clock.standing_at(NOW):
        for address, name in every_address():
            if address.startswith(APART):
                continue
            answer = browser.get(site.path(address))
            if answer.status_code != 200 or "html" not in answer.headers.get("Content-Type", ""):
                continue
            seen += 1
            loud |= {
                (name, key, said)
                for key, said in queries(answer.text)
                if said in WORDS or not (QUIET.fullmatch(said) or said in ABOUT_THE_PAGE.get(key, ()))
            }
    assert seen > 10
    assert loud == set()
