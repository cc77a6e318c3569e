"""The week of one person, and a seat that makes up for what it lacks."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.console.hours.forms import SeatForm
from stepwell.console.plots.drawn import drawn
from stepwell.console.plots.weeks import hours_of_stay
from stepwell.console.undo.offers import offer
from stepwell.domain.coverage.permissions import VIEW_AUTHORIZATIONS
from stepwell.domain.people.queries import find_client, held_for
from stepwell.domain.week.permissions import BOOK_MAKE_UP, PLAN_OWN, RESCUE, VIEW_ROLL, VIEW_WEEK
from stepwell.domain.week.queries.covered import clock_of, day_rule
from stepwell.domain.week.queries.hours import ClientDay, ClientWeek, StayWeek, week_of_client
from stepwell.domain.week.queries.make_up import MakeUps, make_up_sessions, make_ups_for
from stepwell.domain.week.queries.over_weeks import weeks_of_stay
from stepwell.domain.week.queries.rescue import find_outreach, outreaches_of
from stepwell.domain.week.rules.hours import DayRule
from stepwell.domain.week.rules.rescue import Cause
from stepwell.domain.week.rules.standards import Judged, chosen, judge, standards_for
from stepwell.kernel import clock
from stepwell.kernel.calendar import in_reach
from stepwell.kernel.errors import NotFound, Refused
from stepwell.kernel.numbered import by_number, number_of
from stepwell.kernel.wording import clock_24, short_day
from stepwell.look.plots.columns import specification
from stepwell.platform.access.door import Request, page, see_other
from stepwell.workflows import rescue

MOST_OUTREACHES = 12


@page(VIEW_WEEK)
def client_week(request: Request, client_id: UUID) -> HttpResponse:
    """One week, read under one standard after another: nothing is changed by looking."""
    now = clock.now()
    actor = request.actor
    client = find_client(actor, client_id, VIEW_WEEK)
    held = held_for(actor, client, [VIEW_AUTHORIZATIONS, BOOK_MAKE_UP, RESCUE, VIEW_ROLL])
    third = clock_of(actor, client, now) if VIEW_AUTHORIZATIONS in held else None
    rule = day_rule(third)
    week = week_of_client(actor, client, now, on=_day(request.GET.get("on", "")), rule=rule)
    judged, standards = _judged(request, week, rule)
    plot = hours_of_stay(weeks_of_stay(actor, client, [one.episode for one in week.stays], now))
    pictures = drawn(request, {0: specification(plot)} if plot.columns else {}, now=now)
    context = {
        "client": client,
        "plot": plot,
        "svg": pictures.svgs.get(0, ""),
        "specification": pictures.specifications.get(0, ""),
        "next_try": pictures.next_try,
        "week": week,
        "third": third,
        "judged": judged,
        "rule": rule,
        "standards": standards,
        "days": [(one, _judged_day(judged, one)) for one in week.days],
        "before": week.start_on - timedelta(days=7),
        "after": week.start_on + timedelta(days=7),
        "is_now": week.start_on <= clock.day_at(now, ZoneInfo(client.site.zone)) <= week.end_on,
        "may_book": BOOK_MAKE_UP in held,
        "opens_groups": VIEW_ROLL in held,
        "make_ups": make_up_sessions(client, week),
        "outreaches": outreaches_of(actor, client, most=MOST_OUTREACHES) if RESCUE in held else (),
        "zone": ZoneInfo(client.site.zone),
    }
    return render(request, "console/hours/week.html", context)


@page(BOOK_MAKE_UP)
def make_up(request: Request, client_id: UUID) -> HttpResponseBase:
    """The seats that are left this week; one tap books."""
    now = clock.now()
    found = make_ups_for(request.actor, client_id, now)
    form = SeatForm(request.POST if request.method == "POST" else request.GET)
    form.is_valid()
    refused_words: list[str] = []
    if request.method == "POST":
        session_id = form.cleaned_data.get("session")
        if session_id is None:
            raise NotFound("session")
        try:
            made = rescue.make_up(
                actor=request.actor,
                client_id=client_id,
                session_id=session_id,
                outreach_id=form.cleaned_data.get("outreach"),
                cause=form.cause(),
                now=now,
            )
        except Refused as refused:
            refused_words = [f"{one.what} {one.mend}".strip() for one in refused.refusals]
            found = make_ups_for(request.actor, client_id, now)
        else:
            back = reverse("client_week", args=[client_id])
            messages.success(request, _booked_words(found, session_id))
            ids = {"client": str(client_id), "session": str(session_id), "booked_at": made.booked_at.isoformat()}
            if made.booked_at == now:
                offer(request, "make-up booked", said="The seat is booked.", back=back, now=now, **ids)
            return see_other(back, request)
    context = {
        "found": found,
        "client": found.client,
        "refused": refused_words,
        "plans_own": bool(held_for(request.actor, found.client, [PLAN_OWN])),
        "zone": ZoneInfo(found.client.site.zone),
        **_about(request, form, client_id),
    }
    return render(request, "console/hours/make_up.html", context, status=409 if refused_words else 200)


def _about(request: Request, form: SeatForm, client_id: UUID) -> dict[str, object]:
    """The missed session that the seat makes up for, if the page was opened from there."""
    outreach_id = form.cleaned_data.get("outreach")
    if outreach_id is None:
        return {"outreach": None, "cause": ""}
    outreach = find_outreach(request.actor, outreach_id)
    if outreach.client_id != client_id:
        raise NotFound("outreach")
    return {"outreach": outreach, "cause": number_of(form.cause(), Cause)}


def _booked_words(found: MakeUps, session_id: UUID) -> str:
    seat = next((one for one in found.seats if one.offer.session_id == session_id), None)
    if seat is None:
        return "The seat is booked."
    at = clock_24(seat.starts_at, ZoneInfo(found.client.site.zone))
    return f"Booked: {seat.name}, {short_day(seat.starts_at)} at {at}."


def _judged(
    request: Request, week: ClientWeek, rule: DayRule
) -> tuple[list[tuple[StayWeek, Judged]], list[tuple[str, str, bool]]]:
    """Each stay under the standard that was asked for, else the latest one's, and all that can be asked for; none
    while they are in no track.
    """
    judged: list[tuple[StayWeek, Judged]] = []
    shown: list[tuple[str, str, bool]] = []
    asked = request.GET.get("standard", "")
    for stay in week.stays:
        standards = standards_for(stay.hours.prescribed_minutes, rule, stay.episode.track.days_a_week)
        named = by_number(asked, standards)
        standard = chosen(standards, named.code if named else "", week.stays[0].episode.standard_code)
        shown = shown or [(number_of(one, standards), one.label, one == standard) for one in standards]
        judged.append((stay, judge(stay.hours, standard)))
    return judged, shown


def _judged_day(judged: Sequence[tuple[StayWeek, Judged]], day: ClientDay) -> str:
    theirs = [whole for stay, whole in judged if stay.episode.pk == day.stay_id]
    found = [one.words for whole in theirs for one in whole.days if one.day == day.day]
    return found[0] if found else ""


def _day(text: str) -> date | None:
    """A day of an address; what isn't one is this week."""
    try:
        return in_reach(date.fromisoformat(text))
    except (ValueError, Refused):
        return None
