"""The line for a seat in a group: into it, and what becomes of a seat that is held."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from stepwell.console.groups.forms import ConfirmForm, PassForm, WaitForm
from stepwell.console.groups.views import series_page
from stepwell.domain.week.actions import confirm_seat, pass_on, wait_for_seat, withdraw
from stepwell.domain.week.models import SeriesWait
from stepwell.domain.week.permissions import ASK_SEAT, ENROLL
from stepwell.domain.week.queries.groups import group_sheet
from stepwell.domain.week.queries.waiting import find_asker, find_wait, line_of
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other


@require_POST
@page(ASK_SEAT)
def wait(request: Request, series_id: UUID) -> HttpResponseBase:
    """Somebody stands in line from now on; where a seat is free it is held for them at once."""
    now = clock.now()
    sheet = group_sheet(request.actor, series_id, now)
    form = WaitForm(line_of(request.actor, sheet.series, sheet.today).candidates, request.POST)
    if form.is_valid():
        client_id = UUID(form.cleaned_data["client"])
        try:
            wait_for_seat(
                actor=request.actor,
                series_id=series_id,
                client_id=client_id,
                episode=find_asker(request.actor, sheet.series, client_id, sheet.today),
                ahead_reason=form.cleaned_data["ahead_reason"],
                now=now,
            )
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, "They are in line for a seat.")
            return see_other(reverse("series", args=[series_id]), request)
    return series_page(request, sheet, wait=form, status=422)


@page(ASK_SEAT)
def seat(request: Request, wait_id: UUID) -> HttpResponseBase:
    """One person in line: the held seat is confirmed or passed on with a reason, or they no longer wait."""
    now = clock.now()
    found = find_wait(request.actor, wait_id)
    verb = request.POST.get("verb", "")
    confirm = ConfirmForm(request.POST if verb == "confirm" else None, initial={"joined_on": found.held_from})
    passed = PassForm(request.POST if verb == "pass" else None)
    form: ConfirmForm | PassForm | None = confirm if verb == "confirm" else passed if verb == "pass" else None
    back = reverse("series", args=[found.series_id])
    try:
        said = ""
        if verb == "withdraw":
            withdraw(actor=request.actor, wait_id=wait_id, now=now)
            said = "They no longer wait."
        elif verb == "confirm" and confirm.is_valid():
            confirm_seat(actor=request.actor, wait_id=wait_id, now=now, **confirm.cleaned_data)
            said = "The seat is theirs; they stand in the sessions from that day on."
        elif verb == "pass" and passed.is_valid():
            pass_on(actor=request.actor, wait_id=wait_id, reason=passed.cleaned_data["reason"], now=now)
            said = "The seat goes to the next in line."
        if said:
            messages.success(request, said)
            return see_other(back, request)
    except Refused as refused:
        form = form or passed
        show_refusals(form, refused, names={"track_id": "joined_on"})
    return _seat_page(request, found, confirm, passed, form)


def _seat_page(
    request: Request,
    found: SeriesWait,
    confirm: ConfirmForm,
    passed: PassForm,
    bound: ConfirmForm | PassForm | None,
) -> HttpResponseBase:
    given = {
        "wait": found,
        "client": found.client,
        "series": found.series,
        "confirm": confirm,
        "passed": passed,
        "bound": bound,
        "may_confirm": found.series.site_id in request.actor.sites_for(ENROLL),
    }
    with timezone.override(ZoneInfo(found.series.site.zone)):
        return render(request, "console/groups/seat.html", given, status=422 if bound and bound.errors else 200)
