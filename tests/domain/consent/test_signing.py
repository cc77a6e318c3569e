"""A consent is prepared by staff, signed by the client, kept for good, and taken back at once."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client as Browser
from tests.cast import NOW, TODAY, make_world
from tests.exchange import draft, prepared, read_of, recipient, token, typed

from stepwell.domain.consent.actions.revoking import revoke_consent, revoke_own_consent
from stepwell.domain.consent.actions.signing import (
    prepare_consent,
    record_paper,
    sign_in_room,
    sign_on_phone,
    withdraw_draft,
)
from stepwell.domain.consent.models import Consent, Recipient
from stepwell.domain.consent.queries.consequences import consequences_of
from stepwell.domain.consent.queries.drafts import own_drafts, recipients_for
from stepwell.domain.consent.queries.own import get_own_consent, own_accounting, own_consents
from stepwell.domain.consent.rules.forms import FORMS, FormKind
from stepwell.kernel import clock
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry

LATER = NOW + timedelta(hours=1)
KEPT = (NotAllowed, NotFound)


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(NOW):
        yield


def signed_on_phone(world, to, **change):
    waiting = draft(world, to, **change)
    return sign_on_phone(actor=world.actor("client"), draft_id=waiting.pk, typed=typed(world, waiting), now=NOW)


def read(world, secret):
    held = {"authorization": f"Bearer {secret}"}
    return Browser().get(f"/fhir/R4/Patient/{world.client.pk}", headers=held).status_code


def test_a_draft_lets_nothing_out_and_a_signature_does(world):
    to = recipient(world)
    secret = token(world, to)[1]
    waiting = draft(world, to)
    assert read(world, secret) == 404
    given = sign_on_phone(actor=world.actor("client"), draft_id=waiting.pk, typed=typed(world, waiting), now=NOW)
    assert read(world, secret) == 200
    assert given.signed_how == "phone"
    assert given.signed_as == f"Ana {world.client.family_name}"
    assert ["Who receives it", [to.name]] in [list(one) for one in given.said]
    assert own_drafts(world.actor("client")) == []
    assert Entry.objects.filter(verb="consent.signed", client_id=world.client.pk).count() == 1


def test_a_consent_for_an_exchange_is_kept_with_the_members_that_it_names(world):
    to = recipient(world, name="Mesa Exchange", kind="intermediary")
    members = ["Mesa Clinic", "Plains Hospital"]
    given = signed_on_phone(world, to, form="intermediary", participants=members)
    given.refresh_from_db()
    assert given.participants == members
    assert ["Which of its members", members] in [list(one) for one in given.said]


@pytest.mark.parametrize("who", ["counselor", "director", "privacy officer"])
def test_who_keeps_consents_prepares_one(world, who):
    to = recipient(world)
    assert prepare_consent(actor=world.actor(who), client_id=world.client.pk, prepared=prepared(to), now=NOW)


@pytest.mark.parametrize("who", ["colleague", "elsewhere", "stranger", "client", "family", "billing", "auditor"])
def test_nobody_else_prepares_signs_or_withdraws(world, who):
    to = recipient(world)
    waiting = draft(world, to)
    actor = world.actor(who)
    said = typed(world, waiting)
    with pytest.raises(KEPT):
        prepare_consent(actor=actor, client_id=world.client.pk, prepared=prepared(to), now=NOW)
    with pytest.raises(KEPT):
        sign_in_room(actor=actor, draft_id=waiting.pk, typed=said, now=NOW)
    with pytest.raises(KEPT):
        record_paper(actor=actor, draft_id=waiting.pk, signed_on=TODAY, witness="X", read=said.read, now=NOW)
    with pytest.raises(KEPT):
        withdraw_draft(actor=actor, draft_id=waiting.pk, now=NOW)
    if who != "client":
        with pytest.raises(KEPT):
            sign_on_phone(actor=actor, draft_id=waiting.pk, typed=said, now=NOW)


def test_staff_dont_sign_as_if_from_the_phone(world):
    waiting = draft(world, recipient(world))
    with pytest.raises(NotAllowed):
        sign_on_phone(actor=world.actor("counselor"), draft_id=waiting.pk, typed=typed(world, waiting), now=NOW)


@pytest.mark.parametrize(
    ("change", "where"), [({"name": "Somebody Else"}, "name"), ({"agrees": False}, "agrees"), ({"read": "x"}, "")]
)
def test_a_signature_is_ones_own_name_under_the_text_that_was_read(world, change, where):
    waiting = draft(world, recipient(world))
    with pytest.raises(Refused) as refused:
        sign_on_phone(actor=world.actor("client"), draft_id=waiting.pk, typed=typed(world, waiting, **change), now=NOW)
    assert refused.value.refusals[0].where == where
    assert not Consent.objects.exists()


def test_in_the_room_the_one_who_hands_the_device_over_is_the_witness(world):
    waiting = draft(world, recipient(world))
    given = sign_in_room(actor=world.actor("counselor"), draft_id=waiting.pk, typed=typed(world, waiting), now=NOW)
    assert (given.signed_how, given.witness) == ("room", "Maya Okafor")


def test_paper_is_recorded_with_its_day_and_its_witness(world):
    waiting = draft(world, recipient(world))
    who = {"actor": world.actor("counselor"), "draft_id": waiting.pk, "read": read_of(waiting.pk)}
    for change, where in (
        ({"signed_on": TODAY + timedelta(days=1), "witness": "Bea Lund"}, "signed_on"),
        ({"signed_on": TODAY - timedelta(days=1), "witness": "Bea Lund"}, "signed_on"),
        ({"signed_on": TODAY, "witness": " "}, "witness"),
    ):
        with pytest.raises(Refused) as refused:
            record_paper(**who, **change, now=NOW)
        assert refused.value.refusals[0].where == where
    given = record_paper(**who, signed_on=TODAY, witness="Bea Lund", now=NOW)
    assert (given.signed_how, given.witness) == ("paper", "Bea Lund")


def test_what_was_withdrawn_or_signed_cant_be_signed_again(world):
    to = recipient(world)
    first, second = draft(world, to), draft(world, to)
    withdraw_draft(actor=world.actor("counselor"), draft_id=first.pk, now=NOW)
    withdraw_draft(actor=world.actor("counselor"), draft_id=first.pk, now=NOW)
    with pytest.raises(Refused):
        sign_on_phone(actor=world.actor("client"), draft_id=first.pk, typed=typed(world, first), now=NOW)
    sign_on_phone(actor=world.actor("client"), draft_id=second.pk, typed=typed(world, second), now=NOW)
    with pytest.raises(Refused):
        sign_on_phone(actor=world.actor("client"), draft_id=second.pk, typed=typed(world, second), now=NOW)
    with pytest.raises(Refused):
        withdraw_draft(actor=world.actor("counselor"), draft_id=second.pk, now=NOW)
    assert Consent.objects.count() == 1


def test_a_draft_whose_last_day_passed_meanwhile_is_prepared_anew(world):
    waiting = draft(world, recipient(world), until_event="", until_on=TODAY)
    late = NOW + timedelta(days=2)
    with pytest.raises(Refused):
        sign_on_phone(actor=world.actor("client"), draft_id=waiting.pk, typed=typed(world, waiting), now=late)


def test_somebody_close_is_this_clients_alone(world):
    family = {"form": "family", "person": "Ida Reyes, my mother", "purposes": ["PATRQT"], "kinds": ["attendance"]}
    waiting = draft(world, None, **family)
    assert waiting.recipient.client_id == world.client.pk
    assert draft(world, None, **family).recipient_id == waiting.recipient_id
    counselor = world.actor("counselor")
    assert waiting.recipient in recipients_for(counselor, world.client, FORMS[FormKind.FAMILY])
    other = make_world()
    assert recipients_for(other.actor("counselor"), other.client, FORMS[FormKind.FAMILY]) == []
    with pytest.raises(Refused):
        draft(other, waiting.recipient, **family)
    assert Recipient.objects.filter(client=world.client).count() == 1


def test_a_signed_consent_is_never_changed_or_deleted(world):
    given = signed_on_phone(world, recipient(world))
    for change in ({"kinds": ["plan"]}, {"said": []}, {"signed_as": "X"}, {"revocable_on": TODAY}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Consent.objects.filter(pk=given.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Consent.objects.filter(pk=given.pk).delete()


def test_the_client_takes_it_back_and_the_next_read_finds_nothing(world):
    to = recipient(world)
    secret = token(world, to)[1]
    given = signed_on_phone(world, to)
    assert read(world, secret) == 200
    client = world.actor("client")
    what = consequences_of(client, get_own_consent(client, given.pk), now=NOW)
    assert what.losses[0].systems == ("Their claims system",)
    assert (what.already, what.against) == (1, None)
    revoke_own_consent(actor=client, consent_id=given.pk, now=NOW)
    assert read(world, secret) == 404
    revoke_own_consent(actor=client, consent_id=given.pk, now=LATER)
    given.refresh_from_db()
    assert (given.revoked_at, given.revoked_by, given.revoked_by_client) == (NOW, None, True)
    told = own_accounting(client)
    assert [(one.who, one.times, one.consent_id) for one in told] == [(to.name, 1, given.pk)]
    assert own_accounting(client, given.pk + 1) == []
    assert [one.pk for one in own_consents(client)] == [given.pk]


@pytest.mark.parametrize("who", ["counselor", "family", "stranger"])
def test_nobody_else_takes_it_back_as_the_client(world, who):
    given = signed_on_phone(world, recipient(world))
    with pytest.raises(NotAllowed):
        revoke_own_consent(actor=world.actor(who), consent_id=given.pk, now=NOW)


def test_another_clients_consent_is_nobodys(world):
    theirs = signed_on_phone(world, recipient(world))
    other = make_world().actor("client")
    with pytest.raises(NotFound):
        get_own_consent(other, theirs.pk)
    with pytest.raises(NotFound):
        revoke_own_consent(actor=other, consent_id=theirs.pk, now=NOW)


def test_a_court_consent_is_taken_back_as_it_says_and_not_before(world):
    court = recipient(world, name="County court", kind="criminal justice")
    asked = {"form": "justice", "purposes": ["PATRQT"], "kinds": ["attendance"]}
    by_event = signed_on_phone(world, court, **asked, revocable_event="the end of probation")
    by_day = signed_on_phone(world, court, **asked, revocable_on=date(2026, 10, 9))
    client, counselor = world.actor("client"), world.actor("counselor")
    for given in (by_event, by_day):
        with pytest.raises(Refused):
            revoke_own_consent(actor=client, consent_id=given.pk, now=NOW)
        with pytest.raises(Refused):
            revoke_consent(actor=counselor, consent_id=given.pk, now=NOW)
        assert consequences_of(client, get_own_consent(client, given.pk), now=NOW).against
    done = revoke_consent(actor=counselor, consent_id=by_event.pk, met_on=TODAY, now=NOW)
    assert done.condition_met_on == TODAY
    assert revoke_own_consent(actor=client, consent_id=by_day.pk, now=NOW + timedelta(days=3)).revoked_at
