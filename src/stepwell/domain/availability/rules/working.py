"""When staff work, weekday by weekday, on the site's clock. Pure.

Ours: a site says it or doesn't, and what nobody said is any time. An edition holds from a day on until the next one. It
says when somebody is planned with; what they do besides is theirs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from zoneinfo import ZoneInfo

from stepwell.domain.availability.rules.own_times import Kind, OwnTime, Sense, busy_minutes, fit
from stepwell.kernel.calendar import EARLIEST_ON, LATEST_ON
from stepwell.kernel.errors import Refusal
from stepwell.kernel.period import Period

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# From a time of the wall clock until another; one that ends at or before its start goes over midnight.
Hours = tuple[time, time]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class WorkingWeek:
    """From a day on: the hours of each weekday, Monday first, None where they don't work. Nothing at all: any time."""

    from_on: date
    days: tuple[Hours | None, ...]

    @property
    def is_any(self) -> bool:
        """Nobody said when."""
        return not any(self.days)

    @property
    def words(self) -> str:
        """`Mon, Tue 09:00 to 17:00; Fri 12:00 to 20:00`"""
        by_hours: dict[Hours, list[str]] = {}
        for name, hours in zip(WEEKDAYS, self.days, strict=True):
            if hours is not None:
                by_hours.setdefault(hours, []).append(name[:3])
        said = (f"{', '.join(days)} {begins:%H:%M} to {ends:%H:%M}" for (begins, ends), days in by_hours.items())
        return "; ".join(said) or "any time"

    def words_of(self, weekday: int) -> str:
        """As it goes on after a name: on which weekday, and when or not."""
        hours, name = self.days[weekday], f"{WEEKDAYS[weekday]}s"
        return f"doesn’t work on {name}" if hours is None else f"works on {name} {hours[0]:%H:%M} to {hours[1]:%H:%M}"


@dataclass(frozen=True, slots=True)
class WorkTimes:
    """All editions of one person at a site, in the order of their days."""

    editions: tuple[WorkingWeek, ...] = ()

    def on(self, day: date) -> WorkingWeek | None:
        """What holds on that day; None is any time."""
        held = [one for one in self.editions if one.from_on <= day]
        return held[-1] if held and not held[-1].is_any else None

    def busy(self, first_on: date, last_on: date | None = None) -> tuple[Span, ...]:
        """Minutes of the week, from Monday midnight, at which they don't work at some time between these days."""
        return busy_minutes(self.only, first_on, last_on)

    @property
    def only(self) -> tuple[OwnTime, ...]:
        """The same as times at which alone they can: what is asked of a client's own times is asked of these."""
        ends = (*(one.from_on for one in self.editions[1:]), None)[: len(self.editions)]
        return tuple(
            OwnTime(Sense.ONLY, Kind.WORK, frozenset({weekday}), *hours, week.from_on, _before(until))
            for week, until in zip(self.editions, ends, strict=True)
            for weekday, hours in enumerate(week.days)
            if hours is not None
        )


ANY_TIME = WorkTimes()


def first_outside(times: WorkTimes, meetings: Iterable[Period], zone: ZoneInfo) -> tuple[Period, str] | None:
    """The first of these meetings that isn't wholly within their hours, and what their hours are then."""
    only = times.only
    for meeting in sorted(meetings) if only else ():
        day = meeting.started_at.astimezone(zone).date()
        week = times.on(day)
        if week is not None and not fit(only, meeting, zone).suits:
            return meeting, week.words_of(day.weekday())
    return None


def week_faults(week: WorkingWeek, today: date) -> list[Refusal]:
    """Everything that is wrong with it; a field is `from_` or `until_` and the weekday's number."""
    found = [
        Refusal(f"{name}: both times are the same.", f"until_{number}", "Choose another end.")
        for number, (name, hours) in enumerate(zip(WEEKDAYS, week.days, strict=True))
        if hours is not None and hours[0] == hours[1] and hours[0] != time(0)
    ]
    if week.from_on < today:
        found.append(Refusal("This day has passed.", "from_on", "Choose today or a later day."))
    if not EARLIEST_ON < week.from_on < LATEST_ON:
        found.append(Refusal("This date is too far away.", "from_on", "Choose another one."))
    return found


def said_already(editions: Sequence[WorkingWeek], week: WorkingWeek) -> bool:
    """Whether the same holds from that day on in any case."""
    held = [one for one in editions if one.from_on <= week.from_on]
    return (held[-1].days if held else (None,) * 7) == week.days


def _before(day: date | None) -> date | None:
    return None if day is None else date.fromordinal(day.toordinal() - 1)
