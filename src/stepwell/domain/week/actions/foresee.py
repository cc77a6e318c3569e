"""What moving one session would do, before it is done: what stands in the way, and whom it wouldn't suit.

For one place and time, or for all days of a week while a hand drags it: by the same rules, in the same words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from stepwell.domain.availability.queries import own_times_of, working_at
from stepwell.domain.availability.rules import ANY_TIME, fit
from stepwell.domain.catalog.models import Place
from stepwell.domain.catalog.queries import find_place
from stepwell.domain.week.actions.conflicts import booked_by, taken_by
from stepwell.domain.week.actions.ground import ground_for, move_fault
from stepwell.domain.week.actions.working import asked_of
from stepwell.domain.week.models import Booking, Session
from stepwell.domain.week.queries.sessions import (
    bookings_in_the_way,
    movable_session,
    period_of,
    sessions_in_the_way,
    zone_of,
)
from stepwell.kernel.actor import Actor
from stepwell.kernel.calendar import local_instant
from stepwell.kernel.errors import Refusal
from stepwell.kernel.period import Period


@dataclass(frozen=True, slots=True)
class MoveSeen:
    """`refusals` stand in its way; where there are none it can be saved, with a reason where `asks` says why. `booked`
    move along, and `unsuited` of those whom one may see told that they can't come then.
    """

    period: Period
    booked: int
    unsuited: int
    refusals: tuple[Refusal, ...]
    asks: tuple[Refusal, ...] = ()


def foresee_move(*, actor: Actor, session_id: UUID, starts_at: datetime, place_id: int, now: datetime) -> MoveSeen:
    """Nothing is changed; `move_session` checks all of it again. People are counted, never named."""
    session = movable_session(actor, session_id)
    (seen,) = _foresee(actor, session, find_place(actor, place_id), [starts_at], now)
    return seen


def foresee_days(*, actor: Actor, session_id: UUID, days: Sequence[date], now: datetime) -> dict[date, MoveSeen]:
    """The same on each of these days but its own, at its time and in its room. Seven cost as many queries as one."""
    session = movable_session(actor, session_id)
    zone = zone_of(session)
    at = session.starts_at.astimezone(zone).time()
    others = [day for day in days if day != session.on]
    starts = [local_instant(day, at, zone) for day in others]
    return dict(zip(others, _foresee(actor, session, session.place, starts, now), strict=True))


def _foresee(actor: Actor, session: Session, place: Place, starts: Sequence[datetime], now: datetime) -> list[MoveSeen]:
    if not starts:
        return []
    seats = Booking.objects.filter(session=session, canceled_at__isnull=True)
    clients = list(seats.values_list("client_id", flat=True))
    leader, zone = session.leader, zone_of(session)
    periods = [Period(one, one + (session.ends_at - session.starts_at)) for one in starts]
    ground = ground_for(session, starts)
    held = sessions_in_the_way(periods, place=place, leader=leader, besides=session.pk)
    booked = bookings_in_the_way(periods, clients, session.pk)
    own = own_times_of(actor, clients)
    works = working_at(session.site, [leader.pk]).get(leader.pk, ANY_TIME)
    found = []
    for period in periods:
        wrong = move_fault(session, period.started_at, len(clients), place, ground, now)
        refusals = (
            *([wrong] if wrong else ()),
            *taken_by((one for one in held if period_of(one).overlaps(period)), place, leader),
            *booked_by((one for one in booked if Period(one.starts_at, one.ends_at).overlaps(period)), len(clients)),
        )
        why = None if period.started_at == session.starts_at else asked_of(leader, works, [period], zone)
        unsuited = sum(not fit(said, period, zone).suits for said in own.values())
        found.append(MoveSeen(period, len(clients), unsuited, refusals, (why,) if why else ()))
    return found
