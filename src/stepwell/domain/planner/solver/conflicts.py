"""Why a week can't be: a smallest set of rules that can't all hold, in words.

Each rule can be let go of by itself, which gives another instance. One after the other, in ever smaller heaps,
whatever isn't needed for the week to stay impossible is let go of; what remains can't be made smaller (QuickXplain,
Junker 2004).
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from threading import Event

from ortools.sat.python import cp_model

from stepwell.domain.planner.rules.instance import (
    ALL_WEEK,
    SLOT_MINUTES,
    SLOTS_A_DAY,
    SLOTS_A_WEEK,
    Instance,
    Leader,
    Stretch,
    joined,
)
from stepwell.domain.planner.solver.model import WeekModel
from stepwell.kernel.hours import in_hours

Loosen = Callable[[Instance], Instance]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule about one person, group, leader or pair, and the week without it."""

    family: str
    key: str
    words: str
    loosen: Loosen


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rules that can't all hold. `smallest`: without any one of them the rest can."""

    rules: tuple[Rule, ...]
    smallest: bool

    @property
    def words(self) -> tuple[str, ...]:
        """One sentence a rule."""
        return tuple(one.words for one in self.rules)


def explain(instance: Instance, seconds: float = 60.0, stop: Event | None = None) -> Conflict | None:
    """A smallest conflict of the instance; None where there is none."""
    search = _Search(instance, time.monotonic() + seconds, stop)
    minimums, others = _minimums(instance), _others(instance)
    if not search.impossible([*minimums, *others]):
        return None
    # who can't have their minimum comes first: everybody else then leaves the week, and it is small
    needed = search.smallest([], minimums, others)
    names = {one.key for one in needed}
    kept = [one for one in others if one.family != "person time" or one.key in names]
    rest = search.smallest(needed, kept, [])
    return Conflict((*needed, *rest), search.sure)


class _Search:
    """Asks the solver whether the week is impossible with some of its rules, the others let go of."""

    def __init__(self, instance: Instance, until: float, stop: Event | None) -> None:
        self.instance, self.until, self.stop = instance, until, stop
        self.all = [*_minimums(instance), *_others(instance)]
        self.sure = True

    def impossible(self, rules: Sequence[Rule]) -> bool:
        """Whether these rules can't all hold. Where time runs out it counts as possible: no rule is let go of."""
        left = self.until - time.monotonic()
        if left <= 0 or (self.stop is not None and self.stop.is_set()):
            self.sure = False
            return False
        names = {(one.family, one.key) for one in rules}
        week = self.instance
        for rule in self.all:
            if (rule.family, rule.key) not in names:
                week = rule.loosen(week)
        in_need = {one.key for one in week.people if one.minimum_minutes}
        week = replace(week, people=tuple(one for one in week.people if one.key in in_need))
        week = replace(week, apart=tuple(pair for pair in week.apart if in_need.issuperset(pair)))
        built = WeekModel(week)
        built.model.clear_objective()  # type: ignore[no-untyped-call]  # OR-Tools has types for nearly all
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = left
        solver.parameters.num_workers = 1
        status = solver.solve(built.model)
        self.sure = self.sure and status != cp_model.UNKNOWN
        return bool(status == cp_model.INFEASIBLE)

    def smallest(self, base: list[Rule], among: list[Rule], always: list[Rule]) -> list[Rule]:
        """The fewest of `among` that are impossible together with `base` and `always`."""
        if not among or self.impossible([*base, *always]):
            return []
        if len(among) == 1:
            return among
        half = len(among) // 2
        first, second = among[:half], among[half:]
        found_second = self.smallest([*base, *first], second, always)
        return [*self.smallest([*base, *found_second], first, always), *found_second]


def _minimums(instance: Instance) -> list[Rule]:
    found = []
    for person in instance.people:
        if person.minimum_minutes:
            words = f"{person.name} needs at least {in_hours(person.minimum_minutes)} a week."
            found.append(Rule("minimum", person.key, words, _person(person.key, minimum_minutes=0)))
    return found


def _others(instance: Instance) -> list[Rule]:
    rules = []
    for person in instance.people:
        when = "; ".join(one.words for one in person.free) or "at no time"
        words = f"{person.name} can come {when}."
        rules.append(Rule("person time", person.key, words, _person(person.key, free=ALL_WEEK)))
    for leader in instance.leaders:
        when = "; ".join(one.words for one in leader.free)
        words = f"{leader.name} is there {when}." if when else f"{leader.name} is away."
        rules.append(Rule("leader time", leader.key, words, _leader(leader.key, free=ALL_WEEK)))
        rules += _working(instance, leader)
        most = f"{leader.name} works at most {in_hours(leader.weekly_minutes)} a week with people."
        without = _leader(leader.key, weekly_minutes=SLOTS_A_WEEK * SLOT_MINUTES)
        rules.append(Rule("leader hours", leader.key, most, without))
    for group in instance.groups:
        words = f"{group.name} has {group.capacity} seats."
        many = len(instance.people)
        needed = group.capacity if group.room_seats is None else group.room_seats
        rules.append(Rule("seats", group.key, words, _group(group.key, capacity=many, room_seats=needed)))
        words = f"{group.name} needs a leader with the license and language for it."
        anybody = _group(group.key, license="", language="", leaders=frozenset())
        rules.append(Rule("license", group.key, words, anybody))
    for pair in instance.apart:
        rules.append(Rule("apart", "|".join(pair), "Two people are kept apart.", _together(pair)))
    for room in instance.rooms:
        if room.free != ALL_WEEK:
            when = "; ".join(one.words for one in room.free)
            words = f"{room.name} is free {when}." if when else f"{room.name} can’t be used."
            rules.append(Rule("room time", room.key, words, _room(room.key)))
    rooms = f"There are {len(instance.rooms)} rooms with the seats they have."
    rules.append(Rule("rooms", "", rooms, _more_rooms))
    return rules


def _working(instance: Instance, leader: Leader) -> Iterator[Rule]:
    """When they work, weekday by weekday, for those on which something could be."""
    starts = {start for group in instance.groups for option in group.options for start in option}
    if any(one.needs_hour for one in instance.people):
        starts.update(one.start for one in instance.hour_times)
    for weekday in sorted({start // SLOTS_A_DAY for start in starts}):
        if words := leader.works_on(weekday):
            yield Rule("working time", f"{leader.key}|{weekday}", words, _all_day(leader.key, weekday))


def _all_day(key: str, weekday: int) -> Loosen:
    """They may be asked on that weekday at any time, over its nights too."""
    day = Stretch(weekday * SLOTS_A_DAY, (weekday + 1) * SLOTS_A_DAY)
    return lambda week: replace(
        week,
        leaders=tuple(replace(one, works=joined((*one.works, day))) if one.key == key else one for one in week.leaders),
    )


def _person(key: str, **other: object) -> Loosen:
    return lambda week: replace(
        week,
        people=tuple(replace(one, **other) if one.key == key else one for one in week.people),  # type: ignore[arg-type]
    )


def _leader(key: str, **other: object) -> Loosen:
    return lambda week: replace(
        week,
        leaders=tuple(replace(one, **other) if one.key == key else one for one in week.leaders),  # type: ignore[arg-type]
    )


def _room(key: str) -> Loosen:
    return lambda week: replace(
        week, rooms=tuple(replace(one, free=ALL_WEEK) if one.key == key else one for one in week.rooms)
    )


def _group(key: str, **other: object) -> Loosen:
    return lambda week: replace(
        week,
        groups=tuple(replace(one, **other) if one.key == key else one for one in week.groups),  # type: ignore[arg-type]
    )


def _together(pair: tuple[str, str]) -> Loosen:
    return lambda week: replace(week, apart=tuple(one for one in week.apart if one != pair))


def _more_rooms(week: Instance) -> Instance:
    """As many rooms as groups, and each fits all."""
    from_one = range(len(week.groups) + len(week.people))
    most = max((one.capacity for one in week.groups), default=0) + len(week.people) + 2
    groups = tuple(replace(one, rooms=frozenset()) for one in week.groups)
    named = {key for one in week.groups for key in one.rooms} | {one.key for one in week.rooms}
    sample = next(iter(week.rooms), None)
    if sample is None:
        return week
    spare = tuple(replace(sample, key=f"spare {number}", seats=most, free=ALL_WEEK) for number in from_one)
    known = tuple(one for one in week.rooms if one.key in named)
    return replace(week, groups=groups, rooms=(*known, *spare))
