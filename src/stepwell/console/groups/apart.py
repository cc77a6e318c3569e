"""From the chart: who isn't to meet this person in a group. Each line shows to who may see both."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from stepwell.console.groups.forms import ApartForm
from stepwell.domain.people.queries import find_client
from stepwell.domain.week.actions import end_keep_apart, keep_apart
from stepwell.domain.week.models import ApartKind
from stepwell.domain.week.permissions import KEEP_APART
from stepwell.domain.week.queries.apart import apart_sheet
from stepwell.kernel import clock
from stepwell.kernel.errors import NotFound, Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other


@page(KEEP_APART)
def apart(request: Request, client_id: UUID) -> HttpResponseBase:
    """What is in force and what has ended; one more is said, or one ends."""
    now = clock.now()
    zone = ZoneInfo(find_client(request.actor, client_id, KEEP_APART).site.zone)
    sheet = apart_sheet(request.actor, client_id, clock.day_at(now, zone))
    here = reverse("keep_apart", args=[client_id])
    if request.POST.get("verb") == "end":
        pair_id = _uuid(request.POST.get("pair", ""))
        end_keep_apart(actor=request.actor, client_id=client_id, pair_id=pair_id, now=now)
        messages.success(request, "They may meet in a group again.")
        return see_other(here, request)
    form = ApartForm(sheet.others, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            keep_apart(
                actor=request.actor,
                client_id=client_id,
                other_id=said["other"],
                kind=ApartKind(said["kind"]),
                why=said["why"],
                now=now,
            )
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, "It is saved. Neither joins a group of the other from now on.")
            return see_other(here, request)
    given = {"sheet": sheet, "client": sheet.client, "form": form}
    with timezone.override(zone):
        return render(request, "console/groups/apart.html", given, status=422 if form.errors else 200)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound("pair") from error
