"""One person in a team meeting: the note, the decisions, what was added; and what meetings said about somebody."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from stepwell.console.meetings.forms import AddedForm, AskForm, DecisionForm, NoteForm
from stepwell.domain.team.actions.agenda import ask_for_discussion
from stepwell.domain.team.actions.minutes import add_to_minutes, decide, finish_decision, save_minutes
from stepwell.domain.team.permissions import KEEP_MINUTES, VIEW_MEETING
from stepwell.domain.team.queries.meetings import Page, get_meeting, item_in, may_own, meetings_of, writes
from stepwell.kernel import clock
from stepwell.kernel.errors import NotAllowed, Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other


@page(VIEW_MEETING)
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: Request, meeting_id: UUID, client_id: UUID) -> HttpResponseBase:
    """Why they are on the agenda, and a note; saved, it goes on to the next person."""
    found = get_meeting(request.actor, meeting_id)
    item = item_in(found, client_id)
    if request.method != "POST":
        return _show(request, found, client_id)
    if not writes(request.actor, item):
        raise NotAllowed(KEEP_MINUTES.name)
    verb = request.POST.get("verb", "")
    note_form = NoteForm(request.POST, item=item)
    is_decided = verb == "decide" or bool(request.POST.get("words", "").strip())
    staff = may_own(request.actor, item)
    decision_form = DecisionForm(request.POST, staff=staff) if is_decided else None
    who = {"actor": request.actor, "meeting_id": meeting_id, "client_id": client_id, "now": clock.now()}
    if _note_kept(note_form, who) and (decision_form is None or _decision_kept(decision_form, who)):
        messages.success(request, f"Saved{' and decided' if is_decided else ''}: {item.client.called}.")
        after = found.after(item) if verb == "next" else item
        if after is None:
            return see_other(reverse("meeting", args=[meeting_id]), request)
        return see_other(reverse("meeting_person", args=[meeting_id, after.client_id]), request)
    return _show(request, found, client_id, note_form=note_form, decision_form=decision_form)


def _note_kept(form: NoteForm, who: Mapping[str, Any]) -> bool:
    """Whether the note is saved; else the form says why not."""
    if form.is_valid():
        try:
            save_minutes(**who, **form.cleaned_data)
        except Refused as refused:
            show_refusals(form, refused)
    return not form.errors


def _decision_kept(form: DecisionForm, who: Mapping[str, Any]) -> bool:
    """Whether it is decided; else the form says why not."""
    if form.is_valid():
        try:
            decide(**who, draft=form.draft, is_plan=form.cleaned_data["is_plan"])
        except Refused as refused:
            show_refusals(form, refused)
    return not form.errors


@page(KEEP_MINUTES)
@require_POST
def add(request: Request, meeting_id: UUID, client_id: UUID) -> HttpResponseBase:
    """An addendum about one person."""
    found = get_meeting(request.actor, meeting_id)
    item_in(found, client_id)
    form = AddedForm(request.POST)
    if form.is_valid():
        who: dict[str, Any] = {
            "actor": request.actor,
            "meeting_id": meeting_id,
            "client_id": client_id,
            "now": clock.now(),
        }
        try:
            add_to_minutes(**who, words=form.cleaned_data["words"])
        except Refused as refused:
            show_refusals(form, refused)
        else:
            return see_other(reverse("meeting_person", args=[meeting_id, client_id]), request)
    return _show(request, found, client_id, added_form=form)


@page(KEEP_MINUTES)
@require_POST
def done(request: Request, decision_id: UUID) -> HttpResponseBase:
    """A decision is done; back to where it stood."""
    decision = finish_decision(actor=request.actor, decision_id=decision_id, now=clock.now())
    client_id = decision.item.client_id
    messages.success(request, "Done.")
    if request.POST.get("from") == "plan":
        return see_other(reverse("plan", args=[client_id]), request)
    return see_other(reverse("client_meetings", args=[client_id]), request)


@page(VIEW_MEETING)
@require_http_methods(["GET", "HEAD", "POST"])
def of_client(request: Request, client_id: UUID) -> HttpResponseBase:
    """What meetings said about one person, and asking for the next."""
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            words = form.cleaned_data["words"]
            ask_for_discussion(actor=request.actor, client_id=client_id, words=words, now=clock.now())
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, "It is on the next agenda.")
            return see_other(reverse("client_meetings", args=[client_id]), request)
    found = meetings_of(request.actor, client_id)
    given = {"found": found, "client": found.client, "form": form, "may_keep": request.actor.may(KEEP_MINUTES)}
    with timezone.override(ZoneInfo(found.client.site.zone)):
        return render(request, "console/meetings/client.html", given, status=422 if form.errors else 200)


def _show(
    request: Request,
    found: Page,
    client_id: UUID,
    *,
    note_form: NoteForm | None = None,
    decision_form: DecisionForm | None = None,
    added_form: AddedForm | None = None,
) -> HttpResponse:
    """The person's page, with what couldn't be kept still in its fields and what stands there beside it."""
    wrong = note_form or decision_form or added_form
    page_now = get_meeting(request.actor, found.meeting.pk) if wrong else found
    item = item_in(page_now, client_id)
    staff = may_own(request.actor, item)
    given = {
        "page": page_now,
        "meeting": found.meeting,
        "item": item,
        "client": item.client,
        "after": page_now.after(item),
        "may_write": not page_now.is_signed and writes(request.actor, item),
        "may_add": page_now.is_signed and writes(request.actor, item),
        "note_form": note_form if note_form and note_form.errors else NoteForm(None, item=item),
        "stored": item if note_form and note_form.errors and item.revision else None,
        "decision_form": decision_form or DecisionForm(None, staff=staff, owner_id=request.actor.staff_id),
        "added_form": added_form or AddedForm(),
    }
    with timezone.override(ZoneInfo(found.meeting.site.zone)):
        return render(request, "console/meetings/person.html", given, status=422 if wrong else 200)
