"""Somebody was booked and isn't there: when that becomes work, whose, and when it is a pattern. Pure.

From 15 minutes after the start. How often somebody is tried before it goes to the case manager and what counts as a
pattern are ours: a site sets its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from stepwell.domain.week.rules.roll import AttendanceStatus

WAIT = timedelta(minutes=15)
# Ours: a roll is called in less; whose row has no word by then is missing.
ROLL_TAKES = timedelta(minutes=5)
# Ours: what lies longer back is a matter for the next session.
LOOK_BACK = timedelta(hours=12)
ATTEMPTS, IN_A_ROW, MISSED, OF_LAST = 2, 2, 3, 6
MOST_ATTEMPTS, MOST_OF_LAST = 10, 20


class _Worded(StrEnum):
    """A value with its words."""

    @property
    def label(self) -> str:
        """As a person reads it."""
        return self.value.replace("_", " ").capitalize()


class Cause(_Worded):
    """Why somebody didn't come, as they say it."""

    TRANSPORT = "transport"
    CHILD_CARE = "child_care"
    WORK = "work"
    USE = "return_to_use"
    ILLNESS = "illness"
    OTHER = "other"
    NOT_REACHED = "not_reached"


class Fix(_Worded):
    """What was arranged."""

    RIDE = "ride"
    CHILD_SEAT = "child_care_seat"
    SESSION = "another_session"
    CALL_BACK = "call_back"
    NOTHING = "nothing_needed"


# What somebody has to see to before it helps, with what it is called once it is.
HELPS: dict[Fix, str] = {Fix.RIDE: "Ride", Fix.CHILD_SEAT: "Child-care seat"}


class HelpAs(_Worded):
    """What came of seeing to it."""

    ARRANGED = "arranged"
    NOT_POSSIBLE = "not_possible"


class How(_Worded):
    """How somebody was tried."""

    CALL = "call"
    MESSAGE = "message"
    VOICEMAIL = "voicemail"
    OTHER = "another_way"


class Outcome(_Worded):
    """What came of an attempt."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    LEFT_WORD = "left_word"
    SENT = "sent"


class Ending(_Worded):
    """How it ended."""

    CAME = "came"
    EXCUSED = "excused"
    FIXED = "arranged"
    CANCELED = "canceled"


@dataclass(frozen=True, slots=True)
class Protocol:
    """A site's numbers."""

    attempts: int = ATTEMPTS
    in_a_row: int = IN_A_ROW
    missed: int = MISSED
    of_last: int = OF_LAST


def is_missing(status: AttendanceStatus, starts_at: datetime, now: datetime, *, roll_called: bool) -> bool:
    """Whether to look for somebody. Where the roll isn't called yet, it is what is missing, and not ten people."""
    if now < starts_at + WAIT:
        return False
    return status is AttendanceStatus.NO_SHOW or (status is AttendanceStatus.BOOKED and roll_called)


def ending_of(status: AttendanceStatus, *, is_canceled: bool) -> Ending | None:
    """How it ends by itself; None while it goes on."""
    if is_canceled:
        return Ending.CANCELED
    if status.attended:
        return Ending.CAME
    return Ending.EXCUSED if status is AttendanceStatus.EXCUSED else None


def is_due_on(attempts: int, protocol: Protocol, *, reached: bool) -> bool:
    """Whether it goes to the case manager: tried as often as the site asks for, and not reached."""
    return not reached and attempts >= protocol.attempts


def help_due_at(now: datetime, next_starts_at: datetime | None) -> datetime:
    """By when a ride or a seat in child care is seen to: two hours before the next session, so that they can be told in
    time; in half an hour where that is past; by tomorrow where no session is booked. Ours.
    """
    if next_starts_at is None:
        return now + timedelta(days=1)
    return max(next_starts_at - timedelta(hours=2), min(now + timedelta(minutes=30), next_starts_at))


def help_words(fix: str, help_as: str) -> str:
    """`Ride arranged`, `Child-care seat not possible`; empty where nothing had to be seen to or nobody has yet."""
    name = HELPS.get(Fix(fix)) if fix else None
    return f"{name} {HelpAs(help_as).label.lower()}" if name and help_as else ""


def pattern_of(statuses: Sequence[AttendanceStatus], protocol: Protocol) -> str:
    """What the last sessions show, the latest first, in words; empty where they show nothing. Who said before that they
    can't come is neither missed nor there; what has no word yet isn't counted.
    """
    told = [one for one in statuses if one not in (AttendanceStatus.EXCUSED, AttendanceStatus.BOOKED)]
    last = told[: protocol.in_a_row]
    if len(last) == protocol.in_a_row and all(one is AttendanceStatus.NO_SHOW for one in last):
        return f"Missed {protocol.in_a_row} in a row"
    window = told[: protocol.of_last]
    missed = sum(one is AttendanceStatus.NO_SHOW for one in window)
    return f"Missed {missed} of the last {len(window)}" if missed >= protocol.missed else ""
