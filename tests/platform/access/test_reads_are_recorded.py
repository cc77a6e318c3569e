"""Whoever sees a client's name or id in an answer to a form is in the ledger for it. Of pages: test_every_page."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client as Browser
from tests.cast import NOW
from tests.furnished import bodies, every_address
from tests.platform.access.looked_at import last_entry, recorded_since, shown_in

from stepwell.kernel import clock
from stepwell.platform.ledger.models import Entry

pytestmark = pytest.mark.every_door


def browser_of(site, who):
    browser = Browser(headers={"HX-Request": "true"}) if who.endswith("+htmx") else Browser()
    browser.force_login(site.world.accounts[who.removesuffix("+htmx")])
    return browser


@pytest.mark.parametrize("who", ["director", "admissions+htmx", "counselor", "counselor+htmx"])
def test_an_answer_to_a_form_that_shows_somebody_is_in_the_ledger(site, who):
    """Each form twice, and an empty one: what changes nothing or is refused still shows the page."""
    browser, told = browser_of(site, who), bodies(site)
    for address, name in every_address():
        for body in [*told.get(name, []), {}] if name not in ("login", "logout") else ():
            with transaction.atomic():
                first = last_entry()
                for turn in range(2 if body else 1):
                    # quick-find writes down once per search whom it shows, not once per letter
                    last = first if name == "find" else last_entry()
                    with clock.standing_at(NOW + timedelta(minutes=turn)):
                        answer = browser.post(site.path(address), body)
                    assert not answer.headers.get("Location", "").startswith("/login/")
                    if 300 <= answer.status_code < 400 or answer.status_code == 204:
                        continue
                    shown = shown_in(answer, site.world)
                    assert shown <= recorded_since(last, site, who), (name, body, answer.status_code)
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
