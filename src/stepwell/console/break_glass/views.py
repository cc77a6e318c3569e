"""Asking for a chart in an emergency, ending it, and the privacy officer's list."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from stepwell.console.break_glass.forms import AskForm, ReviewForm
from stepwell.domain.oversight.actions.glass import break_glass, end_glass, review_glass
from stepwell.domain.oversight.permissions import BREAK_GLASS, REVIEW_GLASS
from stepwell.domain.oversight.queries.glass import entries_during, get_glass, list_glasses
from stepwell.domain.people.queries import my_sites
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other


@page(BREAK_GLASS)
@sensitive_post_parameters("family_name", "birth_on", "words")
def ask(request: Request) -> HttpResponseBase:
    """Whose chart, and why; sent, the chart opens for a while."""
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            client_id = break_glass(actor=request.actor, now=clock.now(), **form.cleaned_data)
        except Refused as refused:
            show_refusals(form, refused)
        else:
            return see_other(reverse("client", args=[client_id]), request)
    sites = [site for site in my_sites(request.actor) if site.pk in request.actor.sites_for(BREAK_GLASS)]
    given = {"form": form, "hours": max((site.emergency_hours for site in sites), default=4)}
    return render(request, "console/break_glass/ask.html", given, status=422 if form.errors else 200)


@require_POST
@page(BREAK_GLASS)
def end(request: Request, client_id: UUID) -> HttpResponseBase:
    """The emergency is over."""
    end_glass(actor=request.actor, client_id=client_id, now=clock.now())
    messages.success(request, "The chart is closed to you again.")
    return see_other(reverse("clients"), request)


@page(REVIEW_GLASS)
def uses(request: Request) -> HttpResponse:
    """Every chart that was opened in an emergency."""
    return render(request, "console/break_glass/uses.html", {"uses": list_glasses(request.actor), "now": clock.now()})


@page(REVIEW_GLASS)
@sensitive_post_parameters("words")
def use(request: Request, glass_id: UUID) -> HttpResponseBase:
    """One of them: why, what was looked at, and what the review found."""
    glass = get_glass(request.actor, glass_id)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            review_glass(actor=request.actor, glass_id=glass_id, now=clock.now(), **form.cleaned_data)
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, "The review is recorded.")
            return see_other(reverse("emergencies"), request)
    given = {
        "use": glass,
        "entries": entries_during(request.actor, glass),
        "form": form,
        "is_own": glass.staff_id == request.actor.staff_id,
        "zone": ZoneInfo(glass.site.zone),
        "now": clock.now(),
    }
    return render(request, "console/break_glass/use.html", given, status=422 if form.errors else 200)
