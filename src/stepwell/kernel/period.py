"""Spans of time: `Period` and the arithmetic of several of them. What a span means belongs to the parts.

Instants are kept in UTC. Two local instants of one zone compare by the face of the clock, which is wrong on the
nights when the clocks change; in UTC a comparison and a difference are real elapsed time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from stepwell.kernel.errors import refuse

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From `started_at` up to, not including, `ended_at`. Never empty. Sorts by start, then end."""

    started_at: datetime
    ended_at: datetime

    def __post_init__(self) -> None:
        for name in ("started_at", "ended_at"):
            instant: datetime = getattr(self, name)
            if instant.utcoffset() is None:
                raise ValueError(f"{name} needs a time zone")
            object.__setattr__(self, name, instant.astimezone(UTC))
        if self.ended_at <= self.started_at:
            raise refuse("The end is not after the start.", "ended_at", "Choose a later end.")

    @property
    def elapsed(self) -> timedelta:
        """Real time from start to end."""
        return self.ended_at - self.started_at

    @property
    def minutes(self) -> int:
        """Whole minutes that really passed; a started minute doesn't count."""
        return self.elapsed // _MINUTE

    def contains(self, instant: datetime) -> bool:
        """The start is within, the end is not."""
        return self.started_at <= instant < self.ended_at

    def overlaps(self, other: "Period") -> bool:
        """True where they share time. Periods that only touch don't overlap."""
        return self.started_at < other.ended_at and other.started_at < self.ended_at

    def intersection(self, other: "Period") -> "Period | None":
        """The time they share, or None."""
        if not self.overlaps(other):
            return None
        return Period(max(self.started_at, other.started_at), min(self.ended_at, other.ended_at))


def merge(periods: Iterable[Period]) -> tuple[Period, ...]:
    """The union: sorted, and what overlaps or touches is one."""
    merged: list[Period] = []
    for period in sorted(periods):
        if merged and period.started_at <= merged[-1].ended_at:
            merged[-1] = Period(merged[-1].started_at, max(merged[-1].ended_at, period.ended_at))
        else:
            merged.append(period)
    return tuple(merged)


def intersect_all(some: Iterable[Period], others: Iterable[Period]) -> tuple[Period, ...]:
    """The time that is in both sets, sorted, each moment once."""
    left, right = merge(some), merge(others)
    shared: list[Period] = []
    i = j = 0
    while i < len(left) and j < len(right):
        if common := left[i].intersection(right[j]):
            shared.append(common)
        if left[i].ended_at <= right[j].ended_at:
            i += 1
        else:
            j += 1
    return tuple(shared)


def subtract(some: Iterable[Period], others: Iterable[Period]) -> tuple[Period, ...]:
    """The time of `some` that isn't in `others`, sorted, each moment once."""
    taken = merge(others)
    left: list[Period] = []
    for period in merge(some):
        start = period.started_at
        for hole in taken:
            if not hole.overlaps(period):
                continue
            if start < hole.started_at:
                left.append(Period(start, hole.started_at))
            start = hole.ended_at
        if start < period.ended_at:
            left.append(Period(start, period.ended_at))
    return tuple(left)


def total_minutes(periods: Iterable[Period]) -> int:
    """Whole minutes of the union. Seconds are added up before they are cut, so a split never loses a minute."""
    return sum((period.elapsed for period in merge(periods)), timedelta()) // _MINUTE
