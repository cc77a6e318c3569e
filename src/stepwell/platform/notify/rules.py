"""When a message goes, when again, and when never more. Pure.

The states: queued → sent → delivered | bounced; held until quiet hours end; given up when its time is over. A state is
never left for an earlier one by a provider's late word: `after_report`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from stepwell.kernel.calendar import local_instant


class Channel(StrEnum):
    """How a message travels."""

    EMAIL = "email"
    SMS = "sms"
    VOICE = "voice"
    PUSH = "push"


class State(StrEnum):
    """Where a message is. The value is what the database holds."""

    QUEUED = "queued"
    HELD = "held"
    SENT = "sent"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    GIVEN_UP = "given up"
    WITHDRAWN = "withdrawn"

    @property
    def is_over(self) -> bool:
        """Nothing more will happen by itself."""
        return self in (State.DELIVERED, State.BOUNCED, State.GIVEN_UP, State.WITHDRAWN)

    @property
    def waits(self) -> bool:
        """It has yet to go out."""
        return self in (State.QUEUED, State.HELD)


# A provider may report twice, and in any order; only these steps are believed.
_REPORTED = {
    # a word that overtakes our own commit
    State.QUEUED: {State.SENT, State.DELIVERED, State.BOUNCED},
    State.SENT: {State.DELIVERED, State.BOUNCED},
}

# Each round takes the end of some hours to the beginning of the next: a day or two in all.
_ROUNDS = 8


def first_allowed(now: datetime, openings: Sequence[Callable[[datetime], datetime | None]]) -> datetime | None:
    """`now`, or when every one of these lets a message go; None where one never does.

    Each says from when on at the earliest, asked at some instant. Hours that shut each other out are a never.
    """
    at = now
    for _ in range(_ROUNDS):
        later = at
        for opens in openings:
            said = opens(later)
            if said is None:
                return None
            later = max(later, said)
        if later == at:
            return at
        at = later
    return None


_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=15), timedelta(minutes=30)
# How long a message is worth sending: an urgent one soon isn't, and somebody must call instead.
GIVE_UP_AFTER, GIVE_UP_URGENT_AFTER = timedelta(hours=24), timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From when until when nothing but the urgent goes out, by the clock of `zone`. Equal ends: never quiet."""

    from_time: time
    until_time: time
    zone: ZoneInfo

    def allowed_at(self, now: datetime) -> datetime:
        """`now` where it isn't quiet, else the first instant at which it isn't any more."""
        wall = now.astimezone(self.zone)
        if not self._is_quiet(wall.time().replace(tzinfo=None)):
            return now
        ends = local_instant(wall.date(), self.until_time, self.zone)
        return ends if ends > now else local_instant(wall.date() + timedelta(days=1), self.until_time, self.zone)

    def _is_quiet(self, wall: time) -> bool:
        if self.from_time <= self.until_time:
            return self.from_time <= wall < self.until_time
        return wall >= self.from_time or wall < self.until_time


def wait_before(attempt: int, *, asked_for: timedelta | None = None, jitter: float = 0.0) -> timedelta:
    """How long to wait after failed attempt number `attempt` (from 1): twice as long each time, up to half an hour.

    `asked_for` is what the other side wants (Retry-After) and is kept where it is longer. `jitter`, from 0 to 1, adds
    up to half, so that a thousand messages don't all come back in the same second.
    """
    doubled: timedelta = _FIRST_WAIT * 2 ** min(max(attempt, 1) - 1, 12)
    waited = max(min(doubled, _LONGEST_WAIT), min(asked_for or timedelta(0), timedelta(hours=1)))
    return waited + waited * (0.5 * min(max(jitter, 0.0), 1.0))


def give_up_at(asked_at: datetime, *, is_urgent: bool) -> datetime:
    """After this instant no further attempt begins: `is_too_late`."""
    return asked_at + (GIVE_UP_URGENT_AFTER if is_urgent else GIVE_UP_AFTER)


def next_try(
    attempt: int, *, now: datetime, give_up: datetime, asked_for: timedelta | None = None, jitter: float = 0.0
) -> datetime | None:
    """When to try again; None where that would be too late."""
    again = now + wait_before(attempt, asked_for=asked_for, jitter=jitter)
    return again if again <= give_up else None


def is_too_late(now: datetime, give_up: datetime, *, is_urgent: bool, tries: int) -> bool:
    """Whether no attempt may begin any more, for instance since no worker was there in time.

    An urgent one that was never tried is tried once even then: a page that comes late is better than none.
    """
    return now > give_up and not (is_urgent and tries == 0)


def after_report(now_in: State, said: State) -> State:
    """The state after a provider's word: unchanged where the word comes late, twice or out of order."""
    return said if said in _REPORTED.get(now_in, set()) else now_in
