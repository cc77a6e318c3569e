"""What of session feedback stands in a person's timeline: what they said, and what came of it."""

from django.db.models import Exists, OuterRef, QuerySet

from stepwell.domain.feedback.models import SessionFeedback
from stepwell.domain.feedback.permissions import VIEW_FEEDBACK, visible_feedback
from stepwell.domain.feedback.queries import ATTENDED
from stepwell.domain.people.happened import Row, Source
from stepwell.domain.people.models import Client
from stepwell.domain.week.models import Booking
from stepwell.kernel.actor import Actor
from stepwell.kernel.happened import Happened, Kind

FEEDBACK = Kind("s", "What they said of sessions", "chat", "info")


def _said(actor: Actor, client: Client) -> "QuerySet[SessionFeedback]":
    """None before all notes of the session are signed, as on the session's own page (`queries.said_of`)."""
    there = Booking.objects.filter(session=OuterRef("booking__session"), canceled_at=None, status__in=ATTENDED)
    is_open = Exists(there.exclude(note__signed_at__isnull=False))
    return SessionFeedback.objects.filter(visible_feedback(actor), ~is_open, client=client)


def _helped(row: Row) -> Happened:
    facts = row.facts
    value = f"{facts['name']}: {facts['helped']}"
    return row.told(
        "Did it help?", value=value, quote=facts["words"], author="the client", leads_to=("session", facts["session"])
    )


def _talked(row: Row) -> Happened:
    facts = row.facts
    return row.told(
        "Talked about a session", value=facts["name"], detail=facts["answer"], leads_to=("session", facts["session"])
    )


_NAME, _SESSION = "booking__session__series__name", "booking__session_id"
_SAID = {"name": _NAME, "session": _SESSION, "helped": "helped", "words": "words"}
_ANSWER = {"name": _NAME, "session": _SESSION, "answer": "answer"}
SOURCES = (
    Source("feedback", FEEDBACK, VIEW_FEEDBACK, _said, "said_at", _helped, facts=_SAID),
    Source("feedback-talk", FEEDBACK, VIEW_FEEDBACK, _said, "answered_at", _talked, "answered_by__name", _ANSWER),
)
