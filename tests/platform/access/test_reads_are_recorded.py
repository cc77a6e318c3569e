"""Whoever sees a client's name or id on a page is in the ledger for it: every address, by GET and by a refused POST."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client as Browser
from tests.cast import NOW, make_world
from tests.furnished import bodies, every_address, furnish, text_of

from stepwell.domain.people.models import Client
from stepwell.kernel import clock
from stepwell.platform.ledger.models import Entry

pytestmark = pytest.mark.every_door
STAFF = ("director", "supervisor", "admissions", "counselor", "case manager")


@pytest.fixture
def site(db):
    with clock.standing_at(NOW):
        yield furnish(make_world())


def browser_of(site, who):
    browser = Browser(headers={"HX-Request": "true"}) if who.endswith("+htmx") else Browser()
    browser.force_login(site.world.accounts[who.removesuffix("+htmx")])
    return browser


def shown_in(answer):
    """The clients whose family name or id stands in the answer."""
    text = text_of(answer)
    return {str(one.pk) for one in Client.objects.all() if one.family_name in text or str(one.pk) in text}


def recorded_since(last, site, who):
    """The clients that entries of this person name since then."""
    key = f"account:{site.world.accounts[who.removesuffix('+htmx')].pk}"
    named = set()
    for entry in Entry.objects.filter(pk__gt=last, actor_key=key):
        named |= {str(entry.client_id)} | set(entry.detail.get("clients", ()))
    return named


def last_entry():
    return Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


@pytest.mark.parametrize("who", STAFF)
def test_every_page_that_shows_somebody_is_in_the_ledger(site, who):
    browser, pages = browser_of(site, who), 0
    for address, name in every_address():
        last = last_entry()
        answer = browser.get(site.path(address))
        if answer.status_code != 200 or not (shown := shown_in(answer)):
            continue
        pages += 1
        assert shown <= recorded_since(last, site, who), name
    assert pages >= 5


@pytest.mark.parametrize("who", ["director", "admissions", "counselor", "director+htmx", "counselor+htmx"])
def test_an_answer_to_a_form_that_shows_somebody_is_in_the_ledger(site, who):
    """Each form twice, and once empty: what changes nothing or is refused still shows the page."""
    browser, told = browser_of(site, who), bodies(site)
    for address, name in every_address():
        for body in [*told.get(name, []), {}] if name not in ("login", "logout") else ():
            with transaction.atomic():
                first = last_entry()
                for turn in range(2):
                    # quick-find writes down once per search whom it shows, not once per letter
                    last = first if name == "find" else last_entry()
                    with clock.standing_at(NOW + timedelta(minutes=turn)):
                        answer = browser.post(site.path(address), body)
                    assert not answer.headers.get("Location", "").startswith("/login/")
                    if 300 <= answer.status_code < 400 or answer.status_code == 204:
                        continue
                    assert shown_in(answer) <= recorded_since(last, site, who), (name, body, answer.status_code)
                transaction.set_rollback(True)


def test_the_plan_of_somebody_without_a_stay_is_a_look_all_the_same(site):
    other = site.clients[1]
    last = last_entry()
    answer = browser_of(site, "supervisor").get(f"/app/clients/{other.pk}/plan/")
    assert other.family_name in answer.text
    assert str(other.pk) in recorded_since(last, site, "supervisor")


def test_a_client_who_reads_their_own_pages_leaves_no_row(site):
    last = last_entry()
    for address, _ in every_address():
        if address.startswith("/me/"):
            browser_of(site, "client").get(site.path(address))
    assert not Entry.objects.filter(pk__gt=last).exists()
