"""A group that changes as it goes: from a day on it meets on other weekdays, at another time, in another place, with
another leader.

A plan holds from a day until the next one. What somebody changed by hand in one session, what was canceled and what
has taken place stay as they are, whatever changes around them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from stepwell.kernel.calendar import local_instant


class Scope(Enum):
    """How far an edit reaches."""

    ONE = "one"
    LATER = "later"
    ALL = "all"

    @property
    def label(self) -> str:
        """As it is offered."""
        return _LABELS[self]


_LABELS = {Scope.ONE: "This session alone", Scope.LATER: "This one and all later", Scope.ALL: "All to come"}


@dataclass(frozen=True, slots=True)
class Plan:
    """When by the site's clock, where, with whom, and on which weekdays (Monday is 0), in their order."""

    starts_at_time: time
    place_id: int
    leader_id: int
    weekdays: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes different; None stays as it is."""

    starts_at_time: time | None = None
    place_id: int | None = None
    leader_id: int | None = None
    weekdays: tuple[int, ...] | None = None

    def of(self, plan: Plan) -> Plan:
        """The plan with this change."""
        return Plan(
            plan.starts_at_time if self.starts_at_time is None else self.starts_at_time,
            plan.place_id if self.place_id is None else self.place_id,
            plan.leader_id if self.leader_id is None else self.leader_id,
            plan.weekdays if self.weekdays is None else self.weekdays,
        )


@dataclass(frozen=True, slots=True)
class Phase:
    """A plan and the day from which it holds."""

    from_on: date
    plan: Plan


@dataclass(frozen=True, slots=True)
class Meeting:
    """One session as far as an edit asks. `is_held`: it has begun, or its roll was called."""

    on: date
    starts_at: datetime
    place_id: int
    leader_id: int
    is_canceled: bool = False
    is_held: bool = False


class Fate(Enum):
    """What an edit does to one session."""

    CHANGES = "changes"
    EARLIER = "is before the edit"
    HELD = "has taken place"
    CANCELED = "was canceled"
    BY_HAND = "was changed by hand"


def plan_at(phases: Sequence[Phase], day: date) -> Plan:
    """What holds on that day; before the first phase the first. They are in the order of their days."""
    return next((phase.plan for phase in reversed(phases) if phase.from_on <= day), phases[0].plan)


def phases_to_come(phases: Sequence[Phase], day: date) -> tuple[Phase, ...]:
    """The one that holds on that day, and those after it."""
    here = Phase(phases[0].from_on, plan_at(phases, day))
    return (here, *(one for one in phases if one.from_on > day and one.plan != here.plan))


def first_day(phase: Phase) -> date:
    """The first day on which it can meet by this phase."""
    return min(phase.from_on + timedelta(days=(day - phase.from_on.weekday()) % 7) for day in phase.plan.weekdays)


def changed_from(phases: Sequence[Phase], change: Change, from_on: date) -> tuple[Phase, ...]:
    """The phases after an edit from that day on: every later one takes what the edit changes and keeps the rest."""
    kept = [phase for phase in phases if phase.from_on < from_on]
    here = Phase(from_on, change.of(plan_at(phases, from_on)))
    later = [Phase(phase.from_on, change.of(phase.plan)) for phase in phases if phase.from_on > from_on]
    found: list[Phase] = []
    for phase in (*kept, here, *later):
        if not found or found[-1].plan != phase.plan:
            found.append(phase)
    return tuple(found)


def is_by_hand(meeting: Meeting, plan: Plan, zone: ZoneInfo) -> bool:
    """It isn't where the plan of its day puts it: somebody moved it, or another leads it."""
    return (
        meeting.on.weekday() not in plan.weekdays
        or meeting.starts_at != local_instant(meeting.on, plan.starts_at_time, zone)
        or (meeting.place_id, meeting.leader_id) != (plan.place_id, plan.leader_id)
    )


def fate(meeting: Meeting, phases: Sequence[Phase], from_on: date, zone: ZoneInfo) -> Fate:
    """What an edit from that day on does to this session. `phases` are those before the edit."""
    if meeting.on < from_on:
        return Fate.EARLIER
    if meeting.is_held:
        return Fate.HELD
    if meeting.is_canceled:
        return Fate.CANCELED
    return Fate.BY_HAND if is_by_hand(meeting, plan_at(phases, meeting.on), zone) else Fate.CHANGES
