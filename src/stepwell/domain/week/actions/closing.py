"""A day on which the site is closed: its sessions are canceled, and come back where the day is opened again."""

from collections import Counter
from datetime import date, datetime, timedelta

from stepwell.domain.people.models import Site
from stepwell.domain.week.actions.cancel import free_sessions
from stepwell.domain.week.actions.conflicts import refused_in_words
from stepwell.domain.week.actions.remake import Touched, touched_by
from stepwell.domain.week.models import Booking, CancelReason, Enrollment, Session
from stepwell.domain.week.permissions import PLAN_WEEK
from stepwell.domain.week.queries.program import sessions_closed_at, sessions_on
from stepwell.domain.week.queries.sessions import bookings_in_the_way, lock_plan, period_of
from stepwell.domain.week.queries.standing import stands_in
from stepwell.domain.worklist.actions import finish_task, raise_task
from stepwell.kernel.actor import Actor
from stepwell.kernel.period import Period
from stepwell.kernel.wording import short_day
from stepwell.platform.ledger.unit import action, record

TASK = "week.closed_day"


def would_cancel(actor: Actor, site: Site, on: date) -> Touched:
    """What `cancel_closed` would cancel; nothing is changed."""
    return touched_by(sessions_on(actor, site, on))


@action
def cancel_closed(*, actor: Actor, site: Site, on: date, now: datetime) -> Touched:
    """The day's sessions don't take place, but for those whose roll was called. Each leader has it to do to tell
    those who were booked.
    """
    lock_plan(actor, site, PLAN_WEEK)
    sessions = sessions_on(actor, site, on)
    booked = Booking.objects.filter(session__in=sessions, canceled_at__isnull=True)
    seats = Counter(booked.values_list("session_id", flat=True))
    free_sessions(sessions, CancelReason.CLOSED, actor, now)
    for session in sessions:
        record(actor, "session.canceled", subject=("session", session.pk), detail={"closed": True})
        if seats[session.pk] and session.starts_at > now:
            raise_task(
                actor=actor,
                site=site,
                owner=session.leader,
                kind=TASK,
                subject_id=session.pk,
                title="Tell your group that a day is closed",
                reason=f"{session.series.name}, {short_day(on)}: {seats[session.pk]} booked.",
                due_at=min(session.starts_at, now + timedelta(days=7)),
                now=now,
            )
    return touched_by(sessions)


@action
def restore_closed(*, actor: Actor, site: Site, on: date, closed_at: datetime, now: datetime) -> Touched:
    """What was canceled because that day was closed takes place after all, with who belongs to the group now and
    isn't booked elsewhere meanwhile. Where the room or the leader is taken: refused in words.
    """
    lock_plan(actor, site, PLAN_WEEK)
    sessions = sessions_closed_at(actor, site, on, closed_at, now)
    with refused_in_words(lambda: None):
        Session.objects.filter(pk__in=[one.pk for one in sessions]).update(
            canceled_at=None, canceled_by=None, cancel_reason=""
        )
    members = Enrollment.objects.filter(series__in={one.series_id for one in sessions}).select_related("episode")
    by_series: dict[object, list[Enrollment]] = {}
    for member in members:
        by_series.setdefault(member.series_id, []).append(member)
    places = [(one, m) for one in sessions for m in by_series.get(one.series_id, ()) if stands_in(m, one)]
    _seat(sessions, places)
    for session in sessions:
        record(actor, "session.restored", subject=("session", session.pk))
        finish_task(actor=actor, kind=TASK, subject_id=session.pk, now=now)
    return touched_by(sessions)


def _seat(sessions: list[Session], places: list[tuple[Session, Enrollment]]) -> None:
    """A booking for each place, taken up again where there was one; not for who is booked elsewhere then."""
    if not places:
        return
    clients = [member.client_id for _, member in places]
    elsewhere: dict[object, list[Period]] = {}
    for other in bookings_in_the_way([period_of(one) for one in sessions], clients, None):
        elsewhere.setdefault(other.client_id, []).append(Period(other.starts_at, other.ends_at))
    known = {(one.session_id, one.client_id): one for one in Booking.objects.filter(session__in=sessions)}
    again, fresh = [], []
    for session, member in places:
        if any(period_of(session).overlaps(period) for period in elsewhere.get(member.client_id, ())):
            continue
        booking = known.get((session.pk, member.client_id))
        if booking is None:
            fresh.append(
                Booking(
                    session=session,
                    client_id=member.client_id,
                    starts_at=session.starts_at,
                    ends_at=session.ends_at,
                )
            )
        else:
            booking.canceled_at = None
            again.append(booking)
    Booking.objects.bulk_update(again, ["canceled_at"])
    Booking.objects.bulk_create(fresh)
