"""Authorizations: everybody's by runway, one client's, and one of them."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.console.authorizations.forms import CorrectForm, EndForm, TermsForm, shown
from stepwell.console.authorizations.present import Row, lines_of, rows_of
from stepwell.console.plots.drawn import drawn
from stepwell.domain.coverage.permissions import KEEP_AUTHORIZATIONS, VIEW_AUTHORIZATIONS
from stepwell.domain.coverage.queries import (
    authorizations_of,
    find_authorization,
    open_authorizations,
    warn_days,
)
from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import find_client, held_for, my_sites
from stepwell.domain.week.queries.covered import clock_of, clocks_of, tracks_of
from stepwell.domain.week.queries.today import unsigned_notes
from stepwell.kernel import clock
from stepwell.kernel.errors import NotFound, Refused
from stepwell.look.plots.burn_down import specification
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other
from stepwell.workflows import coverage


@page(VIEW_AUTHORIZATIONS)
def authorizations(request: Request) -> HttpResponse:
    """Those that go on, the soonest to run out first."""
    now = clock.now()
    sites = my_sites(request.actor)
    zone = ZoneInfo(sites[0].zone) if sites else ZoneInfo("UTC")
    held = open_authorizations(request.actor, clock.day_at(now, zone))
    clients = {one.authorization.client_id: one.authorization.client for one in held}
    clocks = clocks_of(request.actor, clients.values(), now)
    early = warn_days({one.site_id for one in clients.values()})
    rows: list[Row] = rows_of(held, clocks, early, unsigned_notes(request.actor, clients, now=now))
    context = {
        "rows": rows,
        "many_sites": len(sites) > 1,
        "zone": zone,
        "program": ", ".join(one.name for one in sites),
    }
    return render(request, "console/authorizations/list.html", context)


@page(VIEW_AUTHORIZATIONS)
def client_authorizations(request: Request, client_id: UUID) -> HttpResponseBase:
    """One client's, with how far they reach; and one more is entered."""
    now = clock.now()
    found = find_client(request.actor, client_id, VIEW_AUTHORIZATIONS)
    form = TermsForm(request.POST if request.method == "POST" else None, tracks=tracks_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            coverage.enter(actor=request.actor, client_id=client_id, terms=form.terms(), now=now)
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, "The authorization is entered.")
            return see_other(reverse("client_authorizations", args=[client_id]), request)
    held = authorizations_of(request.actor, found)
    third = clock_of(request.actor, found, now)
    lines = lines_of(held, third)
    pictures = drawn(request, {one.key: specification(one.plot) for one in lines if one.plot}, now=now)
    context = {
        "client": found,
        "lines": [(one, pictures.svgs.get(one.key, ""), pictures.specifications.get(one.key, "")) for one in lines],
        "next_try": pictures.next_try,
        "third": third,
        "form": form,
        "may_keep": KEEP_AUTHORIZATIONS in held_for(request.actor, found, [KEEP_AUTHORIZATIONS]),
    }
    return render(request, "console/authorizations/client.html", context, status=422 if form.errors else 200)


@page(KEEP_AUTHORIZATIONS)
def authorization(request: Request, client_id: UUID, authorization_id: UUID) -> HttpResponseBase:
    """One of them is corrected, or ended before its last day."""
    now = clock.now()
    held = find_authorization(request.actor, client_id, authorization_id)
    verb = request.POST.get("verb", "")
    if request.method == "POST" and verb not in ("correct", "end"):
        raise NotFound("verb")
    current = held.editions.get(is_current=True)
    today = clock.day_at(now, ZoneInfo(held.client.site.zone))
    typed = request.POST if verb == "correct" else None
    correcting = CorrectForm(typed, initial=shown(current), tracks=tracks_of(held.client))
    ending = EndForm(request.POST if verb == "end" else None, initial={"last_on": today}, prefix="end")
    if verb and _is_done(request, held.client, authorization_id, correcting, ending):
        messages.success(request, "It is corrected." if verb == "correct" else "It is ended.")
        return see_other(reverse("client_authorizations", args=[client_id]), request)
    context = {"client": held.client, "held": held, "row": current, "correcting": correcting, "ending": ending}
    context["bound"] = correcting if verb == "correct" else ending if verb else None
    status = 422 if verb else 200
    return render(request, "console/authorizations/one.html", context, status=status)


def _is_done(
    request: Request, client: Client, authorization_id: UUID, correcting: CorrectForm, ending: EndForm
) -> bool:
    """Whether what was sent could be done; where not, the form says why."""
    now = clock.now()
    form = correcting if correcting.is_bound else ending
    if not form.is_valid():
        return False
    which: dict[str, Any] = {
        "actor": request.actor,
        "client_id": client.pk,
        "authorization_id": authorization_id,
        "now": now,
    }
    try:
        if isinstance(form, CorrectForm):
            coverage.correct(**which, terms=form.terms(), edition=form.cleaned_data["edition"])
        else:
            coverage.end(**which, **form.cleaned_data)
    except Refused as refused:
        show_refusals(form, refused)
        return False
    return True
