"""A part of a plan is reached, set aside, or was written by mistake: it is closed, and stays in the plan.

Nothing open stands under something closed. Whoever closes a problem or a goal says of each goal and objective that is
still open under it how that one ended; one that they don't name - another may have set it meanwhile - keeps it open.
Closing is undone by the instant at which it was done: what was closed with it opens with it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from stepwell.domain.careplan.actions.terms import check_not_closed, named_already, same_problem
from stepwell.domain.careplan.models import Goal, Intervention, Objective, Problem
from stepwell.domain.careplan.queries import BY_NUMBER, find_goal, find_objective, find_problem
from stepwell.domain.careplan.values import check_ending
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import Refusal, Refused, refuse
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record

Endings = Mapping[UUID, str]


@action
def close_problem(*, actor: Actor, problem_id: UUID, closed_as: str, parts: Endings, now: datetime) -> Problem:
    """It is in the way no more, or nobody works on it now. `parts` says how each open part under it ended. Twice is
    once.
    """
    problem = find_problem(actor, problem_id)
    if problem.closed_at is None:
        goals = list(Goal.objects.filter(problem=problem, closed_at__isnull=True).order_by("created_at", "pk"))
        steps = Objective.objects.filter(goal__problem=problem, closed_at__isnull=True).order_by(*BY_NUMBER)
        _close(actor, problem.client_id, problem, (goals, list(steps)), {problem.pk: closed_as, **parts}, now)
    return problem


@action
def close_goal(*, actor: Actor, goal_id: UUID, closed_as: str, parts: Endings, now: datetime) -> Goal:
    """Reached, or not wanted any more. `parts` says how each open objective under it ended. Twice is once."""
    goal = find_goal(actor, goal_id)
    if goal.closed_at is None:
        steps = Objective.objects.filter(goal=goal, closed_at__isnull=True).order_by(*BY_NUMBER)
        _close(actor, goal.problem.client_id, goal, ([], list(steps)), {goal.pk: closed_as, **parts}, now)
    return goal


@action
def close_objective(*, actor: Actor, objective_id: UUID, closed_as: str, now: datetime) -> Objective:
    """No note names it any more, and what was done for it ends. Twice is once."""
    objective = find_objective(actor, objective_id)
    if objective.closed_at is None:
        _close(actor, objective.goal.problem.client_id, objective, ([], []), {objective.pk: closed_as}, now)
    return objective


@action
def reopen_problem(*, actor: Actor, problem_id: UUID, closed_at: datetime) -> Problem:
    """Closed by mistake at `closed_at`: it is open again, and so is all that was closed with it."""
    problem = find_problem(actor, problem_id)
    _check_unchanged(problem, closed_at, f"Problem {problem.number}")
    columns = {name: getattr(problem, name) for name in ("title", "system", "code")}
    same = same_problem(Problem.objects.filter(episode=problem.episode).exclude(pk=problem.pk), columns)
    if same is not None:
        raise named_already(same)
    goals = Goal.objects.filter(problem=problem, closed_at=closed_at)
    steps = Objective.objects.filter(goal__problem=problem, closed_at=closed_at)
    _reopen(actor, problem.client_id, problem, (list(goals), list(steps)), closed_at)
    return problem


@action
def reopen_goal(*, actor: Actor, goal_id: UUID, closed_at: datetime) -> Goal:
    """The same for a goal."""
    goal = find_goal(actor, goal_id)
    _check_unchanged(goal, closed_at, "This goal")
    check_not_closed(goal.problem)
    steps = Objective.objects.filter(goal=goal, closed_at=closed_at)
    _reopen(actor, goal.problem.client_id, goal, ([], list(steps)), closed_at)
    return goal


@action
def reopen_objective(*, actor: Actor, objective_id: UUID, closed_at: datetime) -> Objective:
    """The same for an objective, with what was done for it and ended with it."""
    objective = find_objective(actor, objective_id)
    _check_unchanged(objective, closed_at, f"Objective {objective.number}")
    check_not_closed(objective.goal)
    _reopen(actor, objective.goal.problem.client_id, objective, ([], []), closed_at)
    return objective


_Part = Problem | Goal | Objective
_Under = tuple[Sequence[Goal], Sequence[Objective]]


def _close(actor: Actor, client_id: UUID, top: _Part, under: _Under, endings: Endings, now: datetime) -> None:
    """The part and all that is open under it, each as `endings` says; what was done for them ends."""
    _check_endings(top, under, endings)
    for each in (top, *under[0], *under[1]):
        each.closed_at, each.closed_as = now, endings[each.pk]
    served = Intervention.objects.filter(objective__in=_steps(top, under), ended_at__isnull=True)
    detail: dict[str, Plain] = {"as": top.closed_as, "interventions_ended": served.update(ended_at=now)}
    _save(top, under)
    _record(actor, client_id, "closed", top, detail)
    parts: list[_Part] = [*under[0], *under[1]]
    for part in parts:
        _record(actor, client_id, "closed", part, {"as": part.closed_as, "with": _kind(top)})


def _check_endings(top: _Part, under: _Under, endings: Endings) -> None:
    """Raises `Refused` with each part of which nobody says how it ended."""
    asked = [(top.pk, "closed_as", "This doesn’t say how it ended.")]
    asked += [(one.pk, f"part-{one.pk}", "This goal is still open.") for one in under[0]]
    asked += [(one.pk, f"part-{one.pk}", f"Objective {one.number} is still open.") for one in under[1]]
    refusals: list[Refusal] = []
    for key, where, what in asked:
        try:
            check_ending(endings.get(key, ""), where, what)
        except Refused as refused:
            refusals.extend(refused.refusals)
    if refusals:
        raise Refused(*refusals)


def _check_unchanged(part: _Part, closed_at: datetime, called: str) -> None:
    if part.closed_at != closed_at:
        raise refuse(f"{called} has changed since.", "", "Read the plan again.")


def _reopen(actor: Actor, client_id: UUID, top: _Part, under: _Under, closed_at: datetime) -> None:
    """The part and what was closed with it are open again, and what was done for them goes on."""
    for each in (top, *under[0], *under[1]):
        each.closed_at, each.closed_as = None, ""
    served = Intervention.objects.filter(objective__in=_steps(top, under), ended_at=closed_at)
    detail: dict[str, Plain] = {"interventions_resumed": served.update(ended_at=None)}
    _save(top, under)
    _record(actor, client_id, "reopened", top, detail)
    parts: list[_Part] = [*under[0], *under[1]]
    for part in parts:
        _record(actor, client_id, "reopened", part, {"with": _kind(top)})


def _steps(top: _Part, under: _Under) -> list[Objective]:
    """Every objective of them."""
    return [*under[1], top] if isinstance(top, Objective) else [*under[1]]


def _record(actor: Actor, client_id: UUID, did: str, part: _Part, detail: dict[str, Plain]) -> None:
    kind = _kind(part)
    record(actor, f"{kind}.{did}", client_id=client_id, subject=(kind, part.pk), detail=detail)


def _save(top: _Part, under: _Under) -> None:
    """One statement a kind, however many there are."""
    columns = ["closed_at", "closed_as"]
    top.save(update_fields=columns)
    Goal.objects.bulk_update(under[0], columns)
    Objective.objects.bulk_update(under[1], columns)


def _kind(part: _Part) -> str:
    return part._meta.model_name or ""
