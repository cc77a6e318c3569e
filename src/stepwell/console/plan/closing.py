"""Closing a problem, a goal or an objective: how it ended, and how each that is still open under it did."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase

from stepwell.console.plan.forms import CloseForm
from stepwell.console.plan.showing import Step, goal_of, objective_of, plan_url, posted, problem_of, take
from stepwell.console.undo.offers import offer
from stepwell.domain.careplan import actions
from stepwell.domain.careplan.permissions import WRITE_PLAN
from stepwell.kernel import clock
from stepwell.platform.access.door import Request, page
from stepwell.workflows.thread import GoldenThread, ThreadGoal, ThreadObjective, golden_thread

_STAYS = "It stays in the plan. New notes can’t name it, and what serves it ends."
_NAME_EACH = "What is still open under it ends with it: say of each how. To go on with one of them, leave this open."


@page(WRITE_PLAN)
def problem(request: Request, client_id: UUID, problem_id: UUID) -> HttpResponseBase:
    """A problem with its goals and objectives."""
    now = clock.now()
    thread = golden_thread(request.actor, client_id, now=now)
    found = problem_of(thread, problem_id)
    under = [line for goal in found.still_open for line in _goal_lines(goal)]
    form = CloseForm(posted(request), called=thread.client.called, under=under)

    def close(typed: Mapping[str, Any]) -> datetime | None:
        return actions.close_problem(actor=request.actor, problem_id=found.id, now=now, **typed).closed_at

    said, heading = f"Problem {found.number} is closed.", f"Close problem {found.number}?"
    save = _offering(request, thread, "problem closed", said, close, problem=str(found.id))
    return take(request, thread, Step("close", found.id, heading, "Close it", form, _hint(under)), save)


@page(WRITE_PLAN)
def goal(request: Request, client_id: UUID, goal_id: UUID) -> HttpResponseBase:
    """A goal with its objectives."""
    now = clock.now()
    thread = golden_thread(request.actor, client_id, now=now)
    found = goal_of(thread, goal_id)
    under = _step_lines(found.still_open)
    form = CloseForm(posted(request), called=thread.client.called, under=under)

    def close(typed: Mapping[str, Any]) -> datetime | None:
        return actions.close_goal(actor=request.actor, goal_id=found.id, now=now, **typed).closed_at

    save = _offering(request, thread, "goal closed", "The goal is closed.", close, goal=str(found.id))
    return take(request, thread, Step("close", found.id, "Close this goal?", "Close it", form, _hint(under)), save)


@page(WRITE_PLAN)
def objective(request: Request, client_id: UUID, objective_id: UUID) -> HttpResponseBase:
    """An objective."""
    now = clock.now()
    thread = golden_thread(request.actor, client_id, now=now)
    found = objective_of(thread, objective_id)
    form = CloseForm(posted(request), called=thread.client.called)

    def close(typed: Mapping[str, Any]) -> datetime | None:
        said = typed["closed_as"]
        return actions.close_objective(actor=request.actor, objective_id=found.id, closed_as=said, now=now).closed_at

    said, heading = f"Objective {found.number} is closed.", f"Close {found.number}?"
    save = _offering(request, thread, "objective closed", said, close, objective=str(found.id))
    return take(request, thread, Step("close", found.id, heading, "Close it", form, _hint(())), save)


Line = tuple[UUID, str]


def _goal_lines(goal: ThreadGoal) -> list[Line]:
    """An open goal, then its open objectives."""
    return [(goal.id, f"Goal: {goal.clinical}"), *_step_lines(goal.still_open)]


def _step_lines(steps: Iterable[ThreadObjective]) -> list[Line]:
    return [(one.id, f"Objective {one.number}: {one.title}") for one in steps]


def _hint(under: Iterable[Line]) -> str:
    return f"{_STAYS} {_NAME_EACH}" if under else _STAYS


def _offering(
    request: Request,
    thread: GoldenThread,
    inverse: str,
    said: str,
    close: Callable[[Mapping[str, Any]], datetime | None],
    **ids: str,
) -> Callable[[Mapping[str, Any]], str]:
    """Close it, offer to undo that, and go back to the plan."""

    def save(typed: Mapping[str, Any]) -> str:
        parts = {UUID(name.removeprefix("part-")): how for name, how in typed.items() if name.startswith("part-")}
        at = close({"closed_as": typed["closed_as"], "parts": parts})
        back, now = plan_url(thread.client.pk), clock.now()
        offer(request, inverse, said=said, back=back, now=now, closed_at=(at or now).isoformat(), **ids)
        return back

    return save
