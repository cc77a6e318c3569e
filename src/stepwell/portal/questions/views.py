"""A few questions on the phone: one a page, each answer kept at once, sent at the end.

Plain forms, so that it works with scripts off. The address names a place ("at=3"), never a question or an answer.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from stepwell.domain.measures.actions import save_own_answer, send_own_answers
from stepwell.domain.measures.models import Asking
from stepwell.domain.measures.queries import find_instrument, language_for, languages_of, own_asking
from stepwell.domain.measures.rules import Instrument
from stepwell.domain.measures.rules.steps import last_before_the_end, missing, resume_at, step_at
from stepwell.domain.people.queries import care_team, own_client
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.kernel.languages import SPANISH
from stepwell.platform.access.door import Request, page, see_other
from stepwell.portal.permissions import OPEN_PORTAL
from stepwell.portal.readers import who_sees
from stepwell.portal.words import how
from stepwell.workflows.measuring import not_this_time


@page(OPEN_PORTAL)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: Request, asking_id: UUID) -> HttpResponseBase:
    """The question where it was left, or the one asked for; at the end, a look at what is sent."""
    asking = own_asking(request.actor, asking_id)
    if asking.answered_at is not None:
        return see_other(reverse("me_questions_sent"), request)
    instrument = _text(request, asking)
    if request.method != "POST":
        return _show(request, asking, instrument, _place(request.GET.get("at", "")))
    if request.POST.get("verb") == "send":
        return _send(request, asking, instrument)
    if request.POST.get("verb") == "put_off":
        return _put_off(request, asking)
    return _keep(request, asking, instrument)


@page(OPEN_PORTAL)
@require_GET
def questions_sent(request: Request) -> HttpResponseBase:
    """Thank you, and who reads it."""
    readers = who_sees(care_team(request.actor, own_client(request.actor)))
    return render(request, "portal/questions_sent.html", {"readers": readers})


def _text(request: Request, asking: Asking) -> Instrument:
    """The questions in the language that was chosen; else in the last one, or the one the person speaks."""
    code = asking.instrument_code
    chosen = request.POST.get("in") or request.GET.get("in")
    return find_instrument(
        code, chosen or language_for(own_client(request.actor), code, asking.sheet, request.actor.language)
    )


def _keep(request: Request, asking: Asking, instrument: Instrument) -> HttpResponseBase:
    """Keep one answer and go to the next question; a safety answer opens Help first, with the answers kept."""
    at = _place(request.POST.get("at", "")) or 1
    step = step_at(instrument, _answers(asking, instrument), at)
    typed = request.POST.get("answer", "")
    if step is None or (not typed and not step.item.required):
        return see_other(_address(asking, step.at + 1 if step else at), request)
    value = step.read(typed)
    if value is None:
        return _show(request, asking, instrument, step.at, error=how(step), status=422)
    try:
        saved = save_own_answer(
            actor=request.actor,
            asking_id=asking.pk,
            item=step.item.id,
            value=value,
            version=request.POST.get("version", ""),
            language=instrument.language,
            now=clock.now(),
        )
    except Refused as refused:
        return _show(request, asking, instrument, step.at, error=str(refused), status=422)
    if saved.is_earlier and not saved.alarm_raised:
        asking = own_asking(request.actor, asking.pk)
        return _show(request, asking, instrument, None, has_changed=True, status=409)
    if saved.alarm_raised:
        messages.success(
            request, gettext("Your answers are kept. Your team has been told that you may need somebody now.")
        )
        return see_other(reverse("me_help"), request)
    return see_other(_address(asking, step.at + 1), request)


def _send(request: Request, asking: Asking, instrument: Instrument) -> HttpResponseBase:
    try:
        version = request.POST.get("version", "")
        send_own_answers(actor=request.actor, asking_id=asking.pk, version=version, now=clock.now())
    except Refused:
        if version != instrument.version:
            return _show(request, asking, instrument, None, has_changed=True, status=409)
        return _show(request, asking, instrument, len(instrument.items) + 1, status=422)
    return see_other(reverse("me_questions_sent"), request)


def _put_off(request: Request, asking: Asking) -> HttpResponseBase:
    """Not this time: nobody asks until after the next session."""
    try:
        not_this_time(actor=request.actor, asking_id=asking.pk, now=clock.now())
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, gettext("That’s all right. We ask again after your next session."))
    return see_other(reverse("me_today"), request)


def _show(
    request: Request,
    asking: Asking,
    instrument: Instrument,
    at: int | None,
    *,
    error: str = "",
    has_changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    # the words around a question are in its language, where it was chosen on this page alone
    spoken = instrument.language.partition("-")[0]
    with translation.override(spoken if spoken == SPANISH else translation.get_language()):
        return _page(request, asking, instrument, at, error, has_changed=has_changed, status=status)


def _page(
    request: Request,
    asking: Asking,
    instrument: Instrument,
    at: int | None,
    error: str,
    *,
    has_changed: bool,
    status: int,
) -> HttpResponse:
    answers = _answers(asking, instrument)
    step = step_at(instrument, answers, at or resume_at(instrument, answers))
    context: dict[str, Any] = {
        "text": instrument,
        "languages": languages_of(instrument.code),
        "address": reverse("me_questions", args=[asking.pk]),
        "today_url": reverse("me_today"),
        "error": error,
        "has_changed": has_changed,
        "readers": who_sees(care_team(request.actor, own_client(request.actor))),
    }
    if step is not None:
        shown = request.POST.get("answer", "") if error else step.value
        return render(request, "portal/questions.html", context | {"step": step, "shown": shown}, status=status)
    context |= {"missing": missing(instrument, answers), "back": last_before_the_end(instrument, answers)}
    return render(request, "portal/questions_end.html", context, status=status)


def _answers(asking: Asking, instrument: Instrument) -> dict[str, int]:
    """What was answered to today's text; answers to an earlier one are answers to other questions."""
    sheet = asking.sheet
    if sheet is None or sheet.instrument_version != instrument.version or sheet.set_aside_at is not None:
        return {}
    return dict(sheet.answers)


def _address(asking: Asking, at: int) -> str:
    return f"{reverse('me_questions', args=[asking.pk])}?at={at}"


def _place(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 and int(typed) > 0 else None
