"""What a plan stands on: written at any time, none of it owed."""

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import render

from stepwell.console.plan.showing import basis_context, plan_url, show
from stepwell.domain.careplan import actions
from stepwell.domain.careplan.permissions import VIEW_PLAN, WRITE_PLAN
from stepwell.domain.people.queries import find_client
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.platform.access.door import Request, page, see_other
from stepwell.workflows.thread import golden_thread


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
