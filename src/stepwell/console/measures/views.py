"""The instrument's page: answered question by question, saved as it goes, finished once, read ever after."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.console.measures.forms import ReviewForm, SheetForm
from stepwell.console.measures.sheet import Sheet, sheet_of
from stepwell.domain.admissions.permissions import VIEW_ENQUIRY
from stepwell.domain.measures import actions
from stepwell.domain.measures.actions import Saved
from stepwell.domain.measures.models import Administration
from stepwell.domain.measures.permissions import ANSWER, REVIEW_ALARM, VIEW_ANSWERS
from stepwell.domain.measures.queries import (
    find_instrument,
    finished_sheets,
    language_for,
    languages_of,
    names_of,
    reviews_of,
    settled_words,
    shown_sheet,
)
from stepwell.domain.measures.rules import Instrument
from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import find_client
from stepwell.kernel import clock
from stepwell.kernel.errors import NotFound, Refusal, Refused
from stepwell.kernel.wording import date_and_time
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other
from stepwell.workflows.screen import complete_screening_sheet, screening_of

# The text changed between a page and its answers: those are on a sheet of their own, in the history beside it.
CHANGED = Refusal(
    "The questions have changed since this page was opened. What was answered is kept with the earlier questions, and "
    "not scored.",
    mend="What still fits is marked below. Read the questions again with the person, then save.",
)


@page(VIEW_ANSWERS)
def instrument(request: Request, client_id: UUID, code: str) -> HttpResponseBase:
    """One instrument of one client: the open sheet, else the last finished one, else a first one."""
    now = clock.now()
    client = find_client(request.actor, client_id, VIEW_ANSWERS)
    text = find_instrument(code, request.POST.get("in", ""))
    if request.method != "POST":
        sheet = shown_sheet(request.actor, client, code, _asked_sheet(request))
        is_open = sheet is None or (sheet.completed_at is None and sheet.set_aside_at is None)
        language = request.GET.get("in") or (language_for(client, code, sheet) if is_open else "")
        return _show(request, client, find_instrument(code, language), sheet)
    verb = request.POST.get("verb", "")
    if verb == "again":
        actions.open_sheet(actor=request.actor, client_id=client.pk, code=code, now=now)
        return see_other(_address(client, code), request)
    if verb == "review":
        return _review(request, client, text, now)
    return _answer(request, client, text, verb, now)


def _answer(request: Request, client: Client, text: Instrument, verb: str, now: datetime) -> HttpResponseBase:
    """Save what the page holds; finish if that was asked. What was typed stays on the page whatever happens."""
    form = SheetForm(text, request.POST).read()
    saved: Saved | None = None
    try:
        saved = actions.save_answers(
            actor=request.actor,
            client_id=client.pk,
            code=text.code,
            answers=form.answers,
            version=str(form.cleaned_data.get("version") or ""),
            sheet_id=form.sheet_id,
            seen=form.seen_answers,
            remove=form.item_to_remove,
            language=text.language,
            sent=form.sent,
            now=now,
        )
        if saved.is_earlier:
            raise Refused(CHANGED)
        if form.odd:
            raise Refused(*form.odd)
        if verb == "finish" and not saved.conflicts:
            # nothing is given again here: what was saved a moment ago is what is finished
            done = complete_screening_sheet(
                actor=request.actor,
                client_id=client.pk,
                code=text.code,
                answers={},
                version=text.version,
                sheet_id=saved.sheet.pk,
                now=now,
            )
            return see_other(_address(client, text.code, done), request)
    except Refused as refused:
        return _show_refused(request, client, text, form, saved=saved, refusals=refused.refusals)
    if request.htmx:
        return _saved_fragment(request, client, text, form, saved)
    if saved.conflicts:
        shown = _sheet_after(request, text, form, saved)
        return _show(request, client, text, saved.sheet, shown=shown, status=409)
    if verb == "later":
        back = _screening(request, client).get("enquiry_url") or reverse("client", args=[client.pk])
        return see_other(str(back), request)
    return see_other(_address(client, text.code), request)


def _review(request: Request, client: Client, text: Instrument, now: datetime) -> HttpResponseBase:
    form = ReviewForm(request.POST)
    form.is_valid()
    sheet_id = SheetForm(text, request.POST).read().sheet_id
    if sheet_id is None:
        raise NotFound("sheet")
    try:
        actions.review_alarm(
            actor=request.actor, client_id=client.pk, sheet_id=sheet_id, note=form.cleaned_data.get("note", ""), now=now
        )
    except Refused as refused:
        show_refusals(form, refused, otherwise="note")
        sheet = shown_sheet(request.actor, client, text.code, sheet_id)
        return _show(request, client, text, sheet, review=form, status=422)
    return see_other(f"{_address(client, text.code)}?sheet={sheet_id}", request)


def _show_refused(
    request: Request,
    client: Client,
    text: Instrument,
    form: SheetForm,
    *,
    saved: Saved | None,
    refusals: Sequence[Refusal],
) -> HttpResponse:
    """The page with what was typed and why it can't be taken so. Answers that were saved before stay saved, and of
    those to an earlier text a safety answer has reached the team all the same.
    """
    is_told = saved is not None and saved.is_earlier
    if request.htmx and is_told:
        # swapping what stands around them would put today's version beside the earlier questions
        return HttpResponse(status=204, headers={"HX-Trigger": "questions-changed"})
    kept = (
        saved.sheet if saved and not is_told else _of_this_version(shown_sheet(request.actor, client, text.code), text)
    )
    if kept is not None and kept.completed_at is not None:
        kept = None  # it was finished meanwhile: what was typed is shown as what it is, not saved
    shown = sheet_of(text, kept, typed=form.answers, refusals=refusals, seen=form.seen_answers)
    shown = replace(shown, alarm_is_raised=shown.alarm_is_raised or is_told)
    whole = [refusal for refusal in refusals if not refusal.where]
    if request.htmx:
        context = _context(request, client, text, kept, shown) | {"whole": whole, "is_swap": True}
        return render(request, "console/measures/_saved.html", context, status=422)
    return _show(request, client, text, kept, shown=shown, whole=whole, status=422)


def _saved_fragment(request: Request, client: Client, text: Instrument, form: SheetForm, saved: Saved) -> HttpResponse:
    """What changed around the questions. The questions themselves are never swapped: a choice made meanwhile stays."""
    shown = _sheet_after(request, text, form, saved)
    context = _context(request, client, text, saved.sheet, shown)
    context |= {"is_swap": True, "review": ReviewForm() if saved.alarm_raised else None}
    return render(request, "console/measures/_saved.html", context)


def _sheet_after(request: Request, text: Instrument, form: SheetForm, saved: Saved) -> Sheet:
    mine = {each.item: each.yours for each in saved.conflicts}
    names = names_of(request.actor, [each.by for each in saved.conflicts])
    seen = form.seen_answers
    return sheet_of(text, saved.sheet, typed=mine, conflicts=saved.conflicts, seen=seen, names=names)


def _show(
    request: Request,
    client: Client,
    text: Instrument,
    kept: Administration | None,
    *,
    shown: Sheet | None = None,
    whole: Sequence[Refusal] = (),
    review: ReviewForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page: a form, or, once finished, the answers to read."""
    # an earlier version's answers mean nothing beside today's questions: only what was scored then is shown
    same = _of_this_version(kept, text)
    shown = shown or sheet_of(text, same)
    finished = kept is not None and (kept.completed_at is not None or kept.set_aside_at is not None)
    kept_before, kept = kept, kept if finished else same
    zone = ZoneInfo(client.site.zone)
    context = _context(request, client, text, kept, shown)
    context |= {
        "history": [
            (date_and_time(each.completed_at or each.saved_at, zone), each)
            for each in finished_sheets(request.actor, client, text.code)
        ],
        "review": review or ReviewForm(),
        "screening": _screening(request, client),
        "whole": whole,
        # answers that were saved, and a question that still has none
        "finish_refused": status == 422 and not whole and bool(shown.missing),
        "earlier_open": not finished and kept_before is not None and same is None,
        "earlier": finished and same is None,
    }
    template = "result.html" if finished or not context["may_answer"] else "sheet.html"
    return render(request, f"console/measures/{template}", context, status=status)


def _context(
    request: Request, client: Client, text: Instrument, kept: Administration | None, shown: Sheet
) -> dict[str, Any]:
    reviews = reviews_of(request.actor, kept) if kept and kept.alarm_code else []
    zone = ZoneInfo(client.site.zone)
    return {
        "reviews": reviews,
        "settled": settled_words(request.actor, kept, reviews) if kept and kept.alarm_code else "",
        "client": client,
        "text": text,
        "languages": languages_of(text.code),
        "kept": kept,
        "sheet": shown,
        "sheet_id": kept.pk if kept else request.POST.get("sheet") or uuid4(),
        "finished_at": date_and_time(kept.completed_at, zone) if kept and kept.completed_at else "",
        "saved_at": date_and_time(kept.saved_at, zone) if kept else "",
        "address": _address(client, text.code),
        "client_url": reverse("client", args=[client.pk]),
        "crisis_url": reverse("crisis"),
        "may_answer": request.actor.may(ANSWER),
        "may_review": request.actor.may(REVIEW_ALARM),
    }


def _screening(request: Request, client: Client) -> dict[str, Any]:
    """The enquiry's instruments, so that the next one is a click away."""
    if not request.actor.may(VIEW_ENQUIRY):
        return {}
    found = screening_of(request.actor, client)
    if found.enquiry is None:
        return {}
    return {
        "enquiry_url": reverse("enquiry", args=[found.enquiry.pk]),
        "placement_url": reverse("placement", args=[found.enquiry.pk]),
        "is_finished": found.is_finished,
        "asked": [
            (title, finished, reverse("instrument", args=[client.pk, code])) for code, title, finished in found.asked
        ],
    }


def _of_this_version(kept: Administration | None, text: Instrument) -> Administration | None:
    return kept if kept is not None and kept.instrument_version == text.version else None


def _asked_sheet(request: HttpRequest) -> UUID | None:
    """The sheet that the address names, if it names one."""
    named = request.GET.get("sheet", "")
    if not named:
        return None
    try:
        return UUID(named)
    except ValueError as error:
        raise NotFound("sheet") from error


def _address(client: Client, code: str, sheet: Administration | None = None) -> str:
    address = reverse("instrument", args=[client.pk, code])
    return f"{address}?sheet={sheet.pk}" if sheet else address
