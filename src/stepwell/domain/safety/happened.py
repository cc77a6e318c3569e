"""What of safety events stands in a person's timeline: raised, resolved, followed up."""

from django.db.models import QuerySet

from stepwell.domain.people.happened import Row, Source
from stepwell.domain.people.models import Client
from stepwell.domain.safety.models import SafetyEvent
from stepwell.domain.safety.permissions import VIEW_EVENT, visible_events
from stepwell.domain.safety.rules import door_words
from stepwell.kernel.actor import Actor
from stepwell.kernel.happened import Happened, Kind

SAFETY = Kind("f", "Safety", "shield", "danger")


def _events(actor: Actor, client: Client) -> "QuerySet[SafetyEvent]":
    return SafetyEvent.objects.filter(visible_events(actor), client=client)


def _raised(row: Row) -> Happened:
    state = ("Not seen yet", "danger")
    if row.facts["resolved_at"]:
        state = ("Resolved", "ok")
    elif row.facts["with"]:
        state = (f"With {row.facts['with']}", "warn")
    value = row.facts["source"]
    if row.facts["at_door"]:
        value = f"{value}, {door_words(row.facts['site'], row.facts['place'] or '')}"
    return row.told("Safety", value=value, state=state, leads_to=("safety", row.key))


def _resolved(row: Row) -> Happened:
    return row.told("Safety resolved", detail=row.facts["note"], tone="neutral", leads_to=("safety", row.key))


def _followed_up(row: Row) -> Happened:
    return row.told("Safety followed up", tone="neutral", leads_to=("safety", row.key))


_FACTS = {
    "source": "source", "resolved_at": "resolved_at", "with": "acknowledged_by__name", "at_door": "at_door",
    "place": "place__name", "site": "client__site__name",
}  # fmt: skip
SOURCES = (
    Source("safety", SAFETY, VIEW_EVENT, _events, "raised_at", _raised, facts=_FACTS),
    Source(
        "safety-resolved", SAFETY, VIEW_EVENT, _events, "resolved_at", _resolved, "resolved_by__name",
        {"note": "risk_note"},
    ),
    Source(
        "safety-followed", SAFETY, VIEW_EVENT, _events, "followed_up_at", _followed_up, "followed_up_by__name"
    ),
)  # fmt: skip
