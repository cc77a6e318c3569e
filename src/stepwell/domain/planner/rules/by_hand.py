"""A plan in which a person changes one placement: the plan with it, what it would break, and what it costs. Pure.

Hard rules hold by hand as they hold for the solver: what breaks one is named and isn't kept. Everything else of the
plan stays as it is.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from stepwell.domain.planner.rules.checking import Broken, check_plan, meetings_of
from stepwell.domain.planner.rules.instance import HOUR_SEATS, Group, Instance, Leader, Option, Room, Stretch
from stepwell.domain.planner.rules.plan import Held, Hour, Plan, Seat
from stepwell.domain.planner.rules.pricing import Price, Wish, price


class Of(StrEnum):
    """What is placed: a group (or one session of it), a person in groups, or a person's individual hour."""

    GROUP = "group"
    SEATS = "seats"
    HOUR = "hour"


@dataclass(frozen=True, slots=True)
class Placement:
    """One placement of a plan, by the key of its group or of its person."""

    of: Of
    key: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is put. Of a person in groups only `groups` are asked; without an option there is no individual hour."""

    option: Option = ()
    leader: str = ""
    room: str = ""
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Choices:
    """Among what a hand chooses for a placement, and where it is now."""

    now: Place
    options: tuple[Option, ...] = ()
    leaders: tuple[Leader, ...] = ()
    rooms: tuple[Room, ...] = ()
    groups: tuple[Group, ...] = ()

    def offer(self, place: Place) -> bool:
        """Whether it can be put there at all; whether the rules let it, `foresee` says."""
        if not self.options:
            return place.groups <= {one.key for one in self.groups}
        known = place.leader in {one.key for one in self.leaders} and place.room in {one.key for one in self.rooms}
        return place.option in self.options and (known or not place.option)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A changed plan: the rules that it breaks and the one before didn't, and what it leaves to wish for.

    `opened` are wishes that are left only now, `met` those that are no longer. A plan that breaks a rule has no price.
    """

    plan: Plan
    broken: tuple[Broken, ...]
    before: Price
    price: Price | None
    opened: tuple[Wish, ...] = ()
    met: tuple[Wish, ...] = ()

    @property
    def more(self) -> int:
        """By how much it is dearer; less than nothing where it is cheaper."""
        return 0 if self.price is None else self.price.total - self.before.total


def is_of(instance: Instance, plan: Plan) -> bool:
    """Whether everything that the plan names is there still."""
    return all(one.rule != "unknown" for one in check_plan(instance, plan))


def foresee(instance: Instance, plan: Plan, changed: Plan) -> Foreseen:
    """What the change would do. The plan before it is one of this instance (`is_of`)."""
    known = set(check_plan(instance, plan))
    broken = tuple(one for one in check_plan(instance, changed) if one not in known)
    before = price(instance, plan)
    if broken:
        return Foreseen(changed, broken, before, None)
    after = price(instance, changed)
    opened = tuple(one for one in after.wishes if one not in before.wishes)
    met = tuple(one for one in before.wishes if one not in after.wishes)
    return Foreseen(changed, (), before, after, opened, met)


def choices(instance: Instance, plan: Plan, placement: Placement) -> Choices | None:
    """What there is to choose; None where the plan has no such placement to change."""
    if placement.of is Of.GROUP:
        return _for_group(instance, plan, instance.group.get(placement.key))
    person = instance.person.get(placement.key)
    if person is None:
        return None
    if placement.of is Of.SEATS:
        now = plan.groups_of.get(person.key, frozenset())
        groups = (one for one in instance.groups if one.track == person.track and one.key in plan.held_of)
        return Choices(Place(groups=now), groups=tuple(groups))
    if not person.needs_hour:
        return None
    hour = plan.hour_of.get(person.key)
    leaders = tuple(one for one in instance.leaders if instance.gives_hours_to(one, person))
    return Choices(
        Place((hour.start,), hour.leader, hour.room) if hour else Place(leader=person.counselor),
        ((), *((start,) for start in instance.hour_starts_of(person))),
        leaders,
        tuple(one for one in instance.rooms if one.seats >= HOUR_SEATS),
    )


def put(instance: Instance, plan: Plan, placement: Placement, place: Place, *, who_can: bool = False) -> Plan:
    """The plan with the placement there. `who_can` is of a group, as `hold` says."""
    match placement.of:
        case Of.GROUP:
            held = Held(placement.key, place.option, place.leader, (place.room,) * len(place.option))
            return hold(instance, plan, held, who_can=who_can)
        case Of.SEATS:
            return seat(plan, placement.key, place.groups)
        case Of.HOUR:
            hour = Hour(placement.key, place.leader, place.option[0], place.room) if place.option else None
            return give_hour(plan, placement.key, hour)


def _for_group(instance: Instance, plan: Plan, group: Group | None) -> Choices | None:
    if group is None:
        return None
    held = plan.held_of.get(group.key) or instance.present.held_of.get(group.key)
    now = Place(held.option, held.leader, held.rooms[0]) if held else Place()
    leaders = tuple(one for one in instance.leaders if group.may_be_led_by(one))
    return Choices(now, group.options, leaders, tuple(one for one in instance.rooms if group.fits(one)))


def hold(instance: Instance, plan: Plan, held: Held, *, who_can: bool = False) -> Plan:
    """A group at another time, under another leader or in another room. `who_can`: those of its present people sit in
    it who can come then; otherwise everybody stays who is in it.
    """
    others = tuple(one for one in plan.held if one.group != held.group)
    changed = replace(plan, held=tuple(sorted((*others, held))))
    if not who_can:
        return changed
    stretches = instance.group[held.group].stretches(held.option)
    elsewhere = tuple(one for one in changed.seats if one.group != held.group)
    mine = [
        Seat(person, held.group)
        for person in instance.present.members_of.get(held.group, ())
        if _can(instance, replace(changed, seats=elsewhere), person, stretches)
    ]
    return replace(changed, seats=tuple(sorted((*elsewhere, *mine))))


def seat(plan: Plan, person: str, groups: Collection[str]) -> Plan:
    """Somebody in these groups and in no others."""
    others = tuple(one for one in plan.seats if one.person != person)
    return replace(plan, seats=tuple(sorted((*others, *(Seat(person, group) for group in groups)))))


def give_hour(plan: Plan, person: str, hour: Hour | None) -> Plan:
    """Somebody's individual hour at another time, with somebody else or in another room; None is no hour."""
    others = tuple(one for one in plan.hours if one.person != person)
    return replace(plan, hours=tuple(sorted((*others, *(() if hour is None else (hour,))))))


def _can(instance: Instance, plan: Plan, key: str, stretches: Collection[Stretch]) -> bool:
    person = instance.person[key]
    same = (one.key for one in instance.people if one.whose == person.whose)
    theirs = {group for one in same for group in plan.groups_of.get(one, ())}
    held = [plan.held_of[group] for group in theirs if group in plan.held_of]
    taken = [meeting for one in held for meeting in meetings_of(instance, one)]
    return all(person.can(one) and not any(one.overlaps(other) for other in taken) for one in stretches)
