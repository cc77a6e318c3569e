"""Every hard rule, checked on a finished plan by counting it out. Knows nothing of how the plan was made.

What holds always: nobody, no leader and no room is in two places at a time; all come when they can; license, language,
seats and pairs kept apart; a leader's weekly minutes and caseload; and everybody has at least their standard's minimum.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise

from stepwell.domain.planner.rules.instance import (
    HOUR,
    HOUR_MINUTES,
    HOUR_SEATS,
    MOST_OVER_MINUTES,
    SLOT_MINUTES,
    Group,
    Instance,
    Leader,
    Person,
    Room,
    Stretch,
    hour_at,
    moments,
)
from stepwell.domain.planner.rules.plan import Held, Plan
from stepwell.kernel.hours import in_hours


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that a plan breaks, in words. `rule` is its family."""

    rule: str
    words: str


def check_plan(instance: Instance, plan: Plan) -> list[Broken]:
    """Everything that is wrong, or nothing."""
    if strangers := list(_strangers(instance, plan)):
        return strangers
    return [
        *_twice(plan),
        *_held(instance, plan),
        *_seats(instance, plan),
        *_apart(instance, plan),
        *_hours(instance, plan),
        *_at_once(instance, plan),
        *_loads(instance, plan),
        *_minutes(instance, plan),
    ]


def clinical_minutes_of(instance: Instance, plan: Plan, person: str) -> int:
    """What the plan gives somebody in this week."""
    held = (group for group in plan.groups_of.get(person, ()) if group in plan.held_of)
    groups = sum(instance.group[group].weekly_clinical() for group in held)
    return groups + (HOUR_MINUTES if person in plan.hour_of else 0)


def meetings_of(instance: Instance, held: Held) -> tuple[Stretch, ...]:
    """When a group that is held meets."""
    return instance.group[held.group].stretches(held.option)


def _strangers(instance: Instance, plan: Plan) -> Iterator[Broken]:
    """What the plan names must be there, or nothing else can be counted."""
    named: list[tuple[str, Mapping[str, object]]] = [
        *((one.group, instance.group) for one in plan.held),
        *((one.leader, instance.leader) for one in plan.held),
        *((room, instance.room) for one in plan.held for room in one.rooms),
        *((one.group, instance.group) for one in plan.seats),
        *((one.person, instance.person) for one in plan.seats),
        *((one.person, instance.person) for one in plan.hours),
        *((one.leader, instance.leader) for one in plan.hours),
        *((one.room, instance.room) for one in plan.hours),
    ]
    for key, known in named:
        if key not in known:
            yield Broken("unknown", f"There is no {key}.")


def _twice(plan: Plan) -> Iterator[Broken]:
    """A group meets at one option, a seat is one seat, and there is one individual hour a week."""
    if len(plan.held_of) < len(plan.held):
        yield Broken("twice", "A group is held twice.")
    if len(set(plan.seats)) < len(plan.seats):
        yield Broken("twice", "Somebody sits twice in one group.")
    if len(plan.hour_of) < len(plan.hours):
        yield Broken("twice", "Somebody has two individual hours.")


def _held(instance: Instance, plan: Plan) -> Iterator[Broken]:
    for one in plan.held:
        group, leader = instance.group[one.group], instance.leader[one.leader]
        if one.option not in group.options:
            yield Broken("option", f"{group.name} can’t meet {moments(one.option)}.")
        if not group.may_be_led_by(leader):
            yield Broken("license", f"{leader.name} may not lead {group.name}.")
        for stretch in group.stretches(one.option):
            if not leader.can(stretch):
                yield Broken("leader time", f"{leader.name} isn’t there {stretch.words}, for {group.name}.")
        if len(one.rooms) != len(one.option):
            yield Broken("room", f"{group.name} has no room for each meeting.")
        if len(group.rooms) > 1 and len(set(one.rooms)) > 1:
            yield Broken("room", f"{group.name} is in more than one room.")
        for room in set(one.rooms):
            if not group.fits(instance.room[room]):
                yield Broken("room", f"{instance.room[room].name} doesn’t fit {group.name}.")
        for key, stretch in zip(one.rooms, group.stretches(one.option), strict=False):
            if not instance.room[key].can(stretch):
                yield Broken("room time", f"{instance.room[key].name} isn’t free {stretch.words}, for {group.name}.")


def _seats(instance: Instance, plan: Plan) -> Iterator[Broken]:
    for key, members in plan.members_of.items():
        group = instance.group[key]
        if key not in plan.held_of:
            yield Broken("seats", f"{group.name} isn’t held, and {len(members)} sit in it.")
        if len(members) > group.capacity:
            yield Broken("seats", f"{group.name} has {group.capacity} seats for {len(members)} people.")
        for person in members:
            yield from _seat(instance, plan, group, person)


def _seat(instance: Instance, plan: Plan, group: Group, key: str) -> Iterator[Broken]:
    person = instance.person[key]
    if not group.takes(person):
        yield Broken("track", f"{group.name} isn’t a group for {person.name}.")
    for stretch in meetings_of(instance, plan.held_of[group.key]) if group.key in plan.held_of else ():
        if not person.can(stretch):
            yield Broken("person time", f"{person.name} can’t come {stretch.words}, for {group.name}.")


def _apart(instance: Instance, plan: Plan) -> Iterator[Broken]:
    """Said without names: who is kept apart from whom is nobody's business."""
    for one, other in instance.apart:
        if plan.groups_of.get(one, frozenset()) & plan.groups_of.get(other, frozenset()):
            yield Broken("apart", "Two people who are kept apart sit in one group.")


def _hours(instance: Instance, plan: Plan) -> Iterator[Broken]:
    for one in plan.hours:
        person, leader, room = instance.person[one.person], instance.leader[one.leader], instance.room[one.room]
        if not person.needs_hour:
            yield Broken("hour", f"{person.name} needs no individual hour.")
        if one.start % HOUR:
            yield Broken("hour", f"The individual hour of {person.name} doesn’t begin on the hour.")
        if not instance.gives_hours_to(leader, person):
            yield Broken("license", f"{leader.name} may not give {person.name} an individual hour.")
        if not leader.can(hour_at(one.start)):
            yield Broken("leader time", f"{leader.name} isn’t there {hour_at(one.start).words}.")
        if not person.can(hour_at(one.start)):
            yield Broken("person time", f"{person.name} can’t come {hour_at(one.start).words}.")
        if room.seats < HOUR_SEATS:
            yield Broken("room", f"{room.name} is too small for an individual hour.")
        if not room.takes(hour_at(one.start)):
            yield Broken("room time", f"{room.name} isn’t free {hour_at(one.start).words}.")
        if not any(times.holds(hour_at(one.start)) for times in instance.hour_times):
            yield Broken("hour", f"There are no individual hours {hour_at(one.start).words}.")


def _at_once(instance: Instance, plan: Plan) -> Iterator[Broken]:
    """Each person, leader and room is in one place at a time."""
    busy: dict[tuple[str, str], list[Stretch]] = defaultdict(list)
    for one in plan.held:
        meetings = meetings_of(instance, one)
        busy["leader", one.leader] += meetings
        for room, stretch in zip(one.rooms, meetings, strict=False):
            busy["room", room].append(stretch)
        for person in plan.members_of.get(one.group, ()):
            busy["person", instance.person[person].whose] += meetings
    for hour in plan.hours:
        whose = instance.person[hour.person].whose
        for kind, key in (("leader", hour.leader), ("room", hour.room), ("person", whose)):
            busy[kind, key].append(hour_at(hour.start))
    names: dict[str, Mapping[str, Leader | Person | Room]] = {
        "leader": instance.leader,
        "room": instance.room,
        "person": {one.whose: one for one in instance.people},
    }
    for (kind, key), stretches in busy.items():
        if clash := _clash(stretches):
            yield Broken(f"{kind} twice", f"{names[kind][key].name} is planned twice: {clash.words}.")
    yield from _in_common(instance, plan)


def _in_common(instance: Instance, plan: Plan) -> Iterator[Broken]:
    """Groups that bring the same person aren't held at once. Said without a name: nobody of them is planned here."""
    for one, other in combinations((one for one in plan.held if instance.group[one.group].brings), 2):
        first, second = instance.group[one.group], instance.group[other.group]
        at_once = any(a.overlaps(b) for a in meetings_of(instance, one) for b in meetings_of(instance, other))
        if at_once and first.brings & second.brings:
            words = f"{first.name} and {second.name} would meet at once, and somebody is booked in both."
            yield Broken("person twice", words)


def _clash(stretches: Iterable[Stretch]) -> Stretch | None:
    """A stretch that overlaps the one before it."""
    return next((after for before, after in pairwise(sorted(stretches)) if before.overlaps(after)), None)


def _loads(instance: Instance, plan: Plan) -> Iterator[Broken]:
    minutes: dict[str, int] = defaultdict(int)
    cases: dict[str, set[str]] = defaultdict(set)
    for one in plan.held:
        minutes[one.leader] += instance.group[one.group].length * len(one.option) * SLOT_MINUTES
    for hour in plan.hours:
        minutes[hour.leader] += HOUR_MINUTES
        cases[hour.leader].add(hour.person)
    for leader in instance.leaders:
        if minutes[leader.key] > leader.weekly_minutes:
            most = in_hours(leader.weekly_minutes)
            yield Broken("leader hours", f"{leader.name} has {in_hours(minutes[leader.key])} of {most} a week.")
        if len(cases[leader.key]) > leader.caseload:
            yield Broken("caseload", f"{leader.name} has {len(cases[leader.key])} people of {leader.caseload}.")


def _minutes(instance: Instance, plan: Plan) -> Iterator[Broken]:
    for person in instance.people:
        planned = clinical_minutes_of(instance, plan, person.key)
        if planned < person.minimum_minutes:
            least = in_hours(person.minimum_minutes)
            yield Broken("minimum", f"{person.name} has {in_hours(planned)}, and the minimum is {least}.")
        if planned > person.prescribed_minutes + MOST_OVER_MINUTES:
            most = in_hours(person.prescribed_minutes)
            yield Broken("maximum", f"{person.name} has {in_hours(planned)}, and {most} are prescribed.")
