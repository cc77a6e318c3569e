"""Whoever works for the program gets nothing without an agreement; and one question answers for everybody."""

from datetime import date, timedelta

import pytest
from django.test import Client as Browser
from tests.cast import NOW, TODAY, make_world
from tests.exchange import agreement, consent, officer, recipient, token

from stepwell.domain.consent.actions.agreements import end_agreement
from stepwell.domain.consent.actions.revoking import revoke_consent
from stepwell.domain.consent.models import ServiceAgreement
from stepwell.domain.consent.queries.decision import everybody_for, would_be_allowed
from stepwell.domain.consent.queries.kept import recipients_held
from stepwell.domain.consent.rules import REASON_WORDS, Agreement, RecipientKind
from stepwell.kernel import clock
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(NOW):
        yield


def fetch(world, secret):
    held = {"authorization": f"Bearer {secret}"}
    return Browser().get(f"/fhir/R4/Patient/{world.client.pk}", headers=held).status_code


def reason(world, to, *, kind="identity", purpose="HPAYMT", now=NOW):
    return would_be_allowed(officer(world), world.client, to.pk, kind, purpose, now=now).reason


@pytest.mark.parametrize(("ends", "holds"), [(None, True), (NOW + timedelta(1), True), (NOW, False)])
def test_an_agreement_holds_until_it_ends(ends, holds):
    assert Agreement(NOW, ends).holds(NOW) is holds
    assert not Agreement(NOW + timedelta(1), None).holds(NOW)


@pytest.mark.parametrize("kind", [RecipientKind.LABORATORY, RecipientKind.VENDOR])
def test_a_laboratory_or_vendor_reads_with_a_consent_and_an_agreement_and_not_without_either(world, kind):
    to = recipient(world, name="Helper", kind=kind)
    secret = token(world, to)[1]
    given = consent(world, to)
    assert (fetch(world, secret), reason(world, to)) == (404, "no agreement")
    assert Entry.objects.filter(verb="access.hidden", detail__reason="no agreement").count() == 1
    filed = agreement(world, to)
    assert (fetch(world, secret), reason(world, to)) == (200, "consent")
    end_agreement(actor=officer(world), agreement_id=filed.pk, now=NOW)
    end_agreement(actor=officer(world), agreement_id=filed.pk, now=NOW + timedelta(hours=1))
    assert (fetch(world, secret), reason(world, to)) == (404, "no agreement")
    agreement(world, to)
    revoke_consent(actor=world.actor("counselor"), consent_id=given.pk, now=NOW)
    assert (fetch(world, secret), reason(world, to)) == (404, "revoked")


def test_every_reason_is_said_in_words(world):
    to = recipient(world)
    assert reason(world, to) == "no consent"
    consent(world, to, until_event="", until_on=TODAY)
    assert reason(world, to) == "consent"
    assert reason(world, to, kind="plan") == "other kind"
    assert reason(world, to, purpose="TREAT") == "other purpose"
    assert reason(world, to, now=NOW + timedelta(days=2)) == "ended"
    assert reason(world, to, now=NOW - timedelta(days=2)) == "not yet"
    assert {"no consent", "consent", "other kind", "other purpose", "ended", "not yet"} <= REASON_WORDS.keys()


@pytest.mark.parametrize("who", ["counselor", "supervisor", "billing", "client", "family", "stranger"])
def test_nobody_else_asks_or_files(world, who):
    to = recipient(world)
    actor = world.actor(who)
    with pytest.raises(NotAllowed):
        would_be_allowed(actor, world.client, to.pk, "identity", "HPAYMT", now=NOW)
    with pytest.raises(NotAllowed):
        everybody_for(actor, world.client)
    filed = agreement(world, to)
    with pytest.raises(NotAllowed):
        end_agreement(actor=actor, agreement_id=filed.pk, now=NOW)


def test_another_site_is_not_asked_about(world):
    other = make_world()
    to = recipient(other)
    with pytest.raises(NotFound):
        would_be_allowed(officer(world), world.client, to.pk, "identity", "HPAYMT", now=NOW)
    with pytest.raises(NotFound):
        agreement(world, to)
    with pytest.raises(NotFound):
        end_agreement(actor=officer(world), agreement_id=agreement(other, to).pk, now=NOW)


@pytest.mark.parametrize(
    ("change", "where"),
    [({"kind": "handshake"}, "kind"), ({"until_on": date(2026, 1, 1)}, "until_on"), ({"document": " "}, "document")],
)
def test_what_is_no_agreement_is_refused(world, change, where):
    with pytest.raises(Refused) as refused:
        agreement(world, recipient(world), **change)
    assert refused.value.refusals[0].where == where
    assert not ServiceAgreement.objects.exists()


def test_the_exchange_says_who_lacks_one(world):
    to = recipient(world, kind=RecipientKind.LABORATORY)
    recipient(world, name="A plan")
    assert [one.lacks_agreement for one in recipients_held(officer(world), now=NOW)] == [False, True]
    agreement(world, to, until_on=TODAY)
    held = recipients_held(officer(world), now=NOW)[1]
    assert (held.lacks_agreement, held.agreements[0].last_on) == (False, TODAY)


def test_the_pages_ask_file_and_end(world):
    to = recipient(world, kind=RecipientKind.LABORATORY)
    consent(world, to)
    browser = world.browser("director")
    asked = {"recipient": to.pk, "kind": "identity", "purpose": "HPAYMT"}
    address = f"/app/clients/{world.client.pk}/consents/would/"
    assert "no service agreement with them is in force" in browser.post(address, asked).text
    assert "They get nothing" in browser.get("/app/settings/exchange/").text
    form = {"kind": "qualified service organization agreement", "starts_on": "2026-10-06", "document": "Folder 7"}
    file = f"/app/settings/exchange/{to.pk}/agreement/"
    assert browser.post(file, {**form, "until_on": "2026-01-01"}).status_code == 422
    assert browser.post(file, form).status_code == 303
    assert "Yes, now" in browser.post(address, asked).text
    ended = f"/app/settings/exchange/agreements/{ServiceAgreement.objects.get().pk}/end/"
    assert browser.post(ended).status_code == 303
    assert "Not in force" in browser.get("/app/settings/exchange/").text
    assert world.browser("counselor").get(address).status_code == 403
