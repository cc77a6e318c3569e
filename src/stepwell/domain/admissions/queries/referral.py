"""Reads of referrals: one to decide on, and who the referred person might be."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from stepwell.domain.admissions.models import Referral
from stepwell.domain.admissions.permissions import VIEW_ENQUIRY, WORK_ENQUIRY, visible_referrals
from stepwell.domain.admissions.rules.newcomer import identity_of, is_certainly, known_numbers, person_of
from stepwell.domain.admissions.values import PersonRecord
from stepwell.domain.people.models import Client, ClientIdentifier, Site
from stepwell.domain.people.queries import look_alikes
from stepwell.domain.people.rules import Identity
from stepwell.kernel.actor import Actor
from stepwell.kernel.coding import Identifier
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require, require_at
from stepwell.platform.ledger.unit import record, record_list_read

SAME_NUMBER = "same identifying number"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A client who might be the newcomer, and why; `is_certain` where a number says so and nothing speaks against."""

    client: Client
    reasons: tuple[str, ...]
    is_certain: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """The question "could this be the same person?"."""

    referral: Referral
    person: PersonRecord
    identity: Identity
    candidates: tuple[Candidate, ...]


def find_referral(actor: Actor, referral_id: UUID, *, lock: bool = False) -> Referral:
    """One referral for an action; with `lock`, nobody else's for the rest of the transaction. Raises `NotFound`."""
    require(actor, WORK_ENQUIRY)
    return _visible(actor, referral_id, lock=lock)


def get_match(actor: Actor, referral_id: UUID) -> Match:
    """The referral beside the people it might be about. Written down. Raises `NotFound`."""
    require(actor, WORK_ENQUIRY)
    referral = _visible(actor, referral_id)
    require_at(actor, WORK_ENQUIRY, referral.site_id)
    record(actor, "referral.read", client_id=referral.client_id, subject=("referral", referral.pk))
    person = person_of(referral.person)
    candidates = () if referral.client_id else candidates_for(actor, referral.site, person)
    return Match(referral, person, identity_of(person), candidates)


def waiting_referrals(actor: Actor) -> Sequence[Referral]:
    """Referrals that wait for somebody to say who it is, oldest first. Nobody's record yet, so no list of people."""
    require(actor, VIEW_ENQUIRY)
    waiting = Referral.objects.filter(visible_referrals(actor), client__isnull=True)
    return list(waiting.select_related("received_by", "site").order_by("received_at", "pk")[:200])


def candidates_for(actor: Actor, site: Site, person: PersonRecord) -> tuple[Candidate, ...]:
    """Who of the site's clients this might be; the certain one alone where there is one.

    Certain is: one client alone has one of the person's numbers, and their birth dates don't differ.
    """
    require_at(actor, WORK_ENQUIRY, site.pk)
    numbered = _with_numbers(site, known_numbers(person))
    record_list_read(actor, "look_alikes", [client.pk for client in numbered])
    if len(numbered) == 1 and is_certainly(person.birth_on, numbered[0].birth_on):
        return (Candidate(numbered[0], (SAME_NUMBER,), is_certain=True),)
    reasons = {client: [SAME_NUMBER] for client in numbered}
    for client, likeness in look_alikes(actor, site, identity_of(person)):
        reasons.setdefault(client, []).extend(likeness.reasons)
    return tuple(Candidate(client, tuple(why)) for client, why in reasons.items())


def _with_numbers(site: Site, numbers: Sequence[Identifier]) -> list[Client]:
    """The site's clients who are known by one of these numbers, by name."""
    if not numbers:
        return []
    known = Q()
    for number in numbers:
        known |= Q(system=number.system, value=number.value)
    owners = ClientIdentifier.objects.filter(known, site=site).values("client_id")
    return list(Client.objects.filter(pk__in=owners).order_by("sort_key", "pk"))


def _visible(actor: Actor, referral_id: UUID, *, lock: bool = False) -> Referral:
    rows = Referral.objects.select_for_update(of=("self",)) if lock else Referral.objects.all()
    referral = rows.filter(visible_referrals(actor), pk=referral_id).select_related("site").first()
    if referral is None:
        raise NotFound("referral", Referral.objects.filter(pk=referral_id).values_list("client_id", flat=True).first())
    return referral
