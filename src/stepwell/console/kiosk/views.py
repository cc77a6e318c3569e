"""Setting a device up, and the page that it shows from then on.

The page refreshes its own code, and that counts as somebody being there: a device at the door stays signed in for the
day, and there is nothing to see on it (ADR 21).
"""

from datetime import datetime
from typing import cast
from uuid import UUID, uuid4

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from stepwell.console.kiosk.forms import SetUpForm
from stepwell.domain.week.actions import Arrival, arrive_at_kiosk, end_kiosk, set_up_kiosk
from stepwell.domain.week.permissions import RUN_KIOSK
from stepwell.domain.week.queries.arrivals import Door, door, doors, open_kiosks
from stepwell.domain.week.rules.arrival import grouped
from stepwell.kernel import clock
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.look.refusals import show_refusals
from stepwell.look.times import clock_words
from stepwell.platform.access.door import Request, page, see_other
from stepwell.platform.accounts.handed_over import hand_over, is_handed_over
from stepwell.workflows.check_in import check_in_at_door


@page(RUN_KIOSK)
def kiosks(request: Request) -> HttpResponseBase:
    """The devices of one's sites. Sent, this very device becomes one."""
    actor = request.actor
    form = SetUpForm(doors(actor), request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            site_id, place_id = form.cleaned_data["where"]
            made = set_up_kiosk(actor=actor, site_id=site_id, place_id=place_id, now=clock.now())
        except Refused as refused:
            show_refusals(form, refused)
        else:
            address = reverse("kiosk", args=[made.pk])
            hand_over(request, address, reverse("kiosks"))
            return see_other(address, request)
    context = {"form": form, "kiosks": open_kiosks(actor)}
    return render(request, "console/kiosk/list.html", context, status=422 if form.errors else 200)


@page(RUN_KIOSK)
@sensitive_post_parameters()
def kiosk(request: Request, kiosk_id: UUID) -> HttpResponseBase:
    """What the device shows. A code that was typed on it is answered with a place and a time, and with no name."""
    now = clock.now()
    shown = door(request.actor, kiosk_id, now)
    if not is_handed_over(request, reverse("kiosk", args=[kiosk_id])):
        return see_other(reverse("kiosks"), request)
    if request.method != "POST":
        return _show(request, shown, now)
    key = str(kiosk_id)
    if not ratelimit.consume(request, action="wrong_code_kiosk", key=key, dry_run=True):
        return _show(
            request,
            shown,
            now,
            f"{gettext('Too many wrong codes.')} {gettext('Wait five minutes, or ask at the desk.')}",
            429,
        )
    typed = request.POST.get("code", "")[:20]
    arrival = arrive_at_kiosk(actor=request.actor, kiosk_id=kiosk_id, typed=typed, now=now)
    if arrival is None:
        ratelimit.consume(request, action="wrong_code_kiosk", key=key)
        words = gettext(
            "That isn’t a code of this hour. Look at your Today page and type it again, or ask at the desk."
        )
        return _show(request, shown, now, words, 422)
    return _welcome(request, shown, arrival, now)


@page(RUN_KIOSK)
def code(request: Request, kiosk_id: UUID) -> HttpResponse:
    """The code alone, for the page to stay fresh while somebody types."""
    shown = door(request.actor, kiosk_id, clock.now())
    if not is_handed_over(request, reverse("kiosk", args=[kiosk_id])):
        return see_other(reverse("kiosks"), request)
    return render(request, "console/kiosk/_code.html", {"door_code": grouped(shown.code), "kiosk_id": kiosk_id})


@require_POST
@page(RUN_KIOSK)
def end(request: Request, kiosk_id: UUID) -> HttpResponseBase:
    """A device is one no more."""
    end_kiosk(actor=request.actor, kiosk_id=kiosk_id, now=clock.now())
    messages.success(request, "The device is ended. Its codes count no more.")
    return see_other(reverse("kiosks"), request)


def end_taken_back(request: HttpRequest, address: str) -> None:
    """A device that its owner took back stands at no door any more. For `wiring`; any other page is none of ours."""
    match = resolve(address)
    if match.url_name != "kiosk":
        return
    try:
        end_kiosk(actor=cast("Request", request).actor, kiosk_id=match.kwargs["kiosk_id"], now=clock.now())
    except (NotFound, NotAllowed):
        return  # it was ended from another device, or whoever took it back runs none


def _show(request: Request, shown: Door, now: datetime, wrong: str = "", status: int = 200) -> HttpResponse:
    context = {
        "kiosk_id": shown.kiosk.pk,
        "place": shown.kiosk.place.name if shown.kiosk.place else "",
        "time": clock_words(now.astimezone(shown.zone)),
        "door_code": grouped(shown.code),
        "wrong": wrong,
    }
    return render(request, "console/kiosk/kiosk.html", context, status=status)


def _welcome(request: Request, shown: Door, arrival: Arrival, now: datetime) -> HttpResponse:
    """Where they go; and, for who wants to, the five questions or a word that they don't feel safe, for some minutes
    and for them alone.
    """
    token = check_in_at_door(actor=request.actor, kiosk_id=shown.kiosk.pk, booking_id=arrival.booking_id, now=now)
    context = {
        "kiosk_id": shown.kiosk.pk,
        "time": clock_words(now.astimezone(shown.zone)),
        "where": arrival.place,
        "starts": clock_words(arrival.starts_at.astimezone(shown.zone)),
        "check_in_url": reverse("check_in_at_door", args=[shown.kiosk.pk, token]),
        "event_key": uuid4(),
    }
    return render(request, "console/kiosk/welcome.html", context)
