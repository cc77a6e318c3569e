"""The roll: how one person attended one session, and when they were there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.week.actions.drafts import add_drafts
from stepwell.domain.week.models import Booking, Note, Presence, Session, Status
from stepwell.domain.week.permissions import TAKE_ROLL
from stepwell.domain.week.queries.hours import is_signed
from stepwell.domain.week.queries.sessions import find_session, period_of, zone_of
from stepwell.domain.week.rules.roll import TypedPair, attended_minutes, intervals_for, shown_pairs
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound, refuse
from stepwell.kernel.period import Period
from stepwell.kernel.wording import clock_24
from stepwell.platform.ledger.unit import action, record


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was written. `changed_by` and `was` say what somebody else had written since the roll was shown."""

    booking: Booking
    changed_by: str = ""
    was: Status | None = None


@action
def record_attendance(
    *,
    actor: Actor,
    session_id: UUID,
    client_id: UUID,
    status: Status,
    intervals: Sequence[TypedPair] = (),
    now: datetime,
    seen_at: datetime | None = None,
) -> Recorded:
    """How the person attended, with times as typed. The same again changes nothing.

    `seen_at` is when the row on the screen was recorded. The last word holds; where somebody else wrote since then,
    what they wrote comes back, for the second to see.
    """
    session = find_session(actor, session_id, TAKE_ROLL)
    booking = _find_booking(session, client_id)
    before = [Period(one.starts_at, one.ends_at) for one in booking.presences.all()]
    was = Status(booking.status)
    typed = carried(intervals, status, was, before, period_of(session), zone_of(session))
    stays = intervals_for(status, period_of(session), typed, zone=zone_of(session), now=now)
    if not status.attended and is_signed(booking):
        raise refuse("The note of this session is signed.", "status", "A person with a signed note was there.")
    if status is was and list(stays) == before:
        return Recorded(booking)
    result = _others_word(booking, actor, was, seen_at)
    booking.status = status.value
    booking.recorded_at = None if status is Status.BOOKED else now
    booking.recorded_by_id = None if status is Status.BOOKED else actor.staff_id
    booking.save(update_fields=["status", "recorded_at", "recorded_by"])
    booking.presences.all().delete()
    Presence.objects.bulk_create(
        Presence(booking=booking, starts_at=stay.started_at, ends_at=stay.ended_at) for stay in stays
    )
    if status.attended and Note.objects.filter(booking__session=session).exists():
        add_drafts(actor, session, now)
    detail = {"status": status.value, "was": was.value, "minutes": attended_minutes(stays, period_of(session))}
    record(actor, "attendance.recorded", client_id=client_id, subject=("booking", booking.pk), detail=detail)
    return result


def carried(
    typed: Sequence[TypedPair],
    status: Status,
    was: Status,
    before: Sequence[Period],
    session: Period,
    zone: ZoneInfo,
) -> list[TypedPair]:
    """What of a row's times somebody really typed, when its status changes.

    The fields show the times that the former status gave. Pressing L on a row that says 18:00 to 21:15 means "late,
    now" and not "late, at 18:00": times that are the session's own are left out. Pressing P, V, X or N on a row
    nobody has typed in starts afresh.
    """
    pairs = [TypedPair(pair.in_time.strip(), pair.out_time.strip()) for pair in typed]
    if status is was:
        return pairs
    if [pair for pair in pairs if not pair.is_blank] == shown_pairs(before, zone) and (
        status not in (Status.LATE, Status.LEFT_EARLY)
    ):
        return []
    if status not in (Status.LATE, Status.LEFT_EARLY) or len(pairs) > 1:
        return pairs
    starts, ends = (clock_24(at, zone) for at in (session.started_at, session.ended_at))
    return [
        TypedPair("" if pair.in_time == starts else pair.in_time, "" if pair.out_time == ends else pair.out_time)
        for pair in pairs
    ]


def _find_booking(session: Session, client_id: UUID) -> Booking:
    """The person's place in this session. The session is locked, and with it every row of its roll."""
    booking = (
        session.bookings.filter(client_id=client_id, canceled_at__isnull=True)
        .select_related("note", "recorded_by")
        .prefetch_related("presences")
        .first()
    )
    if booking is None:
        raise NotFound("booking")
    booking.session = session
    return booking


def _others_word(booking: Booking, actor: Actor, was: Status, seen_at: datetime | None) -> Recorded:
    """What somebody else wrote since the actor looked."""
    if booking.recorded_at in (None, seen_at) or booking.recorded_by_id == actor.staff_id:
        return Recorded(booking)
    return Recorded(booking, booking.recorded_by.name if booking.recorded_by else "Somebody", was)
