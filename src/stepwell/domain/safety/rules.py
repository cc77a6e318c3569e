"""When something was said, and what the person in danger is told. Pure.

It never reassures falsely: "seen" is said only when somebody acknowledged, "watching" never.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from stepwell.kernel.wording import clock_12

# A phone is believed to have held something back for this long; beyond it the time of arrival stands.
OLDEST = timedelta(days=7)


class Seen(StrEnum):
    """How far a safety event has come."""

    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class HelpStatus:
    """The first lines of Help: `line` in bold, `then` below it."""

    seen: Seen
    line: str
    then: str


def said_when(said_at: datetime | None, sent_at: datetime | None, now: datetime) -> datetime:
    """When it was said, by our clock: as long before now as it lay on the phone.

    Both times are the phone's, so a phone that is a day ahead or behind makes no difference. Without both of them,
    or where they can't be true, it was said now.
    """
    if said_at is None or sent_at is None:
        return now
    lay = sent_at - said_at
    return now - lay if timedelta(0) <= lay <= OLDEST else now


def since_words(instant: datetime, now: datetime, zone: ZoneInfo) -> str:
    """The time alone on the same day, else with its day: "9:12 pm", "Monday, 8:40 pm", "Oct 6, 8:40 pm"."""
    local, today = instant.astimezone(zone), now.astimezone(zone).date()
    words = clock_12(instant, zone)
    if local.date() == today:
        return words
    if timedelta(0) < today - local.date() < timedelta(days=7):
        return f"{local:%A}, {words}"
    return f"{local:%b} {local.day}, {words}"


def help_status(
    *,
    received_at: datetime,
    acknowledged_at: datetime | None,
    acknowledged_by: str,
    resolved: bool,
    now: datetime,
    zone: ZoneInfo,
) -> HelpStatus:
    """What Help says about an event. Until somebody acknowledged, nobody is watching, and it says so."""
    if acknowledged_at is None:
        return HelpStatus(
            Seen.SENT,
            f"Sent at {since_words(received_at, now, zone)}. Not seen yet.",
            "Nobody at the program is watching this right now. Don't wait for us: call 988 or 911. A person answers.",
        )
    line = f"Seen by {acknowledged_by} at {since_words(acknowledged_at, now, zone)}."
    if resolved:
        return HelpStatus(Seen.RESOLVED, line, "If it gets worse again, call 988 or 911, or send again.")
    return HelpStatus(Seen.ACKNOWLEDGED, line, "If you can't wait, call 988 or 911 now.")
