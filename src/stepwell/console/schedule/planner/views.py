"""Asking the planner, watching it, and deciding on what it proposes."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from stepwell.console.schedule.planner.by_hand import change
from stepwell.console.schedule.planner.forms import AskForm, ClosedForm, CoverForm, RoomForm, TermForm
from stepwell.console.schedule.planner.present import is_open, outcome_of, progress_of
from stepwell.domain.catalog.queries import closed_days, open_tracks
from stepwell.domain.people.models import Site
from stepwell.domain.people.permissions import CLINICAL
from stepwell.domain.people.queries import my_sites, site_staff
from stepwell.domain.planner import actions, queries
from stepwell.domain.planner.models import Kind, State
from stepwell.domain.planner.permissions import PROPOSE
from stepwell.domain.planner.queries.by_hand import changed_by_hand
from stepwell.domain.week.queries.program import sessions_without_room
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused, refuse
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other

MOST_AHEAD = timedelta(days=90)
_DONE = {
    "stop": "The search ends in a moment; the best plan so far stands.",
    "again": "The planner begins anew.",
    "dismiss": "The week stays as it is.",
    "accept": "Done. The week is as proposed.",
    "as_proposed": "It is as the planner proposed it.",
}


@page(PROPOSE)
def proposals(request: Request) -> HttpResponseBase:
    """What was asked and what came of it; and two forms to ask."""
    now = clock.now()
    sites = [one for one in my_sites(request.actor) if one.pk in request.actor.sites_for(PROPOSE)]
    site = next((one for one in sites if str(one.pk) == request.GET.get("site", "")), sites[0])
    today = clock.day_at(now, ZoneInfo(site.zone))
    asked = request.POST.get("kind", "") if request.method == "POST" else ""
    forms = _forms(request, site, today, asked)
    status = 200
    if request.method == "POST":
        status = 422
        form = forms.get(asked)
        if form is not None and form.is_valid() and (answer := _ask(request, site, form, now)):
            return answer
    tabs = [{"label": one.name, "url": f"?site={one.pk}", "current": one.pk == site.pk} for one in sites]
    given = {
        "site": site,
        "sites": tabs if len(sites) > 1 else [],
        "forms": forms,
        "proposals": queries.list_proposals(request.actor, site),
        "homeless": sessions_without_room(request.actor, [site], now),
    }
    with timezone.override(ZoneInfo(site.zone)):
        return render(request, "console/planner/proposals.html", given, status=status)


@page(PROPOSE)
def proposal(request: Request, proposal_id: UUID) -> HttpResponseBase:
    """How far it is, or what it proposes, with the verbs that are left."""
    now = clock.now()
    found = queries.find_proposal(request.actor, proposal_id)
    if "change" in request.GET:
        return change(request, found, now)
    wrong: Refused | None = None
    if request.method == "POST":
        try:
            _decide(request, proposal_id, request.POST.get("verb", ""), now)
        except Refused as refused:
            wrong = refused
        else:
            messages.success(request, _DONE[request.POST["verb"]])
            return see_other(reverse("proposal", args=[proposal_id]), request)
        found = queries.find_proposal(request.actor, proposal_id)
    gone = queries.is_gone(found, now)
    given = {
        "proposal": found,
        "gone": gone,
        "at_it": found.state in (State.WAITING, State.SOLVING) and not gone,
        "is_open": is_open(found),
        "seen": changed_by_hand(found),
        "progress": progress_of(found),
        "outcome": outcome_of(found, queries.change_of(request.actor, found)),
        "wrong": wrong.refusals if wrong else (),
    }
    with timezone.override(ZoneInfo(found.site.zone)):
        return render(request, "console/planner/proposal.html", given, status=422 if wrong else 200)


def _forms(request: Request, site: Site, today: date, asked: str) -> dict[str, AskForm]:
    """One for each kind; the one that was sent has what was typed."""

    def data(kind: Kind) -> Any:
        return request.POST if asked == kind.value else None

    staff = site_staff(request.actor, site, CLINICAL)
    closed = closed_days(site, today, today + MOST_AHEAD)
    return {
        Kind.PLACE.value: AskForm(Kind.PLACE, today, data(Kind.PLACE)),
        Kind.COVER.value: CoverForm(staff, today, data(Kind.COVER)),
        Kind.CLOSED.value: ClosedForm(closed, today, data(Kind.CLOSED)),
        Kind.ROOM.value: RoomForm(today, data(Kind.ROOM)),
        Kind.TERM.value: TermForm(open_tracks(request.actor, site), today, data(Kind.TERM)),
    }


def _ask(request: Request, site: Site, form: AskForm, now: datetime) -> HttpResponseBase | None:
    """The proposal's page; None where it was refused."""
    said = form.cleaned_data
    try:
        asked = actions.propose(
            actor=request.actor,
            site=site,
            kind=Kind(said["kind"]),
            first_on=said["first_on"],
            last_on=said.get("last_on"),
            away_id=said.get("away"),
            track_id=said.get("track"),
            now=now,
        )
    except Refused as refused:
        show_refusals(form, refused)
        return None
    return see_other(reverse("proposal", args=[asked.pk]), request)


def _decide(request: Request, proposal_id: UUID, verb: str, now: datetime) -> None:
    verbs = {
        "stop": actions.ask_to_stop,
        "again": actions.ask_again,
        "dismiss": actions.dismiss,
        "as_proposed": actions.as_proposed,
    }
    if verb == "accept":
        seen = request.POST.get("seen", "")
        known = int(seen) if seen.isdecimal() else None
        actions.accept_proposal(actor=request.actor, proposal_id=proposal_id, now=now, seen=known)
        return
    if verb not in verbs:
        raise refuse("This can't be done with a proposal.", "", "Choose one of its buttons.")
    verbs[verb](actor=request.actor, proposal_id=proposal_id, now=now)
