"""Crisis: what is open, who has it, and what came of it."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stepwell.console.contact.shown import warnings_of
from stepwell.console.crisis.forms import ResolveForm
from stepwell.console.crisis.rows import event_row, ladder_shown
from stepwell.console.undo.offers import offer
from stepwell.domain.contact.queries import reaches_of_shown
from stepwell.domain.people.queries import my_sites
from stepwell.domain.safety.actions import acknowledge_event, page_next, record_follow_up, resolve_event
from stepwell.domain.safety.permissions import ANSWER_EVENT, VIEW_EVENT
from stepwell.domain.safety.queries import board_mark, count_open_events, crisis_board, get_event, open_charts
from stepwell.domain.safety.queries.pages import ladder_of
from stepwell.domain.safety.queries.rota import on_call_now
from stepwell.domain.safety.rules.ladder import RUNG_WORDS
from stepwell.kernel import clock
from stepwell.kernel.errors import Refusal, Refused
from stepwell.kernel.wording import clock_12
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other


@page(VIEW_EVENT)
@require_GET
def crisis(request: Request) -> HttpResponseBase:
    """Every event that somebody has to answer, to follow up, or that was resolved today."""
    return _list_page(request)


@page(VIEW_EVENT)
@require_GET
def watch(request: Request) -> HttpResponseBase:
    """For the screen that stays open: the counts again, or the whole page where something has changed."""
    fresh = _as_of(request, clock.now())
    response = render(request, "console/crisis/_watch.html", fresh)
    if request.GET.get("mark") != fresh["mark"]:
        response.headers["HX-Refresh"] = "true"
    return response


@page(ANSWER_EVENT)
@require_POST
def acknowledge(request: Request, event_id: UUID) -> HttpResponseBase:
    """Take it on. Whoever comes second is told who has it."""
    try:
        acknowledge_event(actor=request.actor, event_id=event_id, now=clock.now())
    except Refused as refused:
        if request.htmx:
            return render(request, "console/crisis/_taken.html", {"refusals": refused.refusals}, status=409)
        return _list_page(request, refused.refusals, status=409)
    return see_other(reverse("crisis_event", args=[event_id]), request)


@page(VIEW_EVENT)
@sensitive_post_parameters("risk_note")
@require_http_methods(["GET", "HEAD", "POST"])
def event(request: Request, event_id: UUID) -> HttpResponseBase:
    """One event with the number to call; and, sent, what came of it."""
    if request.method != "POST":
        return _event_page(request, event_id, ResolveForm())
    form = ResolveForm(request.POST)
    zone = ZoneInfo(get_event(request.actor, event_id).client.site.zone)
    if form.is_valid():
        try:
            resolve_event(
                actor=request.actor,
                event_id=event_id,
                risk_note=form.cleaned_data["risk_note"],
                follow_up_at=form.follow_up_at(zone),
                now=clock.now(),
            )
        except Refused as refused:
            show_refusals(form, refused, names={"follow_up_at": "follow_up_on", "day": "follow_up_on"})
        else:
            messages.success(request, "Resolved. The follow-up is on Today.")
            return see_other(reverse("crisis"), request)
    elif not form.cleaned_data.get("risk_note", "").strip():
        form.add_error("risk_note", "The risk note is empty. Write what you found and did.")
    return _event_page(request, event_id, form, status=422)


@page(ANSWER_EVENT)
@require_POST
def page_now(request: Request, event_id: UUID) -> HttpResponseBase:
    """Page the next one without waiting for the clock."""
    try:
        rung = page_next(actor=request.actor, event_id=event_id, now=clock.now())
    except Refused as refused:
        messages.error(request, " ".join(f"{one.what} {one.mend}" for one in refused.refusals))
    else:
        messages.success(request, f"Paged: {RUNG_WORDS[rung].lower()}.")
    return see_other(reverse("crisis_event", args=[event_id]), request)


@page(ANSWER_EVENT)
@require_POST
def followed_up(request: Request, event_id: UUID) -> HttpResponseBase:
    """The agreed follow-up has happened."""
    now = clock.now()
    try:
        done = record_follow_up(actor=request.actor, event_id=event_id, now=now)
    except Refused as refused:
        return _list_page(request, refused.refusals, status=409)
    messages.success(request, "The follow-up is recorded.")
    if done.followed_up_at == now:
        ids = {"event": str(event_id), "followed_up_at": now.isoformat()}
        offer(request, "followed up", said="Follow-up recorded.", back=reverse("crisis"), now=now, **ids)
    return see_other(reverse("crisis"), request)


def _list_page(request: Request, refusals: tuple[Refusal, ...] = (), *, status: int = 200) -> HttpResponseBase:
    """The whole screen, with what stood in the way of a press."""
    now, actor = clock.now(), request.actor
    sites = my_sites(actor)
    board = crisis_board(actor, now=now)
    people = {event.client_id for event in board.everything}
    charts, mind = open_charts(actor, people), warnings_of(reaches_of_shown(actor, people, now), now)
    parts = (board.open, board.due, board.done)
    shown, due, done = ([event_row(one, now, charts, mind) for one in part] for part in parts)
    context = {
        "open": shown,
        "due": due,
        "done": done,
        "refusals": refusals,
        "may_answer": actor.may(ANSWER_EVENT),
        **_as_of(request, now),
        "on_call": on_call_now(actor, sites, now),
    }
    return render(request, "console/crisis/list.html", context, status=status)


def _as_of(request: Request, now: datetime) -> dict[str, object]:
    """How many are open, and when that was: by the clock of the actor's own site."""
    site = next(iter(my_sites(request.actor)), None)
    return {
        "count": count_open_events(request.actor),
        "as_of": clock_12(now, ZoneInfo(site.zone if site else "UTC")),
        "mark": board_mark(request.actor),
    }


def _event_page(request: Request, event_id: UUID, form: ResolveForm, *, status: int = 200) -> HttpResponseBase:
    """What is needed to answer: name, phone, event. The chart stays behind its own door."""
    found = get_event(request.actor, event_id)
    now = clock.now()
    mind = warnings_of(reaches_of_shown(request.actor, [found.client_id], now), now)
    context = {
        "event": event_row(found, now, open_charts(request.actor, [found.client_id]), mind),
        "form": form,
        "ladder": ladder_shown(ladder_of(request.actor, found, now), now, ZoneInfo(found.client.site.zone)),
        "zone": found.client.site.zone.replace("_", " "),
        "may_answer": request.actor.may(ANSWER_EVENT),
    }
    return render(request, "console/crisis/event.html", context, status=status)
