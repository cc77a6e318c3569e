"""Kinds of hours: the starting set, a new one, one that is there."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.console.program.forms import OpenServiceForm, ServiceForm
from stepwell.domain.catalog.actions import add_service, take_starting_set
from stepwell.domain.catalog.models import Service
from stepwell.domain.catalog.permissions import SET_UP_CATALOG
from stepwell.domain.catalog.queries import service_to_set_up, site_to_set_up
from stepwell.domain.catalog.rules.services import BILLING_CODES
from stepwell.domain.people.models import Site
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other
from stepwell.workflows.program import change_service

_FIELDS = ("name", "kind", "code", "credential", "counts", "is_open")


@page(SET_UP_CATALOG)
def take(request: Request, site_id: int) -> HttpResponseBase:
    """The starting set, with one press. Twice is once."""
    site = site_to_set_up(request.actor, site_id)
    if request.method == "POST":
        came = take_starting_set(actor=request.actor, site=site)
        messages.success(request, f"{came} services are there. Look each through: code, credential, whether it counts.")
    return see_other(reverse("program", args=[site.pk]) + "#services", request)


@page(SET_UP_CATALOG)
def new(request: Request, site_id: int) -> HttpResponseBase:
    """One more kind of hour."""
    site = site_to_set_up(request.actor, site_id)
    form = ServiceForm(request.POST if request.method == "POST" else None, initial={"counts": True})
    if request.method == "POST" and form.is_valid():
        try:
            made = add_service(actor=request.actor, site=site, **form.cleaned_data)
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, f"{made.name} is there. Groups can choose it.")
            return see_other(reverse("program", args=[site.pk]) + "#services", request)
    return _show(request, site, None, form)


@page(SET_UP_CATALOG)
def service(request: Request, service_id: int) -> HttpResponseBase:
    """Its name, code and credential, and whether new groups are offered it."""
    it = service_to_set_up(request.actor, service_id)
    initial = {name: getattr(it, name) for name in _FIELDS}
    form = OpenServiceForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_service(actor=request.actor, service_id=service_id, **form.cleaned_data)
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, "The service is saved.")
            return see_other(reverse("program", args=[it.site_id]) + "#services", request)
    return _show(request, it.site, it, form)


def _show(request: Request, site: Site, it: Service | None, form: ServiceForm) -> HttpResponseBase:
    context = {"site": site, "service": it, "form": form, "codes": BILLING_CODES}
    return render(request, "console/program/service.html", context, status=422 if form.errors else 200)
