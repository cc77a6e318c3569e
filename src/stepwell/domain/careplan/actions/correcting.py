"""The same part of a plan, said rightly. Whether a signed note stands in the way `workflows.plan` knows: call it there.

`revision` is the one that was read: a correction that didn't know the last one is refused (`PartChanged`).
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.careplan.actions.terms import (
    Terms,
    check_not_closed,
    goal_columns,
    named_already,
    objective_columns,
    problem_columns,
    same_problem,
)
from stepwell.domain.careplan.models import Goal, Objective, Problem
from stepwell.domain.careplan.queries import find_goal, find_objective, find_problem
from stepwell.domain.careplan.values import Placed
from stepwell.kernel.actor import Actor
from stepwell.kernel.coding import Coding
from stepwell.kernel.errors import Refusal, Refused, refuse
from stepwell.kernel.wording import clock_24, short_date
from stepwell.platform.ledger.unit import action, record

# What a problem and a goal say. Where they stand is chosen anew at any time, as long as they are open.
_WORDING = frozenset({"title", "system", "code", "in_their_words", "clinical"})


class PartChanged(Refused):
    """Somebody corrected it since it was read; `revision` is the one that stands now."""

    def __init__(self, refusal: Refusal, revision: int) -> None:
        super().__init__(refusal)
        self.revision = revision


@action
def correct_problem(
    *,
    actor: Actor,
    problem_id: UUID,
    title: str,
    coding: Coding | None,
    in_their_words: str,
    placed: Placed,
    revision: int,
    is_noted: bool,
    now: datetime,
) -> Problem:
    """What is in the way and where it stands. `is_noted`: a signed note serves it, and its wording stays."""
    problem = find_problem(actor, problem_id)
    check_not_closed(problem)
    columns = problem_columns(title, coding, in_their_words, placed)
    same = same_problem(Problem.objects.filter(episode=problem.episode).exclude(pk=problem.pk), columns)
    if same is not None:
        raise named_already(same)
    changed = _changed(problem, columns)
    if is_noted and _WORDING & {*changed}:
        what = f"A signed note serves problem {problem.number}, so its wording stays as it is."
        raise refuse(what, "", "Close it and name a new problem.")
    said = "; ".join(words for words in (problem.title, problem.code, problem.in_their_words) if words)
    _correct(actor, problem, ("problem", problem.client_id), columns, changed, revision, said, now)
    return problem


@action
def correct_goal(
    *,
    actor: Actor,
    goal_id: UUID,
    in_their_words: str,
    clinical: str,
    areas: Collection[str],
    revision: int,
    is_noted: bool,
    now: datetime,
) -> Goal:
    """What the client wants, and its areas. `is_noted`: a signed note serves it, and its wording stays."""
    goal = find_goal(actor, goal_id)
    check_not_closed(goal)
    columns = goal_columns(in_their_words, clinical, areas)
    changed = _changed(goal, columns)
    if is_noted and _WORDING & {*changed}:
        raise refuse(
            "A signed note serves this goal, so its wording stays as it is.", "", "Close it and set a new goal."
        )
    said = f"{goal.in_their_words}; {goal.clinical}"
    _correct(actor, goal, ("goal", goal.problem.client_id), columns, changed, revision, said, now)
    return goal


@action
def correct_objective(
    *,
    actor: Actor,
    objective_id: UUID,
    title: str,
    measure: str,
    target: str,
    due_on: date | None,
    owner_id: int | None,
    revision: int,
    part: str = "",
    now: datetime,
) -> Objective:
    """The same step, said rightly."""
    objective = find_objective(actor, objective_id)
    problem = objective.goal.problem
    check_not_closed(objective)
    columns = objective_columns(actor, problem, Terms(title, measure, target, due_on, owner_id, part), now)
    said = f"{objective.title}; {objective.measure}; {objective.target}; by {short_date(objective.due_on)}"
    changed = _changed(objective, columns)
    _correct(actor, objective, ("objective", problem.client_id), columns, changed, revision, said, now)
    return objective


def _changed(part: Problem | Goal | Objective, columns: Mapping[str, Any]) -> list[str]:
    return sorted(name for name, value in columns.items() if getattr(part, name) != value)


def _correct(
    actor: Actor,
    part: Problem | Goal | Objective,
    of: tuple[str, UUID],
    columns: Mapping[str, Any],
    changed: Collection[str],
    revision: int,
    said: str,
    now: datetime,
) -> None:
    """Write what changed, if its writer knew the last correction. `of`: what it is, and whose; `said`: what it says."""
    kind, client_id = of
    if not changed:
        return
    if part.revision != revision:
        raise _corrected_meanwhile(actor, part, said)
    for name in changed:
        setattr(part, name, columns[name])
    part.revision += 1
    part.corrected_at, part.corrected_by_id = now, actor.staff_id
    part.save(update_fields=[*changed, "revision", "corrected_at", "corrected_by"])
    record(actor, f"{kind}.corrected", client_id=client_id, subject=(kind, part.pk), detail={"fields": [*changed]})


def _corrected_meanwhile(actor: Actor, part: Problem | Goal | Objective, said: str) -> PartChanged:
    """Who corrected it, when by the site's clock, and what stands there now."""
    by, at = part.corrected_by, part.corrected_at
    who = "Somebody" if by is None else "You, in another window," if by.pk == actor.staff_id else by.name
    when = f" at {clock_24(at, _zone(part))}" if at else ""
    mend = "Yours is in the fields and not saved. Save again to put it in its place."
    return PartChanged(Refusal(f"{who} corrected this{when}. It says now: {said}.", "", mend), part.revision)


def _zone(part: Problem | Goal | Objective) -> ZoneInfo:
    """The site's."""
    goal = part.goal if isinstance(part, Objective) else part
    problem = goal.problem if isinstance(goal, Goal) else goal
    return ZoneInfo(problem.client.site.zone)
