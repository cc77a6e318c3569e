"""A leader falls ill or a room closes: the same week without them, and the plan that held until now as the present."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from stepwell.domain.planner.rules.instance import Instance
from stepwell.domain.planner.rules.plan import Plan


def without(instance: Instance, present: Plan, *, leaders: Iterable[str] = (), rooms: Iterable[str] = ()) -> Instance:
    """The instance to plan anew: who is away is there at no time, what is closed has no seats."""
    away, closed = set(leaders), set(rooms)
    return replace(
        instance,
        leaders=tuple(replace(one, free=()) if one.key in away else one for one in instance.leaders),
        rooms=tuple(replace(one, seats=0) if one.key in closed else one for one in instance.rooms),
        present=present,
    )


@dataclass(frozen=True, slots=True)
class Moves:
    """How much of the week is other than before."""

    people: int
    meetings: int
    leaders: int
    hours: int

    @property
    def total(self) -> int:
        """Everything that somebody has to be told."""
        return self.people + self.meetings + self.leaders + self.hours


def moves(before: Plan, after: Plan) -> Moves:
    """What was there before and isn't now. What is new isn't moved."""
    kept = [(one, after.held_of.get(one.group)) for one in before.held]
    hours = [(one, after.hour_of.get(one.person)) for one in before.hours]
    return Moves(
        people=len(set(before.seats) - set(after.seats)),
        meetings=sum(len(one.option) for one, now in kept if now is None or now.option != one.option),
        leaders=sum(len(one.option) for one, now in kept if now is not None and now.leader != one.leader),
        hours=sum(now is None or (now.start, now.leader) != (one.start, one.leader) for one, now in hours),
    )
