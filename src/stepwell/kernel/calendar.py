"""Days and weeks of a site: from a day and the time on the wall to an instant. Reads no clock."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from stepwell.kernel.errors import refuse

# Beyond these a day is a slip of the hand, and date arithmetic would soon overflow.
EARLIEST_ON = date(1900, 1, 1)
LATEST_ON = date(2199, 12, 31)


def in_reach(day: date) -> date:
    """The same day; refused where it is too far away to be meant."""
    if not EARLIEST_ON <= day <= LATEST_ON:
        raise refuse("This date is too far away.", "day", f"Choose one from {EARLIEST_ON.year} to {LATEST_ON.year}.")
    return day


def local_instant(day: date, wall_time: time, zone: ZoneInfo) -> datetime:
    """The instant, in UTC, when the site's wall clock shows `wall_time` on `day`.

    A time that doesn't exist (clocks go forward) moves forward by the length of the gap: 02:30 becomes 03:30.
    A time that comes twice (clocks go back) is the first. Both as RFC 5545, section 3.3.5, reads local times, so
    that a calendar feed and Stepwell agree.
    """
    if wall_time.tzinfo is not None:
        raise ValueError("a wall time has no time zone of its own")
    return datetime.combine(in_reach(day), wall_time.replace(fold=0), zone).astimezone(UTC)


def week_of(day: date, first_weekday: int) -> tuple[date, date]:
    """First and last day (both within) of the week that holds `day`. Weekdays as in `date`: Monday 0, Sunday 6."""
    if not 0 <= first_weekday <= 6:
        raise ValueError("a weekday is 0 (Monday) to 6 (Sunday)")
    start_on = in_reach(day) - timedelta(days=(day.weekday() - first_weekday) % 7)
    return start_on, start_on + timedelta(days=6)


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The site's midnight after `day`, 23 to 25 hours after the one before where the clocks change."""
    return local_instant(in_reach(day) + timedelta(days=1), time(0), zone)


def clocks_change(begins: datetime, ends: datetime, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """What the clocks of a zone show when they are changed between two instants, and what they show then; None where
    they aren't. The first has the old offset, the second the new one: 02:00 and 03:00 in March, 02:00 and 01:00 in
    November.
    """
    old = begins.astimezone(zone).utcoffset()
    if old is None or ends.astimezone(zone).utcoffset() == old:
        return None
    while ends - begins > timedelta(seconds=1):
        middle = begins + (ends - begins) / 2
        begins, ends = (middle, ends) if middle.astimezone(zone).utcoffset() == old else (begins, middle)
    changed = ends.replace(microsecond=0)
    return changed.astimezone(timezone(old)), changed.astimezone(zone)
