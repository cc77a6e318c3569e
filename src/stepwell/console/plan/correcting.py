"""A part of the plan, said rightly in its place. Once a signed note serves it, its wording stays."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase

from stepwell.console.plan import forms
from stepwell.console.plan.showing import Step, goal_of, objective_of, plan_url, posted, problem_of, take
from stepwell.console.plan.views import objective_form, objective_terms
from stepwell.domain.careplan.actions import PartChanged
from stepwell.domain.careplan.permissions import WRITE_PLAN
from stepwell.domain.careplan.queries import known_conditions
from stepwell.kernel import clock
from stepwell.platform.access.door import Request, page
from stepwell.workflows import plan as workflow
from stepwell.workflows.thread import golden_thread

_NOTED = "A signed note serves it, so its wording stays. Where it doesn’t hold any more, close it and write a new one."


@page(WRITE_PLAN)
def problem(request: Request, client_id: UUID, problem_id: UUID) -> HttpResponseBase:
    """What is in the way, and where it stands: its areas, the stage of change, and whose part it is."""
    now = clock.now()
    thread = golden_thread(request.actor, client_id, now=now)
    found = problem_of(thread, problem_id)
    form: forms.CorrectProblemForm | forms.CorrectPlacingForm
    if found.is_noted:
        form = forms.CorrectPlacingForm(posted(request), found=found, called=thread.client.called)
    else:
        known = known_conditions(request.actor, thread.client)
        form = forms.CorrectProblemForm(posted(request), found=found, called=thread.client.called, conditions=known)

    def save(typed: Mapping[str, Any]) -> str:
        given = {"placed": form.placed, "revision": typed["revision"], "now": now, **form.said}
        _on_top(form, lambda: workflow.correct_problem(actor=request.actor, problem_id=found.id, **given))
        return plan_url(client_id)

    hint, heading = _NOTED if found.is_noted else "", f"Correct problem {found.number}"
    return take(request, thread, Step("correct problem", found.id, heading, "Save", form, hint), save)


@page(WRITE_PLAN)
def goal(request: Request, client_id: UUID, goal_id: UUID) -> HttpResponseBase:
    """What they want, and which areas it touches."""
    now = clock.now()
    thread = golden_thread(request.actor, client_id, now=now)
    found = goal_of(thread, goal_id)
    said = {"in_their_words": found.in_their_words, "clinical": found.clinical}
    initial = {**said, "areas": list(found.areas), "revision": found.revision}
    kind = forms.GoalAreasForm if found.is_noted else forms.CorrectGoalForm
    form = kind(posted(request), called=thread.client.called, initial=initial)

    def save(typed: Mapping[str, Any]) -> str:
        given = {**said, **typed, "now": now}
        _on_top(form, lambda: workflow.correct_goal(actor=request.actor, goal_id=found.id, **given))
        return plan_url(client_id)

    hint = _NOTED if found.is_noted else ""
    return take(request, thread, Step("correct goal", found.id, "Correct this goal", "Save", form, hint), save)


@page(WRITE_PLAN)
def objective(request: Request, client_id: UUID, objective_id: UUID) -> HttpResponseBase:
    """An objective, while no signed note names it."""
    now = clock.now()
    thread = golden_thread(request.actor, client_id, now=now)
    found = objective_of(thread, objective_id)
    form = objective_form(request, thread, found)

    def save(typed: Mapping[str, Any]) -> str:
        given = {**objective_terms(typed), "revision": typed["revision"], "now": now}
        _on_top(form, lambda: workflow.correct_objective(actor=request.actor, objective_id=found.id, **given))
        return plan_url(client_id)

    heading = f"Correct {found.number}"
    return take(request, thread, Step("correct", found.id, heading, "Save the wording", form), save)


def _on_top(form: forms.CorrectedForm, correct: Callable[[], object]) -> None:
    """Where somebody was faster, what was typed goes in once it is sent again."""
    try:
        correct()
    except PartChanged as changed:
        form.go_on_top_of(changed.revision)
        raise
