"""The site's week, and moving one session of it."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date

from stepwell.console.groups.telling import hearers
from stepwell.console.schedule.forms import MoveForm
from stepwell.console.schedule.plots import plots_of
from stepwell.console.schedule.tabs import schedule_tabs
from stepwell.console.undo.offers import offer
from stepwell.domain.catalog.queries import list_places
from stepwell.domain.people.models import Site
from stepwell.domain.people.queries import my_sites
from stepwell.domain.planner.permissions import PROPOSE
from stepwell.domain.week import queries
from stepwell.domain.week.actions import Taken, move_session
from stepwell.domain.week.actions.foresee import MoveSeen, foresee_days, foresee_move
from stepwell.domain.week.models import Session
from stepwell.domain.week.permissions import ENROLL, MOVE_SESSION, PLAN_OWN, RUN_KIOSK, VIEW_SESSION, VIEW_WEEK
from stepwell.domain.week.queries.schedule_rows import ScheduleRows, schedule_rows
from stepwell.domain.week.rules.free import By
from stepwell.kernel import clock
from stepwell.kernel.calendar import EARLIEST_ON, LATEST_ON, week_of
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other

# A week that ends beyond what the calendar reaches can't be shown.
_MARGIN = 14
_BY_WORDS = {By.DAY: "By day", By.ROOM: "By room", By.LEADER: "By leader", By.CLIENT: "By client", By.SEATS: "Seats"}


@page(VIEW_SESSION)
def schedule(request: Request) -> HttpResponse:
    """A week by day, one's own groups first, or with a row for each room, leader or client (`?by=`). `?week=` is any
    day of it.
    """
    now = clock.now()
    sites = my_sites(request.actor)
    site = chosen_site(sites, request.GET.get("site", ""))
    if site is None:
        return render(request, "console/schedule/none.html")
    on, ways = chosen_day(request.GET.get("week", "")), _ways(request, site)
    by = next((one for one in ways if one.value == request.GET.get("by", "")), By.DAY)
    shown: queries.Schedule | ScheduleRows
    if by in (By.DAY, By.SEATS):
        shown = queries.schedule(request.actor, site, on, now)
        names = by is By.DAY and shown.names_somebody
    else:
        shown, names = schedule_rows(request.actor, site, on, by, now), True
    here, also = f"?week={shown.start_on}", "" if by is By.DAY else f"&by={by.value}"
    tabs = [{"label": one.name, "url": f"{here}&site={one.pk}{also}", "current": one.pk == site.pk} for one in sites]
    given: dict[str, Any] = {
        "schedule": shown,
        "site": site,
        "sites": tabs if len(sites) > 1 else [],
        "now": now,
        "by": by,
    }
    given["also"], given["prints_people"] = also, names
    given["ways"] = [
        {"label": _BY_WORDS[one], "url": f"{here}&site={site.pk}&by={one.value}", "current": one is by} for one in ways
    ]
    given["related"] = schedule_tabs(request.actor, site, "schedule")
    given["runs_kiosk"] = request.actor.may(RUN_KIOSK)
    given["finds_seats"] = site.pk in request.actor.sites_for(ENROLL)
    given["plans_own"] = site.pk in request.actor.sites_for(PLAN_OWN)
    given["can_plan"] = site.pk in request.actor.sites_for(PROPOSE)
    given |= plots_of(request, site, by, shown, now)
    with timezone.override(ZoneInfo(site.zone)):
        return render(request, "console/schedule/schedule.html", given)


def _ways(request: Request, site: Site) -> list[By]:
    """What the rows can be: clients for who may see their weeks."""
    sees_weeks = site.pk in request.actor.sites_for(VIEW_WEEK)
    return [one for one in By if one is not By.CLIENT or sees_weeks]


@page(MOVE_SESSION)
def move(request: Request, session_id: UUID) -> HttpResponseBase:
    """One session at another time or in another place. What is in the way is named, and nothing is moved."""
    now = clock.now()
    session = queries.movable_session(request.actor, session_id)
    if request.method != "POST" and "week" in request.GET:
        return _targets(request, session, now)
    zone = ZoneInfo(session.site.zone)
    places = list_places(request.actor, session.site, keep=session.place_id)
    starts = session.starts_at.astimezone(zone)
    initial = {"on": starts.date(), "time": starts.time(), "place": session.place_id}
    form = MoveForm(places, zone, request.POST if request.method == "POST" else None, initial=initial)
    status, seen = 200, None
    if request.method != "POST" and "on" in request.GET:
        # a day that a session was dropped on, or what is being typed: what it would do is said before it is saved
        form = MoveForm(places, zone, {name: request.GET.get(name, form[name].value()) for name in initial})
        if form.is_valid():
            asked = {"session_id": session_id, "starts_at": form.starts_at, "place_id": form.cleaned_data["place"]}
            seen = foresee_move(actor=request.actor, now=now, **asked)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                moved = move_session(
                    actor=request.actor,
                    session_id=session_id,
                    starts_at=form.starts_at,
                    place_id=form.cleaned_data["place"],
                    now=now,
                    despite=form.cleaned_data["despite"],
                )
            except Refused as refused:
                status = 409 if isinstance(refused, Taken) else 422
                show_refusals(form, refused, names={"starts_at": "time"})
            else:
                messages.success(request, "The session is moved.")
                back = f"{reverse('schedule')}?week={moved.on}&site={moved.site_id}"
                if (moved.starts_at, moved.place_id) != (session.starts_at, session.place_id):
                    _offer_undo(request, session, moved, back, now)
                return see_other(back, request)
    given = {"session": session, "starts": starts, "ends": session.ends_at.astimezone(zone), "form": form}
    given["seen"] = seen
    given |= hearers(request.actor, session, now)
    with timezone.override(zone):
        return render(request, "console/schedule/move.html", given, status=status)


def _targets(request: Request, session: Session, now: datetime) -> HttpResponseBase:
    """For a hand that begins to drag it: of each day of the week that is shown whether it is free, or what is in the
    way. One answer for all of them.
    """
    start_on, _ = week_of(chosen_day(request.GET["week"]) or session.on, session.site.week_starts_on)
    days = [start_on + timedelta(days=number) for number in range(7)]
    seen = foresee_days(actor=request.actor, session_id=session.pk, days=days, now=now)
    return JsonResponse({"days": [{"on": day.isoformat(), **_target(one)} for day, one in seen.items()]})


def _target(seen: MoveSeen) -> dict[str, Any]:
    if seen.refusals:
        return {"state": "taken", "head": "In conflict", "words": [one.what for one in seen.refusals]}
    words = [one.what for one in seen.asks]
    if seen.unsuited:
        words.append(f"{seen.unsuited} of {seen.booked} told that they can’t come then.")
    return {"state": "asks" if words else "free", "head": "Possible" if words else "Free", "words": words}


def _offer_undo(request: Request, before: Session, moved: Session, back: str, now: datetime) -> None:
    """Where it was, for ten seconds."""
    offer(
        request,
        "session moved",
        said=f"Moved to {moved.starts_at.astimezone(ZoneInfo(moved.site.zone)):%H:%M}.",
        back=back,
        now=now,
        session=str(moved.pk),
        moved_to=moved.starts_at.isoformat(),
        moved_to_place=moved.place_id,
        starts_at=before.starts_at.isoformat(),
        place=before.place_id,
    )


def chosen_site(sites: list[Site], wanted: str) -> Site | None:
    """The site that was asked for, else the first of one's own."""
    return next((site for site in sites if str(site.pk) == wanted), sites[0] if sites else None)


def chosen_day(text: str) -> date | None:
    """The day in the address; None where it is no day that a schedule can show."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    if day is None or not EARLIEST_ON.toordinal() + _MARGIN <= day.toordinal() <= LATEST_ON.toordinal() - _MARGIN:
        return None
    return day
