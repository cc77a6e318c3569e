"""Where parts of a plan stand, and what it stands on: chosen at any time, none of it owed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import render

from stepwell.console.plan import forms
from stepwell.console.plan.showing import Step, basis_context, goal_of, plan_url, posted, problem_of, show, take
from stepwell.domain.careplan import actions
from stepwell.domain.careplan.permissions import VIEW_PLAN, WRITE_PLAN
from stepwell.domain.people.queries import find_client
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.platform.access.door import Request, page, see_other
from stepwell.workflows.thread import golden_thread


@page(WRITE_PLAN)
def place_problem(request: Request, client_id: UUID, problem_id: UUID) -> HttpResponseBase:
    """The areas of a problem, its stage of change, and whose part it is."""
    thread = golden_thread(request.actor, client_id, now=clock.now())
    found = problem_of(thread, problem_id)
    placed = found.placed
    initial = {"areas": list(placed.areas), "part": placed.part, "stage": placed.stage}
    form = forms.PlacingForm(posted(request), called=thread.client.called, initial=initial)

    def save(_: Mapping[str, Any]) -> str:
        actions.place_problem(actor=request.actor, problem_id=found.id, placed=form.placed)
        return plan_url(client_id)

    return take(request, thread, Step("place", found.id, f"Where problem {found.number} stands", "Save", form), save)


@page(WRITE_PLAN)
def place_goal(request: Request, client_id: UUID, goal_id: UUID) -> HttpResponseBase:
    """The areas of a goal."""
    thread = golden_thread(request.actor, client_id, now=clock.now())
    found = goal_of(thread, goal_id)
    form = forms.GoalAreasForm(posted(request), called=thread.client.called, initial={"areas": list(found.areas)})

    def save(typed: Mapping[str, Any]) -> str:
        actions.place_goal(actor=request.actor, goal_id=found.id, areas=typed["areas"])
        return plan_url(client_id)

    return take(request, thread, Step("place goal", found.id, "Areas of this goal", "Save", form), save)


@page(WRITE_PLAN)
def basis(request: Request, client_id: UUID) -> HttpResponseBase:
    """Strengths and barriers, saved as they are typed. With scripts the state of saving is swapped, never a field."""
    now, sent = clock.now(), request.POST
    if request.method != "POST":
        return see_other(plan_url(find_client(request.actor, client_id, VIEW_PLAN).pk), request)
    refused: Refused | None = None
    try:
        actions.save_basis(
            actor=request.actor,
            client_id=client_id,
            strengths=sent.get("strengths", ""),
            barriers=sent.get("barriers", ""),
            seen=sent.get("token", ""),
            page=sent.get("page", "")[:40],
            stays=bool(request.htmx),
            now=now,
        )
    except Refused as error:
        refused = error
    if refused is None and not request.htmx:
        return see_other(f"{plan_url(client_id)}#basis", request)
    thread = golden_thread(request.actor, client_id, now=now)
    if refused is not None and not request.htmx:
        typed = {name: sent.get(name, "") for name in ("strengths", "barriers")}
        return show(request, thread, None, 422, basis_context(request.actor, thread, refused, typed))
    context = {"client": thread.client, "is_swap": True, **basis_context(request.actor, thread, refused)}
    if refused is not None:
        context["basis_token"] = sent.get("token", "")  # what is in the fields was made from that
    return render(request, "console/plan/_basis_state.html", context, status=422 if refused else 200)
