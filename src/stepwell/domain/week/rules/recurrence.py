"""When a weekly series meets. Values in, occurrences out; moving or canceling one of them is an action's work."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from stepwell.kernel.calendar import EARLIEST_ON, LATEST_ON, local_instant
from stepwell.kernel.errors import Refusal, Refused
from stepwell.kernel.period import Period

# Ours: beyond these a number is a slip of the hand.
MOST_WEEKS = 104
MOST_MINUTES = 12 * 60


@dataclass(frozen=True, slots=True)
class WeeklySeries:
    """A group that meets on the same weekdays (Monday 0 to Sunday 6) at the same wall-clock time.

    `weeks` counts stretches of seven days from `first_on`, which need not be one of the weekdays.
    """

    weekdays: frozenset[int]
    start_time: time
    minutes: int
    first_on: date
    weeks: int

    def __post_init__(self) -> None:
        refusals = []
        if not self.weekdays:
            refusals.append(Refusal("No weekday is chosen.", "weekdays", "Choose at least one."))
        if any(not 0 <= weekday <= 6 for weekday in self.weekdays):
            refusals.append(Refusal("That isn't a weekday.", "weekdays", "Choose Monday to Sunday."))
        if not 1 <= self.minutes <= MOST_MINUTES:
            refusals.append(Refusal(f"A session lasts 1 to {MOST_MINUTES} minutes.", "minutes"))
        if not EARLIEST_ON <= self.first_on <= LATEST_ON:
            refusals.append(Refusal("The first day is too far away.", "first_on"))
        if not 1 <= self.weeks <= MOST_WEEKS:
            refusals.append(Refusal(f"A series runs for 1 to {MOST_WEEKS} weeks.", "weeks"))
        if refusals:
            raise Refused(*refusals)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One meeting. `day` is the site's day it belongs to, also when it runs past midnight."""

    day: date
    period: Period


def occurrences(
    series: WeeklySeries,
    zone: ZoneInfo,
    closed_on: Collection[date] = (),
    minutes_on: Callable[[date], int] | None = None,
) -> tuple[Occurrence, ...]:
    """Every meeting of the series, in order. A closed day is skipped, not made up at the end. `minutes_on` says how
    long a day is where that changes on the way.

    The start keeps to the wall clock; the length is elapsed time, so that a 3-hour class gives 180 minutes on a
    night when the clocks change too (the end then shows one hour off on the wall).
    """
    closed = frozenset(closed_on)
    days = (series.first_on + timedelta(days=offset) for offset in range(7 * series.weeks))
    meetings = []
    for day in days:
        if day.weekday() in series.weekdays and day not in closed:
            started_at = local_instant(day, series.start_time, zone)
            length = timedelta(minutes=minutes_on(day) if minutes_on else series.minutes)
            meetings.append(Occurrence(day, Period(started_at, started_at + length)))
    return tuple(meetings)
