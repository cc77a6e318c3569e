"""Arriving at the door: the codes, when they hold, and which session somebody arrives for.

Two codes of six digits. The device at the door shows one that changes with the time (RFC 4226's truncation over
HMAC-SHA256 of a secret and the time step, as RFC 6238 counts it), to be typed on one's phone. Each person's phone shows
one of their own, to be typed on the device. Neither says who anybody is, and an arrival is no roll.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest, new
from zoneinfo import ZoneInfo

from stepwell.domain.week.rules.roll import AttendanceStatus, TypedPair
from stepwell.kernel.period import Period
from stepwell.kernel.wording import clock_24

# Ours: how long one code of the door shows. The one before it still counts: somebody was typing.
STEP = timedelta(seconds=30)
DIGITS = 6
# Ours: from so long before its start somebody can arrive for a session; a roll isn't called earlier either.
OPENS = timedelta(minutes=60)
# Ours: from then until the end a meeting can be joined.
JOINS = timedelta(minutes=15)


def step_at(now: datetime) -> int:
    """Which of the door's codes shows at this instant."""
    return int(now.timestamp() // STEP.total_seconds())


def code_of(secret: bytes, message: str) -> str:
    """Six digits that nobody can tell without the secret."""
    digest = new(secret, message.encode(), sha256).digest()
    at = digest[-1] & 0x0F
    number = int.from_bytes(digest[at : at + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def door_code(secret: bytes, now: datetime) -> str:
    """What the device shows now."""
    return code_of(secret, str(step_at(now)))


def opens_door(secret: bytes, typed: str, now: datetime) -> bool:
    """The code that shows, or the one before it."""
    shows, before = (code_of(secret, str(step_at(now) - back)) for back in (0, 1))
    digits = digits_of(typed)
    return compare_digest(shows, digits) | compare_digest(before, digits)


def own_codes(secret: bytes, keys: Sequence[str]) -> dict[str, str]:
    """The code of each of these, none twice. One that comes later in the order never changes an earlier one's."""
    codes: dict[str, str] = {}
    taken: set[str] = set()
    for key in keys:
        attempt = 0
        while (code := code_of(secret, f"{key}/{attempt}")) in taken:
            attempt += 1
        codes[key] = code
        taken.add(code)
    return codes


def digits_of(typed: str) -> str:
    """What was typed without spaces and dashes; nothing where it isn't six plain digits."""
    digits = "".join(typed.replace("-", " ").split())
    return digits if len(digits) == DIGITS and digits.isascii() and digits.isdigit() else ""


def grouped(code: str) -> str:
    """`204 716`: as a person reads it out."""
    return f"{code[:3]} {code[3:]}"


def with_arrival(
    typed: Sequence[TypedPair], status: AttendanceStatus, arrived_at: datetime | None, session: Period, zone: ZoneInfo
) -> Sequence[TypedPair]:
    """Late without a time in means the minute in which they said that they are here, where that was after the start."""
    if status is not AttendanceStatus.LATE or arrived_at is None or not session.started_at < arrived_at:
        return typed
    first, rest = (typed[0], typed[1:]) if typed else (TypedPair(), ())
    if (
        first.in_time
        or arrived_at >= session.ended_at
        or clock_24(arrived_at, zone) == clock_24(session.started_at, zone)
    ):
        return typed
    return [TypedPair(clock_24(arrived_at, zone), first.out_time), *rest]


def can_arrive(session: Period, now: datetime) -> bool:
    """From an hour before its start until its end."""
    return session.started_at - OPENS <= now < session.ended_at


def can_join(session: Period, now: datetime) -> bool:
    """From a quarter of an hour before its start until its end."""
    return session.started_at - JOINS <= now < session.ended_at


def nearest(sessions: Iterable[Period], now: datetime) -> Period | None:
    """Which session somebody arrives for: of those that are open the one whose start is nearest, else none.

    Twice at the same door at the same time is the same session, and between two of them it is the next one.
    """
    return min(
        (one for one in sessions if can_arrive(one, now)), key=lambda one: abs(one.started_at - now), default=None
    )
