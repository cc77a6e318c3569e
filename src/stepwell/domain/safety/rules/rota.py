"""Who is on call when, and which hours nobody covers. Pure.

A stretch counts only while its person may answer at the site: somebody whose post has ended covers nothing, whatever
the rota says. How long a stretch is and how often it comes again are the program's; the limits here are ours, and
catch a slip of the hand.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from zoneinfo import ZoneInfo

from stepwell.kernel.calendar import local_instant
from stepwell.kernel.errors import Refusal
from stepwell.kernel.period import Period, intersect_all, subtract

LONGEST = timedelta(days=14)
MOST_TIMES = 60
LONGEST_AHEAD = timedelta(days=400)


class Place(IntEnum):
    """Who is paged first, and who when the first doesn't answer."""

    FIRST = 1
    SECOND = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """One stretch as it is written down, by the site's clock, and how often it comes again."""

    from_on: date
    from_time: time
    until_on: date
    until_time: time
    every_weeks: int = 0
    last_on: date | None = None


def faults(asked: Asked, zone: ZoneInfo, now: datetime) -> list[Refusal]:
    """What stands in the way of writing it down."""
    starts, ends = _instants(asked, 0, zone)
    found = [one for one in (_span_fault(starts, ends, now), _again_fault(asked, ends - starts)) if one is not None]
    if not found and len(_starts(asked)) > MOST_TIMES:
        found.append(Refusal(f"This comes again more than {MOST_TIMES} times.", "last_on", "Choose an earlier day."))
    return found


def _span_fault(starts: datetime, ends: datetime, now: datetime) -> Refusal | None:
    if ends <= starts:
        return Refusal("The end is not after the start.", "until_on", "Choose a later end.")
    if ends - starts > LONGEST:
        return Refusal("A stretch is two weeks at most.", "until_on", "Write down several, one after another.")
    if ends <= now:
        return Refusal("This is over already.", "until_on", "Choose an end that is still to come.")
    if starts > now + LONGEST_AHEAD:
        return Refusal("This is more than a year ahead.", "from_on", "Choose an earlier day.")
    return None


def _again_fault(asked: Asked, length: timedelta) -> Refusal | None:
    if not asked.every_weeks:
        return None
    if asked.last_on is None:
        return Refusal("It comes again, and nobody said until when.", "last_on", "Say the last day.")
    if asked.last_on < asked.from_on:
        return Refusal("The last day is before the first.", "last_on", "Choose a later day.")
    # an hour more on the night when clocks go back is no overlap
    if length > timedelta(weeks=asked.every_weeks, hours=1):
        return Refusal("It would come again before it is over.", "every_weeks", "Choose more weeks between.")
    return None


def stretches(asked: Asked, zone: ZoneInfo) -> tuple[Period, ...]:
    """Each of the stretches, at the same time on the wall whatever the clocks do."""
    return tuple(Period(*_instants(asked, shift, zone)) for shift in _starts(asked))


def covered(stretch: Period, held: Iterable[Period]) -> tuple[Period, ...]:
    """The part of a stretch in which its person may answer."""
    return intersect_all([stretch], held)


def gaps(window: Period, covering: Iterable[Period]) -> tuple[Period, ...]:
    """The hours of a window that nobody covers, each as long as it is."""
    return subtract([window], covering)


def held_days(started_on: date, ended_on: date | None, window: Period, zone: ZoneInfo) -> Period | None:
    """A post as time: from the midnight of its first day to that of the day it is held no more, within a window."""
    begins = max(local_instant(started_on, time(0), zone), window.started_at)
    ends = min(local_instant(ended_on, time(0), zone), window.ended_at) if ended_on else window.ended_at
    return Period(begins, ends) if begins < ends else None


def _starts(asked: Asked) -> Sequence[int]:
    """By how many weeks each is later than the first."""
    if not asked.every_weeks or asked.last_on is None:
        return [0]
    weeks = (asked.last_on - asked.from_on).days // 7
    return range(0, max(weeks, 0) + 1, asked.every_weeks)


def _instants(asked: Asked, shift: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    later = timedelta(weeks=shift)
    return (
        local_instant(asked.from_on + later, asked.from_time, zone),
        local_instant(asked.until_on + later, asked.until_time, zone),
    )
