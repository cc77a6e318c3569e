"""Meetings outside: written down in three taps, and taken back where it was a slip."""

from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from stepwell.domain.people.queries import own_client
from stepwell.domain.prevention.actions.meetings import take_back_meeting, write_down_meeting
from stepwell.domain.prevention.permissions import KEEP_PREVENTION
from stepwell.domain.prevention.queries.meetings import own_meetings, weeks_of
from stepwell.domain.prevention.rules.meetings import Kind
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.look.spoken import spoken
from stepwell.platform.access.door import Request, page, see_other
from stepwell.portal.prevention.forms import MeetingForm


@page(KEEP_PREVENTION)
@require_http_methods(["GET", "HEAD", "POST"])
def meetings(request: Request) -> HttpResponseBase:
    """What was written down lately; sent, one more."""
    now = clock.now()
    client = own_client(request.actor)
    today = clock.day_at(now, ZoneInfo(client.site.zone))
    form = MeetingForm(request.POST if request.method == "POST" else None, initial={"key": uuid4()}, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            write_down_meeting(actor=request.actor, **form.cleaned_data, now=now)
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, gettext("Written down."))
            return see_other(reverse("me_meetings"), request)
    found = own_meetings(request.actor, today)
    spent = form.is_bound and "key" in form.errors
    context = {
        "form": form,
        "key": uuid4() if spent else form["key"].value(),
        "form_errors": [*form.non_field_errors(), *(form.errors["key"] if spent else ())],
        "kinds": [(one.value, spoken(one.label)) for one in Kind],
        "meetings": [(one, spoken(Kind(one.kind).label)) for one in found],
        "this_week": weeks_of(client, found, today)[0][1],
    }
    return render(request, "portal/meetings.html", context, status=422 if form.errors else 200)


@require_POST
@page(KEEP_PREVENTION)
def take_back(request: Request, meeting_out_id: UUID) -> HttpResponseBase:
    """It was a slip: it counts no more."""
    take_back_meeting(actor=request.actor, meeting_id=meeting_out_id, now=clock.now())
    messages.success(request, gettext("Taken out."))
    return see_other(reverse("me_meetings"), request)
