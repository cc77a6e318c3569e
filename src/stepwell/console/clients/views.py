"""The list of clients and the chart."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from stepwell.console.clients.column import HELD
from stepwell.console.clients.screening import SCREENING
from stepwell.console.clients.timeline import TimeForm, column_of
from stepwell.console.contact.shown import call_of
from stepwell.console.undo.offers import offer
from stepwell.domain.admissions.models import Episode
from stepwell.domain.admissions.permissions import END_EPISODE, VIEW_ENQUIRY, VIEW_STAYS
from stepwell.domain.admissions.queries.elsewhere import beside
from stepwell.domain.admissions.queries.episode import last_ended, open_stays, week_number
from stepwell.domain.assessment.permissions import VIEW_ASSESSMENT
from stepwell.domain.assessment.queries import latest_assessment
from stepwell.domain.availability.permissions import VIEW_AVAILABILITY
from stepwell.domain.availability.queries import own_times
from stepwell.domain.careplan.permissions import VIEW_PLAN
from stepwell.domain.checkins.actions import see_check_in as mark_seen
from stepwell.domain.checkins.permissions import SEE_CHECK_IN
from stepwell.domain.consent.permissions import KEEP_CONSENTS
from stepwell.domain.contact.queries import reach_of
from stepwell.domain.coverage.permissions import VIEW_AUTHORIZATIONS
from stepwell.domain.meals.permissions import VIEW_DIET
from stepwell.domain.meals.queries import diet_of
from stepwell.domain.measures.permissions import VIEW_ANSWERS
from stepwell.domain.measures.queries import titles_of_instruments
from stepwell.domain.orientation.permissions import GIVE_ORIENTATION
from stepwell.domain.oversight.permissions import BREAK_GLASS
from stepwell.domain.people.models import Client, Function
from stepwell.domain.people.permissions import VIEW_CLIENT
from stepwell.domain.people.queries import care_team, care_teams, clients_shown, get_client, held_for, list_clients
from stepwell.domain.prevention.permissions import VIEW_PREVENTION
from stepwell.domain.team.permissions import VIEW_MEETING
from stepwell.domain.thread.permissions import VIEW_COMPLETENESS
from stepwell.domain.thread.queries.charts import chart_of
from stepwell.domain.thread.queries.links import steps_of_notes
from stepwell.domain.thread.rules import total_of
from stepwell.domain.week.permissions import BOOK_MAKE_UP, KEEP_APART, PLAN_OWN, VIEW_WEEK
from stepwell.domain.week.queries.covered import clock_of, day_rule
from stepwell.domain.week.queries.hours import hours_of_clients, week_of_client
from stepwell.kernel import clock
from stepwell.kernel.actor import Actor, Permission
from stepwell.platform.access.door import Request, page, see_other
from stepwell.workflows.measuring import due_now
from stepwell.workflows.thread import golden_thread
from stepwell.workflows.timeline import Asked, timeline_of

PER_PAGE = 50
# So many rows of the timeline at first: what is read before a session. The rest is a page of its own.
SHOWN_FIRST = 12
# What a chart is made of besides its timeline: each shows to who holds it for this person.
CHART = (
    VIEW_ANSWERS,
    VIEW_WEEK,
    VIEW_PLAN,
    VIEW_ASSESSMENT,
    VIEW_AVAILABILITY,
    VIEW_DIET,
    VIEW_MEETING,
    VIEW_AUTHORIZATIONS,
    VIEW_PREVENTION,
    BOOK_MAKE_UP,
    PLAN_OWN,
)


@page(VIEW_CLIENT)
def clients(request: Request) -> HttpResponse:
    """Everybody the actor may see, by name, with this week's hours."""
    now = clock.now()
    paginator = Paginator(list_clients(request.actor), PER_PAGE)
    shown = paginator.get_page(request.GET.get("page"))
    ids = [client.pk for client in shown]
    clients_shown(request.actor, "clients", ids)
    episodes = open_stays(request.actor, ids)
    teams = care_teams(request.actor, ids)
    hours = hours_of_clients(request.actor, ids, now, stays=episodes) if request.actor.may(VIEW_WEEK) else {}
    rows = []
    for client in shown:
        stays = episodes.get(client.pk, [])
        today = clock.day_at(now, ZoneInfo(client.site.zone))
        counselor = [member.staff.name for member in teams.get(client.pk, []) if member.function == Function.COUNSELOR]
        rows.append(
            {
                "client": client,
                "track": ", ".join(stay.track.name for stay in stays),
                "week": week_number(stays[0], today) if stays else "",
                "counselor": ", ".join(counselor),
                "stays": hours.get(client.pk, ()),
            }
        )
    return render(
        request,
        "console/clients/list.html",
        {
            "rows": rows,
            "page": shown,
            "may_break_glass": request.actor.may(BREAK_GLASS),
            "sees_completeness": request.actor.may(VIEW_COMPLETENESS),
        },
    )


@page(VIEW_CLIENT)
def client(request: Request, client_id: UUID) -> HttpResponse:
    """One person's chart: header, week, timeline, golden thread."""
    now = clock.now()
    found = get_client(request.actor, client_id, what="chart")
    held = held_for(request.actor, found, HELD.union(CHART))
    latest = timeline_of(request.actor, found, Asked(), now=now, most=SHOWN_FIRST, held=held)
    stays = open_stays(request.actor, [found.pk]).get(found.pk, [])
    context = _header(request.actor, found, stays, now=now) | {
        "column": column_of(found, latest, Asked(), held, now, steps_of_notes(request.actor, latest.notes)),
        "form": TimeForm(),
        "zone": ZoneInfo(found.site.zone),
        "plan_url": reverse("plan", args=[found.pk]) if VIEW_PLAN in held else "",
        "assessment_url": _assessment_url(request.actor, found) if VIEW_ASSESSMENT in held else "",
        "instruments": SCREENING.items() if VIEW_ANSWERS in held else (),
        "due": _due(request.actor, found, clock.day_at(now, ZoneInfo(found.site.zone))) if VIEW_ANSWERS in held else "",
        "sees_meetings": VIEW_MEETING in held,
        "sees_times": VIEW_AVAILABILITY in held,
        "own_times": own_times(request.actor, found) if VIEW_AVAILABILITY in held else (),
        "sees_prevention": VIEW_PREVENTION in held,
        "sees_diet": VIEW_DIET in held,
        "diet": diet_of(request.actor, found) if VIEW_DIET in held else None,
    }
    if VIEW_WEEK in held:
        context |= _week(request, found, held, stays, now)
    if VIEW_PLAN in held:
        row = chart_of(request.actor, found, now=now)
        context["thread"] = golden_thread(request.actor, found.pk, now=now, row=row)
        context["figure"] = total_of([row.standing]) if row else None
    return render(request, "console/clients/chart.html", context)


@require_POST
@page(SEE_CHECK_IN)
def see_check_in(request: Request, check_in_id: UUID) -> HttpResponseBase:
    """The check-in has been read; back to where it was read."""
    now = clock.now()
    seen = mark_seen(actor=request.actor, check_in_id=check_in_id, now=now)
    back = reverse("today") if request.POST.get("from") == "today" else reverse("client", args=[seen.client_id])
    if seen.seen_at == now:
        ids = {"check_in": str(check_in_id), "seen_at": now.isoformat()}
        offer(request, "check-in seen", said="Marked as read.", back=back, now=now, **ids)
    return see_other(back, request)


def _due(actor: Actor, found: Client, today: date) -> str:
    """The first of the questions that are due or late, and how many more: their own page has all of them."""
    due = due_now(actor, [found.pk], today).get(found.pk, ())
    if not due:
        return ""
    first, *others = due
    more = f", {len(others)} more" if others else ""
    return f"{titles_of_instruments().get(first.code, first.code)} {first.words(today)}{more}"


def _week(
    request: Request, found: Client, held: frozenset[Permission], stays: Sequence[Episode], now: datetime
) -> dict[str, Any]:
    """The hours on their clocks, and each day under the payer's own rule."""
    third = clock_of(request.actor, found, now) if VIEW_AUTHORIZATIONS in held else None
    shown = week_of_client(request.actor, found, now, rule=day_rule(third), stays=stays)
    return {
        "week_shown": shown,
        "third": third,
        "may_book": BOOK_MAKE_UP in held,
        "may_plan_own": PLAN_OWN in held,
        "scale": max([720, *(max(one.hours.forecast_minutes, one.hours.prescribed_minutes) for one in shown.stays)]),
    }


def _assessment_url(actor: Actor, found: Client) -> str:
    """The latest assessment; empty where nobody began one."""
    latest = latest_assessment(actor, found)
    return reverse("assessment", args=[latest.enquiry_id]) if latest else ""


def _header(actor: Actor, found: Client, stays: Sequence[Episode], *, now: datetime) -> dict[str, Any]:
    """The sticky head: who, where in the program, with whom."""
    episode = stays[0] if stays else None
    today = clock.day_at(now, ZoneInfo(found.site.zone))
    years = None
    if found.birth_on:
        before_birthday = (today.month, today.day) < (found.birth_on.month, found.birth_on.day)
        years = today.year - found.birth_on.year - before_birthday
    return {
        "client": found,
        "legal_name": legal_name if (legal_name := f"{found.given_names} {found.family_name}") != found.name else "",
        "years": years,
        "episode": episode,
        "other_stays": stays[1:],
        "beside": beside(actor, found) if actor.may(VIEW_STAYS) else (),
        "sees_stays": actor.may(VIEW_STAYS),
        "sees_placements": actor.may(VIEW_ENQUIRY),
        "gives_orientation": found.site_id in actor.sites_for(GIVE_ORIENTATION),
        "keeps_consents": found.site_id in actor.sites_for(KEEP_CONSENTS),
        "keeps_apart": found.site_id in actor.sites_for(KEEP_APART),
        "may_end": episode is not None and found.site_id in actor.sites_for(END_EPISODE),
        "ended": last_ended(actor, found) if episode is None else None,
        "week": week_number(episode, today) if episode else None,
        "team": care_team(actor, found),
        "call": call_of(found, reach_of(actor, found, now), now),
        "contact_url": reverse("contact", args=[found.pk]),
    }
