"""Tracks: a new one, from a preset or from nothing; one that is there; and the steps down from it."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.console.program.forms import NEW_DAY, TaperForm, TrackForm
from stepwell.console.program.present import day_shown
from stepwell.domain.catalog.actions import open_taper, open_track_with_day, set_track_open
from stepwell.domain.catalog.models import Track
from stepwell.domain.catalog.permissions import SET_UP_CATALOG
from stepwell.domain.catalog.queries import (
    days_to_set_up,
    editions_of_track,
    segments_of,
    site_to_set_up,
    steps_of,
    track_to_set_up,
    warning_of,
)
from stepwell.domain.catalog.rules import BEGINNING, DEFAULT_DAY, standard_by_code
from stepwell.domain.catalog.rules.presets import PRESETS, TAPER, find_preset
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other

# What the track's form calls what an action calls something else.
_NAMES = {"segments": "template", "preset": "template"}


@page(SET_UP_CATALOG)
def new(request: Request, site_id: int) -> HttpResponseBase:
    """A new track. `?preset=` fills the form; nothing is there before it is saved."""
    site = site_to_set_up(request.actor, site_id)
    preset = find_preset(request.GET.get("preset", ""))
    days = days_to_set_up(request.actor, site)
    brought = preset.day_name if preset else "Three hours" if not days else ""
    initial: dict[str, object] = {"individual_weekly_minutes": 0, "weeks": 12, "days_a_week": 3, "level_code": "2.1"}
    if preset is not None:
        initial = {
            "name": preset.name,
            "level_code": preset.level_code,
            "standard_code": preset.standard.code,
            "template": NEW_DAY,
            "days_a_week": preset.days_a_week,
            "individual_weekly_minutes": preset.individual_minutes,
            "weeks": preset.weeks,
        }
    form = TrackForm(days, brought, request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        chosen = said.pop("template")
        template = next((day for day in days if str(day.pk) == chosen), None)
        bring = (brought, preset.day if preset else DEFAULT_DAY) if template is None else None
        try:
            opened = open_track_with_day(actor=request.actor, site=site, template=template, day=bring, **said)
        except Refused as refused:
            show_refusals(form, refused, names=_NAMES)
        else:
            messages.success(request, f"{opened.track.name} is open. Next: a group that meets in it.")
            return see_other(reverse("track", args=[opened.track.pk]), request)
    context = {
        "site": site,
        "form": form,
        "preset": preset,
        "presets": PRESETS,
        "shown": day_shown(preset.day) if preset else None,
    }
    return render(request, "console/program/track_new.html", context, status=422 if form.errors else 200)


@page(SET_UP_CATALOG)
def track(request: Request, track_id: int) -> HttpResponseBase:
    """One track: its week and what the standard says of it; closed to new people, or open again."""
    it = track_to_set_up(request.actor, track_id)
    if request.method == "POST" and (verb := request.POST.get("verb")) in ("open", "close"):
        opens = verb == "open"
        set_track_open(actor=request.actor, track_id=track_id, is_open=opens)
        said = "is open to new people." if opens else "takes nobody new. Who is in it stays."
        messages.success(request, f"{it.name} {said}")
        return see_other(reverse("track", args=[track_id]), request)
    return _show(request, it)


@page(SET_UP_CATALOG)
def taper_of(request: Request, track_id: int) -> HttpResponseBase:
    """The steps down from a track: each becomes a track of its own, so that a person keeps the team."""
    it = track_to_set_up(request.actor, track_id)
    days = days_to_set_up(request.actor, it.site)
    below = [minutes for minutes in TAPER if minutes < it.prescribed_weekly_minutes]
    hours = ", ".join(f"{minutes / 60:g}" for minutes in below)
    initial = {"hours": hours, "weeks": 4, "template": it.template_id}
    form = TaperForm(days, request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        template = next(day for day in days if day.pk == said["template"])
        try:
            made = open_taper(
                actor=request.actor,
                track_id=track_id,
                weekly_minutes=said["hours"],
                weeks=said["weeks"],
                template=template,
            )
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, f"{len(made)} steps follow {it.name} now. Next: a group that meets in each.")
            return see_other(reverse("track", args=[track_id]), request)
    context = {"site": it.site, "track": it, "form": form}
    return render(request, "console/program/taper.html", context, status=422 if form.errors else 200)


def _show(request: Request, it: Track) -> HttpResponse:
    context = {
        "site": it.site,
        "track": it,
        "warning": warning_of(it),
        "standard": standard_by_code(it.standard_code),
        "shown": day_shown(segments_of(it.template)),
        "steps": steps_of(request.actor, it),
        "editions": [(one, one.from_on == BEGINNING) for one in editions_of_track(request.actor, it)],
    }
    return render(request, "console/program/track.html", context)
