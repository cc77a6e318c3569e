"""What a plan that keeps every hard rule still leaves to wish for, each wish with its price.

The prices are ours: they say what is worth more than what, and nothing else. A site's own would come as data. That
people keep their group and their counselor comes before rooms and convenience; hours come before both.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from stepwell.domain.planner.rules.checking import clinical_minutes_of, meetings_of
from stepwell.domain.planner.rules.instance import (
    HOUR,
    SLOT_MINUTES,
    SLOTS_A_DAY,
    Group,
    Instance,
    Person,
    Room,
    Stretch,
    hour_at,
    moment,
    moments,
)
from stepwell.domain.planner.rules.plan import Held, Plan
from stepwell.kernel.hours import in_hours

SHORT = 5  # a quarter of an hour under what is prescribed
OVER = 1  # a quarter of an hour over it
NO_HOUR = 40  # no individual hour this week
LEFT_GROUP = 30  # somebody changes their group
NOT_HELD = 40  # a group doesn't meet
OTHER_TIME = 6  # for each person whose group meets at another time
OTHER_LEADER = 12  # a group has another leader
OTHER_ROOM = 4  # a group whose room is closed on some days has another one
CLOSED_ROOM = 2  # each session of a group in a room that is closed that day: it needs another one then
OTHER_COUNSELOR = 20  # an individual hour with somebody else than one's own counselor
HOUR_MOVED = 3  # an individual hour at another time than now
OWN_TRIP = 5  # an individual hour on a day without a group, or with more than an hour to wait
WAIT = 4  # more than an hour between two groups of one day, with nothing in it

LONGEST_WAIT = HOUR


@dataclass(frozen=True, slots=True)
class Wish:
    """Something that isn't as it should be: what kind, whose, in words, and its price.

    `key` is a person, or a group; `group` is the group that a person leaves.
    """

    kind: str
    key: str
    words: str
    price: int
    group: str = ""


@dataclass(frozen=True, slots=True)
class Price:
    """All that is left to wish for, the dearest first."""

    wishes: tuple[Wish, ...]

    @property
    def total(self) -> int:
        """The sum."""
        return sum(one.price for one in self.wishes)

    def of_kind(self, *kinds: str) -> tuple[Wish, ...]:
        """Wishes of these kinds."""
        return tuple(one for one in self.wishes if one.kind in kinds)


def price(instance: Instance, plan: Plan) -> Price:
    """What the plan costs. Give it a plan that `check_plan` finds nothing in."""
    wishes = [wish for one in instance.people for wish in _person(instance, plan, one)]
    wishes += [wish for one in instance.present.held for wish in _group(instance, plan, one)]
    wishes += [wish for one in plan.held for wish in _rooms(instance, one)]
    return Price(tuple(sorted(wishes, key=lambda one: (-one.price, one.kind, one.key))))


def housing(group: Group, before: Held | None, room: Room, stretches: Iterable[Stretch]) -> int:
    """What a room costs a group that meets at these times."""
    moved = len(group.rooms) > 1 and before is not None and room.key not in before.rooms
    return OTHER_ROOM * moved + CLOSED_ROOM * sum(map(room.closed_on, stretches))


def is_near(start: int, meeting: Stretch) -> bool:
    """Whether an individual hour at `start` is on the day of a group, with no more than an hour between."""
    hour = hour_at(start)
    return meeting.start // SLOTS_A_DAY == start // SLOTS_A_DAY and _between(hour, meeting) <= LONGEST_WAIT


def is_wait(before: Stretch, after: Stretch) -> bool:
    """Whether more than an hour of one day lies between two meetings."""
    same_day = before.start // SLOTS_A_DAY == after.start // SLOTS_A_DAY
    return same_day and after.start - before.end > LONGEST_WAIT


def fills(start: int, before: Stretch, after: Stretch) -> bool:
    """Whether an individual hour at `start` leaves no more than an hour before it and after it."""
    hour = hour_at(start)
    return 0 <= hour.start - before.end <= LONGEST_WAIT and 0 <= after.start - hour.end <= LONGEST_WAIT


def _between(one: Stretch, other: Stretch) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _person(instance: Instance, plan: Plan, person: Person) -> Iterator[Wish]:
    yield from _minutes(instance, plan, person)
    groups = plan.groups_of.get(person.key, frozenset())
    for key in sorted(instance.present.groups_of.get(person.key, frozenset()) - groups):
        if group := instance.group.get(key):
            yield Wish("left group", person.key, f"{person.name} leaves {group.name}.", LEFT_GROUP, key)
    if person.needs_hour:
        yield from _hour(instance, plan, person)
    yield from _waits(instance, plan, person)


def _minutes(instance: Instance, plan: Plan, person: Person) -> Iterator[Wish]:
    planned = clinical_minutes_of(instance, plan, person.key)
    quarters = -(-abs(person.prescribed_minutes - planned) // SLOT_MINUTES)
    of = f"{person.name} has {in_hours(planned)} of {in_hours(person.prescribed_minutes)} prescribed"
    if planned < person.prescribed_minutes:
        yield Wish("short", person.key, f"{of}.", SHORT * quarters)
    elif planned > person.prescribed_minutes:
        yield Wish("over", person.key, f"{of}: more than asked for.", OVER * quarters)


def _hour(instance: Instance, plan: Plan, person: Person) -> Iterator[Wish]:
    hour = plan.hour_of.get(person.key)
    if hour is None:
        yield Wish("no hour", person.key, f"{person.name} has no individual hour.", NO_HOUR)
        return
    if person.counselor and hour.leader != person.counselor:
        other = instance.leader[hour.leader].name
        yield Wish("other counselor", person.key, f"{person.name} sees {other} for the hour.", OTHER_COUNSELOR)
    before = instance.present.hour_of.get(person.key)
    if before is not None and before.start != hour.start:
        words = f"The hour of {person.name} moves from {moment(before.start)} to {moment(hour.start)}."
        yield Wish("hour moved", person.key, words, HOUR_MOVED)
    groups = plan.groups_of.get(person.key, frozenset())
    meetings = [one for group in groups for one in meetings_of(instance, plan.held_of[group])]
    if not any(is_near(hour.start, one) for one in (*meetings, *person.fixed)):
        words = f"{person.name} comes for the hour alone or waits long, {moment(hour.start)}."
        yield Wish("own trip", person.key, words, OWN_TRIP)


def _waits(instance: Instance, plan: Plan, person: Person) -> Iterator[Wish]:
    """Idle time of a day. What lies between is another group, or an hour near both: one that is near neither, or on
    a day of its own, is a trip of its own.
    """
    groups = plan.groups_of.get(person.key, frozenset())
    fixed = set(person.fixed)
    here = sorted({*fixed, *(one for group in groups for one in meetings_of(instance, plan.held_of[group]))})
    hour = plan.hour_of.get(person.key)
    found = [
        (before, after)
        for before, after in pairwise(here)
        if is_wait(before, after)
        and not fixed.issuperset((before, after))
        and not (hour is not None and fills(hour.start, before, after))
    ]
    if found:
        when = "; ".join(Stretch(before.end, after.start).words for before, after in found)
        yield Wish("wait", person.key, f"{person.name} waits between sessions, {when}.", WAIT * len(found))


def _group(instance: Instance, plan: Plan, before: Held) -> Iterator[Wish]:
    group, held = instance.group.get(before.group), plan.held_of.get(before.group)
    if group is None:
        return
    if held is None:
        yield Wish("not held", group.key, f"{group.name} isn’t held.", NOT_HELD)
        return
    if held.leader != before.leader:
        words = f"{instance.leader[held.leader].name} leads {group.name}."
        yield Wish("other leader", group.key, words, OTHER_LEADER)
    if held.option != before.option:
        stay = set(plan.members_of.get(group.key, ())) & set(instance.present.members_of.get(group.key, ()))
        people = f" for {len(stay)} people" if stay else ""
        words = f"{group.name} meets {moments(held.option)}{people}."
        yield Wish("other time", group.key, words, OTHER_TIME * len(stay))


def _rooms(instance: Instance, held: Held) -> Iterator[Wish]:
    group, before = instance.group[held.group], instance.present.held_of.get(held.group)
    rooms = [instance.room[key] for key in held.rooms]
    if len(group.rooms) > 1 and before is not None and not {*held.rooms} <= {*before.rooms}:
        yield Wish("other room", group.key, f"{group.name} meets in {rooms[0].name}.", OTHER_ROOM)
    stretches = meetings_of(instance, held)
    closed = sum(room.closed_on(one) for room, one in zip(rooms, stretches, strict=True))
    if closed:
        days = "a day" if closed == 1 else f"{closed} days"
        words = f"{rooms[0].name} is closed on {days} on which {group.name} meets there."
        yield Wish("closed room", group.key, words, CLOSED_ROOM * closed)
