"""A track is changed from a day on: what that means is looked at first."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.console.program.forms import ChangeTrackForm
from stepwell.domain.catalog.actions import change_track
from stepwell.domain.catalog.permissions import SET_UP_CATALOG
from stepwell.domain.catalog.queries import TERMS, days_to_set_up, track_to_set_up
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other
from stepwell.workflows.track import TrackChange, track_change


@page(SET_UP_CATALOG)
def change(request: Request, track_id: int) -> HttpResponseBase:
    """The form, what it would change, and a button that saves just that."""
    now = clock.now()
    it = track_to_set_up(request.actor, track_id)
    days = days_to_set_up(request.actor, it.site)
    initial = {column: getattr(it, column) for column in TERMS} | {"template": str(it.template_id), "name": it.name}
    initial["from_on"] = clock.day_at(now, ZoneInfo(it.site.zone))
    form = ChangeTrackForm(days, "", request.POST if request.method == "POST" else None, initial=initial)
    shown: TrackChange | None = None
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        name, seen = said.pop("name"), said.pop("seen")
        said["template"] = next(day for day in days if str(day.pk) == said["template"])
        try:
            shown = track_change(request.actor, it, **said, now=now)
            if request.POST.get("verb") == "save" and seen == shown.mark:
                change_track(actor=request.actor, track_id=track_id, name=name, **said, now=now)
                messages.success(request, "The track is saved. Who has started keeps what they were prescribed.")
                return see_other(reverse("track", args=[track_id]), request)
        except Refused as refused:
            show_refusals(form, refused)
    context = {"site": it.site, "track": it, "form": form, "change": shown}
    return render(request, "console/program/track_change.html", context, status=422 if form.errors else 200)
