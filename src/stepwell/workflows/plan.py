"""Writing what joins a plan to its groups and notes: linking an intervention, correcting what a note may name.

A plan knows no groups and no notes, so actions that need both stand here; `workflows.thread` reads.
"""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from stepwell.domain.careplan import actions as careplan
from stepwell.domain.careplan.models import Goal, Intervention, Objective, Problem
from stepwell.domain.careplan.permissions import WRITE_PLAN
from stepwell.domain.careplan.queries import find_goal, find_intervention, find_objective, find_problem
from stepwell.domain.careplan.values import Means, Placed
from stepwell.domain.people.models import Client
from stepwell.domain.thread.queries.notes import latest_signed_notes
from stepwell.domain.week.actions.plan import carry_intervention
from stepwell.domain.week.models import Series
from stepwell.domain.week.queries.plan import groups_of
from stepwell.domain.worklist.actions import finish_task
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.coding import Coding
from stepwell.kernel.errors import refuse
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import action


@action
def link_intervention_to_group(
    *, actor: Actor, objective_id: UUID, title: str, series_id: UUID, part: str = "", now: datetime
) -> Intervention:
    """A group of the client's carries an intervention for this objective; without a title it is called as the group is.

    One that stands without a group is linked; one that this group carries already stays as it is.
    """
    objective = find_objective(actor, objective_id)
    series = _series(actor, objective.goal.problem.client, series_id, now)
    intervention = careplan.add_intervention(
        actor=actor, objective_id=objective_id, title=title if title.strip() else series.name, part=part, now=now
    )
    return _carry(actor, intervention, series, now)


@action
def serve_objective(
    *, actor: Actor, objective_id: UUID, title: str, means: Means, part: str = "", now: datetime
) -> Intervention:
    """What no group carries - a session alone, a medication, casework - or a group that is still to be found.

    Without a title it is called by its kind. What needs no group makes a whole thread, and the plan is written.
    """
    objective = find_objective(actor, objective_id)
    named = title if title.strip() or means == Means.GROUP else means.label
    made = careplan.add_intervention(
        actor=actor, objective_id=objective_id, title=named, means=means.value, part=part, now=now
    )
    if means != Means.GROUP:
        episode_id = objective.goal.problem.episode_id
        finish_task(actor=actor, kind=careplan.TASK, subject_id=episode_id, now=now)
    return made


@action
def link_to_group(*, actor: Actor, intervention_id: UUID, series_id: UUID, now: datetime) -> Intervention:
    """The same for an intervention that stands without a group."""
    intervention = find_intervention(actor, intervention_id)
    if intervention.ended_at is not None:
        raise refuse("This intervention has ended.", "", "Add a new one to the objective.")
    if intervention.means != Means.GROUP:
        raise refuse("This isn't done in a group.", "", "End it, and add one that a group carries.")
    client = intervention.objective.goal.problem.client
    return _carry(actor, intervention, _series(actor, client, series_id, now), now)


def _carry(actor: Actor, intervention: Intervention, series: Series, now: datetime) -> Intervention:
    """Link the two. With the first whole thread the plan is written, and the work that asked for it is done."""
    carry_intervention(actor=actor, series=series, intervention=intervention, now=now)
    finish_task(actor=actor, kind=careplan.TASK, subject_id=intervention.objective.goal.problem.episode_id, now=now)
    return intervention


def _series(actor: Actor, client: Client, series_id: UUID, now: datetime) -> Series:
    """One of the client's groups."""
    for series in groups_of(actor, client, today=day_at(now, ZoneInfo(client.site.zone))):
        if series.pk == series_id:
            return series
    raise refuse("The person isn't in this group.", "group", "Choose one of their groups.")


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
    now: datetime,
) -> Problem:
    """Say a problem rightly while no signed note serves it, and where it stands at any time."""
    problem = find_problem(actor, problem_id)
    steps = Objective.objects.filter(goal__problem=problem)
    return careplan.correct_problem(
        actor=actor,
        problem_id=problem_id,
        title=title,
        coding=coding,
        in_their_words=in_their_words,
        placed=placed,
        revision=revision,
        is_noted=_is_noted(actor, steps),
        now=now,
    )


@action
def correct_goal(
    *,
    actor: Actor,
    goal_id: UUID,
    in_their_words: str,
    clinical: str,
    areas: Collection[str],
    revision: int,
    now: datetime,
) -> Goal:
    """Say a goal rightly while no signed note serves it, and its areas at any time."""
    goal = find_goal(actor, goal_id)
    return careplan.correct_goal(
        actor=actor,
        goal_id=goal_id,
        in_their_words=in_their_words,
        clinical=clinical,
        areas=areas,
        revision=revision,
        is_noted=_is_noted(actor, Objective.objects.filter(goal=goal)),
        now=now,
    )


def _is_noted(actor: Actor, steps: "QuerySet[Objective]") -> bool:
    """Whether a signed note names one of them: what was signed would change its meaning."""
    return bool(latest_signed_notes(actor, list(steps.values_list("pk", flat=True))))


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
    """Say an objective rightly while no signed note names it; after that, what was signed would change its meaning."""
    require(actor, WRITE_PLAN)
    objective = find_objective(actor, objective_id)
    if latest_signed_notes(actor, [objective.pk]):
        raise refuse(
            f"A signed note names objective {objective.number}, so it stays as it is.",
            "",
            "Close it and set a new objective.",
        )
    return careplan.correct_objective(
        actor=actor,
        objective_id=objective_id,
        title=title,
        measure=measure,
        target=target,
        due_on=due_on,
        owner_id=owner_id,
        revision=revision,
        part=part,
        now=now,
    )
