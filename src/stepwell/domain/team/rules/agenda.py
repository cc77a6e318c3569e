"""Whom a team meeting talks about, and why, from facts of the chart. Pure.

The occasions are mission.md's: new, at risk, reviews due, level changes. How many missed sessions and how many days
ahead are ours, and the page says so. When a plan's review is due, `careplan.rules` says.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from stepwell.kernel.wording import short_day

# Ours: a meeting is weekly, so the first one looks back this far.
LOOKS_BACK = timedelta(days=14)
# Ours: what is due before the meeting after next.
LOOKS_AHEAD = timedelta(days=10)
# Ours: so many missed sessions since the last meeting.
MISSED = 2


class Why(StrEnum):
    """In the order in which people are talked about."""

    RISK = "at risk"
    CARRIED = "not reached last time"
    ASKED = "asked for"
    OFF_TRACK = "not on track"
    NEW = "new"
    LEVEL = "level of care"
    REVIEW = "review due"
    MISSED = "missed sessions"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody is on the agenda, with the words that stand beside their name."""

    why: Why
    words: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one person in treatment. `decided_level` is a clinician's since the last meeting, if any;
    `asked` are (who, why). `review_on` is the day on which the plan is reviewed next, by its clocks.
    `off_track` says in words where their own answers are worse beyond chance.
    """

    client_id: UUID
    sort_key: str
    started_on: date
    planned_end_on: date
    level: str
    open_events: int = 0
    events_since: int = 0
    decided_level: str = ""
    missed: int = 0
    asked: tuple[tuple[str, str], ...] = ()
    carried: bool = False
    review_on: date | None = None
    off_track: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One person on the agenda."""

    client_id: UUID
    reasons: tuple[Reason, ...]


def since_of(last_on: date | None, today: date) -> date:
    """From which day on things are new: the last meeting's, or two weeks back before the first."""
    return last_on or today - LOOKS_BACK


def agenda(people: Iterable[Facts], *, last_on: date | None, today: date) -> tuple[Line, ...]:
    """Everybody with a reason: the most pressing first, then those with more reasons, then by name."""
    found = [(one, reasons_for(one, last_on=last_on, today=today)) for one in people]
    order = list(Why)
    named = sorted(
        ((one, reasons) for one, reasons in found if reasons),
        key=lambda pair: (order.index(pair[1][0].why), -len(pair[1]), pair[0].sort_key, str(pair[0].client_id)),
    )
    return tuple(Line(one.client_id, reasons) for one, reasons in named)


def reasons_for(one: Facts, *, last_on: date | None, today: date) -> tuple[Reason, ...]:
    """Each reason once, in the order of `Why`."""
    since = since_of(last_on, today)
    found: list[Reason] = []
    if one.open_events:
        found.append(Reason(Why.RISK, "A safety event is open."))
    elif one.events_since:
        found.append(Reason(Why.RISK, f"{_counted(one.events_since, 'safety event')} since {short_day(since)}."))
    if one.carried:
        found.append(Reason(Why.CARRIED, "Was on the last agenda and not reached."))
    found += [Reason(Why.ASKED, f"{who}: {words}") for who, words in one.asked]
    if one.off_track:
        found.append(Reason(Why.OFF_TRACK, one.off_track))
    if one.started_on >= since:
        verb = "Started" if one.started_on <= today else "Starts"
        found.append(Reason(Why.NEW, f"{verb} {short_day(one.started_on)}."))
    found += _of_level(one, today)
    if one.review_on is not None and one.review_on <= today + LOOKS_AHEAD:
        late = "was due" if one.review_on < today else "is due"
        found.append(Reason(Why.REVIEW, f"The plan’s review {late} {short_day(one.review_on)}."))
    if one.missed >= MISSED:
        found.append(Reason(Why.MISSED, f"{_counted(one.missed, 'missed session')} since {short_day(since)}."))
    return tuple(found)


def _of_level(one: Facts, today: date) -> Sequence[Reason]:
    if one.decided_level and one.decided_level != one.level:
        return [Reason(Why.LEVEL, f"Level {one.decided_level} was decided; the stay is at {one.level}.")]
    if one.planned_end_on <= today + LOOKS_AHEAD:
        return [Reason(Why.LEVEL, f"The planned end is {short_day(one.planned_end_on)}: what comes next?")]
    return []


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
