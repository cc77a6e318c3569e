"""What of the way in stands in a person's timeline: enquiries and how they ended, calls, levels, stays; what a referrer
sent of medication and tests, on its own day; and what somebody was given while they waited.
"""

from collections.abc import Callable

from django.db.models import DateField, F, Func, Q, QuerySet
from django.db.models.functions import Coalesce

from stepwell.domain.admissions.models import (
    Closing,
    ContactAttempt,
    EducationHour,
    Enquiry,
    Episode,
    HandoverCall,
    InterimService,
    OutsideStay,
    Placement,
    Referral,
    ReferredItem,
)
from stepwell.domain.admissions.permissions import (
    VIEW_ENQUIRY,
    VIEW_EPISODE,
    VIEW_STAYS,
    visible_enquiries,
    visible_episodes,
    visible_referrals,
)
from stepwell.domain.admissions.rules.education import HourStanding
from stepwell.domain.admissions.rules.levels import Edition
from stepwell.domain.admissions.rules.meanwhile import InterimKind
from stepwell.domain.admissions.values import ItemKind
from stepwell.domain.contact.happened import CALLS
from stepwell.domain.people.happened import Row, Source, midnight
from stepwell.domain.people.models import Client
from stepwell.domain.people.permissions import visible_ids
from stepwell.kernel.actor import Actor
from stepwell.kernel.happened import Happened, Kind

STAYS = Kind("j", "Stays and levels", "steps")
MEDICATION = Kind("o", "Medication", "pill")
TESTS = Kind("u", "Tests and findings", "gauge")
_AS_MEDICATION = (InterimKind.MEDICATION, InterimKind.NALOXONE)


def enquiries_of(actor: Actor, client: Client) -> "QuerySet[Enquiry]":
    """Those of the client that the actor may see."""
    return Enquiry.objects.filter(visible_enquiries(actor), client=client)


def _came(row: Row) -> Happened:
    value = ", ".join(part for part in (row.facts["source"], row.facts["name"]) if part)
    return row.told("Enquiry", value=value, leads_to=("enquiry", row.key))


def _referrals(actor: Actor, client: Client) -> "QuerySet[Referral]":
    return Referral.objects.filter(visible_referrals(actor), client=client)


def _sent_in(row: Row) -> Happened:
    value = f"from {row.facts['name']}" if row.facts["name"] else ""
    return row.told("Referral came in", value=value, leads_to=("enquiry", row.facts["enquiry"]))


def _items(kind: ItemKind) -> Callable[[Actor, Client], "QuerySet[ReferredItem]"]:
    def found(actor: Actor, client: Client) -> "QuerySet[ReferredItem]":
        return ReferredItem.objects.filter(referral__in=_referrals(actor, client), kind=kind.value)

    return found


def _as_sent(row: Row) -> Happened:
    """Evidence with its source, not yet the program's own finding; on the day that the sender says, if they say one."""
    facts = row.facts
    name, value = facts["text"] or facts["display"], facts["value"] or facts["status"]
    source = f"as {facts['source']} sent it" if facts["source"] else "as it was sent"
    known_on = bool(facts["on"])
    return row.told(name, value=value, detail=source, is_whole_day=known_on, leads_to=("enquiry", facts["enquiry"]))


def _given(*kinds: InterimKind) -> Callable[[Actor, Client], "QuerySet[InterimService]"]:
    def found(actor: Actor, client: Client) -> "QuerySet[InterimService]":
        return InterimService.objects.filter(
            enquiry__in=enquiries_of(actor, client), kind__in=[one.value for one in kinds]
        )

    return found


def _meanwhile(row: Row) -> Happened:
    what, words = InterimKind(row.facts["kind"]).label, row.facts["words"]
    return row.told(what, detail=words, is_whole_day=True, leads_to=("enquiry", row.facts["enquiry"]))


def _hours(actor: Actor, client: Client) -> "QuerySet[EducationHour]":
    given = Q(standing__in=[HourStanding.CAME.value, HourStanding.MISSED.value], held_at__isnull=False)
    return EducationHour.objects.filter(given, enquiry__in=enquiries_of(actor, client))


def _taught(row: Row) -> Happened:
    value = f"{row.facts['topic']}: {HourStanding(row.facts['standing']).label.lower()}"
    return row.told("Early-intervention education", value=value, leads_to=("enquiry", row.facts["enquiry"]))


def _closings(actor: Actor, client: Client) -> "QuerySet[Closing]":
    return Closing.objects.filter(enquiry__in=enquiries_of(actor, client))


def _closed(row: Row) -> Happened:
    value, reason = row.facts["way"], row.facts["reason"]
    return row.told("Enquiry closed", value=value, detail=reason, leads_to=("enquiry", row.facts["enquiry"]))


def _attempts(actor: Actor, client: Client) -> "QuerySet[ContactAttempt]":
    return ContactAttempt.objects.filter(enquiry__in=enquiries_of(actor, client))


def _tried(row: Row) -> Happened:
    value = f"{row.facts['channel']}: {row.facts['outcome']}"
    return row.told("Tried to reach them", value=value, leads_to=("enquiry", row.facts["enquiry"]))


def _handovers(actor: Actor, client: Client) -> "QuerySet[HandoverCall]":
    return HandoverCall.objects.filter(enquiry__in=enquiries_of(actor, client))


def _asked_for_room(row: Row) -> Happened:
    value, words = f"{row.facts['place']}: {row.facts['answer']}", row.facts["words"]
    return row.told("Asked for a place", value=value, detail=words, leads_to=("enquiry", row.facts["enquiry"]))


def _placements(actor: Actor, client: Client) -> "QuerySet[Placement]":
    return Placement.objects.filter(enquiry__in=enquiries_of(actor, client), decided_at__isnull=False)


def _placed(row: Row) -> Happened:
    value = f"level {row.facts['level']}, {Edition(row.facts['edition']).label.lower()}"
    reason = row.facts["reason"]
    return row.told("Level decided", value=value, detail=reason, leads_to=("placements", row.key))


def _episodes(actor: Actor, client: Client) -> "QuerySet[Episode]":
    return Episode.objects.filter(visible_episodes(actor), client=client)


def _began(row: Row) -> Happened:
    value = f"{row.facts['track']}, level {row.facts['level']}"
    return row.told("Stay began", value=value, leads_to=("stays", row.key), is_whole_day=True)


def _ended(row: Row) -> Happened:
    value = ", ".join(part for part in (row.facts["track"], row.facts["reason"]) if part)
    return row.told("Stay ended", value=value, leads_to=("stays", row.key), is_whole_day=True)


def _outside(actor: Actor, client: Client) -> "QuerySet[OutsideStay]":
    return OutsideStay.objects.filter(visible_ids(actor, VIEW_STAYS), client=client)


def _elsewhere(row: Row) -> Happened:
    value = f"{row.facts['kind']}, {row.facts['place']}"
    return row.told("Stay elsewhere began", value=value, leads_to=("stays", row.key), is_whole_day=True)


def _elsewhere_ended(row: Row) -> Happened:
    value = f"{row.facts['kind']}, {row.facts['place']}"
    return row.told("Stay elsewhere ended", value=value, leads_to=("stays", row.key), is_whole_day=True)


# `ended_on` is the first day after it
_LAST_ON = Func(F("ended_on"), template="(%(expressions)s - 1)", output_field=DateField())
_SENT_ON = Coalesce(midnight("started_on", "referral__client__site__zone"), F("referral__received_at"))
_ITEM = {
    "text": "text", "display": "display", "value": "value", "status": "status", "on": "started_on",
    "source": "referral__source_name", "enquiry": "referral__enquiry_id",
}  # fmt: skip
_GIVEN_ON = midnight("given_on", "enquiry__site__zone")
_GIVEN = {"kind": "kind", "words": "words", "enquiry": "enquiry_id"}
_HOUR = {"topic": "topic", "standing": "standing", "enquiry": "enquiry_id"}
_REFERRAL = {"name": "source_name", "enquiry": "enquiry_id"}
_OTHERS = tuple(one for one in InterimKind if one not in (*_AS_MEDICATION, InterimKind.CONTACT))
_CAME = {"source": "source", "name": "source_name"}
_CLOSED = {"way": "way", "reason": "reason", "enquiry": "enquiry_id"}
_TRIED = {"channel": "channel", "outcome": "outcome", "enquiry": "enquiry_id"}
_ROOM = {"place": "place", "answer": "answer", "words": "words", "enquiry": "enquiry_id"}
_PLACED = {"level": "chosen_level", "edition": "edition", "reason": "reason"}
_STAY = {"track": "track__name", "level": "level_code", "reason": "end_reason"}
_OUT = {"kind": "kind", "place": "place"}
SOURCES = (
    Source(
        "enquiry",
        STAYS,
        VIEW_ENQUIRY,
        enquiries_of,
        "received_at",
        _came,
        facts=_CAME,
    ),
    Source("referral", STAYS, VIEW_ENQUIRY, _referrals, "received_at", _sent_in, "received_by__name", _REFERRAL),
    Source("medication-sent", MEDICATION, VIEW_ENQUIRY, _items(ItemKind.MEDICATION), _SENT_ON, _as_sent, facts=_ITEM),
    Source("finding-sent", TESTS, VIEW_ENQUIRY, _items(ItemKind.OBSERVATION), _SENT_ON, _as_sent, facts=_ITEM),
    Source(
        "medication-given", MEDICATION, VIEW_ENQUIRY, _given(*_AS_MEDICATION), _GIVEN_ON, _meanwhile, "given_by__name",
        _GIVEN,
    ),
    Source(
        "called-meanwhile", CALLS, VIEW_ENQUIRY, _given(InterimKind.CONTACT), _GIVEN_ON, _meanwhile, "given_by__name",
        _GIVEN,
    ),
    Source("given", STAYS, VIEW_ENQUIRY, _given(*_OTHERS), _GIVEN_ON, _meanwhile, "given_by__name", _GIVEN),
    Source("taught", STAYS, VIEW_ENQUIRY, _hours, "held_at", _taught, "held_by__name", _HOUR),
    Source("enquiry-closed", STAYS, VIEW_ENQUIRY, _closings, "closed_at", _closed, "closed_by__name", _CLOSED),
    Source("tried", CALLS, VIEW_ENQUIRY, _attempts, "tried_at", _tried, "tried_by__name", _TRIED),
    Source("room-asked", CALLS, VIEW_ENQUIRY, _handovers, "called_at", _asked_for_room, "called_by__name", _ROOM),
    Source("level", STAYS, VIEW_ENQUIRY, _placements, "decided_at", _placed, "decided_by__name", _PLACED),
    Source("stay", STAYS, VIEW_EPISODE, _episodes, midnight("started_on"), _began, facts=_STAY),
    Source("stay-ended", STAYS, VIEW_EPISODE, _episodes, midnight(_LAST_ON), _ended, facts=_STAY),
    Source("elsewhere", STAYS, VIEW_STAYS, _outside, midnight("since_on"), _elsewhere, "recorded_by__name", _OUT),
    Source(
        "elsewhere-ended", STAYS, VIEW_STAYS, _outside, midnight("last_on"), _elsewhere_ended, "ended_by__name", _OUT
    ),
)  # fmt: skip
