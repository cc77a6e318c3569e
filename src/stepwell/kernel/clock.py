"""The only place that reads the time. Everything else takes `now` as an argument.

Surfaces and jobs call `now()` once and pass it on. Tests stop the clock with `standing_at`, which holds for
every thread of the process, a live server's included.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_stopped_at: datetime | None = None


def now() -> datetime:
    """This instant, aware, in UTC."""
    return _stopped_at or datetime.now(UTC)


@contextmanager
def standing_at(instant: datetime) -> Iterator[None]:
    """Stop the clock of this process at `instant` (aware)."""
    global _stopped_at
    if instant.tzinfo is None:
        raise ValueError("an instant has a time zone")
    before, _stopped_at = _stopped_at, instant.astimezone(UTC)
    try:
        yield
    finally:
        _stopped_at = before


def day_at(instant: datetime, zone: ZoneInfo) -> date:
    """The site's day at an instant."""
    return instant.astimezone(zone).date()
