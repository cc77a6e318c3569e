"""Who belongs to a group: somebody joins from a day on, or comes for the last time on a day."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from stepwell.console.groups.forms import JoinForm, LeaveForm
from stepwell.console.groups.views import series_page
from stepwell.domain.week.actions import Taken, enroll, leave_series
from stepwell.domain.week.permissions import ENROLL
from stepwell.domain.week.queries.groups import find_candidate, find_member, group_sheet
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other

# What the form calls the places that the action names.
_NAMES = {"track_id": "joined_on", "episode": "client", "series": "client"}


@require_POST
@page(ENROLL)
def join(request: Request, series_id: UUID) -> HttpResponseBase:
    """Somebody with an open stay joins, and stands in every session from that day to the end of their stay."""
    now = clock.now()
    sheet = group_sheet(request.actor, series_id, now)
    form = JoinForm(sheet.candidates, sheet.today, request.POST)
    status = 422
    if form.is_valid():
        episode = find_candidate(request.actor, sheet.series, UUID(form.cleaned_data["client"]), now)
        try:
            enroll(
                actor=request.actor,
                series=sheet.series,
                client=episode.client,
                episode=episode,
                joined_on=form.cleaned_data["joined_on"],
                despite=form.cleaned_data["despite"],
                now=now,
            )
        except Refused as refused:
            status = 409 if isinstance(refused, Taken) else 422
            show_refusals(form, refused, names=_NAMES)
        else:
            messages.success(request, "They belong to the group, and stand in its sessions.")
            return see_other(reverse("series", args=[series_id]), request)
    return series_page(request, sheet, join=form, status=status)


@page(ENROLL)
def leave(request: Request, series_id: UUID, enrollment_id: int) -> HttpResponseBase:
    """Somebody comes for the last time on a day; their places after it are free for others."""
    now = clock.now()
    member = find_member(request.actor, series_id, enrollment_id)
    today = clock.day_at(now, ZoneInfo(member.series.site.zone))
    form = LeaveForm(request.POST if request.method == "POST" else None, initial={"last_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            leave_series(actor=request.actor, enrollment=member, left_on=form.left_on, now=now)
        except Refused as refused:
            show_refusals(form, refused, names={"left_on": "last_on"})
        else:
            messages.success(request, "It is saved. Their places after that day are free.")
            return see_other(reverse("series", args=[series_id]), request)
    given = {"member": member, "client": member.client, "series": member.series, "form": form}
    return render(request, "console/groups/leave.html", given, status=422 if form.errors else 200)
