"""Rooms, and virtual ones."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from stepwell.console.program.forms import ClosePlaceForm, OpenPlaceForm, PlaceForm
from stepwell.domain.catalog.actions import add_place, close_place, reopen_place
from stepwell.domain.catalog.models import Place
from stepwell.domain.catalog.permissions import SET_UP_CATALOG
from stepwell.domain.catalog.queries import closures_ahead, place_to_set_up, site_to_set_up
from stepwell.domain.week.queries.program import sessions_without_room
from stepwell.kernel import clock
from stepwell.kernel.errors import NotFound, Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other
from stepwell.workflows.program import change_place


@page(SET_UP_CATALOG)
def new(request: Request, site_id: int) -> HttpResponseBase:
    """One more place."""
    site = site_to_set_up(request.actor, site_id)
    form = PlaceForm(request.POST if request.method == "POST" else None, initial={"seats": 10})
    if request.method == "POST" and form.is_valid():
        try:
            made = add_place(actor=request.actor, site=site, **form.cleaned_data)
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, f"{made.name} is there, with {made.seats} seats.")
            return see_other(reverse("program", args=[site.pk]), request)
    context = {"site": site, "form": form}
    return render(request, "console/program/place.html", context, status=422 if form.errors else 200)


@page(SET_UP_CATALOG)
def place(request: Request, place_id: int) -> HttpResponseBase:
    """Its name and seats, whether new groups are offered it, and the days on which it is closed."""
    now = clock.now()
    it = place_to_set_up(request.actor, place_id)
    verb = request.POST.get("verb", "")
    if verb == "reopen":
        return _reopen(request, it)
    initial = {"name": it.name, "seats": it.seats, "is_open": it.is_open}
    form = OpenPlaceForm(request.POST if request.method == "POST" and verb != "close" else None, initial=initial)
    closing = ClosePlaceForm(request.POST if verb == "close" else None)
    sent: Form = closing if verb == "close" else form
    if request.method == "POST" and sent.is_valid():
        try:
            if verb == "close":
                close_place(actor=request.actor, place_id=place_id, **closing.cleaned_data, now=now)
            else:
                change_place(actor=request.actor, place_id=place_id, **form.cleaned_data, now=now)
        except Refused as refused:
            show_refusals(sent, refused, names={"name": "reason"} if verb == "close" else {})
        else:
            messages.success(request, "The room is closed then." if verb == "close" else "The place is saved.")
            back = reverse("place", args=[it.pk]) if verb == "close" else reverse("program", args=[it.site_id])
            return see_other(back, request)
    context = {
        "site": it.site,
        "place": it,
        "form": form,
        "closing": closing,
        "closures": closures_ahead(request.actor, it, clock.day_at(now, ZoneInfo(it.site.zone))),
        "homeless": [one for one in sessions_without_room(request.actor, [it.site], now) if one.place_id == it.pk],
    }
    with timezone.override(ZoneInfo(it.site.zone)):
        return render(request, "console/program/place.html", context, status=422 if sent.errors else 200)


def _reopen(request: Request, it: Place) -> HttpResponseBase:
    wanted = request.POST.get("closed", "")
    if not (wanted.isascii() and wanted.isdecimal() and len(wanted) < 18):
        raise NotFound("closed place")
    reopen_place(actor=request.actor, place_id=it.pk, closed_id=int(wanted))
    messages.success(request, "The room can be used on these days.")
    return see_other(reverse("place", args=[it.pk]), request)
