"""Where a task stands on Today. Pure."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from stepwell.kernel.clock import day_at

SOON = timedelta(hours=2)


class Section(StrEnum):
    """The queue's sections, in their order (ux.md, "Today")."""

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
    return f"by {local:%H:%M}" if day_at(now, zone) == local.date() else f"by {local:%a} {local.day} {local:%b}"


def span_words(span: timedelta) -> str:
    """Minutes up to an hour, hours up to two days, then days."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} d"
