"""Where sessions will be: what is in the way of that, and putting them there with everybody who is booked."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.catalog.models import Place
from stepwell.domain.people.models import Staff
from stepwell.domain.week.actions.conflicts import Taken, check_free, when_words
from stepwell.domain.week.models import Booking, Session, SessionSegment
from stepwell.domain.week.queries.sessions import bookings_in_the_way
from stepwell.kernel.errors import Refusal
from stepwell.kernel.period import Period


@dataclass(frozen=True, slots=True)
class Put:
    """Where one session will be."""

    session: Session
    on: date
    period: Period
    place_id: int
    leader_id: int


def check_puts(puts: Sequence[Put]) -> None:
    """Raises `Taken`, with all that is in the way of place, leader and people. People are counted, never named."""
    refusals: list[Refusal] = []
    moving = [one.session.pk for one in puts]
    places = Place.objects.in_bulk({one.place_id for one in puts})
    leaders = Staff.objects.in_bulk({one.leader_id for one in puts})
    by_both = sorted(puts, key=lambda one: (one.place_id, one.leader_id, one.period))
    for (place_id, leader_id), each in groupby(by_both, key=lambda one: (one.place_id, one.leader_id)):
        periods = [one.period for one in each]
        try:
            check_free(periods, place=places[place_id], leader=leaders[leader_id], moving=moving)
        except Taken as refused:
            refusals.extend(refused.refusals)
    refusals.extend(_people_elsewhere(puts, moving))
    if refusals:
        raise Taken(*refusals)


def place_sessions(puts: Sequence[Put], now: datetime) -> None:
    """The sessions, their segments and everybody's places. While they move they hold nothing, so that none of them
    stands in another's way.
    """
    ids = [one.session.pk for one in puts]
    seats = list(Booking.objects.filter(session_id__in=ids))
    live = [one.pk for one in seats if one.canceled_at is None]
    segments: list[SessionSegment] = list(SessionSegment.objects.filter(session_id__in=ids))
    Session.objects.filter(pk__in=ids).update(canceled_at=now)
    Booking.objects.filter(pk__in=live).update(canceled_at=now)
    shifts = {one.session.pk: one.period.started_at - one.session.starts_at for one in puts}
    rows: list[Booking | SessionSegment] = [*seats, *segments]
    for row in rows:
        row.starts_at, row.ends_at = row.starts_at + shifts[row.session_id], row.ends_at + shifts[row.session_id]
    for put in puts:
        put.session.on = put.on
        put.session.starts_at, put.session.ends_at = put.period.started_at, put.period.ended_at
        put.session.place_id, put.session.leader_id = put.place_id, put.leader_id
    Session.objects.bulk_update([one.session for one in puts], ["on", "starts_at", "ends_at", "place", "leader"])
    Booking.objects.bulk_update(seats, ["starts_at", "ends_at"])
    SessionSegment.objects.bulk_update(segments, ["starts_at", "ends_at"])
    Session.objects.filter(pk__in=ids).update(canceled_at=None)
    Booking.objects.filter(pk__in=live).update(canceled_at=None)


def _people_elsewhere(puts: Sequence[Put], moving: Sequence[UUID]) -> list[Refusal]:
    """In which groups how many of them are booked at that time."""
    periods = {one.session.pk: one.period for one in puts}
    seats = Booking.objects.filter(session_id__in=moving, canceled_at__isnull=True)
    theirs: dict[UUID, list[Period]] = {}
    for session_id, client_id in seats.values_list("session_id", "client_id"):
        theirs.setdefault(client_id, []).append(periods[session_id])
    others = bookings_in_the_way(list(periods.values()), list(theirs), None, moving)
    there = {
        (_where(other.session), other.client_id)
        for other in others
        if any(Period(other.starts_at, other.ends_at).overlaps(one) for one in theirs[other.client_id])
    }
    counted = Counter(where for where, _ in there)
    return [
        Refusal(
            f"{'1 person is' if many == 1 else f'{many} people are'} booked elsewhere at that time: {where}.",
            "starts_at_time",
            "Choose another time.",
        )
        for where, many in sorted(counted.items())
    ]


def _where(other: Session) -> str:
    return f"{other.series.name}, {when_words(other.starts_at, other.ends_at, ZoneInfo(other.site.zone))}"
