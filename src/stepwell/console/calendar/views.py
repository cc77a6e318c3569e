"""An address that one's calendar reads: making it, making it anew, and being rid of it."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from stepwell.domain.feeds.actions import change_feed
from stepwell.domain.feeds.permissions import KEEP_FEED
from stepwell.domain.feeds.queries import own_feed
from stepwell.domain.people.queries import my_sites
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.look.subscribing import SAID, subscription
from stepwell.platform.access.door import Request, page, see_other


@page(KEEP_FEED)
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: Request) -> HttpResponseBase:
    """Whether there is one, its address, and how to be rid of it."""
    refused: Refused | None = None
    if request.method == "POST":
        verb = request.POST.get("verb", "")
        try:
            shows_place = request.POST.get("place") == "on"
            change_feed(actor=request.actor, verb=verb, shows_place=shows_place, now=clock.now())
        except Refused as problem:
            refused = problem
        else:
            if verb in SAID:
                messages.success(request, SAID[verb])
            return see_other(reverse("staff_calendar"), request)
    feed = own_feed(request.actor).feed
    shown = subscription(request, feed.token if feed is not None else "")
    given = {
        "feed": feed,
        "address": shown.address,
        "subscribe": shown.subscribe,
        "refusals": refused.refusals if refused else (),
    }
    sites = my_sites(request.actor)
    with timezone.override(ZoneInfo(sites[0].zone if sites else "UTC")):
        return render(request, "console/calendar/calendar.html", given, status=422 if refused else 200)
