"""Who waits for a seat in a group, in which order, and for whom a seat that gets free is held.

The order is fair: by since when somebody waits. Who comes before others has a reason that is kept.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

# Ours: a seat is held as soon as it is known to get free within so many days.
HOLD_AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody in line. `turn_at` is since when they wait, or when they were last passed over; `until_on` is the end
    of their stay.
    """

    wait_id: UUID
    turn_at: datetime
    is_ahead: bool
    until_on: date
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class Hold:
    """A seat for somebody, free from a day on."""

    wait_id: UUID
    from_on: date


def in_order(waiting: Iterable[Waiting]) -> list[Waiting]:
    """Whoever comes before others with a reason, then by their turn."""
    return sorted(waiting, key=lambda one: (not one.is_ahead, one.turn_at, one.wait_id))


def first_free(seated: Sequence[tuple[date, int]], capacity: int, until_on: date) -> date | None:
    """The first session from which on a seat is free in every one until the end of a stay. `seated` is by day."""
    free: date | None = None
    for day, taken in reversed([one for one in seated if one[0] < until_on]):
        if taken >= capacity:
            break
        free = day
    return free


def holds_to_make(
    waiting: Iterable[Waiting], seated: Sequence[tuple[date, int]], capacity: int, today: date
) -> list[Hold]:
    """For whom a seat is held now. Those that are held already have theirs; each new one leaves one seat less."""
    line = in_order(waiting)
    held = sum(one.is_held for one in line)
    made: list[Hold] = []
    for one in line:
        if one.is_held:
            continue
        from_on = first_free(seated, capacity - held - len(made), one.until_on)
        if from_on is not None and from_on <= today + HOLD_AHEAD:
            made.append(Hold(one.wait_id, from_on))
    return made
