"""How one instrument's total changed over a stay, and whether that is more than chance.

Only where the instrument's file says what a change means. A change counts as reliable where two totals lie apart by at
least as many points as `reliability` makes of the file's figures (docs/clinical.md, "Change"). Support for whoever
decides, never a decision.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stepwell.domain.measures.rules.reliability import Change


@dataclass(frozen=True, slots=True)
class Reading:
    """A total and the site's day on which it was finished."""

    on: date
    total: int


class Standing(StrEnum):
    """Where the last total stands, the first of the stay beside it."""

    FIRST = "one result so far"
    SAME = "no change beyond chance"
    BETTER = "better, beyond chance"
    WORSE = "worse than at the start, beyond chance"
    LOST = "had been better, and is worse again, beyond chance"

    @property
    def is_on_track(self) -> bool:
        """Whether nothing asks for a second look."""
        return self not in (Standing.WORSE, Standing.LOST)


@dataclass(frozen=True, slots=True)
class Course:
    """One instrument over one stay, oldest first. `low` to `high` is what chance alone may do to the first total.

    `is_response` and `is_remission` are None where no source says what they are; `response_at` is the highest total
    that is a response.
    """

    readings: tuple[Reading, ...]
    standing: Standing
    low: int
    high: int
    is_response: bool | None
    is_remission: bool | None
    reason: str
    response_at: int | None = None

    @property
    def first(self) -> Reading:
        """What the others are measured against."""
        return self.readings[0]

    @property
    def last(self) -> Reading:
        """The latest."""
        return self.readings[-1]


def course_of(readings: Sequence[Reading], change: Change, *, started_on: date | None = None) -> Course | None:
    """The course of a stay that began on `started_on`, from all finished totals, oldest first; None without any.

    The first total of a stay is the last one finished up to its first day, as a screening is, else the first since
    then. Without a stay it is the very first.
    """
    counted = _of_stay(readings, started_on)
    if not counted:
        return None
    first, last = counted[0], counted[-1]
    best = min(counted, key=lambda reading: reading.total)
    standing = _standing(first.total, last.total, best.total, len(counted), change.reliable)
    return Course(
        readings=tuple(counted),
        standing=standing,
        low=first.total - change.reliable,
        high=first.total + change.reliable,
        is_response=_is_response(first.total, last.total, change, len(counted)),
        is_remission=None if change.remission_below is None else last.total < change.remission_below,
        reason=_reason(standing, first, last, best, change.reliable),
        response_at=response_at(first.total, change),
    )


def _of_stay(readings: Sequence[Reading], started_on: date | None) -> list[Reading]:
    ordered = sorted(readings, key=lambda reading: reading.on)
    if started_on is None:
        return ordered
    before = [reading for reading in ordered if reading.on <= started_on]
    return before[-1:] + [reading for reading in ordered if reading.on > started_on]


def _standing(first: int, last: int, best: int, count: int, reliable: int) -> Standing:
    if count == 1:
        return Standing.FIRST
    if last - first >= reliable:
        return Standing.WORSE
    if first - best >= reliable and last - best >= reliable:
        return Standing.LOST
    return Standing.BETTER if first - last >= reliable else Standing.SAME


def _is_response(first: int, last: int, change: Change, count: int) -> bool | None:
    """A fall by so many percent of the first total. There is none from a total of 0."""
    if change.response_percent is None or count == 1:
        return None
    return first > 0 and (first - last) * 100 >= change.response_percent * first


def response_at(first: int, change: Change) -> int | None:
    """The highest total that is a fall by so many percent of the first; None from 0, or where no source says so."""
    if change.response_percent is None or first <= 0:
        return None
    return first * (100 - change.response_percent) // 100


def _reason(standing: Standing, first: Reading, last: Reading, best: Reading, reliable: int) -> str:
    """Why somebody should look: the two totals, their days, and how much is beyond chance."""
    if standing.is_on_track:
        return ""
    since = best if standing is Standing.LOST else first
    days = f"{since.on.day} {since.on:%b}", f"{last.on.day} {last.on:%b}"
    return f"{since.total} on {days[0]}, {last.total} on {days[1]}. {reliable} points or more are beyond chance."
