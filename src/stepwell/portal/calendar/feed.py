"""An address that my phone's calendar reads, so that my sessions stand in it by themselves."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from stepwell.domain.feeds.actions import change_feed
from stepwell.domain.feeds.permissions import KEEP_FEED
from stepwell.domain.feeds.queries import own_feed
from stepwell.domain.people.queries import own_client
from stepwell.kernel import clock
from stepwell.kernel.errors import NotAllowed, Refused
from stepwell.look.refusals import in_words
from stepwell.look.subscribing import SAID, subscription
from stepwell.platform.access.door import Request, page, see_other
from stepwell.portal.permissions import OPEN_PORTAL


@page(OPEN_PORTAL)
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_feed(request: Request) -> HttpResponseBase:
    """Whether there is one, its address, and how to be rid of it."""
    if not request.actor.may(KEEP_FEED):
        raise NotAllowed(KEEP_FEED.name)
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
                messages.success(request, gettext(SAID[verb]))
            return see_other(reverse("me_calendar_feed"), request)
    own = own_feed(request.actor)
    shown = subscription(request, own.feed.token if own.feed is not None else "")
    given = {
        "feed": own.feed,
        "is_off": own.is_off,
        "address": shown.address,
        "subscribe": shown.subscribe,
        "refusals": in_words(refused) if refused else (),
    }
    with timezone.override(own_client(request.actor).site.zone):
        return render(request, "portal/calendar_feed.html", given, status=422 if refused else 200)
