"""The plan of care, and each step of writing it, in its place in the plan.

Every step has its own address and works as a page: the whole plan with one small form in it. With scripts the same
fragment is swapped in. What is saved leads on to the next step, so that a plan is written in one go with the client.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django_htmx.http import HttpResponseLocation

from stepwell.console.editing.shown import editing_line
from stepwell.console.plan import forms
from stepwell.console.plan.present import day_words
from stepwell.console.undo.offers import offer
from stepwell.domain.careplan import actions
from stepwell.domain.careplan.permissions import VIEW_PLAN, WRITE_PLAN
from stepwell.domain.careplan.queries import known_conditions
from stepwell.domain.people.queries import care_team
from stepwell.domain.team.permissions import KEEP_MINUTES
from stepwell.domain.team.queries.meetings import plan_decisions
from stepwell.kernel import clock
from stepwell.kernel.errors import NotAllowed, NotFound, Refused, refuse
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other
from stepwell.workflows import plan as workflow
from stepwell.workflows.thread import (
    GoldenThread,
    ThreadGoal,
    ThreadIntervention,
    ThreadObjective,
    ThreadProblem,
    golden_thread,
    groups_to_choose,
)


@dataclass(frozen=True, slots=True)
class Step:
    """The form that is open in the plan: what it is about, and what its button says."""

    kind: str
    under: UUID | None
    heading: str
    verb: str
    form: forms.StepForm
    hint: str = ""


@page(VIEW_PLAN)
def plan(request: Request, client_id: UUID) -> HttpResponse:
    """The whole plan."""
    if request.actor.client_id is not None:  # clients read theirs on the phone, in its own words
        raise NotAllowed(VIEW_PLAN.name)
    return _show(request, golden_thread(request.actor, client_id, now=clock.now()), None)


@page(WRITE_PLAN)
def problem(request: Request, client_id: UUID) -> HttpResponseBase:
    """Name what is in the way."""
    now = clock.now()
    thread = golden_thread(request.actor, client_id, now=now)
    form = forms.ProblemForm(
        _posted(request),
        called=thread.client.called,
        conditions=known_conditions(request.actor, thread.client),
    )

    def save(typed: Mapping[str, Any]) -> str:
        known = form.chosen
        made = actions.name_problem(
            actor=request.actor,
            client_id=client_id,
            title=typed["title"] or (known.title if known else ""),
            coding=known.coding if known and known.coding.code else None,
            in_their_words=typed["in_their_words"],
            now=now,
        )
        return reverse("plan_goal", args=[client_id, made.pk])

    number = max((one.number for one in thread.problems), default=0) + 1
    return _take(request, thread, Step("problem", None, f"Problem {number}", "Name the problem", form), save)


@page(WRITE_PLAN)
def goal(request: Request, client_id: UUID, problem_id: UUID) -> HttpResponseBase:
    """Set a goal for a problem."""
    now = clock.now()
    thread = golden_thread(request.actor, client_id, now=now)
    found = _problem(thread, problem_id)
    form = forms.GoalForm(_posted(request), called=thread.client.called)

    def save(typed: Mapping[str, Any]) -> str:
        made = actions.set_goal(actor=request.actor, problem_id=found.id, now=now, **typed)
        return reverse("plan_objective", args=[client_id, made.pk])

    return _take(
        request, thread, Step("goal", found.id, f"Goal for problem {found.number}", "Set the goal", form), save
    )


@page(WRITE_PLAN)
def objective(request: Request, client_id: UUID, goal_id: UUID) -> HttpResponseBase:
    """Set an objective for a goal."""
    now = clock.now()
    thread = golden_thread(request.actor, client_id, now=now)
    found = _goal(thread, goal_id)
    form = _objective_form(request, thread, None)

    def save(typed: Mapping[str, Any]) -> str:
        made = actions.set_objective(actor=request.actor, goal_id=found.id, now=now, **_terms(typed))
        return reverse("plan_intervention", args=[client_id, made.pk])

    step = Step("objective", found.id, "Objective", "Set the objective", form, "A step that anyone can see done.")
    return _take(request, thread, step, save)


@page(WRITE_PLAN)
def correct(request: Request, client_id: UUID, objective_id: UUID) -> HttpResponseBase:
    """Say an objective rightly, while no signed note names it."""
    now = clock.now()
    thread = golden_thread(request.actor, client_id, now=now)
    found = _objective(thread, objective_id)

    def save(typed: Mapping[str, Any]) -> str:
        given = {**_terms(typed), "revision": typed["revision"]}
        try:
            workflow.correct_objective(actor=request.actor, objective_id=found.id, now=now, **given)
        except actions.ObjectiveChanged as changed:
            form.go_on_top_of(changed.revision)
            raise
        return _plan_url(client_id)

    form = _objective_form(request, thread, found)
    return _take(request, thread, Step("correct", found.id, f"Correct {found.number}", "Save the wording", form), save)


@page(WRITE_PLAN)
def intervention(request: Request, client_id: UUID, objective_id: UUID) -> HttpResponseBase:
    """Say what the program does for an objective, and in which group."""
    now = clock.now()
    thread = golden_thread(request.actor, client_id, now=now)
    found = _objective(thread, objective_id)
    groups = groups_to_choose(request.actor, thread.client, now=now)
    form = forms.InterventionForm(_posted(request), called=thread.client.called, groups=groups)

    def save(typed: Mapping[str, Any]) -> str:
        shared: dict[str, Any] = {"actor": request.actor, "objective_id": found.id, "title": typed["title"], "now": now}
        if typed["group"]:
            workflow.link_intervention_to_group(series_id=UUID(typed["group"]), **shared)
        else:
            actions.add_intervention(**shared)
        return _plan_url(client_id)

    step = Step("intervention", found.id, f"What serves {found.number}", "Link to the plan", form)
    return _take(request, thread, step, save)


@page(WRITE_PLAN)
def link(request: Request, client_id: UUID, intervention_id: UUID) -> HttpResponseBase:
    """Choose the group that carries an intervention."""
    now = clock.now()
    thread = golden_thread(request.actor, client_id, now=now)
    found = _intervention(thread, intervention_id)
    groups = groups_to_choose(request.actor, thread.client, now=now)
    form = forms.LinkForm(_posted(request), called=thread.client.called, groups=groups)

    def save(typed: Mapping[str, Any]) -> str:
        if not typed["group"]:
            raise refuse("No group is chosen.", "group", f"Choose one of {thread.client.called}'s groups.")
        workflow.link_to_group(actor=request.actor, intervention_id=found.id, series_id=UUID(typed["group"]), now=now)
        return _plan_url(client_id)

    return _take(request, thread, Step("link", found.id, "The group that carries it", "Link to the group", form), save)


@page(WRITE_PLAN)
def close(request: Request, client_id: UUID, objective_id: UUID) -> HttpResponseBase:
    """Close an objective."""
    now = clock.now()
    thread = golden_thread(request.actor, client_id, now=now)
    found = _objective(thread, objective_id)

    def save(_: Mapping[str, Any]) -> str:
        closed = actions.close_objective(actor=request.actor, objective_id=found.id, now=now)
        at = (closed.closed_at or now).isoformat()
        said, back = f"Objective {closed.number} is closed.", _plan_url(client_id)
        offer(request, "objective closed", said=said, back=back, now=now, objective=str(found.id), closed_at=at)
        return back

    form = forms.StepForm(_posted(request), called=thread.client.called)
    hint = "It stays in the plan. New notes can't name it, and what serves it ends."
    return _take(request, thread, Step("close", found.id, f"Close {found.number}?", "Close it", form, hint), save)


@page(WRITE_PLAN)
def end(request: Request, client_id: UUID, intervention_id: UUID) -> HttpResponseBase:
    """End an intervention."""
    now = clock.now()
    thread = golden_thread(request.actor, client_id, now=now)
    found = _intervention(thread, intervention_id)

    def save(_: Mapping[str, Any]) -> str:
        ended = actions.end_intervention(actor=request.actor, intervention_id=found.id, now=now)
        at, back = (ended.ended_at or now).isoformat(), _plan_url(client_id)
        said = "The intervention has ended."
        offer(request, "intervention ended", said=said, back=back, now=now, intervention=str(found.id), ended_at=at)
        return back

    form = forms.StepForm(_posted(request), called=thread.client.called)
    hint = "It stays in the plan as ended. The objective may then need something else."
    return _take(request, thread, Step("end", found.id, "End this intervention?", "End it", form, hint), save)


def _take(
    request: Request, thread: GoldenThread, step: Step, save: Callable[[Mapping[str, Any]], str]
) -> HttpResponseBase:
    """Show the step; when it is sent, save it and go on to where `save` says, or show what was refused."""
    if not thread.can_be_written:
        # the action says why in full; here there is nothing to type into
        return see_other(_plan_url(thread.client.pk), request)
    status = 200
    if request.method == "POST":
        status = 422
        if step.form.is_valid():
            try:
                onward = save(step.form.cleaned_data)
            except Refused as refused:
                show_refusals(step.form, refused)
            else:
                return _go_on(request, onward)
    step.form.put_focus()
    return _show(request, thread, step, status)


def _go_on(request: Request, url: str) -> HttpResponseBase:
    """The next step: with scripts in place of the plan, else as a page."""
    if request.htmx:
        return HttpResponseLocation(url, target="#plan", swap="outerHTML")
    return see_other(url, request)


def _show(request: Request, thread: GoldenThread, step: Step | None, status: int = 200) -> HttpResponse:
    """The plan with the step open in it: as a page, or for htmx the part of the page that holds it."""
    context: dict[str, Any] = {"thread": thread, "client": thread.client, "step": step}
    if request.htmx:
        return render(request, "console/plan/_plan.html", context, status=status)
    client = thread.client
    context |= {"decisions": plan_decisions(request.actor, client), "may_keep": request.actor.may(KEEP_MINUTES)}
    context["editing"] = editing_line(request.actor, "plan", client.pk, ZoneInfo(client.site.zone), clock.now())
    return render(request, "console/plan/plan.html", context, status=status)


def _objective_form(request: Request, thread: GoldenThread, known: ThreadObjective | None) -> forms.ObjectiveForm:
    """Empty with the writer as owner, or as the objective stands."""
    team = care_team(request.actor, thread.client)
    initial: dict[str, Any] = {
        "owner": next((one.staff_id for one in team if one.staff_id == request.actor.staff_id), "")
    }
    if known is not None:
        initial = {"specific": known.title, "measure": known.measure, "target": known.target}
        initial |= {"due_on": known.due_on, "owner": known.owner_id, "revision": known.revision}
    return forms.ObjectiveForm(
        _posted(request),
        initial=initial,
        called=thread.client.called,
        team=team,
        last_on=day_words(thread.ends_on) if thread.ends_on else "",
    )


def _terms(typed: Mapping[str, Any]) -> dict[str, Any]:
    """The form's names as the actions call them."""
    same = {name: typed[name] for name in ("measure", "target", "due_on")}
    return {**same, "title": typed["specific"], "owner_id": typed["owner"]}


def _posted(request: Request) -> Any:
    """What was sent, also where a form has no field."""
    return request.POST if request.method == "POST" else None


def _plan_url(client_id: UUID) -> str:
    return reverse("plan", args=[client_id])


def _problem(thread: GoldenThread, problem_id: UUID) -> ThreadProblem:
    """The problem of this very plan: an address with another client's in it leads nowhere."""
    for one in thread.problems:
        if one.id == problem_id:
            return one
    raise NotFound("problem")


def _goal(thread: GoldenThread, goal_id: UUID) -> ThreadGoal:
    for one in (goal for problem in thread.problems for goal in problem.goals):
        if one.id == goal_id:
            return one
    raise NotFound("goal")


def _objectives(thread: GoldenThread) -> list[ThreadObjective]:
    return [one for problem in thread.problems for goal in problem.goals for one in goal.objectives]


def _objective(thread: GoldenThread, objective_id: UUID) -> ThreadObjective:
    for one in _objectives(thread):
        if one.id == objective_id:
            return one
    raise NotFound("objective")


def _intervention(thread: GoldenThread, intervention_id: UUID) -> ThreadIntervention:
    for one in (intervention for objective in _objectives(thread) for intervention in objective.interventions):
        if one.id == intervention_id:
            return one
    raise NotFound("intervention")
