"""What moving one session would do, before it is done: what stands in the way, and whom it wouldn't suit."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from stepwell.domain.availability.queries import own_times_of
from stepwell.domain.availability.rules import fit
from stepwell.domain.catalog.queries import find_place
from stepwell.domain.people.models import Staff
from stepwell.domain.week.actions.conflicts import check_free, check_people_free
from stepwell.domain.week.actions.series import check_move
from stepwell.domain.week.actions.working import check_working
from stepwell.domain.week.models import Booking
from stepwell.domain.week.queries.sessions import movable_session, zone_of
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import Refusal, Refused
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
    place, leader = find_place(actor, place_id), Staff.objects.get(pk=session.leader_id)
    seats = Booking.objects.filter(session=session, canceled_at__isnull=True)
    clients = list(seats.values_list("client_id", flat=True))
    period = Period(starts_at, starts_at + (session.ends_at - session.starts_at))
    found: list[Refusal] = []
    checks: tuple[Callable[[], None], ...] = (
        lambda: check_move(session, starts_at, len(clients), place, now),
        lambda: check_free([period], place=place, leader=leader, besides=session.pk),
        lambda: check_people_free([period], clients, besides=session.pk),
    )
    for check in checks:
        try:
            check()
        except Refused as refused:
            found.extend(refused.refusals)
    own = own_times_of(actor, clients)
    unsuited = sum(not fit(said, period, zone_of(session)).suits for said in own.values())
    asks: tuple[Refusal, ...] = ()
    try:
        if starts_at != session.starts_at:
            check_working(session.site, leader, [period])
    except Refused as refused:
        asks = refused.refusals
    return MoveSeen(period, len(clients), unsuited, tuple(found), asks)
