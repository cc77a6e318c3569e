"""The week as a CP-SAT model. Strong rather than small (ADR 23 says why each piece is as it is).

- a group takes one option as a whole (`meets`), and the leader and the kind of room are chosen with it (`leads`,
  `housed`), so that "free then" and "licensed" are decided before the search begins;
- a person is in a group at an option (`sits`): never more than its seats, and only where it meets;
- rooms that are alike are one kind with a count, handed out when the plan is read (`reading`);
- an individual hour is with the own counselor at a time (`own`) or with a colleague (`other`); with which colleague
  is counted per hour (`lent`) and handed out afterwards, since they all cost the same.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from ortools.sat.python import cp_model

from stepwell.domain.planner.rules import pricing
from stepwell.domain.planner.rules.instance import (
    HOUR,
    HOUR_MINUTES,
    HOUR_SEATS,
    MOST_OVER_MINUTES,
    SLOT_MINUTES,
    SLOTS_A_DAY,
    Circle,
    Group,
    Instance,
    Leader,
    Option,
    Person,
    Room,
    Stretch,
    hour_at,
)
from stepwell.domain.planner.solver.terms import Busy, Costs

Bool = cp_model.IntVar


@dataclass(frozen=True, slots=True)
class Kind:
    """Rooms that fit the same groups, at the same times."""

    rooms: tuple[str, ...]
    groups: frozenset[str]
    sample: Room


class WeekModel:
    """The model and its variables, by what they mean."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.model = cp_model.CpModel()
        self.costs = Costs()
        self.people, self.brought, self.leaders, self.rooms = Busy(), Busy(), Busy(), Busy()
        self.meets: dict[tuple[str, Option], Bool] = {}
        self.leads: dict[tuple[str, Option, str], Bool] = {}
        self.housed: dict[tuple[str, Option, int], Bool] = {}
        self.sits: dict[tuple[str, str, Option], Bool] = {}
        self.own: dict[tuple[str, int], Bool] = {}
        self.other: dict[tuple[str, int], Bool] = {}
        self.trips: dict[str, Bool] = {}
        self.waits: dict[str, list[Bool]] = {}
        self.lent: dict[tuple[str, int, Circle], Bool] = {}
        self._work: dict[str, list[tuple[Bool, int]]] = defaultdict(list)
        self._cases: dict[str, list[Bool]] = defaultdict(list)
        for group in instance.groups:
            self._group(group)
        for person in instance.people:
            self._person(person)
        self._seats()
        self._hours()
        self._apart()
        self._one_at_a_time()
        self._loads()
        self.model.minimize(self.costs.expression())

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        """The rooms, those that fit the same groups at the same times together; one among several named by itself."""
        alike: dict[tuple[frozenset[str], tuple[Stretch, ...], tuple[int, ...], str], list[Room]] = defaultdict(list)
        alone = {key for group in self.instance.groups if len(group.rooms) > 1 for key in group.rooms}
        for room in self.instance.rooms:
            fitting = frozenset(one.key for one in self.instance.groups if one.fits(room))
            if fitting:
                alike[fitting, room.free, room.closed, room.key if room.key in alone else ""].append(room)
        return tuple(Kind(tuple(one.key for one in rooms), fits[0], rooms[0]) for fits, rooms in alike.items())

    def _bool(self) -> Bool:
        return self.model.new_bool_var("")

    # groups

    def _group(self, group: Group) -> None:
        before = self.instance.present.held_of.get(group.key)
        for option in group.options:
            stretches = group.stretches(option)
            leaders = [
                one for one in self.instance.leaders if group.may_be_led_by(one) and all(map(one.can, stretches))
            ]
            kinds = [
                number
                for number, kind in enumerate(self.kinds)
                if group.key in kind.groups and all(map(kind.sample.can, stretches))
            ]
            if not leaders or not kinds:
                continue
            meets = self.meets[group.key, option] = self._bool()
            for client in sorted(group.brings):
                self.brought.add(client, stretches, meets)
            self._choose_leader(group, option, meets, leaders)
            self._choose_kind(group, option, meets, kinds)
            if before is not None:
                self.costs.add(meets, -pricing.NOT_HELD)
        if before is not None:
            self.costs.fixed += pricing.NOT_HELD
        self.model.add_at_most_one(self._options(group))

    def _options(self, group: Group) -> list[Bool]:
        return [self.meets[group.key, one] for one in group.options if (group.key, one) in self.meets]

    def _choose_leader(self, group: Group, option: Option, meets: Bool, leaders: list[Leader]) -> None:
        before = self.instance.present.held_of.get(group.key)
        chosen = []
        for leader in leaders:
            leads = self.leads[group.key, option, leader.key] = self._bool()
            chosen.append(leads)
            self.leaders.add(leader.key, group.stretches(option), leads)
            self._work[leader.key].append((leads, group.length * len(option)))
            if before is not None and before.leader != leader.key:
                self.costs.add(leads, pricing.OTHER_LEADER)
        self.model.add(cp_model.LinearExpr.sum(chosen) == meets)

    def _choose_kind(self, group: Group, option: Option, meets: Bool, kinds: list[int]) -> None:
        for number in kinds:
            housed = self._bool() if len(kinds) > 1 else meets
            self.housed[group.key, option, number] = housed
            self.rooms.add(number, group.stretches(option), housed)
            before, room = self.instance.present.held_of.get(group.key), self.kinds[number].sample
            if dearer := pricing.housing(group, before, room, group.stretches(option)):
                self.costs.add(housed, dearer)
        if len(kinds) > 1:
            self.model.add(sum(self.housed[group.key, option, one] for one in kinds) == meets)

    # people

    def _person(self, person: Person) -> None:
        minutes: list[tuple[Bool, int]] = []
        for group in self.instance.groups:
            if group.takes(person):
                minutes += [(one, group.weekly_clinical()) for one in self._sits(person, group)]
        present = self.instance.present.groups_of.get(person.key, frozenset())
        for key in sorted(present & self.instance.group.keys()):
            self.costs.fixed += pricing.LEFT_GROUP
            for option in self.instance.group[key].options:
                sits = self.sits.get((person.key, key, option))
                if sits is not None:
                    self.costs.add(sits, -pricing.LEFT_GROUP)
        if person.needs_hour:
            minutes += [(one, HOUR_MINUTES) for one in self._hour(person)]
        self._prescribed(person, minutes)
        self._wait(person)

    def _sits(self, person: Person, group: Group) -> list[Bool]:
        before = self.instance.present.held_of.get(group.key)
        is_member = group.key in self.instance.present.groups_of.get(person.key, frozenset())
        found = []
        for option in group.options:
            meets = self.meets.get((group.key, option))
            if meets is None or not all(map(person.can, group.stretches(option))):
                continue
            sits = self.sits[person.key, group.key, option] = self._bool()
            found.append(sits)
            self.model.add_implication(sits, meets)
            self.people.add(person.whose, group.stretches(option), sits)
            if is_member and before is not None and before.option != option:
                self.costs.add(sits, pricing.OTHER_TIME)
        return found

    def _hour(self, person: Person) -> list[Bool]:
        """Their individual hour: a time, with the own counselor or with a colleague."""
        before = self.instance.present.hour_of.get(person.key)
        found = []
        for start in self.instance.hour_starts_of(person):
            for ours, price in ((self.own, 0), (self.other, pricing.OTHER_COUNSELOR if person.counselor else 0)):
                if ours is self.own and not self._own_counselor_at(person, start):
                    continue
                given = ours[person.key, start] = self._bool()
                found.append(given)
                self.people.add(person.whose, (hour_at(start),), given)
                moved = pricing.HOUR_MOVED if before is not None and before.start != start else 0
                self.costs.add(given, price + moved - pricing.NO_HOUR)
            if (person.key, start) in self.own:
                self._gives(person.counselor, start, self.own[person.key, start])
        self.costs.fixed += pricing.NO_HOUR
        self.model.add_at_most_one(found)
        self._trip(person)
        return found

    def _own_counselor_at(self, person: Person, start: int) -> bool:
        counselor = self.instance.leader.get(person.counselor)
        if counselor is None or not counselor.can(hour_at(start)):
            return False
        return self.instance.gives_hours_to(counselor, person)

    def hours_at(self, person: str, start: int) -> list[Bool]:
        """What says that somebody's hour begins then."""
        return [one[person, start] for one in (self.own, self.other) if (person, start) in one]

    def _trip(self, person: Person) -> None:
        """A trip for the hour alone: unless a group that is near the hour is theirs.

        Said twice. For all hours that the same groups are near: one of the groups, or a trip. And for each group at an
        option: if it is theirs, every hour that isn't near it is a trip, unless it is near another of theirs.
        """
        trip = self.trips[person.key] = self._bool()
        self.costs.add(trip, pricing.OWN_TRIP)
        sits = self._sits_of(person)
        near: dict[frozenset[int], list[int]] = defaultdict(list)
        for start in self.instance.hour_starts_of(person):
            if _is_near(start, person.fixed):
                continue
            near[frozenset(number for number, (meetings, _) in enumerate(sits) if _is_near(start, meetings))].append(
                start
            )
        hours = {
            groups: [one for start in starts for one in self.hours_at(person.key, start)]
            for groups, starts in near.items()
        }
        for groups, at in hours.items():
            if at:
                theirs = [sits[number][1] for number in groups]
                self.model.add(cp_model.LinearExpr.sum(at) - cp_model.LinearExpr.sum(theirs) <= trip)
        for number, (_, sitting) in enumerate(sits):
            away = [groups for groups in hours if number not in groups]
            at = [one for groups in away for one in hours[groups]]
            others = [sits[one][1] for one in set().union(*away)] if away else []
            if at:
                total = cp_model.LinearExpr.sum(at) - cp_model.LinearExpr.sum(others)
                self.model.add(total + sitting - 1 <= trip)

    def _wait(self, person: Person) -> None:
        """Idle time of a day: two meetings of theirs with more than an hour between, no other between them and no
        hour that fills it. Groups that meet at the very same time are one sum: at most one of them is theirs.
        """
        at: dict[Stretch, list[Bool]] = defaultdict(list)
        for meetings, sits in self._sits_of(person):
            for one in meetings:
                at[one].append(sits)
        fixed = set(person.fixed)
        days: dict[int, list[Stretch]] = defaultdict(list)
        for one in sorted({*at, *fixed}):
            days[one.start // SLOTS_A_DAY].append(one)
        found = self.waits[person.key] = []
        for day in days.values():
            for before, after in combinations(day, 2):
                between = [one for one in day if one.start >= before.end and one.end <= after.start]
                both = fixed.issuperset((before, after))
                if both or not pricing.is_wait(before, after) or not fixed.isdisjoint(between):
                    continue
                wait = self._bool()
                theirs = [one for when in (before, after) for one in at[when] if when not in fixed]
                else_there = [one for when in between for one in at[when]]
                starts = [one for one in self.instance.hour_starts_of(person) if pricing.fills(one, before, after)]
                else_there += [one for start in starts for one in self.hours_at(person.key, start)]
                sure = (before in fixed) + (after in fixed)
                total = cp_model.LinearExpr.sum(theirs) - cp_model.LinearExpr.sum(else_there)
                self.model.add(total + sure - 1 <= wait)
                self.costs.add(wait, pricing.WAIT)
                found.append(wait)

    def _sits_of(self, person: Person) -> list[tuple[tuple[Stretch, ...], Bool]]:
        """When each group of theirs would meet, at each of its options, and what says that they sit in it."""
        found = []
        for group in self.instance.groups:
            for option in group.options:
                sits = self.sits.get((person.key, group.key, option))
                if sits is not None:
                    found.append((group.stretches(option), sits))
        return found

    def _gives(self, leader: str, start: int, gives: Bool) -> None:
        self.leaders.add(leader, (hour_at(start),), gives)
        self._work[leader].append((gives, HOUR))
        self._cases[leader].append(gives)

    def _prescribed(self, person: Person, minutes: list[tuple[Bool, int]]) -> None:
        """At least the minimum, at most a little over; what is short of the prescription is priced."""
        variables, weights = [one for one, _ in minutes], [many for _, many in minutes]
        planned = cp_model.LinearExpr.weighted_sum(variables, weights) if minutes else 0
        most = person.prescribed_minutes + MOST_OVER_MINUTES
        short = self.model.new_int_var(0, -(-person.prescribed_minutes // SLOT_MINUTES), "")
        over = self.model.new_int_var(0, MOST_OVER_MINUTES // SLOT_MINUTES, "")
        self.model.add(planned + SLOT_MINUTES * short >= person.prescribed_minutes)
        self.model.add(planned - SLOT_MINUTES * over <= person.prescribed_minutes)
        self.model.add(planned <= most)
        self.model.add(planned >= person.minimum_minutes)
        self.costs.add(short, pricing.SHORT)
        self.costs.add(over, pricing.OVER)
        # Two large groups never fit, and without one the minimum isn't reached: said outright, the bound is far better.
        large = [one for one, many in minutes if 2 * many > most]
        rest = _most_of_rest(person, self.instance, most)
        if large:
            self.model.add_at_most_one(large)
            if rest < person.minimum_minutes:
                self.model.add_bool_or(large)

    def _seats(self) -> None:
        sitting: dict[tuple[str, Option], list[Bool]] = defaultdict(list)
        for (_, group, option), sits in self.sits.items():
            sitting[group, option].append(sits)
        for (group, option), people in sitting.items():
            capacity = self.instance.group[group].capacity
            self.model.add(cp_model.LinearExpr.sum(people) <= capacity * self.meets[group, option])

    def _apart(self) -> None:
        for one, other in self.instance.apart:
            for group in self.instance.groups:
                both = [
                    self.sits[person, group.key, option]
                    for person in (one, other)
                    for option in group.options
                    if (person, group.key, option) in self.sits
                ]
                self.model.add_at_most_one(both)

    # hours

    def _hours(self) -> None:
        """Whoever isn't with their own counselor at an hour is with a colleague who is free then and speaks to them."""
        by_hour: dict[tuple[int, Circle], list[Person]] = defaultdict(list)
        for key, start in self.other:
            person = self.instance.person[key]
            by_hour[start, person.circle].append(person)
        for (start, circle), people in by_hour.items():
            lent = [self._lend(leader, start, circle) for leader in self._colleagues(people[0], start)]
            others = [self.other[one.key, start] for one in people]
            self.model.add(cp_model.LinearExpr.sum(others) == cp_model.LinearExpr.sum(lent))

    def _colleagues(self, person: Person, start: int) -> list[Leader]:
        """Who gives hours to this person then: for all of one circle it is the same."""
        hour = hour_at(start)
        return [one for one in self.instance.leaders if self.instance.gives_hours_to(one, person) and one.can(hour)]

    def _lend(self, leader: Leader, start: int, circle: Circle) -> Bool:
        lent = self.lent[leader.key, start, circle] = self._bool()
        self._gives(leader.key, start, lent)
        return lent

    # what can't be twice

    def _one_at_a_time(self) -> None:
        for busy in (self.people, self.brought, self.leaders):
            for whom in busy.whoms():
                for crowd in busy.crowds(whom):
                    self.model.add_at_most_one(crowd)
        for number, kind in enumerate(self.kinds):
            for crowd in self.rooms.crowds(number):
                self.model.add(cp_model.LinearExpr.sum(crowd) <= len(kind.rooms))
        self._rooms_for_hours()

    def _rooms_for_hours(self) -> None:
        """A room that a group uses in a part of an hour isn't counted on for an individual hour in it; nor is one that
        is closed on some day.
        """
        fitting = [one for one in self.instance.rooms if one.seats >= HOUR_SEATS]
        starting: dict[int, list[Bool]] = defaultdict(list)
        for (_, start), given in (*self.own.items(), *self.other.items()):
            starting[start].append(given)
        for start, hours in starting.items():
            rooms = sum(one.takes(hour_at(start)) for one in fitting)
            shut = {number for number, kind in enumerate(self.kinds) if kind.sample.closed_on(hour_at(start))}
            housed = [(key[:2], one) for key, one in self.housed.items() if key[2] not in shut]
            groups = [
                there
                for (group, option), there in (housed if shut else self.meets.items())
                if any(one.overlaps(hour_at(start)) for one in self.instance.group[group].stretches(option))
            ]
            self.model.add(cp_model.LinearExpr.sum(hours + groups) <= rooms)

    def _loads(self) -> None:
        for leader in self.instance.leaders:
            if work := self._work[leader.key]:
                slots = cp_model.LinearExpr.weighted_sum([one for one, _ in work], [many for _, many in work])
                self.model.add(slots <= leader.weekly_minutes // SLOT_MINUTES)
            if cases := self._cases[leader.key]:
                self.model.add(cp_model.LinearExpr.sum(cases) <= leader.caseload)


def _most_of_rest(person: Person, instance: Instance, most: int) -> int:
    """The most minutes that somebody could have without a large group."""
    groups = [one.weekly_clinical() for one in instance.groups if one.takes(person)]
    return sum(many for many in groups if 2 * many <= most) + (HOUR_MINUTES if person.needs_hour else 0)


def _is_near(start: int, meetings: tuple[Stretch, ...]) -> bool:
    return any(pricing.is_near(start, one) for one in meetings)
