"""What of team meetings stands in a person's timeline: that they were talked about, and what was decided."""

from datetime import date

from django.db.models import QuerySet

from stepwell.domain.people.happened import Row, Source
from stepwell.domain.people.models import Client
from stepwell.domain.team.models import Decision, MeetingItem
from stepwell.domain.team.permissions import VIEW_MEETING, visible_items
from stepwell.domain.team.rules.minutes import State
from stepwell.kernel.actor import Actor
from stepwell.kernel.happened import Happened, Kind
from stepwell.kernel.wording import short_date

MEETINGS = Kind("q", "Team meetings", "users")


def _items(actor: Actor, client: Client) -> "QuerySet[MeetingItem]":
    return MeetingItem.objects.filter(visible_items(actor), client=client, state=State.DISCUSSED)


def _discussed(row: Row) -> Happened:
    return row.told("Team meeting", detail=row.facts["note"], leads_to=("meeting", row.facts["meeting"]))


def _decisions(actor: Actor, client: Client) -> "QuerySet[Decision]":
    return Decision.objects.filter(item__in=_items(actor, client))


def _decided(row: Row) -> Happened:
    due = short_date(date.fromisoformat(row.facts["due_on"]))
    value = f"{row.facts['words']} ({row.facts['owner']}, by {due})"
    return row.told("Decided in the team", value=value, leads_to=("meeting", row.facts["meeting"]))


def _done(row: Row) -> Happened:
    return row.told("Done, as decided", value=row.facts["words"], leads_to=("meeting", row.facts["meeting"]))


_NOTE = {"note": "note", "meeting": "meeting_id"}
_DECISION = {"words": "words", "owner": "owner__name", "due_on": "due_on", "meeting": "item__meeting_id"}
SOURCES = (
    Source("meeting", MEETINGS, VIEW_MEETING, _items, "saved_at", _discussed, "saved_by__name", _NOTE),
    Source("decision", MEETINGS, VIEW_MEETING, _decisions, "made_at", _decided, "made_by__name", _DECISION),
    Source("decision-done", MEETINGS, VIEW_MEETING, _decisions, "done_at", _done, "done_by__name", _DECISION),
)
