"""Taking in a referral, and saying who it is about."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.actions.enquiry import Arrival, chosen_of, open_for, require_desk, take_turn
from stepwell.domain.admissions.models import Enquiry, Referral, ReferredItem, Source
from stepwell.domain.admissions.queries.referral import Candidate, candidates_for, find_referral
from stepwell.domain.admissions.rules.newcomer import (
    check_person,
    client_details,
    known_numbers,
    person_of,
    stored_person,
)
from stepwell.domain.admissions.values import PersonRecord, ReferralRecord
from stepwell.domain.admissions.values import ReferredItem as SentItem
from stepwell.domain.people.actions import add_identifiers, register_client
from stepwell.domain.people.models import Client, Site
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import refuse
from stepwell.platform.ledger import unit

ITEMS_PER_QUERY = 1000
SOURCE_NAME_LENGTH = 200  # of its columns


@unit.action
def receive_referral(
    *, actor: Actor, site: Site, record: ReferralRecord, now: datetime, source_name: str = ""
) -> Arrival:
    """Keep what was sent, and open an enquiry for the person it is about.

    The same content again is the same referral. A number that one client alone has makes it that client's; where
    others look like the person, it waits for somebody to decide; else the person is new.
    """
    require_desk(actor, site)
    check_person(record.person, today=day_at(now, ZoneInfo(site.zone)))  # before anything is kept
    if len(source_name) > SOURCE_NAME_LENGTH:
        raise refuse(f"This is longer than {SOURCE_NAME_LENGTH} characters.", "source_name", "Shorten it.")
    take_turn(site)
    known = Referral.objects.filter(site=site, fingerprint=record.fingerprint).select_related("enquiry__client").first()
    if known is not None:
        return _as_it_stands(known)
    candidates = candidates_for(actor, site, record.person)
    if candidates and not candidates[0].is_certain:
        referral = _keep(actor=actor, site=site, record=record, now=now, source_name=source_name)
        return Arrival(referral, None, needs_match=True, candidates=candidates)
    client = candidates[0].client if candidates else _register(actor, site, record.person, now)
    if candidates:
        add_identifiers(client, known_numbers(record.person))
    referral = _keep(
        actor=actor,
        site=site,
        record=record,
        now=now,
        source_name=source_name,
        client=client,
        is_new=not candidates,
    )
    return Arrival(referral, referral.enquiry)


@unit.action
def link_referral(*, actor: Actor, referral_id: UUID, client_id: UUID, now: datetime) -> Arrival:
    """It is this person, who is here already. Of two answers at once the first holds."""
    referral, candidates = _open_question(actor, referral_id)
    if referral.client_id is not None:
        return _as_it_stands(referral)
    return _settle(actor, referral, chosen_of(candidates, client_id), now)


@unit.action
def register_referred(
    *, actor: Actor, referral_id: UUID, now: datetime, considered: Iterable[UUID] | None = None
) -> Arrival:
    """It is a new person. Of two answers at once the first holds.

    `considered` are the clients that the question was asked about; with somebody new among them it is asked again.
    """
    referral, candidates = _open_question(actor, referral_id)
    if referral.client_id is not None:
        return _as_it_stands(referral)
    if considered is not None and {candidate.client.pk for candidate in candidates} - set(considered):
        raise refuse("Somebody else who might be this person has come meanwhile.", "", "Look again, then decide.")
    client = _register(actor, referral.site, person_of(referral.person), now)
    return _settle(actor, referral, client, now)


def _open_question(actor: Actor, referral_id: UUID) -> tuple[Referral, tuple[Candidate, ...]]:
    """The referral, and whom it might be about, when it is this transaction's turn: loaded anew after the wait."""
    site = find_referral(actor, referral_id).site
    require_desk(actor, site)
    take_turn(site)
    referral = find_referral(actor, referral_id, lock=True)
    if referral.client_id is not None:
        return referral, ()
    return referral, candidates_for(actor, referral.site, person_of(referral.person))


def _settle(actor: Actor, referral: Referral, client: Client, now: datetime) -> Arrival:
    """The referral is this client's from now on, with every number it brought."""
    person = person_of(referral.person)
    add_identifiers(client, known_numbers(person))
    referral.client = client
    referral.enquiry = _enquiry_of(actor, client, person, referral.source_name, now)
    referral.save(update_fields=["client", "enquiry"])
    unit.record(actor, "referral.settled", client_id=client.pk, subject=("referral", referral.pk))
    return Arrival(referral, referral.enquiry)


def _as_it_stands(referral: Referral) -> Arrival:
    return Arrival(referral, referral.enquiry, needs_match=referral.client_id is None, is_repeat=True)


def _register(actor: Actor, site: Site, person: PersonRecord, now: datetime) -> Client:
    numbers = known_numbers(person)
    return register_client(actor=actor, site=site, details=client_details(person), identifiers=numbers, now=now)


def _keep(
    *,
    actor: Actor,
    site: Site,
    record: ReferralRecord,
    now: datetime,
    source_name: str,
    client: Client | None = None,
    is_new: bool = False,
) -> Referral:
    """Write the referral and its items, with the client's enquiry where the client is known."""
    referral = Referral.objects.create(
        site=site,
        client=client,
        enquiry=_enquiry_of(actor, client, record.person, source_name, now, is_new=is_new) if client else None,
        source_format=record.source_format,
        source_name=source_name.strip(),
        fingerprint=record.fingerprint,
        person=stored_person(record.person),
        unplaced=[[name, count] for name, count in record.unplaced],
        received_at=now,
        received_by_id=actor.staff_id,
    )
    ReferredItem.objects.bulk_create(_rows(referral, record.items), batch_size=ITEMS_PER_QUERY)
    counts = {"items": len(record.items), "unplaced": sum(count for _, count in record.unplaced)}
    client_id = client.pk if client else None
    unit.record(actor, "referral.received", client_id=client_id, subject=("referral", referral.pk), detail=counts)
    return referral


def _enquiry_of(
    actor: Actor, client: Client, person: PersonRecord, source_name: str, now: datetime, *, is_new: bool = False
) -> Enquiry:
    return open_for(
        actor=actor,
        client=client,
        source=Source.REFERRAL,
        source_name=source_name,
        says_died=person.deceased,
        now=now,
        is_new=is_new,
    )


def _rows(referral: Referral, items: Iterable[SentItem]) -> Iterator[ReferredItem]:
    for position, item in enumerate(items):
        first = item.codings[0] if item.codings else None
        yield ReferredItem(
            referral=referral,
            position=position,
            kind=item.kind.value,
            system=first.system if first else "",
            code=first.code if first else "",
            display=first.display if first else "",
            codings=[[coding.system, coding.code, coding.display] for coding in item.codings],
            text=item.text,
            status=item.status,
            started=item.started.text if item.started else "",
            started_on=item.started_on,
            ended=item.ended.text if item.ended else "",
            ended_on=item.ended_on,
            recorded=item.recorded.text if item.recorded else "",
            recorded_at=item.recorded_at,
            value=item.value_text,
            detail=[[label, value] for label, value in item.detail],
            source_reference=item.source_reference,
        )
