"""What somebody wrote in the public form: read, called back, and taken up as an enquiry or closed."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.console.admissions.compare import beside_caller
from stepwell.console.admissions.forms import TakeUpForm, chosen_id
from stepwell.domain.admissions.actions.online import close_online, release_online, take_up_online
from stepwell.domain.admissions.models import OnlineRequest
from stepwell.domain.admissions.permissions import WORK_ENQUIRY
from stepwell.domain.admissions.queries.online import get_online
from stepwell.domain.admissions.rules.online import Outcome
from stepwell.kernel import clock
from stepwell.kernel.errors import Refusal, Refused
from stepwell.kernel.wording import date_and_time, span_words
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other

_CLOSES = {"answered": Outcome.ANSWERED, "spam": Outcome.SPAM}


@page(WORK_ENQUIRY)
def online(request: Request, request_id: UUID) -> HttpResponseBase:
    """One request; sent to, an enquiry comes of it, or it is closed, or a held one is let through."""
    found = get_online(request.actor, request_id)
    if request.method != "POST":
        theirs = {"given_names": found.name, "phone": found.phone, "language": found.other_language}
        known = theirs if found.referred_by or not found.is_for_other else {}
        return _show(request, found, TakeUpForm([found.site], initial=known))
    verb = request.POST.get("verb", "")
    try:
        if verb == "release":
            release_online(actor=request.actor, request_id=found.pk, now=clock.now())
            return see_other(reverse("online", args=[found.pk]), request)
        if verb in _CLOSES:
            close_online(actor=request.actor, request_id=found.pk, outcome=_CLOSES[verb], now=clock.now())
            messages.success(request, "It is done, and can still be read.")
            return see_other(reverse("admissions"), request)
    except Refused as refused:
        return _show(request, found, TakeUpForm([found.site]), refused.refusals)
    return _take_up(request, found)


def _take_up(request: Request, found: OnlineRequest) -> HttpResponseBase:
    form = TakeUpForm([found.site], request.POST)
    if not form.is_valid():
        return _show(request, found, form)
    decision = request.POST.get("decision", "")
    try:
        arrival = take_up_online(
            actor=request.actor,
            request_id=found.pk,
            details=form.details(),
            same_as=chosen_id(decision),
            is_new=decision == "new",
            now=clock.now(),
        )
    except Refused as refused:
        show_refusals(form, refused)
        return _show(request, found, form)
    if arrival.enquiry is None:
        comparison = beside_caller(form.details(), arrival.candidates)
        return render(request, "console/admissions/call_match.html", {"form": form, "comparison": comparison})
    return see_other(reverse("enquiry", args=[arrival.enquiry.pk]), request)


def _show(request: Request, found: OnlineRequest, form: TakeUpForm, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    zone = ZoneInfo(found.site.zone)
    context = {
        "found": found,
        "form": form,
        "refusals": refusals,
        "received": date_and_time(found.received_at, zone),
        "age": span_words(clock.now() - found.received_at),
        "done": date_and_time(found.done_at, zone) if found.done_at else "",
    }
    status = 422 if refusals or (form.is_bound and form.errors) else 200
    return render(request, "console/admissions/online.html", context, status=status)
