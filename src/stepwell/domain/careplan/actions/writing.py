"""Writing a plan: what is in the way, what the client wants, the steps, and what the program does for them.

Sending the same thing twice is once: what is there already comes back. What is almost the same is refused, so that
nobody finds two of one thing. Which group carries an intervention `workflows.plan` sees to.
"""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from stepwell.domain.careplan.actions.terms import (
    Terms,
    check_not_closed,
    goal_columns,
    named_already,
    objective_columns,
    problem_columns,
    same_problem,
    service_title,
)
from stepwell.domain.careplan.models import Goal, Intervention, Objective, Problem
from stepwell.domain.careplan.permissions import WRITE_PLAN
from stepwell.domain.careplan.queries import find_goal, find_intervention, find_objective, find_problem, open_stay
from stepwell.domain.careplan.values import NOWHERE, Means, Placed, check_service
from stepwell.kernel.actor import Actor
from stepwell.kernel.coding import Coding
from stepwell.kernel.errors import refuse
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import action, record

# "Write the plan": raised when a stay starts, finished by the first whole thread.
TASK = "plan.write"


@action
def name_problem(
    *,
    actor: Actor,
    client_id: UUID,
    title: str,
    coding: Coding | None,
    in_their_words: str,
    placed: Placed = NOWHERE,
    now: datetime,
) -> Problem:
    """What is in the way, with a code where it is a known condition. Numbered in the order of naming.

    What was closed may be named anew, and is another problem then.
    """
    require(actor, WRITE_PLAN)
    episode = open_stay(actor, client_id)
    columns = problem_columns(title, coding, in_their_words, placed)
    there = list(Problem.objects.filter(episode=episode))
    same = same_problem(there, columns)
    if same is not None:
        if all(getattr(same, name) == columns[name] for name in ("title", "in_their_words", "system", "code")):
            return same
        raise named_already(same)
    number = max((one.number for one in there), default=0) + 1
    problem = Problem.objects.create(
        client_id=episode.client_id, episode=episode, number=number, created_at=now, **columns
    )
    record(actor, "problem.named", client_id=episode.client_id, subject=("problem", problem.pk))
    return problem


@action
def set_goal(
    *,
    actor: Actor,
    problem_id: UUID,
    in_their_words: str,
    clinical: str,
    areas: Collection[str] = (),
    now: datetime,
) -> Goal:
    """What the client wants, said twice."""
    problem = find_problem(actor, problem_id)
    check_not_closed(problem)
    columns = goal_columns(in_their_words, clinical, areas)
    said = {name: columns[name] for name in ("in_their_words", "clinical")}
    goal, fresh = Goal.objects.get_or_create(
        problem=problem, closed_at=None, **said, defaults={"created_at": now, "areas": columns["areas"]}
    )
    if fresh:
        record(actor, "goal.set", client_id=problem.client_id, subject=("goal", goal.pk))
    return goal


@action
def set_objective(
    *,
    actor: Actor,
    goal_id: UUID,
    title: str,
    measure: str,
    target: str,
    due_on: date | None,
    owner_id: int | None,
    part: str = "",
    now: datetime,
) -> Objective:
    """A step that can be measured. Numbered "1.2" within its problem; a closed one keeps its number."""
    goal = find_goal(actor, goal_id)
    problem = goal.problem
    check_not_closed(goal)
    columns = objective_columns(actor, problem, Terms(title, measure, target, due_on, owner_id, part), now)
    same = Objective.objects.filter(goal=goal, closed_at__isnull=True, **columns).first()
    if same is not None:
        return same
    # the problem is locked, and objectives are never deleted: the count is the last number
    number = Objective.objects.filter(goal__problem=problem).count() + 1
    objective = Objective.objects.create(goal=goal, number=f"{problem.number}.{number}", created_at=now, **columns)
    record(actor, "objective.set", client_id=problem.client_id, subject=("objective", objective.pk))
    return objective


@action
def add_intervention(
    *,
    actor: Actor,
    objective_id: UUID,
    title: str,
    means: str = Means.GROUP.value,
    part: str = "",
    now: datetime,
) -> Intervention:
    """What the program does for the objective. The same title while it holds is the same intervention."""
    check_service(means, part)
    objective = find_objective(actor, objective_id)
    check_not_closed(objective)
    title = service_title(title)
    intervention, fresh = Intervention.objects.get_or_create(
        objective=objective,
        title=title,
        ended_at=None,
        defaults={"created_at": now, "means": means, "part": part},
    )
    if fresh:
        client_id = objective.goal.problem.client_id
        record(actor, "intervention.added", client_id=client_id, subject=("intervention", intervention.pk))
    return intervention


@action
def end_intervention(*, actor: Actor, intervention_id: UUID, now: datetime) -> Intervention:
    """It is no longer done for this objective. Twice is once."""
    intervention = find_intervention(actor, intervention_id)
    if intervention.ended_at is None:
        intervention.ended_at = now
        intervention.save(update_fields=["ended_at"])
        client_id = intervention.objective.goal.problem.client_id
        record(actor, "intervention.ended", client_id=client_id, subject=("intervention", intervention.pk))
    return intervention


@action
def resume_intervention(*, actor: Actor, intervention_id: UUID, ended_at: datetime) -> Intervention:
    """Ended by mistake at `ended_at`: it holds again."""
    intervention = find_intervention(actor, intervention_id)
    objective = intervention.objective
    check_not_closed(objective)
    if intervention.ended_at != ended_at:
        raise refuse("This intervention has changed since.", "", "Read the plan again.")
    if objective.interventions.filter(title=intervention.title, ended_at__isnull=True).exists():
        raise refuse("The same intervention was added since.", "", "Nothing is missing in the plan.")
    intervention.ended_at = None
    intervention.save(update_fields=["ended_at"])
    client_id = objective.goal.problem.client_id
    record(actor, "intervention.resumed", client_id=client_id, subject=("intervention", intervention.pk))
    return intervention
