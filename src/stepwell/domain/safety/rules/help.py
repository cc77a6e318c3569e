"""When something was said, and what the person in danger is told. Pure.

It never reassures falsely: "seen" is said only when somebody acknowledged, "watching" never.
"""

from collections.abc import Mapping
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


# What Help says first, and what it says below. `at` and `who` belong to the status.
HELP_WORDS: Mapping[Seen, tuple[str, str]] = {
    Seen.SENT: (
        "Sent at %(at)s. Not seen yet.",
        "Nobody at the program is watching this right now. Don’t wait for us: call 988 or 911. A person answers.",
    ),
    Seen.ACKNOWLEDGED: ("Seen by %(who)s at %(at)s.", "If you can’t wait, call 988 or 911 now."),
    Seen.RESOLVED: ("Seen by %(who)s at %(at)s.", "If it gets worse again, call 988 or 911, or send again."),
}


@dataclass(frozen=True, slots=True)
class HelpStatus:
    """How far an event has come, since when, and by whom: what `HELP_WORDS` say."""

    seen: Seen
    at: datetime
    who: str = ""


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


def door_words(site: str, place: str) -> str:
    """Where a device at the door stands: "at the device at the door (Downtown, Room 2)"."""
    return f"at the device at the door ({site}{f', {place}' if place else ''})"


def help_status(
    *, received_at: datetime, acknowledged_at: datetime | None, acknowledged_by: str, resolved: bool
) -> HelpStatus:
    """What Help says about an event. Until somebody acknowledged, nobody is watching, and it says so."""
    if acknowledged_at is None:
        return HelpStatus(Seen.SENT, received_at)
    return HelpStatus(Seen.RESOLVED if resolved else Seen.ACKNOWLEDGED, acknowledged_at, acknowledged_by)
