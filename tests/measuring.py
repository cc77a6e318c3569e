"""Schedules of questions and words about sessions, for tests: what their doors take."""

from datetime import timedelta
from typing import Any

from tests.cast import NOW, TODAY, World

A_SCHEDULE = {
    "code": "gad-7",
    "audience": "everybody",
    "every_days": "14",
    "at_start": "on",
    "from_on": TODAY.isoformat(),
}


def asked_every(world: World, code: str, every_days: int, *, begun: int = 30) -> Any:
    """A schedule for everybody, set so many days ago."""
    from stepwell.domain.measures.actions import set_schedule
    from stepwell.domain.measures.rules.schedules import Condition, Draft, Edition

    began = timedelta(days=begun)
    draft = Draft(code, Condition(), Edition(TODAY - began, every_days=every_days))
    return set_schedule(actor=world.actor("director"), site_id=world.site.pk, draft=draft, now=NOW - began)


def measuring_bodies(it: Any) -> dict[str, list[dict[str, Any]]]:
    """What the doors of schedules and of feedback take."""
    by_track = {**A_SCHEDULE, "audience": "track", "track": it.clinic.track.pk}
    return {
        "schedules": [{}],
        "schedule_set": [by_track],
        "feedback": [{"answer": "Talked about it."}],
        "me_feedback": [{"words": "Shorter breaks."}],
    }


def was_there(clinic: Any, session: Any = None) -> None:
    """Everybody of a session was there."""
    from stepwell.domain.week.actions import record_attendance
    from stepwell.domain.week.models import Status

    of = session or clinic.session
    counselor = clinic.world.actor("counselor")
    for client_id in of.bookings.values_list("client_id", flat=True):
        record_attendance(actor=counselor, session_id=of.pk, client_id=client_id, status=Status.PRESENT, now=of.ends_at)


def signed_notes(clinic: Any) -> None:
    """A signed note for everybody who was there: as rows, for how notes come about their own tests say."""
    from stepwell.domain.week.models import Booking, Note

    staff = clinic.world.staff["counselor"]
    for booking in Booking.objects.filter(session=clinic.session):
        signed = {"signed_at": NOW, "signed_by": staff, "signed_as": "Maya Okafor, LAC"}
        saved = {"created_at": NOW, "saved_at": NOW, "response": f"Own words {booking.pk}"}
        Note.objects.create(booking=booking, **saved, **signed)


def feedback_id(clinic: Any) -> Any:
    """What the world's client said of the first session: that it didn't help."""
    from stepwell.domain.feedback.models import SessionFeedback
    from stepwell.domain.week.models import Booking

    booking = Booking.objects.get(session=clinic.session, client=clinic.world.client)
    told = {"booking": booking, "client_id": booking.client_id, "helped": "not really", "said_at": NOW}
    return SessionFeedback.objects.create(**told).pk
