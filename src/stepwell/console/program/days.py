"""How a day goes: its segments, and which of them count."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.console.program.forms import ChangeDayForm, DayForm
from stepwell.console.program.present import day_shown
from stepwell.domain.catalog.actions import add_day_template
from stepwell.domain.catalog.permissions import SET_UP_CATALOG
from stepwell.domain.catalog.queries import day_to_set_up, editions_of, segments_of, site_to_set_up
from stepwell.domain.catalog.rules import BEGINNING, DEFAULT_DAY
from stepwell.domain.week.actions import Taken
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other
from stepwell.workflows.program import DayChange, change_day, day_change


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


@page(SET_UP_CATALOG)
def day(request: Request, template_id: int) -> HttpResponseBase:
    """A day that is there. A change is looked at first: from when on, which sessions, what tracks prescribe then."""
    now = clock.now()
    it = day_to_set_up(request.actor, template_id)
    segments = segments_of(it)
    initial = {"name": it.name, "from_on": clock.day_at(now, ZoneInfo(it.site.zone))}
    form = ChangeDayForm(segments, request.POST if request.method == "POST" else None, initial=initial)
    change: DayChange | None = None
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            said = form.cleaned_data
            segments = said["segments"]
            try:
                change = day_change(request.actor, template_id, segments, said["from_on"], now)
                if request.POST.get("verb") == "save" and said["seen"] == change.mark:
                    told = {"name": said["name"], "segments": segments, "from_on": said["from_on"]}
                    change_day(actor=request.actor, template_id=template_id, **told, now=now)
                    messages.success(request, "The day is saved. What was held stays as it was.")
                    return see_other(reverse("day", args=[template_id]), request)
            except Refused as refused:
                status = 409 if isinstance(refused, Taken) else 422
                show_refusals(form, refused)
            else:
                status = 200
    context = {
        "site": it.site,
        "day": it,
        "form": form,
        "change": change,
        "shown": day_shown(segments),
        "editions": [(from_on, from_on == BEGINNING, day_shown(one)) for from_on, one in editions_of(it).editions],
    }
    return render(request, "console/program/day.html", context, status=status)
