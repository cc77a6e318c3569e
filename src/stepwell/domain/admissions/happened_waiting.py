"""What of waiting for a start stands in a person's timeline: who pays, the first day that was chosen, the line for a
track and what was offered, and what a placement asked for and somebody has done.
"""

from datetime import date

from django.db.models import QuerySet

from stepwell.domain.admissions.happened import STAYS, enquiries_of
from stepwell.domain.admissions.models import BenefitsCheck, PlacementNeed, SeatHold, SeatOffer, WaitlistEntry
from stepwell.domain.admissions.permissions import VIEW_ENQUIRY
from stepwell.domain.admissions.rules.benefits import Pays
from stepwell.domain.people.happened import Row, Source
from stepwell.domain.people.models import Client
from stepwell.kernel.actor import Actor
from stepwell.kernel.happened import Happened
from stepwell.kernel.wording import short_date


def _leads(row: Row) -> tuple[str, str]:
    return ("enquiry", row.facts["enquiry"])


def _checks(actor: Actor, client: Client) -> "QuerySet[BenefitsCheck]":
    return BenefitsCheck.objects.filter(enquiry__in=enquiries_of(actor, client))


def _checked(row: Row) -> Happened:
    value = ", ".join(part for part in (Pays(row.facts["pays"]).value, row.facts["payer"]) if part)
    return row.told("Benefits checked", value=value, detail=row.facts["found"], leads_to=_leads(row))


def _holds(actor: Actor, client: Client) -> "QuerySet[SeatHold]":
    return SeatHold.objects.filter(enquiry__in=enquiries_of(actor, client))


def _first_day(row: Row) -> str:
    return f"{row.facts['track']}, {short_date(date.fromisoformat(row.facts['start_on']))}"


def _held(row: Row) -> Happened:
    return row.told("First day chosen", value=_first_day(row), leads_to=_leads(row))


def _released(row: Row) -> Happened:
    return row.told("First day given back", value=_first_day(row), leads_to=_leads(row))


def _waits(actor: Actor, client: Client) -> "QuerySet[WaitlistEntry]":
    return WaitlistEntry.objects.filter(enquiry__in=enquiries_of(actor, client))


def _joined(row: Row) -> Happened:
    return row.told("On the waitlist", value=row.facts["track"], leads_to=_leads(row))


def _left(row: Row) -> Happened:
    return row.told("Off the waitlist", value=row.facts["track"], leads_to=_leads(row))


def _offers(actor: Actor, client: Client) -> "QuerySet[SeatOffer]":
    return SeatOffer.objects.filter(entry__enquiry__in=enquiries_of(actor, client))


def _offered(row: Row) -> Happened:
    return row.told("Place offered", value=row.facts["track"], detail=row.facts["reason"], leads_to=_leads(row))


def _answered(row: Row) -> Happened:
    answers = {True: "taken", False: "not taken", None: "nobody answered in time"}
    value = f"{row.facts['track']}: {answers[row.facts['accepted']]}"
    return row.told("Answer to the place", value=value, leads_to=_leads(row))


def _needs(actor: Actor, client: Client) -> "QuerySet[PlacementNeed]":
    return PlacementNeed.objects.filter(placement__enquiry__in=enquiries_of(actor, client))


def _met(row: Row) -> Happened:
    text, note = row.facts["text"], row.facts["note"]
    return row.told("Done, as the placement asked", value=text, detail=note, leads_to=("placements", row.key))


_CHECK = {"pays": "pays", "payer": "payer", "found": "found", "enquiry": "enquiry_id"}
_HOLD = {"track": "track__name", "start_on": "start_on", "enquiry": "enquiry_id"}
_WAIT = {"track": "track__name", "enquiry": "enquiry_id"}
_OFFER = {"track": "entry__track__name", "reason": "reason", "accepted": "accepted", "enquiry": "entry__enquiry_id"}
_NEED = {"text": "text", "note": "note"}
SOURCES = (
    Source("benefits", STAYS, VIEW_ENQUIRY, _checks, "checked_at", _checked, "checked_by__name", _CHECK),
    Source("first-day", STAYS, VIEW_ENQUIRY, _holds, "held_at", _held, "held_by__name", _HOLD),
    Source("first-day-back", STAYS, VIEW_ENQUIRY, _holds, "released_at", _released, facts=_HOLD),
    Source("waits", STAYS, VIEW_ENQUIRY, _waits, "since", _joined, "added_by__name", _WAIT),
    Source("waits-no-more", STAYS, VIEW_ENQUIRY, _waits, "ended_at", _left, facts=_WAIT),
    Source("offer", STAYS, VIEW_ENQUIRY, _offers, "offered_at", _offered, "offered_by__name", _OFFER),
    Source("offer-answered", STAYS, VIEW_ENQUIRY, _offers, "answered_at", _answered, facts=_OFFER),
    Source("need-met", STAYS, VIEW_ENQUIRY, _needs, "met_at", _met, "met_by__name", _NEED),
)
