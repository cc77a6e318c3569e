"""How a day goes: its segments, and which of them count."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.console.program.forms import DayForm
from stepwell.console.program.present import day_shown
from stepwell.domain.catalog.actions import add_day_template
from stepwell.domain.catalog.permissions import SET_UP_CATALOG
from stepwell.domain.catalog.queries import site_to_set_up
from stepwell.domain.catalog.rules import DEFAULT_DAY
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other


@page(SET_UP_CATALOG)
def new(request: Request, site_id: int) -> HttpResponseBase:
    """One more day; it begins with ours. "Look" draws what was typed and saves nothing."""
    site = site_to_set_up(request.actor, site_id)
    form = DayForm(DEFAULT_DAY, request.POST if request.method == "POST" else None)
    segments = DEFAULT_DAY
    if request.method == "POST" and form.is_valid():
        segments = form.cleaned_data["segments"]
        if request.POST.get("verb") != "look":
            try:
                made = add_day_template(
                    actor=request.actor, site=site, name=form.cleaned_data["name"], segments=segments
                )
            except Refused as refused:
                show_refusals(form, refused)
            else:
                messages.success(request, f"{made.name} is there. Tracks can choose it.")
                return see_other(reverse("program", args=[site.pk]), request)
    context = {"site": site, "form": form, "shown": day_shown(segments)}
    return render(request, "console/program/day.html", context, status=422 if form.errors else 200)
