"""A plan as somebody makes it by hand: first come, first served, and what holds now stays where it can.

No search, no second thought. It stands beside the solver's plan in the bench, and gives it a place to begin.
"""

from collections import defaultdict

from stepwell.domain.planner.rules.checking import clinical_minutes_of
from stepwell.domain.planner.rules.instance import (
    HOUR_MINUTES,
    HOUR_SEATS,
    SLOT_MINUTES,
    Group,
    Instance,
    Leader,
    Option,
    Person,
    Room,
    Stretch,
    hour_at,
)
from stepwell.domain.planner.rules.plan import Held, Hour, Plan, Seat


def greedy(instance: Instance) -> Plan:
    """Groups in their order, then people in theirs, then individual hours. Keeps every rule but people's minimum."""
    week = _Week(instance)
    for group in instance.groups:
        week.hold(group)
    for person in instance.people:
        week.seat(person)
    for person in instance.people:
        if person.needs_hour:
            week.give_hour(person)
    return week.plan()


class _Week:
    """The week as it fills."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.busy: dict[tuple[str, str], list[Stretch]] = defaultdict(list)
        self.minutes: dict[str, int] = defaultdict(int)
        self.cases: dict[str, int] = defaultdict(int)
        self.held: dict[str, Held] = {}
        self.seats: list[Seat] = []
        self.hours: list[Hour] = []
        self.apart: dict[str, set[str]] = defaultdict(set)
        for one, other in instance.apart:
            self.apart[one].add(other)
            self.apart[other].add(one)

    def plan(self) -> Plan:
        """What was placed."""
        return Plan(tuple(self.held.values()), tuple(self.seats), tuple(self.hours))

    def hold(self, group: Group) -> None:
        """At the present option under the present leader if that is possible, else at the first that is."""
        before = self.instance.present.held_of.get(group.key)
        options: tuple[Option, ...] = group.options
        leaders: tuple[Leader, ...] = self.instance.leaders
        if before is not None:
            options = (*(one for one in options if one == before.option), *options)
            leaders = (*(one for one in leaders if one.key == before.leader), *leaders)
        for option in options:
            stretches = group.stretches(option)
            leader = next((one for one in leaders if self._leads(one, group, stretches)), None)
            rooms = self._rooms(group, stretches)
            if leader is not None and all(rooms) and self._are_free(group, stretches):
                self.held[group.key] = Held(group.key, option, leader.key, rooms)
                self._take("leader", leader.key, stretches)
                for client in group.brings:
                    self._take("brought", client, stretches)
                for room, stretch in zip(rooms, stretches, strict=True):
                    self._take("room", room, (stretch,))
                self.minutes[leader.key] += group.length * len(option) * SLOT_MINUTES
                return

    def seat(self, person: Person) -> None:
        """In the present groups first, then in the first ones that still bring hours that are missing."""
        present = self.instance.present.groups_of.get(person.key, frozenset())
        missing = person.prescribed_minutes - (HOUR_MINUTES if person.needs_hour else 0)
        for group in sorted(self.instance.groups, key=lambda one: one.key not in present):
            if group.weekly_clinical() <= missing and self._sits(person, group):
                self.seats.append(Seat(person.key, group.key))
                self._take("person", person.whose, group.stretches(self.held[group.key].option))
                missing -= group.weekly_clinical()

    def give_hour(self, person: Person) -> None:
        """With the own counselor at the first hour that suits both, else with the first colleague."""
        before = self.instance.present.hour_of.get(person.key)
        starts = self.instance.hour_starts_of(person)
        if before is not None:
            starts.sort(key=lambda one: one != before.start)
        for leader in sorted(self.instance.leaders, key=lambda one: one.key != person.counselor):
            if not self._takes_on(leader, person):
                continue
            for start in starts:
                stretch = hour_at(start)
                room = self._hour_room(stretch)
                free = self._is_free("leader", leader.key, stretch) and self._is_free("person", person.whose, stretch)
                if room and free and leader.can(stretch):
                    self.hours.append(Hour(person.key, leader.key, start, room))
                    for kind, key in (("leader", leader.key), ("person", person.whose), ("room", room)):
                        self._take(kind, key, (stretch,))
                    self.minutes[leader.key] += HOUR_MINUTES
                    self.cases[leader.key] += 1
                    return

    def _take(self, kind: str, key: str, stretches: tuple[Stretch, ...]) -> None:
        self.busy[kind, key] += stretches

    def _is_free(self, kind: str, key: str, stretch: Stretch) -> bool:
        return not any(one.overlaps(stretch) for one in self.busy[kind, key])

    def _leads(self, leader: Leader, group: Group, stretches: tuple[Stretch, ...]) -> bool:
        more = self.minutes[leader.key] + group.length * len(stretches) * SLOT_MINUTES
        there = all(leader.can(one) and self._is_free("leader", leader.key, one) for one in stretches)
        return there and group.may_be_led_by(leader) and more <= leader.weekly_minutes

    def _are_free(self, group: Group, stretches: tuple[Stretch, ...]) -> bool:
        return all(self._is_free("brought", client, one) for client in group.brings for one in stretches)

    def _rooms(self, group: Group, stretches: tuple[Stretch, ...]) -> tuple[str, ...]:
        """For each meeting the smallest that is free and fits, or of several that are named one for all; empty where
        there is none.
        """
        if len(group.rooms) > 1:
            return (self._room(group, stretches),) * len(stretches)
        return tuple(self._room(group, (one,)) for one in stretches)

    def _room(self, group: Group, stretches: tuple[Stretch, ...]) -> str:
        fitting = (one for one in self.instance.rooms if group.fits(one) and self._is_free_room(one, stretches))
        return min(((one.seats, one.key) for one in fitting), default=(0, ""))[1]

    def _is_free_room(self, room: Room, stretches: tuple[Stretch, ...]) -> bool:
        return all(room.can(one) and self._is_free("room", room.key, one) for one in stretches)

    def _hour_room(self, stretch: Stretch) -> str:
        free = (one for one in self.instance.rooms if one.takes(stretch) and self._is_free("room", one.key, stretch))
        return min(((one.seats, one.key) for one in free if one.seats >= HOUR_SEATS), default=(0, ""))[1]

    def _sits(self, person: Person, group: Group) -> bool:
        held = self.held.get(group.key)
        if held is None or not group.takes(person):
            return False
        others = {one.person for one in self.seats if one.group == group.key}
        if len(others) >= group.capacity or others & self.apart[person.key]:
            return False
        stretches = group.stretches(held.option)
        return all(person.can(one) and self._is_free("person", person.whose, one) for one in stretches)

    def _takes_on(self, leader: Leader, person: Person) -> bool:
        more = self.minutes[leader.key] + HOUR_MINUTES
        room = self.cases[leader.key] < leader.caseload and more <= leader.weekly_minutes
        return room and self.instance.gives_hours_to(leader, person)


def unmet_minutes(instance: Instance, plan: Plan) -> int:
    """Minutes that were prescribed and aren't planned, over everybody."""
    planned = {one.key: clinical_minutes_of(instance, plan, one.key) for one in instance.people}
    return sum(max(0, one.prescribed_minutes - planned[one.key]) for one in instance.people)
