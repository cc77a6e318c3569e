"""Today: one queue for my role, and beside it my sessions, notes that are owed, check-ins and who is under target."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from stepwell.console.today.queue import parts_of
from stepwell.domain.checkins.happened import check_in_words
from stepwell.domain.checkins.permissions import VIEW_CHECK_INS
from stepwell.domain.checkins.queries import unseen_check_ins
from stepwell.domain.measures.permissions import VIEW_ANSWERS
from stepwell.domain.people.queries import my_sites
from stepwell.domain.safety.queries.rota import keeps_rota_of, on_call_now
from stepwell.domain.team.permissions import VIEW_MEETING
from stepwell.domain.team.queries.meetings import coming
from stepwell.domain.thread.permissions import VIEW_COMPLETENESS
from stepwell.domain.thread.queries.charts import charts_of
from stepwell.domain.thread.rules import total_of
from stepwell.domain.week.permissions import BOOK_MAKE_UP, MOVE_SESSION, RECEIVE, TAKE_ROLL, VIEW_ROLL, VIEW_SESSION
from stepwell.domain.week.queries.expected import counted_today
from stepwell.domain.week.queries.owed import NotesOwed, notes_owed
from stepwell.domain.week.queries.program import sessions_without_room
from stepwell.domain.week.queries.rescue import patterns
from stepwell.domain.week.queries.schedule import my_sessions
from stepwell.domain.week.queries.today import missed_lately, under_target
from stepwell.domain.worklist.permissions import VIEW_TODAY
from stepwell.domain.worklist.queries import MOST, Load, loads, open_tasks
from stepwell.domain.worklist.rules import NOBODYS
from stepwell.kernel import clock
from stepwell.kernel.actor import Actor
from stepwell.kernel.wording import span_words
from stepwell.platform.access.door import Request, page
from stepwell.workflows.progress import not_on_track

FEW_CHECK_INS, MOST_CHECK_INS = 6, 50
FEW_OFF_TRACK = 6
FEW_OWED = 4
FEW_MISSED, MOST_MISSED = 8, 200


@page(VIEW_TODAY)
def today(request: Request) -> HttpResponse:
    """The morning, on one page."""
    now = clock.now()
    actor = request.actor
    sites = my_sites(actor)
    zone = ZoneInfo(sites[0].zone) if sites else ZoneInfo("UTC")
    team = loads(actor)
    whose = _whose(request, team)
    tasks = open_tasks(actor, whose)
    is_whole = request.GET.get("queue") == "whole"
    context: dict[str, Any] = {
        "parts": parts_of(tasks, now=now, reader=actor, is_whole=is_whole),
        "whose": whose,
        "team": _team(team, whose, actor),
        "is_cut": len(tasks) == MOST,
        "greeting": greeting(now, zone),
        "first_name": actor.name.split(" ")[0],
        "now": now,
        "zone": zone,
        "program": ", ".join(site.name for site in sites),
        "on_call": on_call_now(actor, sites, now),
        "keeps_rota": {site.pk for site in keeps_rota_of(actor, sites)},
    }
    if actor.may(RECEIVE):
        context["arrivals"] = counted_today(actor, sites, now)
    if actor.may(VIEW_SESSION):
        mine = my_sessions(actor, now)
        to_come = [one for one in mine if not one.is_past]
        context |= {"has_sessions": actor.may(TAKE_ROLL) or bool(mine), "many_sites": len(sites) > 1}
        context |= {"next": to_come[0] if to_come else None, "later": to_come[1:]}
    if actor.may(MOVE_SESSION):
        context["homeless"] = sessions_without_room(actor, sites, now)
    if actor.may(VIEW_MEETING):
        context["meetings"] = [one for one in coming(actor, sites, now) if one.is_today]
    if actor.may(VIEW_ROLL):
        owed = notes_owed(actor, now)
        context["owed"] = [_owed(one, now, is_mine=one is owed.mine) for one in (owed.mine, *owed.others) if one.count]
        context |= _absent(request, now) | {"may_book": actor.may(BOOK_MAKE_UP)}
    if actor.may(VIEW_ANSWERS):
        context["off_track"] = not_on_track(actor)[:FEW_OFF_TRACK]
    if actor.may(VIEW_COMPLETENESS):
        context |= _gaps(actor, now)
    if actor.may(VIEW_CHECK_INS):
        context |= _check_ins(request, now)
    return render(request, "console/today/today.html", context)


def _whose(request: Request, team: Sequence[Load]) -> int | None:
    """Whose work alone a lead asked for; None for all of it, and where nobody has that number."""
    asked = request.GET.get("whose", "")
    return next((_number(one) for one in team if f"{_number(one)}" == asked), None)


def _team(team: Sequence[Load], whose: int | None, actor: Actor) -> list[dict[str, Any]]:
    """Links to everybody's work and to each one's, oneself first; none where it is all one person's."""
    if len(team) < 2:
        return []
    everybody = {"label": f"Everybody {sum(one.count for one in team)}", "url": "?", "current": whose is None}
    order = sorted(team, key=lambda one: one.staff_id != actor.staff_id)
    return [everybody] + [
        {
            "label": f"{'You' if one.staff_id == actor.staff_id else one.name} {one.count}",
            "url": f"?whose={_number(one)}",
            "current": whose == _number(one),
        }
        for one in order
    ]


def _number(one: Load) -> int:
    return NOBODYS if one.staff_id is None else one.staff_id


def _owed(owed: NotesOwed, now: datetime, *, is_mine: bool) -> dict[str, Any]:
    """What one person has to sign, with how long each session has waited."""
    shown = [(one, span_words(now - one.since)) for one in owed.sessions[:FEW_OWED]]
    more = sum(one.count for one in owed.sessions[FEW_OWED:])
    return {"whose": "" if is_mine else owed.leader, "count": owed.count, "sessions": shown, "more": more}


def _absent(request: Request, now: datetime) -> dict[str, Any]:
    """Who didn't come, who misses again and again, who falls short: the first few of each, the rest when asked for."""
    most = MOST_MISSED if request.GET.get("missed") == "more" else FEW_MISSED
    found: dict[str, Sequence[Any]] = {
        "missed": missed_lately(request.actor, now=now, most=most + 1),
        "patterns": patterns(request.actor, now=now, most=most + 1),
        "under": under_target(request.actor, now=now, most=most + 1),
    }
    cut = {name for name, some in found.items() if len(some) > most}
    return {name: some[:most] for name, some in found.items()} | {"cut": cut}


def _gaps(actor: Actor, now: datetime) -> dict[str, Any]:
    """How many links of charts are missing, and how many of them are one's own to mend. It names nobody."""
    standings = [row.standing for row in charts_of(actor, now=now)]
    mine = sum(gap.owner.id == actor.staff_id for one in standings for gap in one.gaps)
    return {
        "links": total_of(standings),
        "my_gaps": mine,
        "my_gaps_url": f"{reverse('completeness')}?whose={actor.staff_id}",
    }


def _check_ins(request: Request, now: datetime) -> dict[str, Any]:
    """The newest few beside the queue; more of them when asked for."""
    most = MOST_CHECK_INS if request.GET.get("check-ins") == "more" else FEW_CHECK_INS
    found = unseen_check_ins(request.actor, now=now, most=most + 1)
    shown = [(one, check_in_words(one.craving, one.mood, one.slept_minutes, one.use)) for one in found[:most]]
    return {"check_ins": shown, "more_check_ins": len(found) > most == FEW_CHECK_INS}


def greeting(now: datetime, zone: ZoneInfo) -> str:
    """By the site's clock."""
    hour = now.astimezone(zone).hour
    return "Good morning" if hour < 12 else "Good afternoon" if hour < 18 else "Good evening"
