"""What granting a wish would cost: the week is solved once more with the wish as a rule."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from stepwell.domain.planner.rules.instance import Instance, Option
from stepwell.domain.planner.rules.plan import Held
from stepwell.domain.planner.rules.pricing import Wish
from stepwell.domain.planner.solver.model import Bool, WeekModel
from stepwell.domain.planner.solver.solving import Limits, Solved, solve


@dataclass(frozen=True, slots=True)
class Granted:
    """A wish, and how much dearer the week gets with it: None where it can't be granted, or wasn't found in time.

    `proven` says that it is exactly so, and that the week can't be had cheaper with it.
    """

    wish: Wish
    more: int | None
    possible: bool
    proven: bool


def granted(instance: Instance, solved: Solved, wishes: Iterable[Wish], limits: Limits) -> Iterator[Granted]:
    """Each wish by itself, in their order, within `limits` for each."""
    if solved.plan is None or solved.objective is None:
        return
    for wish in wishes:
        week = WeekModel(with_minimum(instance, wish))
        grant(week, wish)
        found = solve(week.instance, limits, week=week, start=solved.plan)
        more = None if found.objective is None else max(0, found.objective - solved.objective)
        yield Granted(wish, more, not found.impossible, found.impossible or (found.proven and solved.proven))


def with_minimum(instance: Instance, wish: Wish) -> Instance:
    """Who is short has all that is prescribed as a minimum."""
    if wish.kind != "short":
        return instance
    people = tuple(
        replace(one, minimum_minutes=one.prescribed_minutes) if one.key == wish.key else one for one in instance.people
    )
    return replace(instance, people=people)


def grant(week: WeekModel, wish: Wish) -> None:
    """The wish as a rule of the model."""
    if wish.kind == "own trip":
        week.model.add(week.trips[wish.key] == 0)
        return
    if wish.kind == "wait":
        week.model.add(cp_model.LinearExpr.sum(week.waits[wish.key]) == 0)
        return
    if literals := _one_of(week, wish):
        week.model.add_bool_or(literals)
    elif wish.kind not in {"short", "over"}:
        week.model.add_bool_or([])


def _one_of(week: WeekModel, wish: Wish) -> list[Bool]:
    """One of these must be true for the wish to be granted."""
    key, group = wish.key, wish.group
    before = week.instance.present.held_of.get(key)
    hour = week.instance.present.hour_of.get(key)
    at = (before.option, before.leader) if before else ((), "")
    given = [*week.own.items(), *week.other.items()]
    ways: dict[str, list[Bool]] = {
        "left group": [one for (who, where, _), one in week.sits.items() if (who, where) == (key, group)],
        "no hour": [one for (who, _), one in given if who == key],
        "other counselor": [one for (who, _), one in week.own.items() if who == key],
        "hour moved": week.hours_at(key, hour.start) if hour else [],
        "not held": [one for (which, _), one in week.meets.items() if which == key],
        "other time": [one for (which, option), one in week.meets.items() if (which, option) == (key, at[0])],
        "other leader": [one for (which, _, who), one in week.leads.items() if (which, who) == (key, at[1])],
        "other room": [one for where, one in week.housed.items() if where[0] == key and _stays(week, before, where[2])],
        "closed room": [one for where, one in week.housed.items() if where[0] == key and _is_open(week, *where)],
    }
    return ways.get(wish.kind, [])


def _stays(week: WeekModel, before: Held | None, kind: int) -> bool:
    return before is not None and week.kinds[kind].sample.key in before.rooms


def _is_open(week: WeekModel, group: str, option: Option, kind: int) -> bool:
    room = week.kinds[kind].sample
    return not any(map(room.closed_on, week.instance.group[group].stretches(option)))
