"""From the solver's values to a plan: the rooms of a kind and the colleagues of an hour are handed out here."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from ortools.sat.python import cp_model

from stepwell.domain.planner.rules.instance import HOUR_SEATS, Circle, Group, Instance, Option, Stretch, hour_at
from stepwell.domain.planner.rules.plan import Held, Hour, Plan, Seat
from stepwell.domain.planner.solver.model import WeekModel

Value = Callable[[cp_model.IntVar], bool]


def plan_of(week: WeekModel, value: Value) -> Plan:
    """The plan that the variables say."""
    instance = week.instance
    taken: dict[str, list[Stretch]] = defaultdict(list)
    held = _held(week, value, taken)
    seats = tuple(sorted(Seat(person, group) for (person, group, _), sits in week.sits.items() if value(sits)))
    return Plan(held, seats, tuple(sorted(_hours(week, value, instance, taken))))


def _held(week: WeekModel, value: Value, taken: dict[str, list[Stretch]]) -> tuple[Held, ...]:
    """Within a kind, meetings take rooms in the order in which they begin: then as many rooms do as overlap at most.
    A group has its present room, or the room of its meeting before, where that is free.
    """
    instance = week.instance
    leader = {(group, option): key for (group, option, key), leads in week.leads.items() if value(leads)}
    kind = {(group, option): number for (group, option, number), one in week.housed.items() if value(one)}
    meets = [(instance.group[group], option) for (group, option), one in week.meets.items() if value(one)]
    meetings = sorted(
        ((stretch, group, option) for group, option in meets for stretch in group.stretches(option)),
        key=lambda one: (one[0], one[1].key),
    )
    rooms: dict[str, list[str]] = defaultdict(list)
    for stretch, group, option in meetings:
        wanted = _wanted(instance, group, option, rooms[group.key])
        among = week.kinds[kind[group.key, option]].rooms
        room = _free_room(among, stretch, taken, wanted)
        rooms[group.key].append(room)
        taken[room].append(stretch)
    return tuple(sorted(Held(one.key, option, leader[one.key, option], tuple(rooms[one.key])) for one, option in meets))


def _wanted(instance: Instance, group: Group, option: Option, so_far: list[str]) -> tuple[str, ...]:
    before = instance.present.held_of.get(group.key)
    now = before.rooms[len(so_far)] if before is not None and len(before.rooms) == len(option) else ""
    return (now, *reversed(so_far))


def _free_room(among: Iterable[str], stretch: Stretch, taken: dict[str, list[Stretch]], wanted: tuple[str, ...]) -> str:
    free = [one for one in among if not any(other.overlaps(stretch) for other in taken[one])]
    return next((one for one in wanted if one in free), free[0])


def _hours(week: WeekModel, value: Value, instance: Instance, taken: dict[str, list[Stretch]]) -> list[Hour]:
    lent: dict[tuple[int, Circle], list[str]] = defaultdict(list)
    for (leader, start, circle), one in week.lent.items():
        if value(one):
            lent[start, circle].append(leader)
    given = [(start, key, instance.person[key].counselor) for (key, start), one in week.own.items() if value(one)]
    for (key, start), one in sorted(week.other.items()):
        if value(one):
            given.append((start, key, _colleague(instance, key, lent[start, instance.person[key].circle])))
    found = []
    for start, key, leader in sorted(given):
        room = _free_room(_small(instance, hour_at(start)), hour_at(start), taken, (_room_now(instance, key),))
        taken[room].append(hour_at(start))
        found.append(Hour(key, leader, start, room))
    return found


def _colleague(instance: Instance, person: str, colleagues: list[str]) -> str:
    """Who gave the hour before, if they are among them; else the next."""
    before = instance.present.hour_of.get(person)
    chosen = before.leader if before is not None and before.leader in colleagues else colleagues[0]
    colleagues.remove(chosen)
    return chosen


def _small(instance: Instance, hour: Stretch) -> list[str]:
    """Rooms for two that can be used then, the smallest first."""
    fitting = (one for one in instance.rooms if one.seats >= HOUR_SEATS and one.takes(hour))
    return [one.key for one in sorted(fitting, key=lambda one: one.seats)]


def _room_now(instance: Instance, person: str) -> str:
    before = instance.present.hour_of.get(person)
    return before.room if before is not None else ""
