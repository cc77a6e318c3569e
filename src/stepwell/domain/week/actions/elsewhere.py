"""A session at another time and under another leader at once: what a plan for an absence or a closed day asks for."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from stepwell.domain.people.models import Staff
from stepwell.domain.week.actions.conflicts import check_free, check_people_free, refused_in_words
from stepwell.domain.week.actions.ground import check_move
from stepwell.domain.week.actions.series import put_session
from stepwell.domain.week.actions.substitute import open_charts, stand_in
from stepwell.domain.week.actions.telling import telling
from stepwell.domain.week.actions.working import check_working
from stepwell.domain.week.models import Booking, Session, SessionSegment, Status
from stepwell.domain.week.permissions import LEAD_INSTEAD, MOVE_SESSION
from stepwell.domain.week.queries.apart import seats_to_avoid
from stepwell.domain.week.queries.sessions import bookings_in_the_way, find_canceled, find_session, lock_plan, zone_of
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import refuse
from stepwell.kernel.period import Period
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import action, record


@action
def move_and_lead(*, actor: Actor, session_id: UUID, starts_at: datetime, staff_id: int, now: datetime) -> Session:
    """One session at another time, in its room, with everybody booked, led by somebody else or by its leader still."""
    require(actor, LEAD_INSTEAD)
    session = find_session(actor, session_id, MOVE_SESSION)
    lock_plan(actor, session.site, MOVE_SESSION)
    same = staff_id == session.leader_id
    leader = Staff.objects.get(pk=staff_id) if same else stand_in(actor, session.site, session.series.service, staff_id)
    check_working(session.site, leader, [Period(starts_at, starts_at + (session.ends_at - session.starts_at))])
    put_session(actor, session, starts_at, session.place, leader, now)
    if not same:
        open_charts(actor, [session.pk], leader, now)
        record(actor, "session.led_instead", subject=("session", session.pk), detail={"staff": leader.pk})
    return session


@action
def hold_instead(
    *,
    actor: Actor,
    session_id: UUID,
    starts_at: datetime,
    staff_id: int,
    client_ids: Sequence[UUID],
    now: datetime,
) -> Session:
    """A canceled session takes place at another time after all, in its room, for these people.

    They had a place in it when it was canceled. Who is booked elsewhere by now has none, and who isn't named stays
    free.
    """
    require(actor, LEAD_INSTEAD)
    session = find_canceled(actor, session_id)
    lock_plan(actor, session.site, MOVE_SESSION)
    leader = stand_in(actor, session.site, session.series.service, staff_id)
    delta = starts_at - session.starts_at
    had = session.bookings.filter(canceled_at=session.canceled_at, status=Status.BOOKED.value)
    bookings = list(had.filter(client_id__in=client_ids).order_by("client_id"))
    check_move(session, starts_at, len(bookings), session.place, now)
    if session.series.ends_on is not None and day_at(starts_at, zone_of(session)) >= session.series.ends_on:
        raise refuse(f"{session.series.name} has ended by that day.", "", "Ask for another plan.")
    period = Period(session.starts_at + delta, session.ends_at + delta)
    ids = [one.client_id for one in bookings]
    out = {one.client_id for one in bookings_in_the_way([period], ids, session.pk)}
    out |= {client_id for _, client_id in seats_to_avoid([(session, one) for one in ids])}
    bookings = [one for one in bookings if one.client_id not in out]

    def check() -> None:
        check_free([period], place=session.place, leader=leader, besides=session.pk)
        check_people_free([period], [one.client_id for one in bookings], besides=session.pk)

    check()
    check_working(session.site, leader, [period])
    segments, everybody = list(session.segments.all()), list(session.bookings.all())
    _shift([session, *everybody, *segments], delta)
    come = {one.pk for one in bookings}
    for one in everybody:
        one.canceled_at = None if one.pk in come else one.canceled_at
    session.leader, session.on = leader, day_at(session.starts_at, zone_of(session))
    session.canceled_at, session.canceled_by, session.cancel_reason = None, None, ""
    with telling(actor, [session.pk], now), refused_in_words(check):
        session.save()
        Booking.objects.bulk_update(everybody, ["starts_at", "ends_at", "canceled_at"])
        SessionSegment.objects.bulk_update(segments, ["starts_at", "ends_at"])
    open_charts(actor, [session.pk], leader, now)
    record(actor, "session.held_instead", subject=("session", session.pk), detail={"seats": len(bookings)})
    return session


def _shift(rows: Sequence[Session | Booking | SessionSegment], delta: timedelta) -> None:
    for row in rows:
        row.starts_at, row.ends_at = row.starts_at + delta, row.ends_at + delta
