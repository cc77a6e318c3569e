"""Who is paged about a safety event, and when the next one is. Pure.

The ladder: who is on call first, who is second, those who lead the site; then from the start again, until somebody has
acknowledged. An alert that nobody acknowledges escalates, and nothing is stepped down by software (docs/clinical.md,
suicide risk). Nobody stands on a rung, or nobody there can be reached: the next rung at once. How long each waits is
the site's to set.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum


class Rung(IntEnum):
    """Who is paged. `TAKEN` is whoever has acknowledged it."""

    TAKEN = 0
    FIRST = 1
    SECOND = 2
    LEADERS = 3


RUNG_WORDS = {
    Rung.TAKEN: "Who has it",
    Rung.FIRST: "First on call",
    Rung.SECOND: "Second on call",
    Rung.LEADERS: "Director and supervisors",
}
LADDER = (Rung.FIRST, Rung.SECOND, Rung.LEADERS)


@dataclass(frozen=True, slots=True)
class Round:
    """One rung, paged once. `reached`: at least one message is on its way or arrived."""

    rung: Rung
    at: datetime
    reached: bool


@dataclass(frozen=True, slots=True)
class Waits:
    """How long somebody has to acknowledge, and how long something acknowledged may lie still."""

    answer: timedelta
    idle: timedelta


@dataclass(frozen=True, slots=True)
class Step:
    """Which rung is paged next, and when."""

    rung: Rung
    at: datetime


def next_step(
    *,
    received_at: datetime,
    acknowledged_at: datetime | None,
    is_resolved: bool,
    rounds: Sequence[Round],
    waits: Waits,
) -> Step | None:
    """What the ladder does next, given what it did, in its order; None where it has nothing more to do."""
    if is_resolved:
        return None
    if acknowledged_at is not None:
        return _idle_step(acknowledged_at, [one for one in rounds if one.at > acknowledged_at], waits.idle)
    if not rounds:
        return Step(Rung.FIRST, received_at)
    last = rounds[-1]
    rung = LADDER[LADDER.index(last.rung) + 1] if last.rung in LADDER[:-1] else Rung.FIRST
    # a whole ladder that reached nobody waits too: else it would run round and round
    waiting = waits.answer if last.reached or rung is Rung.FIRST else timedelta(0)
    return Step(rung, last.at + waiting)


def _idle_step(acknowledged_at: datetime, since: Sequence[Round], idle: timedelta) -> Step | None:
    """Somebody has it and it isn't resolved: they are reminded, then who leads is told. Once each: it is in hands."""
    if not since:
        return Step(Rung.TAKEN, acknowledged_at + idle)
    if since[-1].rung is Rung.TAKEN:
        return Step(Rung.LEADERS, since[-1].at + idle)
    return None
