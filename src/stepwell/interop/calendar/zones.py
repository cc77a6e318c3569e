"""Time zones spelled out, as RFC 5545, §3.6.5 has them: each change of the clock by itself, for the years asked for.

A change is said by the clock that ends with it (§3.6.5: "local time" with TZOFFSETFROM): 02:00 where the clocks go
forward at two.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@lru_cache(maxsize=64)
def spelled_out(name: str, first: date, last: date) -> bytes:
    """VTIMEZONE of an IANA name from one day to another, as text: made once and used often."""
    zone = ZoneInfo(name)
    component = Timezone()
    component.add("tzid", name)
    begin = datetime(first.year, first.month, first.day, tzinfo=UTC)
    local = begin.astimezone(zone)
    component.add_component(_observance(local.replace(tzinfo=None), local, local))
    for instant in _changes(zone, begin, datetime(last.year, last.month, last.day, tzinfo=UTC)):
        before, after = (instant - _SECOND).astimezone(zone), instant.astimezone(zone)
        onset = before.replace(tzinfo=None) + _SECOND
        component.add_component(_observance(onset, before, after))
    return bytes(component.to_ical())


def _observance(onset: datetime, before: datetime, after: datetime) -> TimezoneStandard | TimezoneDaylight:
    kind = TimezoneDaylight() if after.dst() else TimezoneStandard()
    kind.add("dtstart", onset)
    kind.add("tzoffsetfrom", before.utcoffset())
    kind.add("tzoffsetto", after.utcoffset())
    kind.add("tzname", after.tzname() or "")
    return kind


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """The instants at which the offset changes, to the second: no zone changes twice in a day."""
    at = begin
    while at < end:
        if at.astimezone(zone).utcoffset() != (at + _DAY).astimezone(zone).utcoffset():
            yield _found_between(zone, at, at + _DAY)
        at += _DAY


def _found_between(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    offset = low.astimezone(zone).utcoffset()
    while high - low > _SECOND:
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        if middle.astimezone(zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high
