"""Days, times and spans in words, by the site's clock. What they are about is said by whoever asks."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from stepwell.kernel.calendar import clocks_change


def short_day(day: date) -> str:
    """`Tue 6 Oct`"""
    return f"{day:%a} {day.day} {day:%b}"


def short_date(day: date) -> str:
    """`6 Oct 2026`"""
    return f"{day.day} {day:%b %Y}"


def long_date(day: date) -> str:
    """`October 6, 2026`"""
    return f"{day:%B} {day.day}, {day.year}"


def clock_24(instant: datetime, zone: ZoneInfo) -> str:
    """`21:12`"""
    return f"{instant.astimezone(zone):%H:%M}"


def clock_12(instant: datetime, zone: ZoneInfo) -> str:
    """`9:12 pm`"""
    local = instant.astimezone(zone)
    return f"{local.hour % 12 or 12}:{local:%M} {'am' if local.hour < 12 else 'pm'}"


def end_clock(starts: datetime, ends: datetime) -> str:
    """When something that began then ends, by the clock of both: `21:15`; `02:15 Sun` where it goes over midnight."""
    over = ends.date() != starts.date() and ends.time() != time(0)
    return f"{ends:%H:%M %a}" if over else f"{ends:%H:%M}"


def clocks_words(begins: datetime, ends: datetime, zone: ZoneInfo) -> str:
    """`Clocks go forward at 02:00, to 03:00.` where they do between two instants; else empty."""
    change = clocks_change(begins, ends, zone)
    if change is None:
        return ""
    before, after = change
    way = "forward" if after.replace(tzinfo=None) > before.replace(tzinfo=None) else "back"
    return f"Clocks go {way} at {before:%H:%M}, to {after:%H:%M}."


def date_and_time(instant: datetime, zone: ZoneInfo) -> str:
    """`6 Oct 2026, 09:12`"""
    return f"{short_date(instant.astimezone(zone))}, {clock_24(instant, zone)}"


def span_words(span: timedelta) -> str:
    """Minutes up to an hour, hours up to two days, then days: `18 min`, `22 h`, `3 d`."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} d"
