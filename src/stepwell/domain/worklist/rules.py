"""Where a task stands on Today. Pure."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from stepwell.kernel.clock import day_at
from stepwell.kernel.wording import clock_24, short_day, span_words

SOON = timedelta(hours=2)
# In the place of a colleague's number: what nobody owns.
NOBODYS = 0


class Section(StrEnum):
    """The queue's sections, in their order."""

    SAFETY = "Safety"
    SOON = "Due within two hours"
    OVERDUE = "Overdue"
    TODAY = "Today"
    LATER = "Later"


def section_of(*, is_safety: bool, due_at: datetime, now: datetime, zone: ZoneInfo) -> Section:
    """The section of a task. Safety stays on top until somebody records what happened, however late it is."""
    if is_safety:
        return Section.SAFETY
    if due_at < now:
        return Section.OVERDUE
    if due_at - now <= SOON:
        return Section.SOON
    today: date = day_at(now, zone)
    return Section.TODAY if day_at(due_at, zone) <= today else Section.LATER


def age_words(*, due_at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """How long, as a person says it: "18 min left", "by 14:00", "22 h late", "3 d late"."""
    late = now - due_at
    if late >= timedelta(0):
        return f"{span_words(late)} late"
    if -late < timedelta(hours=1):
        return f"{span_words(-late)} left"
    local = due_at.astimezone(zone)
    return f"by {clock_24(due_at, zone)}" if day_at(now, zone) == local.date() else f"by {short_day(local)}"
