"""When I can come: one page, one button for one more, one to take each back."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from stepwell.domain.availability import queries
from stepwell.domain.availability.actions import say_own_time, take_back_own_time
from stepwell.domain.availability.permissions import KEEP_AVAILABILITY
from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import own_client
from stepwell.kernel import clock
from stepwell.kernel.errors import NotFound, Refused
from stepwell.look.refusals import show_refusals
from stepwell.look.spoken import spoken
from stepwell.platform.access.door import Request, page, see_other
from stepwell.portal.availability.forms import DAYS, KINDS, SENSES, OwnTimeForm


@page(KEEP_AVAILABILITY)
@require_http_methods(["GET", "HEAD", "POST"])
def own_times(request: Request) -> HttpResponseBase:
    """What I said, and one more."""
    now = clock.now()
    client = own_client(request.actor)
    today = clock.day_at(now, ZoneInfo(client.site.zone))
    form = OwnTimeForm(today)
    if request.method == "POST":
        if request.POST.get("verb") == "take_back":
            return _take_back(request, client)
        form = OwnTimeForm(today, request.POST)
        if form.is_valid():
            try:
                say_own_time(actor=request.actor, client_id=client.pk, own=form.own_time(), now=now)
            except Refused as refused:
                show_refusals(form, refused, names={"first_on": "last_on"})
            else:
                messages.success(request, gettext("Saved. Your team plans with it from now on."))
                return see_other(reverse("me_own_times"), request)
    given = {
        "form": form,
        "times": [(one, spoken(one.said.words)) for one in queries.own_times(request.actor, client)],
        "senses": SENSES,
        "kinds": KINDS,
        "days": DAYS,
        "chosen_days": [int(one) for one in form["weekdays"].value() or () if str(one).isdecimal()],
    }
    return render(request, "portal/own_times.html", given, status=422 if form.errors else 200)


def _take_back(request: Request, client: Client) -> HttpResponseBase:
    wanted = request.POST.get("time", "")
    if not (wanted.isascii() and wanted.isdecimal() and len(wanted) < 18):
        raise NotFound("own time")
    take_back_own_time(actor=request.actor, client_id=client.pk, own_time_id=int(wanted), now=clock.now())
    messages.success(request, gettext("Taken back."))
    return see_other(reverse("me_own_times"), request)
