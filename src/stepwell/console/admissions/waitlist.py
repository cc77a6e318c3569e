"""The waitlist: every line on one page to print, and one person's place in theirs."""

from collections.abc import Callable
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.console.admissions.way_forms import OfferForm, WaitForm
from stepwell.domain.admissions.actions.waitlist import (
    answer_offer,
    join_waitlist,
    leave_waitlist,
)
from stepwell.domain.admissions.permissions import VIEW_ENQUIRY, WORK_ENQUIRY
from stepwell.domain.admissions.queries.waitlist import WaitSheet, get_wait
from stepwell.domain.admissions.queries.waitlist import waitlist as lines_of
from stepwell.domain.admissions.rules.waitlist import Group
from stepwell.domain.people.queries import my_sites
from stepwell.kernel import clock
from stepwell.kernel.errors import NotFound, Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other
from stepwell.workflows.offer import free_seats, offer_free_seat

VERBS = ("join", "offer", "accept", "decline", "leave")


@page(VIEW_ENQUIRY)
def waitlist(request: Request) -> HttpResponse:
    """Who waits for which track, in order."""
    lines = lines_of(request.actor, clock.now())
    sites = my_sites(request.actor)
    context = {
        "lines": lines,
        "people": sum(len(line.places) for line in lines),
        "now": clock.now(),
        "zone": ZoneInfo(sites[0].zone) if sites else ZoneInfo("UTC"),
        "program": ", ".join(site.name for site in sites),
    }
    return render(request, "console/admissions/waitlist.html", context)


@page(WORK_ENQUIRY)
def wait(request: Request, enquiry_id: UUID) -> HttpResponseBase:
    """Put them in a line; offer a place, note the answer, take them off."""
    sheet = get_wait(request.actor, enquiry_id, clock.now())
    if request.method != "POST":
        return _page(request, sheet)
    verb = request.POST.get("verb", "")
    if verb not in VERBS:
        raise NotFound("verb")
    form = WaitForm(sheet.tracks, request.POST) if verb == "join" else OfferForm(request.POST)
    if form.is_valid():
        try:
            _act(request, enquiry_id, verb, form)
        except Refused as refused:
            show_refusals(form, refused)
        else:
            to = "enquiry_schedule" if verb == "accept" else "enquiry_wait"
            return see_other(reverse(to, args=[enquiry_id]), request)
    return _page(request, get_wait(request.actor, enquiry_id, clock.now()), form)


def _act(request: Request, enquiry_id: UUID, verb: str, form: WaitForm | OfferForm) -> None:
    typed, now = form.cleaned_data, clock.now()
    who = request.actor
    acts: dict[str, Callable[[], object]] = {
        "join": lambda: join_waitlist(
            actor=who,
            enquiry_id=enquiry_id,
            track_id=typed["track_id"],
            group=Group(typed["group"]),
            now=now,
        ),
        "offer": lambda: offer_free_seat(actor=who, enquiry_id=enquiry_id, reason=typed["reason"], now=now),
        "accept": lambda: answer_offer(actor=who, enquiry_id=enquiry_id, accepted=True, now=now),
        "decline": lambda: answer_offer(actor=who, enquiry_id=enquiry_id, accepted=False, now=now),
        "leave": lambda: leave_waitlist(actor=who, enquiry_id=enquiry_id, now=now),
    }
    acts[verb]()


def _page(request: Request, sheet: WaitSheet, bound: WaitForm | OfferForm | None = None) -> HttpResponse:
    """The forms that fit; what was typed in one of them stays in it."""
    context = {
        "sheet": sheet,
        "enquiry": sheet.enquiry,
        "zone": ZoneInfo(sheet.enquiry.site.zone),
        "join": bound if isinstance(bound, WaitForm) else WaitForm(sheet.tracks),
        "offer": bound if isinstance(bound, OfferForm) else OfferForm(),
        "bound": bound,
        "free": free_seats(request.actor, sheet, clock.now()),
    }
    return render(request, "console/admissions/wait.html", context, status=422 if bound and bound.errors else 200)
