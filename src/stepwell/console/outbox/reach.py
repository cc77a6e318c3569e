"""Somebody whom a message didn't reach: call them, and say so."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages as notices
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.console.contact.shown import call_of
from stepwell.domain.contact.queries import reach_of
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.platform.access.door import Request, page, see_other
from stepwell.platform.notify.permissions import REACH_ANOTHER_WAY
from stepwell.platform.notify.rules import State
from stepwell.workflows.reach import say_reached, to_reach


@page(REACH_ANOTHER_WAY)
def reach(request: Request, message_id: UUID) -> HttpResponseBase:
    """Who it is, how to call them, and the one button."""
    found = to_reach(request.actor, message_id)
    if request.method == "POST":
        try:
            say_reached(actor=request.actor, message_id=message_id, now=clock.now())
            notices.success(request, "Noted: they were reached another way.")
        except Refused as refused:
            notices.warning(request, str(refused.refusals[0]))
        return see_other(reverse("today"), request)
    is_lost = State(found.message.state) in (State.GIVEN_UP, State.BOUNCED)
    client, now = found.client, clock.now()
    call = call_of(client, reach_of(request.actor, client, now), now) if client else None
    context = {"found": found, "client": client, "call": call, "zone": ZoneInfo(found.site.zone), "is_lost": is_lost}
    return render(request, "console/outbox/reach.html", context)
