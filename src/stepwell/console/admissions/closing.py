"""Trying to reach somebody, the ways out, reopening, whose it is; and who left without a start."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.console.admissions.way_forms import AttemptForm, CloseForm, OwnerForm, ReopenForm
from stepwell.domain.admissions.actions.closing import (
    close_enquiry,
    give_enquiry,
    record_attempt,
    reopen_enquiry,
)
from stepwell.domain.admissions.permissions import OWNERS, VIEW_ENQUIRY, WORK_ENQUIRY
from stepwell.domain.admissions.queries.closed import ClosingSheet, closed_enquiries, get_closing
from stepwell.domain.admissions.rules.closing import AttemptOutcome, Channel, Way
from stepwell.domain.people.queries import site_staff
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other


@page(WORK_ENQUIRY)
def attempts(request: Request, enquiry_id: UUID) -> HttpResponseBase:
    """What was tried so far, and one more."""
    now = clock.now()
    sheet = get_closing(request.actor, enquiry_id)
    local = now.astimezone(sheet.zone)
    if request.method != "POST":
        fresh = AttemptForm(initial={"tried_on": local.date(), "tried_time": local.time()})
        return _page(request, "attempts", sheet, fresh)
    form = AttemptForm(request.POST)
    if not form.is_valid():
        return _page(request, "attempts", sheet, form)
    try:
        record_attempt(
            actor=request.actor,
            enquiry_id=enquiry_id,
            tried_at=form.tried_at(sheet.zone),
            channel=Channel(form.cleaned_data["channel"]),
            outcome=AttemptOutcome(form.cleaned_data["outcome"]),
            now=now,
        )
    except Refused as refused:
        show_refusals(form, refused, names={"tried_at": "tried_on"})
        return _page(request, "attempts", sheet, form)
    messages.success(request, "The attempt is saved.")
    return see_other(reverse("enquiry_attempts", args=[enquiry_id]), request)


@page(WORK_ENQUIRY)
def close(request: Request, enquiry_id: UUID) -> HttpResponseBase:
    """How it ends without a start."""
    sheet = get_closing(request.actor, enquiry_id)
    if request.method != "POST":
        return _page(request, "close", sheet, CloseForm())
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _page(request, "close", sheet, form)
    try:
        close_enquiry(
            actor=request.actor,
            enquiry_id=enquiry_id,
            way=Way(form.cleaned_data["way"]),
            reason=form.cleaned_data["reason"],
            handover=form.handover(sheet.zone),
            now=clock.now(),
        )
    except Refused as refused:
        show_refusals(form, refused, names={"handed_at": "handed_on"})
        return _page(request, "close", sheet, form)
    messages.success(request, "The enquiry is closed. It can be reopened.")
    return see_other(reverse("admissions"), request)


@page(WORK_ENQUIRY)
def reopen(request: Request, enquiry_id: UUID) -> HttpResponseBase:
    """They are back, or it was a mistake."""
    sheet = get_closing(request.actor, enquiry_id)
    if request.method != "POST":
        return _page(request, "reopen", sheet, ReopenForm())
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return _page(request, "reopen", sheet, form)
    try:
        reopen_enquiry(actor=request.actor, enquiry_id=enquiry_id, reason=form.cleaned_data["reason"], now=clock.now())
    except Refused as refused:
        show_refusals(form, refused)
        return _page(request, "reopen", sheet, form)
    messages.success(request, "The enquiry is open again.")
    return see_other(reverse("enquiry", args=[enquiry_id]), request)


@page(WORK_ENQUIRY)
def owner(request: Request, enquiry_id: UUID) -> HttpResponseBase:
    """Whose it is."""
    sheet = get_closing(request.actor, enquiry_id)
    staff = site_staff(request.actor, sheet.enquiry.site, OWNERS)
    if request.method != "POST":
        return _page(request, "owner", sheet, OwnerForm(sheet.enquiry, staff))
    form = OwnerForm(sheet.enquiry, staff, request.POST)
    if not form.is_valid():
        return _page(request, "owner", sheet, form)
    try:
        give_enquiry(
            actor=request.actor,
            enquiry_id=enquiry_id,
            to_id=form.cleaned_data["owner"],
            seen_id=form.cleaned_data["seen"],
            now=clock.now(),
        )
    except Refused as refused:
        show_refusals(form, refused)
        return _page(request, "owner", sheet, form)
    return see_other(reverse("enquiry", args=[enquiry_id]), request)


@page(VIEW_ENQUIRY)
def closed(request: Request) -> HttpResponse:
    """Who left without a start, the latest first."""
    found = closed_enquiries(request.actor, request.GET.get("page", "1"))
    context = {"page": found, "rows": [(one, ZoneInfo(one.enquiry.site.zone)) for one in found.object_list]}
    return render(request, "console/admissions/closed.html", context)


def _page(
    request: Request, name: str, sheet: ClosingSheet, form: AttemptForm | CloseForm | ReopenForm | OwnerForm
) -> HttpResponse:
    context = {"sheet": sheet, "enquiry": sheet.enquiry, "form": form, "zone": sheet.zone}
    return render(request, f"console/admissions/{name}.html", context, status=422 if form.errors else 200)
