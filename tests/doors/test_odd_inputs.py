"""Every form and every address takes odd input without a server error, whoever sends it.

Some in the suite; `./dev doors` sends as many as it is told. An input is one odd value: a field's, a file, one of the
address or of a header. The same ones each time: what fails once fails again.
"""

import os
import re
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client as Browser
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from tests.cast import NOW, make_world
from tests.doors.odd import FILE_NAMES, FILES, HEADERS, QUERY, VALUES
from tests.furnished import bodies, every_address, furnish

from stepwell.kernel import clock

ADDRESSES = every_address()
# About five odd values go with each request.
EACH = max(2, int(os.environ.get("STEPWELL_ODD_INPUTS", "2000")) // len(ADDRESSES) // 5)
# The server's own: its value is what Django says it is.
_NOT_TYPED = {"csrfmiddlewaretoken"}

never_the_same_twice = how(
    max_examples=EACH,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


class Fields(HTMLParser):
    """The names of everything that a page lets somebody send."""

    def __init__(self):
        super().__init__()
        self.names, self.files = {}, set()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name = given.get("name")
        if tag in ("input", "select", "textarea", "button") and name and name not in _NOT_TYPED:
            self.names.setdefault(name, set()).add(given.get("value") or "")
            if given.get("type") == "file":
                self.files.add(name)


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """One site for all of them; whatever a request does is undone behind it."""
    with django_db_blocker.unblock(), transaction.atomic(), clock.standing_at(NOW):
        found = furnish(make_world())
        with transaction.atomic():
            found.browsers = {who: found.world.browser(who) for who in found.world.accounts}
            found.browsers["nobody"] = Browser()
            yield found
        transaction.set_rollback(True)


def fields_of(site, address, name):
    """Field names with the values a page offers, from the page itself and from what is known to be sent there."""
    fields, seen = Fields(), site.__dict__.setdefault("seen", {})
    if name in seen:
        return seen[name]
    for browser in site.browsers.values():
        with undone():
            answer = browser.get(path_of(site, address))
        if answer.status_code == 200 and "html" in answer.headers.get("Content-Type", ""):
            fields.feed(answer.text)
    for body in bodies(site).get(name, []):
        for field, value in body.items():
            fields.names.setdefault(field, set()).add(str(value))
    seen[name] = ({field: sorted(values) for field, values in sorted(fields.names.items())}, fields.files)
    return seen[name]


def path_of(site, address):
    """The address of something that is there, where we know of one."""
    try:
        return site.path(address)
    except AssertionError:
        return re.sub(r"<\w+:\w+>|<\w+>", "7", address)


class undone:  # noqa: N801 - reads as a word
    """Like `transaction.atomic`, and rolled back."""

    def __enter__(self):
        self.unit = transaction.atomic()
        self.unit.__enter__()

    def __exit__(self, *error):
        if error[0] is None:
            transaction.set_rollback(True)
        self.unit.__exit__(*error)


@st.composite
def asked(draw, fields, files):
    """What is sent, most of it odd; and how many of its values are."""
    body, odd = {}, 0
    for name, offered in fields.items():
        choice = draw(st.sampled_from(("offered", "odd", "odd", "missing", "twice")))
        if choice == "missing":
            continue
        odd += 0 if choice == "offered" and offered else 2 if choice == "twice" else 1
        if name in files:
            body[name] = SimpleUploadedFile(draw(st.sampled_from(FILE_NAMES)), draw(FILES))
        elif choice == "offered" and offered:
            body[name] = draw(st.sampled_from(offered))
        elif choice == "twice":
            body[name] = [draw(VALUES), draw(VALUES)]
        else:
            body[name] = draw(VALUES)
    return body, odd


@pytest.mark.parametrize(("address", "name"), ADDRESSES, ids=[name for _, name in ADDRESSES])
def test_no_odd_input_breaks_the_server(site, address, name, record_property):
    fields, files = fields_of(site, address, name)
    path = path_of(site, address)
    sent = {"requests": 0, "odd inputs": 0}

    @never_the_same_twice
    @given(st.sampled_from(sorted(site.browsers)), st.booleans(), QUERY, HEADERS, asked(fields, files))
    def send(who, reads, query, headers, typed):
        body, odd = typed
        sent["requests"] += 1
        sent["odd inputs"] += len(query) + len(headers) + (0 if reads else odd)
        browser, query = site.browsers[who], urlencode(query)
        with undone():
            if reads:
                answer = browser.get(path, QUERY_STRING=query, headers=headers)
            elif files or not body:
                answer = browser.post(path, body, QUERY_STRING=query, headers=headers)
            else:
                kind = "application/x-www-form-urlencoded"
                answer = browser.post(
                    path, urlencode(body, doseq=True), content_type=kind, QUERY_STRING=query, headers=headers
                )
        # the phone numbers are always shown, and 503 where nothing else can be; and no worker runs in these tests
        may_be_503 = "tel:988" in answer.text or name == "ready"
        assert answer.status_code < 500 or may_be_503, answer.status_code

    send()
    for what, count in sent.items():
        record_property(what, count)
