"""When somebody can come: their own times, on the site's clock. Pure.

What a time is for (work, school, children, transport, faith) is asked because the way round it differs: a shift can be
swapped, a bus is a ride to be found. The kinds and the limits are ours. Nothing here decides whether somebody may come;
it says what they told.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from stepwell.kernel.calendar import EARLIEST_ON, LATEST_ON, local_instant
from stepwell.kernel.errors import Refusal
from stepwell.kernel.period import Period, merge
from stepwell.kernel.phrase import Phrase, listed, phrase

MOST_TIMES = 30
DAY_MINUTES = 24 * 60
WEEK_MINUTES = 7 * DAY_MINUTES
MIDNIGHT = time(0)
_DAY = timedelta(days=1)
# From a minute of the week up to another.
Span = tuple[int, int]
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Sense(StrEnum):
    """What a time says."""

    CANNOT = "cannot"
    ONLY = "only"

    @property
    def label(self) -> str:
        """As a person says it of themselves."""
        return {"cannot": "I can’t come then", "only": "I can come only then"}[self.value]


class Kind(StrEnum):
    """What it is for."""

    WORK = "work"
    SCHOOL = "school"
    CHILDREN = "child care"
    TRANSPORT = "transport"
    FAITH = "faith"
    OTHER = "something else"


@dataclass(frozen=True, slots=True)
class OwnTime:
    """One of somebody's own times: on these weekdays (0 is Monday) between two times of the wall clock.

    One that ends at or before its start goes over midnight; from midnight to midnight is the whole day.
    """

    sense: Sense
    kind: Kind
    weekdays: frozenset[int]
    from_time: time
    until_time: time
    first_on: date
    last_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it is said for this day, whatever its weekday."""
        return self.first_on <= day and (self.last_on is None or day <= self.last_on)

    @property
    def words(self) -> Phrase:
        """`Mon, Wed 09:00 to 17:00, work`"""
        days = (
            phrase("every day") if len(self.weekdays) == 7 else listed(WEEKDAYS[day] for day in sorted(self.weekdays))
        )
        first, last = f"{self.from_time:%H:%M}", f"{self.until_time:%H:%M}"
        whole = self.from_time == self.until_time == MIDNIGHT
        hours = phrase("all day") if whole else phrase("%(first)s to %(last)s", first=first, last=last)
        return phrase("%(days)s %(hours)s, %(kind)s", days=days, hours=hours, kind=phrase(self.kind.value))


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether a meeting suits somebody; `words` is what they told, where it doesn't."""

    suits: bool
    words: str = ""


SUITS = Fit(True)


def faults(own: OwnTime, today: date) -> list[Refusal]:
    """Everything that is wrong with it."""
    found = []
    if not own.weekdays:
        found.append(Refusal("No day is chosen.", "weekdays", "Choose at least one."))
    if not own.weekdays <= set(range(7)):
        found.append(Refusal("A week has seven days.", "weekdays", "Choose among them."))
    if own.from_time == own.until_time != MIDNIGHT:
        found.append(Refusal("Both times are the same.", "until_time", "For the whole day write 00:00 twice."))
    if not EARLIEST_ON + _DAY < own.first_on < LATEST_ON - _DAY:
        found.append(Refusal("This date is too far away.", "first_on", "Choose another one."))
    if own.last_on is not None and not own.first_on <= own.last_on < LATEST_ON - _DAY:
        found.append(Refusal("The last day is before the first.", "last_on", "Choose a later one, or leave it empty."))
    elif own.last_on is not None and own.last_on < today:
        found.append(Refusal("This is over already.", "last_on", "Choose a later day, or leave it empty."))
    return found


def fit(own_times: Sequence[OwnTime], meeting: Period, zone: ZoneInfo) -> Fit:
    """Whether somebody with these times can come to all of a meeting.

    Where they say for a day that they can come only at some times, those count; what they can't do counts always.
    """
    first = meeting.started_at.astimezone(zone).date()
    last = meeting.ended_at.astimezone(zone).date()
    for own in own_times:
        if own.sense is Sense.CANNOT and any(one.overlaps(meeting) for one in _times(own, first, last, zone)):
            return Fit(False, f"can’t come {own.words}")
    only = [own for own in own_times if own.sense is Sense.ONLY and own.holds_on(first)]
    if not only:
        return SUITS
    free = merge(one for own in only for one in _times(own, first, last, zone))
    if any(one.started_at <= meeting.started_at and meeting.ended_at <= one.ended_at for one in free):
        return SUITS
    return Fit(False, f"can come only {'; '.join(own.words for own in only)}")


def first_misfit(own_times: Sequence[OwnTime], meetings: Iterable[Period], zone: ZoneInfo) -> tuple[Period, Fit] | None:
    """The first of these meetings to which somebody can't come, and why; None where they can come to all."""
    if not own_times:
        return None
    found = ((one, fit(own_times, one, zone)) for one in sorted(meetings))
    return next(((one, how) for one, how in found if not how.suits), None)


def busy_minutes(own_times: Sequence[OwnTime], first_on: date, last_on: date | None = None) -> tuple[Span, ...]:
    """Minutes of the week, from Monday midnight, at which somebody can't come at some time from one day to another.

    For a plan that is the same each week: a time that begins later, or ends before, counts as well.
    """
    ahead = [one for one in own_times if _touches(one, first_on, last_on)]
    turns = {first_on}
    turns.update(one.first_on for one in ahead if one.first_on > first_on)
    turns.update(one.last_on + _DAY for one in ahead if one.last_on is not None)
    days = [day for day in turns if last_on is None or day <= last_on]
    return _joined(span for day in days for span in _busy_from([one for one in ahead if one.holds_on(day)]))


def _touches(own: OwnTime, first_on: date, last_on: date | None) -> bool:
    ends_later = own.last_on is None or own.last_on >= first_on
    return ends_later and (last_on is None or own.first_on <= last_on)


def _times(own: OwnTime, first: date, last: date, zone: ZoneInfo) -> Iterator[Period]:
    """Its stretches that reach into these days. On a night when the clocks change they are as long as the clock says;
    one that the change leaves no minute isn't there.
    """
    day = first - _DAY
    while day <= last:
        if day.weekday() in own.weekdays and own.holds_on(day):
            ends_on = day if own.until_time > own.from_time else day + _DAY
            starts_at, ends_at = local_instant(day, own.from_time, zone), local_instant(ends_on, own.until_time, zone)
            if starts_at < ends_at:
                yield Period(starts_at, ends_at)
        day += _DAY


def _busy_from(own_times: Sequence[OwnTime]) -> Iterator[Span]:
    """Minutes of a week in which just these hold."""
    only = [own for own in own_times if own.sense is Sense.ONLY]
    for own in own_times:
        if own.sense is Sense.CANNOT:
            yield from _minutes(own)
    if only:
        free = _joined(span for own in only for span in _minutes(own))
        edges = ((0, 0), *free, (WEEK_MINUTES, WEEK_MINUTES))
        yield from ((before[1], after[0]) for before, after in pairwise(edges) if before[1] < after[0])


def _minutes(own: OwnTime) -> Iterator[Span]:
    start = own.from_time.hour * 60 + own.from_time.minute
    end = own.until_time.hour * 60 + own.until_time.minute
    end += DAY_MINUTES if end <= start else 0
    for weekday in own.weekdays:
        first, last = weekday * DAY_MINUTES + start, weekday * DAY_MINUTES + end
        yield first, min(last, WEEK_MINUTES)
        if last > WEEK_MINUTES:  # Sunday night goes on where the week begins
            yield 0, last - WEEK_MINUTES


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)
