"""What other weekdays mean for the sessions that stand: the day each goes to, what is canceled, what is made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.week.actions.making import book_members, make_sessions, planned
from stepwell.domain.week.actions.placing import Put
from stepwell.domain.week.actions.seats import take_seats, those_free
from stepwell.domain.week.models import Booking, CancelReason, Enrollment, Series, Session, Status
from stepwell.domain.week.queries.meetings import closings, day_of, lengths_of
from stepwell.domain.week.queries.sessions import period_of
from stepwell.domain.week.queries.standing import stands_in
from stepwell.domain.week.rules.phases import Phase, Plan, plan_at
from stepwell.domain.week.rules.recurrence import Occurrence
from stepwell.domain.week.rules.weekdays import moves
from stepwell.kernel.actor import Actor
from stepwell.kernel.calendar import local_instant
from stepwell.kernel.period import Period


@dataclass(frozen=True, slots=True)
class Dropped:
    """A session that doesn't take place, because its new day is closed or comes after the group's last one."""

    session: Session
    on: date
    canceled_at: datetime | None
    reason: CancelReason


@dataclass(frozen=True, slots=True)
class Shift:
    """`days` says where each session goes; `makes` weren't there before, and `upto` is the day that has none yet."""

    upto: date
    days: Mapping[date, date] = field(default_factory=dict)
    makes: tuple[Put, ...] = ()
    dropped: tuple[Dropped, ...] = ()

    @property
    def canceled_on(self) -> tuple[date, ...]:
        """The days on which nothing takes place."""
        return tuple(one.on for one in self.dropped)


def no_shift(series: Series) -> Shift:
    """The days stay as they are."""
    return Shift(series.extended_to)


def shift_of(
    series: Series,
    before: Sequence[Phase],
    after: Sequence[Phase],
    changing: Sequence[Session],
    staying: Sequence[Session],
    from_on: date,
) -> Shift:
    """Where the sessions go, what falls away and what is new; nothing is saved. Three queries."""
    stay = {one.on for one in staying}
    found = moves(before, after, [one.on for one in changing], stay, from_on, series.extended_to)
    upto = min(found.upto, series.ends_on) if series.ends_on else found.upto
    closed = closings(series.site, min([from_on, *found.days.values()]), found.upto)
    dropped = []
    for one in changing:
        on = found.days[one.on]
        if on in closed:
            dropped.append(Dropped(one, on, closed[on], CancelReason.CLOSED))
        elif series.ends_on is not None and on >= series.ends_on:
            dropped.append(Dropped(one, on, None, CancelReason.ENDED))
    fresh = [on for on in found.to_make if on not in closed and on < upto and on not in stay]
    return Shift(upto, found.days, tuple(_makes(series, after, fresh)), tuple(dropped))


def follow_days(actor: Actor, series: Series, shift: Shift, puts: Sequence[Put], now: datetime) -> None:
    """What falls away is canceled, what is new is made, and who stands in a session on its new day has a place.

    The sessions of `puts`, and those that fall away, are on their new days already.
    """
    if not shift.days:
        return
    for one in shift.dropped:
        one.session.canceled_at = one.canceled_at or now
        one.session.canceled_by_id, one.session.cancel_reason = actor.staff_id, one.reason.value
    gone = [one.session for one in shift.dropped]
    Session.objects.bulk_update(gone, ["canceled_at", "canceled_by", "cancel_reason"])
    live = Booking.objects.filter(session__in=gone, canceled_at__isnull=True, status=Status.BOOKED.value)
    for one in shift.dropped:
        live.filter(session=one.session).update(canceled_at=one.session.canceled_at)
    made = [one.session for one in shift.makes]
    make_sessions(series, made)
    book_members(series, made)
    _seat_anew(series, [one.session for one in puts], now)


def _seat_anew(series: Series, sessions: Sequence[Session], now: datetime) -> None:
    """Another day may come before somebody joins, or after they leave."""
    members: dict[UUID, list[Enrollment]] = {}
    for member in series.enrollments.select_related("episode"):
        members.setdefault(member.client_id, []).append(member)
    held = Booking.objects.filter(session__in=sessions, canceled_at__isnull=True)
    there = set(held.values_list("session_id", "client_id"))
    stand = [
        (session, client_id)
        for client_id, theirs in members.items()
        for session in sessions
        if any(stands_in(one, session) for one in theirs)
    ]
    should = {(session.pk, client_id) for session, client_id in stand}
    gone = [
        booking.pk
        for booking in held.filter(client_id__in=members, make_up__isnull=True)
        if (booking.session_id, booking.client_id) not in should
    ]
    Booking.objects.filter(pk__in=gone).update(canceled_at=now)
    take_seats(those_free([one for one in stand if (one[0].pk, one[1]) not in there]))


def _makes(series: Series, after: Sequence[Phase], days: Sequence[date]) -> list[Put]:
    """Sessions on these days, as the phases have them."""
    zone, lengths = ZoneInfo(series.site.zone), lengths_of(day_of(series))
    plans: list[tuple[Occurrence, Plan]] = []
    for on in sorted(days):
        plan = plan_at(after, on)
        starts_at = local_instant(on, plan.starts_at_time, zone)
        plans.append((Occurrence(on, Period(starts_at, starts_at + timedelta(minutes=lengths(on)))), plan))
    return [Put(one, one.on, period_of(one), one.place_id, one.leader_id) for one in planned(series, plans)]
