"""An instrument on this device, in the person's own hands: one question a page, and no way to anything else.

Staff hand the device over; the session sees these pages alone until it is taken back (platform.accounts.handed_over).
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from stepwell.domain.measures.actions import open_sheet, save_answers
from stepwell.domain.measures.models import Administration, Mode
from stepwell.domain.measures.permissions import ANSWER
from stepwell.domain.measures.queries import find_instrument, language_for, languages_of, shown_sheet
from stepwell.domain.measures.rules import Instrument, Rater
from stepwell.domain.measures.rules.steps import last_before_the_end, missing, resume_at, step_at
from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import find_client
from stepwell.kernel import clock
from stepwell.kernel.errors import NotFound, Refused
from stepwell.platform.access.door import Request, page, see_other
from stepwell.platform.accounts.handed_over import hand_over, is_handed_over
from stepwell.workflows.screen import complete_screening_sheet

# What the person reads who has just said that they may not be safe. Ours; docs/clinical.md, "Safety".
TOLD = (
    "Thank you for saying so. Your team has been told. Show this to the person who gave you this device, now. To talk "
    "with somebody at once, call or text 988."
)


@page(ANSWER)
@sensitive_post_parameters()
def here(request: Request, client_id: UUID, code: str) -> HttpResponseBase:
    """Hand the device over; then the question where it was left, or the one asked for."""
    client = find_client(request.actor, client_id, ANSWER)
    first, address = find_instrument(code), reverse("instrument_here", args=[client_id, code])
    if first.rater is not Rater.SELF:
        raise NotFound("instrument", client.pk)
    if request.POST.get("verb") == "hand_over":
        open_sheet(actor=request.actor, client_id=client.pk, code=code, mode=Mode.SELF, now=clock.now())
        hand_over(request, address, reverse("instrument", args=[client.pk, code]))
        return see_other(address, request)
    if not is_handed_over(request, address):
        return see_other(reverse("instrument", args=[client.pk, code]), request)
    sheet = shown_sheet(request.actor, client, code)
    if sheet is None or sheet.completed_at is not None or sheet.set_aside_at is not None:
        return render(request, "console/measures/here_end.html", {"is_sent": True})
    chosen = request.POST.get("in") or request.GET.get("in")
    text = find_instrument(code, chosen or language_for(client, code, sheet))
    if request.method != "POST":
        return _show(request, client, text, sheet, _place(request.GET.get("at", "")))
    if request.POST.get("verb") == "send":
        return _send(request, client, text, sheet)
    return _keep(request, client, text, sheet)


def _keep(request: Request, client: Client, text: Instrument, sheet: Administration) -> HttpResponseBase:
    """Keep one answer and go to the next question."""
    step = step_at(text, sheet.answers, _place(request.POST.get("at", "")) or 1)
    if step is None:
        return _show(request, client, text, sheet, len(text.items) + 1)
    typed = request.POST.get("answer", "")
    if not typed and not step.item.required:
        return see_other(f"{_address(client, text)}?at={step.at + 1}", request)
    value = step.read(typed)
    if value is None:
        return _show(request, client, text, sheet, step.at, error=step.how, status=422)
    try:
        saved = save_answers(
            actor=request.actor,
            client_id=client.pk,
            code=text.code,
            answers={step.item.id: value},
            version=request.POST.get("version", ""),
            sheet_id=sheet.pk,
            # the person's own answer stands, whoever wrote down another before
            seen=sheet.answers,
            language=text.language,
            now=clock.now(),
        )
    except Refused as refused:
        return _show(request, client, text, sheet, step.at, error=str(refused), status=422)
    if saved.alarm_raised:
        messages.warning(request, TOLD)
    if saved.is_earlier:
        return _show(request, client, text, saved.sheet, None, has_changed=True, status=409)
    return see_other(f"{_address(client, text)}?at={step.at + 1}", request)


def _send(request: Request, client: Client, text: Instrument, sheet: Administration) -> HttpResponseBase:
    try:
        complete_screening_sheet(
            actor=request.actor,
            client_id=client.pk,
            code=text.code,
            answers={},
            version=request.POST.get("version", ""),
            sheet_id=sheet.pk,
            now=clock.now(),
        )
    except Refused:
        return _show(request, client, text, sheet, len(text.items) + 1, status=422)
    return see_other(_address(client, text), request)


def _show(
    request: Request,
    client: Client,
    text: Instrument,
    sheet: Administration,
    at: int | None,
    *,
    error: str = "",
    has_changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    answers = dict(sheet.answers) if sheet.instrument_version == text.version else {}
    step = step_at(text, answers, at or resume_at(text, answers))
    context: dict[str, Any] = {
        "text": text,
        "languages": languages_of(text.code),
        "address": _address(client, text),
        "error": error,
        "has_changed": has_changed,
    }
    if step is not None:
        shown = request.POST.get("answer", "") if error else step.value
        return render(request, "console/measures/here.html", context | {"step": step, "shown": shown}, status=status)
    context |= {"missing": missing(text, answers), "back": last_before_the_end(text, answers)}
    return render(request, "console/measures/here_end.html", context, status=status)


def _address(client: Client, text: Instrument) -> str:
    return reverse("instrument_here", args=[client.pk, text.code])


def _place(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 and int(typed) > 0 else None
