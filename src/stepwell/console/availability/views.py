"""When one client can come: what stands, one more, and taking one back."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from stepwell.console.availability.forms import OwnTimeForm
from stepwell.console.undo.offers import offer
from stepwell.domain.availability import queries
from stepwell.domain.availability.actions import say_own_time, take_back_own_time
from stepwell.domain.availability.permissions import KEEP_AVAILABILITY, VIEW_AVAILABILITY
from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import get_client, held_for
from stepwell.kernel import clock
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other


@page(VIEW_AVAILABILITY)
@require_http_methods(["GET", "HEAD", "POST"])
def own_times(request: Request, client_id: UUID) -> HttpResponseBase:
    """Their own times, week after week."""
    now = clock.now()
    client = get_client(request.actor, client_id, what="own_times")
    held = held_for(request.actor, client, (VIEW_AVAILABILITY, KEEP_AVAILABILITY))
    if VIEW_AVAILABILITY not in held:
        raise NotAllowed(VIEW_AVAILABILITY.name)
    zone = ZoneInfo(client.site.zone)
    form = OwnTimeForm(clock.day_at(now, zone))
    if request.method == "POST":
        if KEEP_AVAILABILITY not in held:
            raise NotAllowed(KEEP_AVAILABILITY.name)
        if request.POST.get("verb") == "take_back":
            return _take_back(request, client)
        form = OwnTimeForm(clock.day_at(now, zone), request.POST)
        if form.is_valid():
            try:
                say_own_time(actor=request.actor, client_id=client.pk, own=form.own_time(), now=now)
            except Refused as refused:
                show_refusals(form, refused)
            else:
                messages.success(request, "Written down. Make-up seats and the planner go by it from now on.")
                return see_other(reverse("own_times", args=[client.pk]), request)
    given = {
        "client": client,
        "times": queries.own_times(request.actor, client),
        "earlier": queries.earlier_own_times(request.actor, client),
        "form": form,
        "may_write": KEEP_AVAILABILITY in held,
    }
    with timezone.override(zone):
        return render(request, "console/availability/own_times.html", given, status=422 if form.errors else 200)


def _take_back(request: Request, client: Client) -> HttpResponseBase:
    wanted = request.POST.get("time", "")
    if not (wanted.isascii() and wanted.isdecimal() and len(wanted) < 18):
        raise NotFound("own time")
    now, back = clock.now(), reverse("own_times", args=[client.pk])
    ended = take_back_own_time(actor=request.actor, client_id=client.pk, own_time_id=int(wanted), now=now)
    messages.success(request, "It doesn’t hold any more.")
    if ended.ended_at == now:
        ids = {"client": str(client.pk), "own_time": ended.pk, "ended_at": now.isoformat()}
        offer(request, "own time taken back", said="Taken back.", back=back, now=now, **ids)
    return see_other(back, request)
