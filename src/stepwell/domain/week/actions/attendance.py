"""The roll: how one person attended one session, and when they were there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.week.actions.drafts import TASK_UNSIGNED, add_drafts, follow_roll
from stepwell.domain.week.actions.rescue import settle
from stepwell.domain.week.models import Booking, Note, Presence, Session, Status
from stepwell.domain.week.permissions import TAKE_ROLL
from stepwell.domain.week.queries.hours import is_signed
from stepwell.domain.week.queries.sessions import find_session, period_of, zone_of
from stepwell.domain.week.rules.arrival import with_arrival
from stepwell.domain.week.rules.own import goes_with
from stepwell.domain.week.rules.roll import TypedPair, attended_minutes, intervals_for, shown_pairs
from stepwell.domain.worklist.actions import reopen_task
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound, refuse
from stepwell.kernel.period import Period
from stepwell.kernel.wording import clock_24
from stepwell.platform.ledger.unit import action, record


@dataclass(frozen=True, slots=True)
class Attendance:
    """A status and the stays it gave, as they stood."""

    status: Status
    stays: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was written. `changed_by` and `was` say what somebody else had written since the roll was shown; `before`
    is what stood there, where anything was changed.
    """

    booking: Booking
    changed_by: str = ""
    was: Status | None = None
    before: Attendance | None = None


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
    typed: Sequence[TypedPair] = carried(intervals, status, was, before, period_of(session), zone_of(session))
    typed = with_arrival(typed, status, booking.arrived_at, period_of(session), zone_of(session))
    stays = intervals_for(status, period_of(session), typed, zone=zone_of(session), now=now, before=before)
    _check_signed(booking, status, "status")
    if status is was and list(stays) == before:
        return Recorded(booking)
    result = replace(_others_word(booking, actor, was, seen_at), before=Attendance(was, tuple(before)))
    _write(booking, Attendance(status, tuple(stays)), actor, now)
    if status.attended and Note.objects.filter(booking__session=session).exists():
        add_drafts(actor, session, now)
    detail = {"status": status.value, "was": was.value, "minutes": attended_minutes(stays, period_of(session))}
    _follow(actor, booking, now)
    record(actor, "attendance.recorded", client_id=client_id, subject=("booking", booking.pk), detail=detail)
    return result


@action
def take_back_attendance(
    *, actor: Actor, session_id: UUID, client_id: UUID, written_at: datetime, before: Attendance, now: datetime
) -> Booking:
    """What the actor wrote at `written_at` is as it was before, unless somebody wrote on the row since."""
    session = find_session(actor, session_id, TAKE_ROLL)
    booking = _find_booking(session, client_id)
    if booking.recorded_at != written_at or booking.recorded_by_id != actor.staff_id:
        raise refuse("This row was written on since.", "", "Set it on the roll.")
    _check_signed(booking, before.status, "")
    detail = {"status": before.status.value, "was": booking.status}
    _write(booking, before, actor, now)
    reopen_task(actor=actor, kind=TASK_UNSIGNED, subject_id=session.pk, done_at=written_at)
    _follow(actor, booking, now)
    record(actor, "attendance.taken_back", client_id=client_id, subject=("booking", booking.pk), detail=detail)
    return booking


def _check_signed(booking: Booking, status: Status, where: str) -> None:
    """A signed note says whether the person was there: the roll can't say otherwise."""
    if not is_signed(booking) or goes_with(status, without_client=booking.note.without_client):
        return
    without = "It says that family met without them." if booking.note.without_client else ""
    raise refuse("The note of this session is signed.", where, without or "A person with a signed note was there.")


def _write(booking: Booking, attendance: Attendance, actor: Actor, now: datetime) -> None:
    """The row and its stays; who is only booked has no word of anybody's. Who was there after all has a usual draft."""
    is_word = attendance.status is not Status.BOOKED
    booking.status = attendance.status.value
    booking.recorded_at = now if is_word else None
    booking.recorded_by_id = actor.staff_id if is_word else None
    booking.save(update_fields=["status", "recorded_at", "recorded_by"])
    if not goes_with(attendance.status, without_client=True):
        Note.objects.filter(booking=booking, without_client=True, signed_at__isnull=True).update(without_client=False)
    booking.presences.all().delete()
    Presence.objects.bulk_create(
        Presence(booking=booking, starts_at=stay.started_at, ends_at=stay.ended_at) for stay in attendance.stays
    )


def _follow(actor: Actor, booking: Booking, now: datetime) -> None:
    """What hangs on the row: whether somebody is looked for, and whether the leader owes a signature."""
    settle(actor=actor, booking=booking, now=now)
    if hasattr(booking, "note") and booking.note.signed_at is None:
        follow_roll(actor, booking.session, now)


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
