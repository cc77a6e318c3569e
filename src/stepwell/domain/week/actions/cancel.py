"""A session that doesn't take place, one that does after all, and a group that meets no more."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from stepwell.domain.people.models import Staff
from stepwell.domain.week.actions.conflicts import check_free, refused_in_words
from stepwell.domain.week.actions.edits import is_held
from stepwell.domain.week.actions.enroll import leave_series
from stepwell.domain.week.actions.seats import part_again, seat_again
from stepwell.domain.week.actions.telling import telling
from stepwell.domain.week.actions.waiting import close_line
from stepwell.domain.week.models import Booking, CancelReason, Series, Session, Status
from stepwell.domain.week.permissions import MOVE_SESSION, PLAN_WEEK
from stepwell.domain.week.queries.sessions import (
    find_canceled,
    find_series,
    find_session,
    lock_plan,
    period_of,
)
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import refuse
from stepwell.kernel.wording import short_day
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record


@action
def cancel_session(*, actor: Actor, session_id: UUID, reason: CancelReason, now: datetime) -> Session:
    """One session doesn't take place: everybody who is booked is free at that time. It can be restored."""
    session = find_session(actor, session_id, MOVE_SESSION)
    if is_held(session, now):
        raise refuse("This session has begun, or its roll was called.", "", "It stays as it took place.")
    with telling(actor, [session.pk], now):
        freed = free_sessions([session], reason, actor, now)
    detail: dict[str, Plain] = {"canceled": freed, "why": reason.value}
    record(actor, "session.canceled", subject=("session", session.pk), detail=detail)
    return session


@action
def restore_session(*, actor: Actor, session_id: UUID, now: datetime) -> Session:
    """A canceled session takes place after all, if its place and its leader are free still.

    Who belongs to the group stands in it; so does who had a place for this once, while there are seats. Who is booked
    elsewhere meanwhile stays there. One that was joined with another is parted from it again.
    """
    session = find_canceled(actor, session_id)
    lock_plan(actor, session.site, MOVE_SESSION)
    _check_restorable(session, now)
    canceled_at, period = session.canceled_at, period_of(session)
    place, leader = session.place, Staff.objects.get(pk=session.leader_id)
    assert canceled_at is not None  # `find_canceled` found it

    def check() -> None:
        check_free([period], place=place, leader=leader, besides=session.pk)

    check()
    touched = [session.pk, *([session.merged_into_id] if session.merged_into_id else [])]
    with telling(actor, touched, now), refused_in_words(check):
        part_again(session, now)
        session.canceled_at, session.canceled_by, session.cancel_reason = None, None, ""
        session.save(update_fields=["canceled_at", "canceled_by", "cancel_reason", "merged_into"])
        left_out = seat_again([session], canceled_at)
    record(actor, "session.restored", subject=("session", session.pk), detail={"elsewhere": len(left_out)})
    return session


@action
def end_series(*, actor: Actor, series_id: UUID, ends_on: date, now: datetime) -> Series:
    """The group meets no more from that day on: its sessions are canceled, and everybody leaves it."""
    series = find_series(actor, series_id, PLAN_WEEK)
    lock_plan(actor, series.site, PLAN_WEEK)
    today = day_at(now, ZoneInfo(series.site.zone))
    if series.ends_on is not None and series.ends_on <= ends_on:
        raise refuse("The group ends before that day already.", "ends_on", "Choose an earlier day.")
    if ends_on < today:
        raise refuse("This day has passed.", "ends_on", "Choose today or a later one.")
    ahead = list(series.sessions.filter(on__gte=ends_on, canceled_at__isnull=True).order_by("starts_at"))
    if held := _last_held(series, ends_on, now):
        raise refuse(f"It met on {short_day(held.on)}.", "ends_on", "Choose a later day.")
    with telling(actor, [one.pk for one in ahead], now):
        free_sessions(ahead, CancelReason.ENDED, actor, now)
    close_line(actor, series, now)
    for member in series.enrollments.filter(Q(left_on__isnull=True) | Q(left_on__gt=ends_on)).order_by("pk"):
        left_on = max(ends_on, member.joined_on)
        leave_series(actor=actor, enrollment=member, left_on=left_on, now=now, hears=True)
    series.ends_on, series.extended_to = ends_on, min(series.extended_to, ends_on)
    series.save(update_fields=["ends_on", "extended_to"])
    record(actor, "series.ended", subject=("series", series.pk), detail={"sessions": len(ahead)})
    return series


def free_sessions(sessions: Sequence[Session], reason: CancelReason, actor: Actor, now: datetime) -> int:
    """They don't take place. Their free places carry the same instant, by which they are found again."""
    for one in sessions:
        one.canceled_at, one.canceled_by_id, one.cancel_reason = now, actor.staff_id, reason.value
    Session.objects.bulk_update(sessions, ["canceled_at", "canceled_by", "cancel_reason"])
    seats = Booking.objects.filter(session__in=sessions, canceled_at__isnull=True, status=Status.BOOKED.value)
    return seats.update(canceled_at=now)


def _check_restorable(session: Session, now: datetime) -> None:
    if session.starts_at <= now:
        raise refuse("This time has passed.", "", "Plan another session instead.")
    if session.series.ends_on is not None and session.on >= session.series.ends_on:
        raise refuse("The group has ended by that day.", "", "Start another group instead.")


def _last_held(series: Series, from_on: date, now: datetime) -> Session | None:
    """The last session from that day on that has begun or has a roll."""
    called = Q(bookings__in=Booking.objects.exclude(status=Status.BOOKED.value))
    found = series.sessions.filter(called | Q(starts_at__lte=now), on__gte=from_on, canceled_at__isnull=True)
    return found.order_by("-starts_at").first()
