"""Days, times and spans in words, by the site's clock. What they are about is said by whoever asks."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo


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


def date_and_time(instant: datetime, zone: ZoneInfo) -> str:
    """`6 Oct 2026, 09:12`"""
    return f"{short_date(instant.astimezone(zone))}, {clock_24(instant, zone)}"


def span_words(span: timedelta) -> str:
    """Minutes up to an hour, hours up to two days, then days: `18 min`, `22 h`, `3 d`."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} d"
