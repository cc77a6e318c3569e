"""One person's own sessions, from the chart and from the schedule."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from stepwell.console.own.forms import EndForm, FamilyForm, PlanForm, WhoForm
from stepwell.console.undo.offers import days_of, offer
from stepwell.domain.people.models import Client, Phase
from stepwell.domain.people.queries import clients_shown, get_client, list_clients
from stepwell.domain.week.actions import Taken, ask_family, end_own, plan_own
from stepwell.domain.week.permissions import PLAN_OWN
from stepwell.domain.week.queries.own import (
    choices_for,
    client_to_plan,
    family_of,
    own_series,
    own_sessions,
    relatives_of,
    span_of,
)
from stepwell.kernel import clock
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other

MOST_NAMES = 500


@page(PLAN_OWN)
def choose(request: Request) -> HttpResponseBase:
    """From the schedule: for whom."""
    clients = list(list_clients(request.actor).filter(phase=Phase.IN_TREATMENT)[:MOST_NAMES])
    form = WhoForm(clients, request.GET if "client" in request.GET else None)
    if form.is_valid():
        return see_other(reverse("own_new", args=[form.cleaned_data["client"]]), request)
    clients_shown(request.actor, "own_sessions", [one.pk for one in clients])
    given = {"form": form, "clients": clients}
    return render(request, "console/own/choose.html", given, status=422 if form.errors else 200)


@page(PLAN_OWN)
def own(request: Request, client_id: UUID) -> HttpResponse:
    """What they have of their own from now on."""
    now = clock.now()
    client = client_to_plan(request.actor, client_id)
    return _show(request, client, "sessions", {"rows": own_sessions(request.actor, client, now)})


@page(PLAN_OWN)
def new(request: Request, client_id: UUID) -> HttpResponseBase:
    """Plan some. What is in the way is named by its group and time, and nothing is planned."""
    now = clock.now()
    client = _client(request, client_id)
    choices = choices_for(request.actor, client, now)
    form = PlanForm(choices, request.POST if request.method == "POST" else None, initial=_usual(choices))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            said = form.cleaned_data
            try:
                plan_own(
                    actor=request.actor,
                    client_id=client_id,
                    service_id=said["service"],
                    leader_id=said["leader"],
                    place_id=said["place"],
                    first_on=said["first_on"],
                    starts_at_time=said["starts_at_time"],
                    minutes=said["minutes"],
                    weeks=form.wanted_weeks,
                    family=said["family"],
                    now=now,
                    despite=said["despite"],
                )
            except Refused as refused:
                status = 409 if isinstance(refused, Taken) else 422
                show_refusals(form, refused, names={"client": "starts_at_time"})
            else:
                messages.success(request, "Planned. It stands in their week, and on their phone.")
                return see_other(reverse("own_sessions", args=[client_id]), request)
    without = [one for one in choices.relatives if not one.may_come]
    return _show(request, client, "new", {"form": form, "choices": choices, "without": without}, status)


@page(PLAN_OWN)
def end(request: Request, client_id: UUID, series_id: UUID) -> HttpResponseBase:
    """No more of them from a day on."""
    now = clock.now()
    client = _client(request, client_id)
    series = own_series(request.actor, client, series_id)
    today = day_at(now, ZoneInfo(client.site.zone))
    form = EndForm(request.POST if request.method == "POST" else None, initial={"ends_on": today})
    if request.method == "POST" and form.is_valid():
        before = span_of(series)
        try:
            done = end_own(actor=request.actor, series_id=series_id, ends_on=form.cleaned_data["ends_on"], now=now)
        except Refused as refused:
            show_refusals(form, refused, names={"left_on": "ends_on"})
        else:
            messages.success(request, "Ended. What was planned from then on is canceled, and they are told.")
            back = reverse("own_sessions", args=[client_id])
            if (ended := span_of(done)) != before:
                spans = {"ended": days_of(ended), "before": days_of(before)}
                ids = {"series": str(series_id), "ended_at": now.isoformat(), **spans}
                offer(request, "own sessions ended", said="Sessions ended.", back=back, now=now, **ids)
            return see_other(back, request)
    return _show(request, client, "end", {"form": form, "series": series}, 422 if form.errors else 200)


@page(PLAN_OWN)
def family(request: Request, client_id: UUID, series_id: UUID) -> HttpResponseBase:
    """Who of the family comes along."""
    now = clock.now()
    client = _client(request, client_id)
    series = own_series(request.actor, client, series_id)
    relatives, chosen = relatives_of(request.actor, client, now), family_of(series)
    form = FamilyForm(
        relatives, chosen, request.POST if request.method == "POST" else None, initial={"family": sorted(chosen)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            ask_family(actor=request.actor, series_id=series_id, family=form.cleaned_data["family"], now=now)
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, "Saved.")
            return see_other(reverse("own_sessions", args=[client_id]), request)
    without = [one for one in relatives if not one.may_come and one.recipient_id not in chosen]
    given = {"form": form, "series": series, "without": without, "relatives": relatives}
    return _show(request, client, "family", given, 422 if form.errors else 200)


def _client(request: Request, client_id: UUID) -> Client:
    """The person, whose page is written down."""
    client_to_plan(request.actor, client_id)
    return get_client(request.actor, client_id, what="own_sessions")


def _usual(choices: Any) -> dict[str, Any]:
    """Where there is one choice alone, it is made."""
    found = {"service": choices.services, "leader": choices.leaders, "place": choices.places}
    return {name: rows[0].pk for name, rows in found.items() if len(rows) == 1}


def _show(request: Request, client: Client, template: str, given: dict[str, Any], status: int = 200) -> HttpResponse:
    with timezone.override(ZoneInfo(client.site.zone)):
        return render(request, f"console/own/{template}.html", {"client": client, **given}, status=status)
