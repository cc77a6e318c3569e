"""An address that one's calendar reads: making it, making it anew, and being rid of it."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from stepwell.domain.feeds.actions import make_feed, revoke_feed, say_whether_place
from stepwell.domain.feeds.permissions import KEEP_FEED
from stepwell.domain.feeds.queries import own_feed
from stepwell.domain.people.queries import my_sites
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.platform.access.door import Request, page, see_other

_SAID = {
    "make": "Here is your address. An earlier one doesn’t work any more.",
    "place": "Saved.",
    "revoke": "It is off. Take the calendar out of your phone too: it may keep what it has read.",
}


@page(KEEP_FEED)
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: Request) -> HttpResponseBase:
    """Whether there is one, its address, and how to be rid of it."""
    refused: Refused | None = None
    if request.method == "POST":
        verb = request.POST.get("verb", "")
        try:
            _do(request, verb)
        except Refused as problem:
            refused = problem
        else:
            if verb in _SAID:
                messages.success(request, _SAID[verb])
            return see_other(reverse("staff_calendar"), request)
    feed = own_feed(request.actor).feed
    address = ""
    if feed is not None:
        path = reverse("calendar_feed", args=[feed.token])
        address = settings.PUBLIC_URL + path if settings.PUBLIC_URL else request.build_absolute_uri(path)
    given = {
        "feed": feed,
        "address": address,
        "subscribe": "webcal:" + address.partition(":")[2],
        "refusals": refused.refusals if refused else (),
    }
    sites = my_sites(request.actor)
    with timezone.override(ZoneInfo(sites[0].zone if sites else "UTC")):
        return render(request, "console/calendar/calendar.html", given, status=422 if refused else 200)


def _do(request: Request, verb: str) -> None:
    now, shows_place = clock.now(), request.POST.get("place") == "on"
    if verb == "make":
        make_feed(actor=request.actor, shows_place=shows_place, now=now)
    elif verb == "place":
        say_whether_place(actor=request.actor, shows_place=shows_place, now=now)
    elif verb == "revoke":
        revoke_feed(actor=request.actor, now=now)
