"""A leader falls ill or a room closes: the same week without them, and the plan that held until now as the present.

A change in one place plans anew only what it must: `only_touched` holds everything else where it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from stepwell.domain.planner.rules.checking import meetings_of
from stepwell.domain.planner.rules.instance import Group, Instance, Person, hour_at
from stepwell.domain.planner.rules.plan import Held, Plan


def without(instance: Instance, present: Plan, *, leaders: Iterable[str] = (), rooms: Iterable[str] = ()) -> Instance:
    """The instance to plan anew: who is away is there at no time, what is closed has no seats."""
    away, closed = set(leaders), set(rooms)
    return replace(
        instance,
        leaders=tuple(replace(one, free=()) if one.key in away else one for one in instance.leaders),
        rooms=tuple(replace(one, seats=0) if one.key in closed else one for one in instance.rooms),
        present=present,
    )


def only_touched(instance: Instance) -> Instance:
    """The same week, in which whatever still can be as it is stays so. A plan of it is a plan of the whole.

    Free are the groups whose leader or room is gone, who sits in them, and whose individual hour can't be any more.
    """
    held = instance.present.held_of
    touched = {key for key, one in held.items() if key in instance.group and _is_touched(instance, one)}
    groups = tuple(_as_held(one, held[one.key]) if one.key in held.keys() - touched else one for one in instance.groups)
    people = tuple(_as_planned(instance, one, touched) for one in instance.people)
    return replace(instance, groups=groups, people=people)


def _is_touched(instance: Instance, one: Held) -> bool:
    group, leader = instance.group[one.group], instance.leader.get(one.leader)
    if leader is None or not group.may_be_led_by(leader) or one.option not in group.options:
        return True
    rooms = [instance.room.get(key) for key in one.rooms]
    fits = all(room is not None and group.fits(room) for room in rooms)
    return not fits or not all(leader.can(stretch) for stretch in group.stretches(one.option))


def _as_held(group: Group, held: Held) -> Group:
    return replace(group, options=(held.option,), leaders=frozenset({held.leader}))


def _as_planned(instance: Instance, person: Person, touched: set[str]) -> Person:
    """They can come to what they have; anybody who has something that can't be any more is free as before."""
    present = instance.present
    groups = present.groups_of.get(person.key, frozenset()) & instance.group.keys()
    theirs = [present.held_of[group] for group in groups if group in present.held_of]
    meetings = [stretch for held in theirs for stretch in meetings_of(instance, held)]
    hour = present.hour_of.get(person.key)
    if hour is not None:
        leader = instance.leader.get(hour.leader)
        if leader is None or not leader.can(hour_at(hour.start)):
            return person
        meetings.append(hour_at(hour.start))
    if groups & touched or not all(person.can(one) for one in meetings):
        return person
    return replace(person, free=tuple(sorted(meetings)))


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

    def __add__(self, other: "Moves") -> "Moves":
        """Both together."""
        return Moves(
            self.people + other.people,
            self.meetings + other.meetings,
            self.leaders + other.leaders,
            self.hours + other.hours,
        )


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
