"""Rooms, and virtual ones."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.console.program.forms import OpenPlaceForm, PlaceForm
from stepwell.domain.catalog.actions import add_place
from stepwell.domain.catalog.permissions import SET_UP_CATALOG
from stepwell.domain.catalog.queries import place_to_set_up, site_to_set_up
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
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
    """Its name and seats, and whether new groups are offered it."""
    it = place_to_set_up(request.actor, place_id)
    initial = {"name": it.name, "seats": it.seats, "is_open": it.is_open}
    form = OpenPlaceForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_place(actor=request.actor, place_id=place_id, **form.cleaned_data, now=clock.now())
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, "The place is saved.")
            return see_other(reverse("program", args=[it.site_id]), request)
    context = {"site": it.site, "place": it, "form": form}
    return render(request, "console/program/place.html", context, status=422 if form.errors else 200)
