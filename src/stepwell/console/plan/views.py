"""The plan of care, and each step of writing it, in its place in the plan.

Every step has its own address and works as a page: the whole plan with one small form in it. With scripts the same
fragment is swapped in. What is saved leads on to the next step, so that a plan is written in one go with the client.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse

from stepwell.console.plan import forms
from stepwell.console.plan.present import day_words
from stepwell.console.plan.showing import (
    Step,
    goal_of,
    intervention_of,
    objective_of,
    plan_url,
    posted,
    problem_of,
    show,
    starts_by_topic,
    take,
)
from stepwell.console.undo.offers import offer
from stepwell.domain.careplan import actions
from stepwell.domain.careplan.permissions import VIEW_PLAN, WRITE_PLAN
from stepwell.domain.careplan.queries import known_conditions
from stepwell.domain.careplan.values import Area
from stepwell.domain.library.queries import starts_at
from stepwell.domain.library.rules import Kind, Start
from stepwell.domain.people.queries import care_team
from stepwell.kernel import clock
from stepwell.kernel.errors import NotAllowed, refuse
from stepwell.kernel.numbered import by_number
from stepwell.platform.access.door import Request, page
from stepwell.workflows import plan as workflow
from stepwell.workflows.thread import GoldenThread, ThreadObjective, ThreadProblem, golden_thread, groups_to_choose


@page(VIEW_PLAN)
def plan(request: Request, client_id: UUID) -> HttpResponse:
    """The whole plan."""
    if request.actor.client_id is not None:  # clients read theirs on the phone, in its own words
        raise NotAllowed(VIEW_PLAN.name)
    return show(request, golden_thread(request.actor, client_id, now=clock.now()), None)


@page(WRITE_PLAN)
def problem(request: Request, client_id: UUID) -> HttpResponseBase:
    """Name what is in the way."""
    now = clock.now()
    thread = golden_thread(request.actor, client_id, now=now)
    form = forms.ProblemForm(
        posted(request),
        called=thread.client.called,
        conditions=known_conditions(request.actor, thread.client),
        initial={"areas": [area] if (area := by_number(request.GET.get("a", ""), Area)) else []},
    )

    def save(typed: Mapping[str, Any]) -> str:
        known = form.chosen
        made = actions.name_problem(
            actor=request.actor,
            client_id=client_id,
            title=typed["title"] or (known.title if known else ""),
            coding=known.coding if known and known.coding.code else None,
            in_their_words=typed["in_their_words"],
            placed=form.placed,
            now=now,
        )
        return reverse("plan_goal", args=[client_id, made.pk])

    number = max((one.number for one in thread.problems), default=0) + 1
    return take(request, thread, Step("problem", None, f"Problem {number}", "Name the problem", form), save)


@page(WRITE_PLAN)
def goal(request: Request, client_id: UUID, problem_id: UUID) -> HttpResponseBase:
    """Set a goal for a problem."""
    now = clock.now()
    thread = golden_thread(request.actor, client_id, now=now)
    found = problem_of(thread, problem_id)
    form = forms.GoalForm(posted(request), called=thread.client.called)

    def save(typed: Mapping[str, Any]) -> str:
        made = actions.set_goal(actor=request.actor, problem_id=found.id, now=now, **typed)
        return reverse("plan_objective", args=[client_id, made.pk])

    starts = _starts(request, thread, Kind.GOAL, found)
    heading = f"Goal for problem {found.number}"
    return take(request, thread, Step("goal", found.id, heading, "Set the goal", form, starts=starts), save)


@page(WRITE_PLAN)
def objective(request: Request, client_id: UUID, goal_id: UUID) -> HttpResponseBase:
    """Set an objective for a goal."""
    now = clock.now()
    thread = golden_thread(request.actor, client_id, now=now)
    found = goal_of(thread, goal_id)
    form = objective_form(request, thread, None)

    def save(typed: Mapping[str, Any]) -> str:
        made = actions.set_objective(actor=request.actor, goal_id=found.id, now=now, **objective_terms(typed))
        return reverse("plan_intervention", args=[client_id, made.pk])

    starts = _starts(request, thread, Kind.OBJECTIVE, _problem_over(thread, found.id))
    hint = "A step that anyone can see done."
    step = Step("objective", found.id, "Objective", "Set the objective", form, hint, starts)
    return take(request, thread, step, save)


@page(WRITE_PLAN)
def intervention(request: Request, client_id: UUID, objective_id: UUID) -> HttpResponseBase:
    """Say what the program does for an objective, and in which group."""
    now = clock.now()
    thread = golden_thread(request.actor, client_id, now=now)
    found = objective_of(thread, objective_id)
    groups = groups_to_choose(request.actor, thread.client, now=now)
    form = forms.InterventionForm(posted(request), called=thread.client.called, groups=groups)

    def save(typed: Mapping[str, Any]) -> str:
        series_id, means = form.chosen
        shared: dict[str, Any] = {"actor": request.actor, "objective_id": found.id, "now": now}
        shared |= {"title": typed["title"], "part": typed["part"]}
        if series_id is not None:
            workflow.link_intervention_to_group(series_id=series_id, **shared)
        else:
            workflow.serve_objective(means=means, **shared)
        return plan_url(client_id)

    starts = _starts(request, thread, Kind.INTERVENTION, _problem_over(thread, found.id))
    step = Step("intervention", found.id, f"What serves {found.number}", "Add to the plan", form, starts=starts)
    return take(request, thread, step, save)


@page(WRITE_PLAN)
def link(request: Request, client_id: UUID, intervention_id: UUID) -> HttpResponseBase:
    """Choose the group that carries an intervention."""
    now = clock.now()
    thread = golden_thread(request.actor, client_id, now=now)
    found = intervention_of(thread, intervention_id)
    groups = groups_to_choose(request.actor, thread.client, now=now)
    form = forms.LinkForm(posted(request), called=thread.client.called, groups=groups)

    def save(typed: Mapping[str, Any]) -> str:
        if not typed["group"]:
            raise refuse("No group is chosen.", "group", f"Choose one of {thread.client.called}'s groups.")
        workflow.link_to_group(actor=request.actor, intervention_id=found.id, series_id=UUID(typed["group"]), now=now)
        return plan_url(client_id)

    return take(request, thread, Step("link", found.id, "The group that carries it", "Link to the group", form), save)


@page(WRITE_PLAN)
def end(request: Request, client_id: UUID, intervention_id: UUID) -> HttpResponseBase:
    """End an intervention."""
    now = clock.now()
    thread = golden_thread(request.actor, client_id, now=now)
    found = intervention_of(thread, intervention_id)

    def save(_: Mapping[str, Any]) -> str:
        ended = actions.end_intervention(actor=request.actor, intervention_id=found.id, now=now)
        at, back = (ended.ended_at or now).isoformat(), plan_url(client_id)
        said = "The intervention has ended."
        offer(request, "intervention ended", said=said, back=back, now=now, intervention=str(found.id), ended_at=at)
        return back

    form = forms.StepForm(posted(request), called=thread.client.called)
    hint = "It stays in the plan as ended. The objective may then need something else."
    return take(request, thread, Step("end", found.id, "End this intervention?", "End it", form, hint), save)


def objective_form(request: Request, thread: GoldenThread, known: ThreadObjective | None) -> forms.ObjectiveForm:
    """Empty with the writer as owner, or as the objective stands."""
    team = care_team(request.actor, thread.client)
    initial: dict[str, Any] = {
        "owner": next((one.staff_id for one in team if one.staff_id == request.actor.staff_id), "")
    }
    if known is not None:
        initial = {"specific": known.title, "measure": known.measure, "target": known.target}
        initial |= {"due_on": known.due_on, "owner": known.owner_id, "revision": known.revision, "part": known.part}
    return forms.ObjectiveForm(
        posted(request),
        initial=initial,
        called=thread.client.called,
        team=team,
        last_on=day_words(thread.ends_on) if thread.ends_on else "",
    )


def objective_terms(typed: Mapping[str, Any]) -> dict[str, Any]:
    """The form's names as the actions call them."""
    same = {name: typed[name] for name in ("measure", "target", "due_on", "part")}
    return {**same, "title": typed["specific"], "owner_id": typed["owner"]}


def _starts(
    request: Request, thread: GoldenThread, kind: Kind, about: ThreadProblem | None
) -> tuple[tuple[str, tuple[Start, ...]], ...]:
    """What the step may begin with, those nearest to its problem first."""
    if about is None or not thread.can_be_written:
        return ()
    areas = [*about.placed.areas, *(area for goal in about.goals for area in goal.areas)]
    system, code = (about.coding.system, about.coding.code) if about.coding else ("", "")
    found = starts_at(request.actor, thread.client.site, kind, areas=areas, system=system, code=code)
    return starts_by_topic(found)


def _problem_over(thread: GoldenThread, part_id: UUID) -> ThreadProblem | None:
    """The problem that a goal or an objective belongs to."""
    for problem in thread.problems:
        for goal in problem.goals:
            if part_id == goal.id or part_id in {objective.id for objective in goal.objectives}:
                return problem
    return None
