"""The plan on screen with the one form that is open in it: shown, sent, and gone on from."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django_htmx.http import HttpResponseLocation

from stepwell.console.editing.shown import editing_line
from stepwell.console.plan import forms
from stepwell.console.plan.parts import asked_part, chosen_parts, filters_of, touched
from stepwell.domain.careplan.queries import basis_of
from stepwell.domain.careplan.values import condition_of, is_co_occurring
from stepwell.domain.library.rules import Start
from stepwell.domain.people.queries import care_team
from stepwell.domain.planreview.queries import newest_signed
from stepwell.domain.team.permissions import KEEP_MINUTES
from stepwell.domain.team.queries.meetings import plan_decisions
from stepwell.kernel import clock
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound, Refused
from stepwell.kernel.wording import date_and_time
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, see_other
from stepwell.workflows.thread import (
    GoldenThread,
    ThreadGoal,
    ThreadIntervention,
    ThreadObjective,
    ThreadProblem,
)


@dataclass(frozen=True, slots=True)
class Step:
    """The form that is open in the plan: what it is about, what its button says, words it may begin with."""

    kind: str
    under: UUID | None
    heading: str
    verb: str
    form: forms.StepForm
    hint: str = ""
    starts: tuple[tuple[str, tuple[Start, ...]], ...] = ()


def take(
    request: Request, thread: GoldenThread, step: Step, save: Callable[[Mapping[str, Any]], str]
) -> HttpResponseBase:
    """Show the step; when it is sent, save it and go on to where `save` says, or show what was refused.

    Where it asks for words to begin with, they are copied into its fields, and nothing is saved.
    """
    if not thread.can_be_written:
        # the action says why in full; here there is nothing to type into
        return see_other(plan_url(thread.client.pk), request)
    status, focus = 200, ""
    if request.method == "POST" and "copy" in request.POST:
        focus = _copy(step, request.POST.get("start", ""))
    elif request.method == "POST":
        status = 422
        if step.form.is_valid():
            try:
                onward = save(step.form.cleaned_data)
            except Refused as refused:
                show_refusals(step.form, refused)
            else:
                return _go_on(request, onward)
    step.form.put_focus(focus)
    return show(request, thread, step, status)


def _copy(step: Step, key: str) -> str:
    """Copy what was picked into the form. Returns the field to go on in."""
    for _, starts in step.starts:
        for start in starts:
            if start.key == key:
                return step.form.begin_with(start)
    return ""


def starts_by_topic(starts: Iterable[Start]) -> tuple[tuple[str, tuple[Start, ...]], ...]:
    """For a list that is grouped; the order stays."""
    found: dict[str, list[Start]] = {}
    for start in starts:
        found.setdefault(start.topic.label, []).append(start)
    return tuple((label, tuple(group)) for label, group in found.items())


def _go_on(request: Request, url: str) -> HttpResponseBase:
    """The next step: with scripts in place of the plan, else as a page."""
    if request.htmx:
        return HttpResponseLocation(url, target="#plan", swap="outerHTML")
    return see_other(url, request)


def show(
    request: Request,
    thread: GoldenThread,
    step: Step | None,
    status: int = 200,
    basis: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The plan with the step open in it: as a page, or for htmx the part of the page that holds it."""
    client, actor = thread.client, request.actor
    team = care_team(actor, client)
    chosen = asked_part(request.GET.get("of", "")) if step is None else ""
    conditions = [
        condition_of(one.coding.system, one.coding.code) for one in thread.problems if one.coding and not one.is_closed
    ]
    context: dict[str, Any] = {
        "thread": chosen_parts(thread, team, actor.staff_id, chosen),
        "client": client,
        "step": step,
        "filters": filters_of(thread, team, actor.staff_id, chosen),
        "is_part": bool(chosen),
        "co_occurring": is_co_occurring(conditions),
        "areas": touched(thread),
    }
    if request.htmx:
        return render(request, "console/plan/_plan.html", context, status=status)
    context |= {"decisions": plan_decisions(actor, client), "may_keep": actor.may(KEEP_MINUTES)}
    context["editing"] = editing_line(actor, "plan", client.pk, ZoneInfo(client.site.zone), clock.now())
    context["signed"] = newest_signed(actor, thread.episode) if thread.episode else None
    context |= basis or basis_context(actor, thread)
    return render(request, "console/plan/plan.html", context, status=status)


def basis_context(
    actor: Actor, thread: GoldenThread, refused: Refused | None = None, typed: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """What the plan stands on, for its card; `page` names the page that goes on saving it. `typed` was refused."""
    basis = basis_of(actor, thread.episode) if thread.episode else None
    zone = ZoneInfo(thread.client.site.zone)
    return {
        "basis": basis,
        "basis_words": typed or {name: getattr(basis, name, "") for name in ("strengths", "barriers")},
        "basis_token": basis.revision if basis else 0,
        "basis_saved": date_and_time(basis.saved_at, zone) if basis else "",
        "basis_page": uuid4().hex,
        "basis_refusals": refused.refusals if refused else (),
    }


def posted(request: Request) -> Any:
    """What was sent, also where a form has no field."""
    return request.POST if request.method == "POST" else None


def plan_url(client_id: UUID) -> str:
    """The whole plan."""
    return reverse("plan", args=[client_id])


def problem_of(thread: GoldenThread, problem_id: UUID) -> ThreadProblem:
    """The problem of this very plan: an address with another client's in it leads nowhere."""
    for one in thread.problems:
        if one.id == problem_id:
            return one
    raise NotFound("problem")


def goal_of(thread: GoldenThread, goal_id: UUID) -> ThreadGoal:
    """The goal of this very plan."""
    for one in (goal for problem in thread.problems for goal in problem.goals):
        if one.id == goal_id:
            return one
    raise NotFound("goal")


def _objectives(thread: GoldenThread) -> list[ThreadObjective]:
    return [one for problem in thread.problems for goal in problem.goals for one in goal.objectives]


def objective_of(thread: GoldenThread, objective_id: UUID) -> ThreadObjective:
    """The objective of this very plan."""
    for one in _objectives(thread):
        if one.id == objective_id:
            return one
    raise NotFound("objective")


def intervention_of(thread: GoldenThread, intervention_id: UUID) -> ThreadIntervention:
    """The intervention of this very plan."""
    for one in (intervention for objective in _objectives(thread) for intervention in objective.interventions):
        if one.id == intervention_id:
            return one
    raise NotFound("intervention")
