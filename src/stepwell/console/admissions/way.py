"""The pages of the way to a start: benefits, the assessment, the first day."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.console.admissions.offers import earliest_starts, first_choice, offers_of
from stepwell.console.admissions.way_forms import BenefitsForm, ScheduleForm
from stepwell.domain.admissions.actions.way import mark_assessed, record_benefits, release_seat
from stepwell.domain.admissions.permissions import MARK_ASSESSED, START_EPISODE, WORK_ENQUIRY
from stepwell.domain.admissions.queries.moves import Movable, get_movable
from stepwell.domain.week.queries import StartSheet, get_start
from stepwell.kernel import clock
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import Refusal, Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other
from stepwell.workflows.schedule import choose_first_day


@page(WORK_ENQUIRY)
def benefits(request: Request, enquiry_id: UUID) -> HttpResponseBase:
    """Who pays, and what was found; the last check stands beside it."""
    found = get_movable(request.actor, enquiry_id)
    last = found.standing.benefits
    if request.method != "POST":
        kept = {name: getattr(last, name) for name in ("pays", "payer", "plan", "found")} if last else {}
        return _benefits_page(request, found, BenefitsForm(initial=kept))
    form = BenefitsForm(request.POST)
    if not form.is_valid():
        return _benefits_page(request, found, form)
    try:
        record_benefits(
            actor=request.actor,
            enquiry_id=enquiry_id,
            benefits=form.benefits(),
            seen_id=form.cleaned_data["seen"],
            now=clock.now(),
        )
    except Refused as refused:
        show_refusals(form, refused)
        return _benefits_page(request, get_movable(request.actor, enquiry_id), form)
    messages.success(request, "The check of benefits is saved.")
    return _back(request, enquiry_id)


@page(MARK_ASSESSED)
def assessed(request: Request, enquiry_id: UUID) -> HttpResponseBase:
    """Say that the assessment is finished."""
    refusals: tuple[Refusal, ...] = ()
    if request.method == "POST":
        try:
            mark_assessed(actor=request.actor, enquiry_id=enquiry_id, now=clock.now())
        except Refused as refused:
            refusals = refused.refusals
        else:
            messages.success(request, "The assessment is marked as finished.")
            return _back(request, enquiry_id)
    found = get_movable(request.actor, enquiry_id)
    context = {
        **_context(found),
        "refusals": [{"what": one.what, "mend": one.mend} for one in refusals],
    }
    return render(request, "console/admissions/assessed.html", context, status=422 if refusals else 200)


@page(START_EPISODE)
def schedule(request: Request, enquiry_id: UUID) -> HttpResponseBase:
    """The first day and the track; a seat is held from then on, or given back."""
    now = clock.now()
    sheet = get_start(request.actor, enquiry_id, now)
    tracks = [(offer.track.pk, offer.track.name) for offer in sheet.offers]
    if request.method != "POST":
        return _schedule_page(request, sheet, ScheduleForm(tracks, initial=first_choice(sheet, "start_on")), now)
    form = ScheduleForm(tracks, request.POST)
    try:
        if request.POST.get("verb") == "release":
            release_seat(actor=request.actor, enquiry_id=enquiry_id, now=now)
            messages.success(request, "The seat is free again.")
            return _back(request, enquiry_id)
        if not form.is_valid():
            return _schedule_page(request, sheet, form, now)
        choose_first_day(actor=request.actor, enquiry_id=enquiry_id, now=now, **form.cleaned_data)
    except Refused as refused:
        form.is_valid()
        show_refusals(form, refused)
        return _schedule_page(request, get_start(request.actor, enquiry_id, now), form, now)
    messages.success(request, "The seat is held.")
    return _back(request, enquiry_id)


def _benefits_page(request: Request, found: Movable, form: BenefitsForm) -> HttpResponse:
    context = {**_context(found), "form": form, "last": found.standing.benefits}
    return render(request, "console/admissions/benefits.html", context, status=422 if form.errors else 200)


def _schedule_page(request: Request, sheet: StartSheet, form: ScheduleForm, now: datetime) -> HttpResponse:
    chosen = str(form["track_id"].value() or "")
    today = day_at(now, ZoneInfo(sheet.enquiry.site.zone))
    context = {"sheet": sheet, "form": form, **offers_of(sheet, chosen), "earliest": earliest_starts(sheet, today)}
    return render(request, "console/admissions/schedule.html", context, status=422 if form.errors else 200)


def _context(found: Movable) -> dict[str, object]:
    enquiry = found.enquiry
    return {"enquiry": enquiry, "standing": found.standing, "zone": ZoneInfo(enquiry.site.zone)}


def _back(request: Request, enquiry_id: UUID) -> HttpResponse:
    return see_other(reverse("enquiry", args=[enquiry_id]), request)
