"""The placement page: rated with evidence, suggested, decided by a clinician, and from then on read."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.console.admissions.placement_form import PlacementForm, initial_of
from stepwell.console.admissions.placement_page import decision_of, rows_of, verdict_of
from stepwell.console.editing.shown import editing_line, whose
from stepwell.domain.admissions import permissions
from stepwell.domain.admissions.actions.placement import confirm_placement, meet_need, save_placement
from stepwell.domain.admissions.models import Placement
from stepwell.domain.admissions.queries.placement import (
    PlacementState,
    draft_of,
    known_findings_of,
    placement_state,
    token_of,
)
from stepwell.domain.admissions.rules.levels import Edition
from stepwell.kernel import clock
from stepwell.kernel.errors import NotFound, Refusal, Refused
from stepwell.kernel.wording import clock_24
from stepwell.platform.access.door import Request, page, see_other


@page(permissions.VIEW_ENQUIRY)
def placement(request: Request, enquiry_id: UUID) -> HttpResponseBase:
    """The draft to go on with, else the last decision, else a first draft."""
    now = clock.now()
    if request.method == "POST":
        if request.POST.get("verb") == "meet":
            return _meet(request, enquiry_id, now)
        return _save(request, enquiry_id, now)
    state = placement_state(request.actor, enquiry_id)
    may_rate = request.actor.may(permissions.RATE_PLACEMENT)
    begins = state.draft is not None or not state.decided or "new" in request.GET
    if begins and may_rate and "decision" not in request.GET:
        draft = state.going_on
        return _show_form(request, state, PlacementForm(draft.edition, initial=initial_of(draft, state.token)))
    return _show_decision(request, state)


def _save(request: Request, enquiry_id: UUID, now: datetime) -> HttpResponseBase:
    """Keep what the page holds; decide if that was asked. What was typed stays on the page whatever happens.

    The verb that names an edition begins the draft again in it.
    """
    verb = request.POST.get("verb", "")
    form = PlacementForm(_edition(request.POST.get("edition", Edition.THIRD.value)), request.POST)
    draft = form.draft()
    if form.errors:
        return _refused(request, enquiry_id, form, ())
    if verb in {*Edition}:
        draft = draft.begun_in(Edition(verb))
    saved: Placement | None = None
    try:
        whence = {name: form.cleaned_data[name] for name in ("token", "page")}
        saved = save_placement(
            actor=request.actor, enquiry_id=enquiry_id, draft=draft, **whence, stays=bool(request.htmx), now=now
        )
        if verb == "confirm":
            confirm_placement(
                actor=request.actor,
                enquiry_id=enquiry_id,
                placement_id=saved.pk,
                revision=saved.revision,
                now=now,
            )
            return see_other(_address(enquiry_id), request)
    except Refused as refused:
        return _refused(request, enquiry_id, form, refused.refusals, saved)
    if request.htmx:
        state = placement_state(request.actor, enquiry_id)
        return render(request, "console/admissions/_placement_saved.html", _swapped(request, state, form))
    if verb == "later":
        return see_other(reverse("enquiry", args=[enquiry_id]), request)
    return see_other(_address(enquiry_id), request)


def _edition(code: str) -> Edition:
    try:
        return Edition(code)
    except ValueError:
        raise NotFound("edition") from None


def _meet(request: Request, enquiry_id: UUID, now: datetime) -> HttpResponseBase:
    """What had to happen has happened."""
    need = request.POST.get("need", "")
    try:
        meet_need(
            actor=request.actor,
            need_id=int(need) if need.isascii() and need.isdigit() and len(need) < 18 else 0,
            note=request.POST.get("note", ""),
            now=now,
        )
    except Refused as refused:
        return _show_decision(request, placement_state(request.actor, enquiry_id), refused.refusals, status=422)
    return see_other(f"{_address(enquiry_id)}?decision", request)


def _refused(
    request: Request,
    enquiry_id: UUID,
    form: PlacementForm,
    refusals: tuple[Refusal, ...],
    saved: Placement | None = None,
) -> HttpResponse:
    """The same page with its refusals. After a clash it carries what stands now, so that saving again is a choice.

    `saved` is the draft where it was kept and what was refused came after that.
    """
    state = placement_state(request.actor, enquiry_id)
    whole = [refusal for refusal in refusals if refusal.where not in form.fields]
    for refusal in refusals:
        if refusal.where in form.fields:
            form.add_error(refusal.where, f"{refusal.what} {refusal.mend}".strip())
    if request.htmx:
        # the fields stay as they are, so theirs can't stand beside them yet
        if state.enquiry.closed_at is None:
            mend = "Choose “Save for later” to see both before one is kept."
            whole = [Refusal(each.what, each.where, mend) for each in whole]
        context = _swapped(request, state, form) | {"whole": whole, "keep_token": True}
        return render(request, "console/admissions/_placement_saved.html", context, status=422)
    return _show_form(request, state, form, whole=whole, clash=bool(whole), saved=saved, status=422)


def _show_form(
    request: Request,
    state: PlacementState,
    form: PlacementForm,
    *,
    whole: list[Refusal] | None = None,
    clash: bool = False,
    saved: Placement | None = None,
    status: int = 200,
) -> HttpResponse:
    theirs = draft_of(state.draft, state.draft_ratings) if clash and state.draft else None
    draft = form.draft() if form.is_bound else state.going_on
    context = _context(request, state) | {
        "form": form,
        "edition": form.edition,
        "others": [one for one in Edition if one is not form.edition],
        "rows": rows_of(form, known_findings_of(request.actor, state.enquiry, form.edition), theirs),
        "theirs": theirs,
        "theirs_is": whose(state.draft, request.actor),
        "verdict": verdict_of(draft),
        "whole": whole,
        "token": _token(state, form, clash, saved),
        "page": uuid4().hex,
        "earlier": state.decided[0] if state.decided else None,
        "editing": editing_line(
            request.actor, "placement", state.enquiry.pk, ZoneInfo(state.enquiry.site.zone), clock.now()
        ),
    }
    return render(request, "console/admissions/placement.html", context, status=status)


def _token(state: PlacementState, form: PlacementForm, clash: bool, saved: Placement | None) -> str:
    """What the page is made from: its own save, or what it met: it shows both, and from there saving is a choice."""
    if saved is not None:
        return token_of(saved, state.decided[0] if state.decided else None)
    sent: str = form.data.get("token", "")
    return state.token if clash or not form.is_bound else sent


def _show_decision(
    request: Request, state: PlacementState, refusals: tuple[Refusal, ...] = (), status: int = 200
) -> HttpResponse:
    decision = None
    if state.decided:
        last = state.decided[0]
        draft = draft_of(last, state.decided_ratings)
        decision = decision_of(last, state.needs, draft, state.enquiry.site.zone)
    context = _context(request, state) | {
        "decision": decision,
        "refusals": [{"what": each.what, "mend": each.mend, "href": f"#{each.where}"} for each in refusals],
        "need_refused": {each.where for each in refusals},
        "note": request.POST.get("note", ""),
        "older": [(one, Edition(one.edition)) for one in state.decided[1:]],
    }
    return render(request, "console/admissions/placement_decided.html", context, status=status)


def _swapped(request: Request, state: PlacementState, form: PlacementForm) -> dict[str, Any]:
    """What htmx swaps around the fields; the fields themselves are never swapped: typing goes on meanwhile."""
    return _context(request, state) | {"form": form, "verdict": verdict_of(form.draft()), "is_swap": True}


def _context(request: Request, state: PlacementState) -> dict[str, Any]:
    enquiry = state.enquiry
    return {
        "enquiry": enquiry,
        "client": enquiry.client,
        "draft": state.draft,
        "token": state.token,
        "saved_at": clock_24(state.draft.saved_at, ZoneInfo(enquiry.site.zone)) if state.draft else "",
        "address": _address(enquiry.pk),
        "enquiry_url": reverse("enquiry", args=[enquiry.pk]),
        "admissions_url": reverse("admissions"),
        "may_confirm": request.actor.may(permissions.CONFIRM_PLACEMENT),
        "may_rate": request.actor.may(permissions.RATE_PLACEMENT) and enquiry.closed_at is None,
    }


def _address(enquiry_id: UUID) -> str:
    return reverse("placement", args=[enquiry_id])
