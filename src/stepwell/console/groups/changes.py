"""Edits of a group: one session or more of them changed or canceled, and the group ended."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from stepwell.console.groups.forms import CancelForm, ChangeForm, EndForm, LanguageForm
from stepwell.console.groups.telling import hearers
from stepwell.console.groups.views import series_page
from stepwell.console.undo.offers import offer
from stepwell.domain.week.actions import (
    Taken,
    cancel_session,
    change_sessions,
    end_series,
    foresee_change,
    restore_session,
    say_language,
)
from stepwell.domain.week.actions.edits import Foreseen
from stepwell.domain.week.models import CancelReason, Session
from stepwell.domain.week.permissions import MOVE_SESSION, PLAN_WEEK
from stepwell.domain.week.queries import movable_session
from stepwell.domain.week.queries.groups import choices_to_change, find_group, group_sheet, weekdays_on
from stepwell.domain.week.queries.sessions import canceled_session, session_to_change
from stepwell.domain.week.rules.phases import Scope
from stepwell.kernel import clock
from stepwell.kernel.errors import NotFound, Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other


@page(MOVE_SESSION)
def change(request: Request, session_id: UUID) -> HttpResponseBase:
    """Another time, place or leader for this session, this and all later, or all to come: first shown, then saved."""
    now = clock.now()
    session = session_to_change(request.actor, session_id)
    scopes = tuple(Scope) if _changes_all(request, session) else (Scope.ONE,)
    data = request.POST if request.method == "POST" else None
    form = ChangeForm(choices_to_change(request.actor, session), session, weekdays_on(session), scopes, data)
    if data is None or not form.is_valid():
        return _change_page(request, session, form, None, 200 if data is None else 422)
    asked: dict[str, Any] = {"session_id": session_id, "scope": form.scope, "change": form.change(), "now": now}
    asked["despite"] = form.cleaned_data["despite"]
    if data.get("verb") != "save":
        seen = foresee_change(actor=request.actor, **asked)
        if seen.refusals:
            show_refusals(form, Refused(*seen.refusals))
            return _change_page(request, session, form, None, 409 if seen.is_taken else 422)
        return _change_page(request, session, form, seen, 200)
    try:
        seen = change_sessions(actor=request.actor, **asked)
    except Refused as refused:
        show_refusals(form, refused)
        return _change_page(request, session, form, None, 409 if isinstance(refused, Taken) else 422)
    count = len(seen.puts)
    messages.success(request, "The session is changed." if count == 1 else f"{count} sessions are changed.")
    return see_other(reverse("series", args=[session.series_id]), request)


def _changes_all(request: Request, session: Session) -> bool:
    """Whether an edit may reach later sessions too: of a group for planners, of somebody's own for who plans them."""
    if session.series.is_own:
        return session.series.is_weekly and bool(session.plans_own)  # type: ignore[attr-defined]  # annotated
    return session.site_id in request.actor.sites_for(PLAN_WEEK)


def _change_page(
    request: Request, session: Session, form: ChangeForm, seen: Foreseen | None, status: int
) -> HttpResponse:
    given = {"session": session, "series": session.series, "form": form, "seen": seen}
    with timezone.override(ZoneInfo(session.site.zone)):
        return render(request, "console/groups/change.html", given, status=status)


@page(MOVE_SESSION)
def cancel(request: Request, session_id: UUID) -> HttpResponseBase:
    """One session doesn't take place, with a reason; it can be taken back at once, and restored later."""
    now = clock.now()
    session = movable_session(request.actor, session_id)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = CancelReason(form.cleaned_data["reason"])
        try:
            cancel_session(actor=request.actor, session_id=session_id, reason=reason, now=now)
        except Refused as refused:
            show_refusals(form, refused)
        else:
            back = reverse("series", args=[session.series_id])
            messages.success(request, "The session is canceled. Who was booked is free at that time, and is told.")
            offer(request, "session canceled", said="Session canceled.", back=back, now=now, session=str(session.pk))
            return see_other(back, request)
    given = {"session": session, "series": session.series, "form": form}
    given |= hearers(request.actor, session, now)
    with timezone.override(ZoneInfo(session.site.zone)):
        return render(request, "console/groups/cancel.html", given, status=422 if form.errors else 200)


@require_POST
@page(MOVE_SESSION)
def restore(request: Request, session_id: UUID) -> HttpResponseBase:
    """A canceled session takes place after all, or it is said what is in the way."""
    session = canceled_session(request.actor, session_id)
    try:
        restore_session(actor=request.actor, session_id=session_id, now=clock.now())
    except Refused as refused:
        said = " ".join(f"{one.what} {one.mend}".strip() for one in refused.refusals)
        messages.error(request, f"Not restored. {said}")
    else:
        messages.success(request, "The session takes place again, with everybody who belongs.")
    return see_other(reverse("series", args=[session.series_id]), request)


@require_POST
@page(PLAN_WEEK)
def language(request: Request, series_id: UUID) -> HttpResponseBase:
    """In which language the group is held."""
    sheet = group_sheet(request.actor, series_id, clock.now())
    form = LanguageForm(request.POST)
    if form.is_valid():
        try:
            say_language(actor=request.actor, series_id=series_id, language=form.cleaned_data["language"])
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, "Saved. Who joins is asked about it; who belongs stays.")
            return see_other(reverse("series", args=[series_id]), request)
    return series_page(request, sheet, language=form, status=422)


@page(PLAN_WEEK)
def end(request: Request, series_id: UUID) -> HttpResponseBase:
    """The group meets for the last time; what has taken place stays as it was."""
    now = clock.now()
    series = find_group(request.actor, series_id)
    if series.site_id not in request.actor.sites_for(PLAN_WEEK):
        raise NotFound("series")
    today = clock.day_at(now, ZoneInfo(series.site.zone))
    form = EndForm(request.POST if request.method == "POST" else None, initial={"last_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            end_series(actor=request.actor, series_id=series_id, ends_on=form.ends_on, now=now)
        except Refused as refused:
            show_refusals(form, refused, names={"ends_on": "last_on", "left_on": "last_on"})
        else:
            messages.success(request, "The group ends after that day.")
            return see_other(reverse("series", args=[series_id]), request)
    return render(
        request, "console/groups/end.html", {"series": series, "form": form}, status=422 if form.errors else 200
    )
