"""Whose part of a plan is what, and which areas it touches. Values in, values out."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from stepwell.domain.careplan.values import Area, Part
from stepwell.domain.people.models import CareTeamMember
from stepwell.kernel.numbered import by_number, number_of
from stepwell.workflows.thread import GoldenThread, ThreadGoal, ThreadIntervention, ThreadObjective, ThreadProblem

MINE = "mine"
# What can be asked for, numbered in an address.
_KEYS = (MINE, *(part.value for part in Part))


@dataclass(frozen=True, slots=True)
class Touched:
    """One of the ten areas, the number it has in an address, and the numbers of the open problems that touch it."""

    area: Area
    number: str
    problems: tuple[int, ...]


def touched(thread: GoldenThread) -> list[Touched]:
    """All ten in their order. Nothing is owed: an area that nothing touches is only shown."""
    by_area: dict[str, set[int]] = {area.value: set() for area in Area}
    for problem in (one for one in thread.problems if not one.is_closed):
        for areas in (problem.placed.areas, *(goal.areas for goal in problem.still_open)):
            for area in areas:
                by_area[area].add(problem.number)
    return [Touched(area, number_of(area, Area), tuple(sorted(by_area[area.value]))) for area in Area]


def filters_of(
    thread: GoldenThread, team: Collection[CareTeamMember], staff_id: int | None, chosen: str
) -> list[dict[str, Any]]:
    """Tabs: the whole plan, one's own parts, and those of everybody who has some. Without parts there is no choice."""
    there = {part for problem in thread.problems for part in _parts_in(problem)}
    if not there and not any(one.owner_id == staff_id for one in _objectives(thread)):
        return []
    found = [("", "Whole plan")]
    if any(member.staff_id == staff_id for member in team):
        found.append((MINE, "My parts"))
    found += [(part.value, part.label) for part in Part if part.value in there]
    url = reverse("plan", args=[thread.client.pk])
    return [
        {"label": label, "url": f"{url}?of={number_of(key, _KEYS)}" if key else url, "current": key == chosen}
        for key, label in found
    ]


def asked_part(said: str) -> str:
    """Whose parts an address asks for; empty for the whole plan."""
    return by_number(said, _KEYS) or ""


def chosen_parts(
    thread: GoldenThread, team: Collection[CareTeamMember], staff_id: int | None, chosen: str
) -> GoldenThread:
    """The plan as far as it is somebody's: what is theirs, with what it hangs on."""
    if chosen == MINE:
        mine = {member.function for member in team if member.staff_id == staff_id}
        return _only(thread, mine, staff_id)
    return _only(thread, {chosen}, None) if chosen in {part.value for part in Part} else thread


def _only(thread: GoldenThread, parts: Collection[str], owner_id: int | None) -> GoldenThread:
    problems = [_problem(problem, parts, owner_id) for problem in thread.problems]
    return replace(thread, problems=tuple(problem for problem in problems if problem is not None))


def _problem(one: ThreadProblem, parts: Collection[str], owner_id: int | None) -> ThreadProblem | None:
    if one.placed.part in parts:
        return one
    goals = tuple(goal for goal in (_goal(goal, parts, owner_id) for goal in one.goals) if goal is not None)
    return replace(one, goals=goals) if goals else None


def _goal(one: ThreadGoal, parts: Collection[str], owner_id: int | None) -> ThreadGoal | None:
    objectives = tuple(objective for objective in one.objectives if _is_theirs(objective, parts, owner_id))
    return replace(one, objectives=objectives) if objectives else None


def _is_theirs(one: ThreadObjective, parts: Collection[str], owner_id: int | None) -> bool:
    return (
        one.part in parts
        or (owner_id is not None and one.owner_id == owner_id)
        or any(intervention.part in parts for intervention in one.interventions)
    )


def _objectives(thread: GoldenThread) -> Iterator[ThreadObjective]:
    return (one for problem in thread.problems for goal in problem.goals for one in goal.objectives)


def _parts_in(problem: ThreadProblem) -> Iterator[str]:
    objectives = [one for goal in problem.goals for one in goal.objectives]
    served: list[ThreadIntervention] = [one for objective in objectives for one in objective.interventions]
    said = (problem.placed.part, *(one.part for one in objectives), *(one.part for one in served))
    return (part for part in said if part)
