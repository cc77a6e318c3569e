"""Here: one's own code for the device at the door, the device's code typed here, and a meeting joined."""

from uuid import UUID
from zoneinfo import ZoneInfo

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from stepwell.domain.people.queries import own_client
from stepwell.domain.week.actions import arrive_by_phone, join_session
from stepwell.domain.week.permissions import ARRIVE
from stepwell.domain.week.queries.arrivals import meeting_of, own_arrival
from stepwell.kernel import clock
from stepwell.kernel.errors import Refusal, Refused, refuse
from stepwell.look.refusals import in_words, show_refusals
from stepwell.look.times import clock_words
from stepwell.platform.access.door import Request, page, see_other
from stepwell.portal.arrival.words import arriving
from stepwell.portal.questions.waiting import waiting_questions

_KEPT = ["GET", "HEAD", "POST"]


class CodeForm(forms.Form):
    """What the device at the door shows."""

    code = forms.CharField(
        label=gettext_lazy("The code on the tablet"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Type the six digits that the tablet shows.")},
    )


@page(ARRIVE)
@sensitive_post_parameters()
@require_http_methods(_KEPT)
def here(request: Request) -> HttpResponseBase:
    """My code, or the tablet's."""
    now = clock.now()
    client = own_client(request.actor)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        key = request.actor.key
        try:
            if not ratelimit.consume(request, action="wrong_code_phone", key=key, dry_run=True):
                raise refuse(
                    gettext("Too many wrong codes."), "code", gettext("Wait five minutes, or ask at the desk.")
                )
            arrival = arrive_by_phone(actor=request.actor, typed=form.cleaned_data["code"], now=now)
            if arrival is None:
                ratelimit.consume(request, action="wrong_code_phone", key=key)
                what, mend = (
                    gettext("The tablet doesn’t show this now."),
                    gettext("Type what it shows, or ask at the desk."),
                )
                raise Refused(Refusal(what, "code", mend))
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, f"{gettext('You’re checked in. Good to see you.')} {arrival.place}.")
            return see_other(reverse("me_today"), request)
    found = own_arrival(request.actor, client, now)
    asked = waiting_questions(request.actor, now)
    context = {"form": form, "arriving": arriving(found) if found else None, "asked": asked}
    return render(request, "portal/here.html", context, status=422 if form.errors else 200)


@page(ARRIVE)
@require_http_methods(_KEPT)
def join(request: Request, session_id: UUID) -> HttpResponseBase:
    """The door of a meeting. Sent, it says that one is here, and leads on."""
    now = clock.now()
    booked = meeting_of(request.actor, session_id)
    zone = ZoneInfo(booked.session.site.zone)
    context = {
        "starts": clock_words(booked.starts_at.astimezone(zone)),
        "session_id": session_id,
        "refusals": (),
        "meeting_url": "",
    }
    if request.method != "POST":
        return render(request, "portal/join.html", context)
    try:
        context["meeting_url"] = join_session(actor=request.actor, session_id=session_id, now=now).meeting_url
    except Refused as refused:
        context["refusals"] = in_words(refused)
        return render(request, "portal/join.html", context, status=422)
    return render(request, "portal/join.html", context)
