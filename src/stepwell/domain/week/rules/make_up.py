"""Which sessions left in a week could make up for hours that are missing. Pure.

A seat is offered where one is free, nothing of the person's own is booked at that time, they can come then as they
told, the house isn't closed and the group is of the same level and standard. Most clinical minutes towards the minimum
first, then the soonest.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from stepwell.domain.catalog.rules import PlacedSegment
from stepwell.domain.week.rules.hours import delivered_minutes
from stepwell.kernel.hours import in_hours
from stepwell.kernel.period import Period


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session to come, with the seats that are free in it. `fits`: of the person's level and standard; `suits`: at a
    time at which they can come.
    """

    session_id: UUID
    day: date
    period: Period
    segments: tuple[PlacedSegment, ...]
    seats_left: int
    fits: bool = True
    suits: bool = True


@dataclass(frozen=True, slots=True)
class Offer:
    """One seat. `minutes` are the clinical ones, `gained` those that the week still lacks."""

    session_id: UUID
    day: date
    period: Period
    minutes: int
    gained: int
    seats_left: int

    @property
    def words(self) -> str:
        """`3 h, of which 1.5 h are missing`."""
        if self.gained in (0, self.minutes):
            return in_hours(self.minutes)
        return f"{in_hours(self.minutes)}, of which {in_hours(self.gained)} are missing"


@dataclass(frozen=True, slots=True)
class Offers:
    """The seats, the best first, and how many sessions stay out for which reason."""

    seats: tuple[Offer, ...]
    full: int = 0
    overlapping: int = 0
    unsuited: int = 0
    closed: int = 0
    others: int = 0

    @property
    def words(self) -> str:
        """Why there aren't more."""
        said = [
            (self.full, "full"),
            (self.overlapping, "at a time when they are booked"),
            (self.unsuited, "when they can’t come"),
            (self.closed, "on a closed day"),
            (self.others, "of another level"),
        ]
        parts = [f"{number} {why}" for number, why in said if number]
        return f"Not offered: {', '.join(parts)}." if parts else ""


def make_up_offers(
    meetings: Iterable[Meeting],
    own: Sequence[Period],
    missing_minutes: int,
    now: datetime,
    closed_days: Collection[date] = (),
) -> Offers:
    """Rank what is left of the week. `own` are the times at which the person is booked, `missing_minutes` what no
    booking covers of the minimum.
    """
    seats, out = [], dict.fromkeys(("full", "overlapping", "unsuited", "closed", "others"), 0)
    for one in meetings:
        minutes = delivered_minutes([one.period], one.segments)
        if one.period.started_at <= now or not minutes:
            continue
        if not one.fits:
            out["others"] += 1
        elif one.day in closed_days:
            out["closed"] += 1
        elif any(one.period.overlaps(other) for other in own):
            out["overlapping"] += 1
        elif not one.suits:
            out["unsuited"] += 1
        elif one.seats_left < 1:
            out["full"] += 1
        else:
            gained = min(minutes, missing_minutes)
            seats.append(Offer(one.session_id, one.day, one.period, minutes, gained, one.seats_left))
    seats.sort(key=lambda seat: (-seat.gained, seat.period.started_at, str(seat.session_id)))
    return Offers(tuple(seats), **out)
