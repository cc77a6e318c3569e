"""A warm handover: places asked, the way there, whether they arrived; and what somebody has meanwhile."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.console.admissions.handover_forms import CallForm, GoingForm, MeanwhileForm
from stepwell.domain.admissions.actions.handover import hand_over, record_arrival, record_handover_call
from stepwell.domain.admissions.actions.meanwhile import give_interim
from stepwell.domain.admissions.permissions import GIVE_INTERIM, WORK_ENQUIRY
from stepwell.domain.admissions.queries.handover import HandoverSheet, get_handover
from stepwell.domain.consent.permissions import KEEP_CONSENTS
from stepwell.kernel import clock
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotFound, Refusal, Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other


@page(WORK_ENQUIRY)
def handover(request: Request, enquiry_id: UUID) -> HttpResponseBase:
    """Ask places, and write down what they said; once one takes them, hand them over."""
    sheet = get_handover(request.actor, enquiry_id)
    if request.method != "POST":
        return _handover_page(request, sheet)
    verb = request.POST.get("verb", "")
    if verb == "call":
        return _call(request, sheet)
    if verb == "go":
        return _go(request, sheet)
    raise NotFound("verb")


@page(WORK_ENQUIRY)
def arrival(request: Request, enquiry_id: UUID) -> HttpResponseBase:
    """Whether they arrived where they were handed to."""
    refusals: tuple[Refusal, ...] = ()
    answers = {"yes": True, "no": False}
    if request.method == "POST":
        if (said := request.POST.get("arrived", "")) not in answers:
            raise NotFound("answer")
        try:
            record_arrival(actor=request.actor, enquiry_id=enquiry_id, arrived=answers[said], now=clock.now())
        except Refused as refused:
            refusals = refused.refusals
        else:
            told = (
                "They arrived." if answers[said] else "They did not arrive: the enquiry is open again. Reach them now."
            )
            messages.success(request, told)
            return see_other(reverse("enquiry", args=[enquiry_id]), request)
    sheet = get_handover(request.actor, enquiry_id)
    context = {"sheet": sheet, "enquiry": sheet.enquiry, "zone": sheet.zone, "refusals": refusals}
    return render(request, "console/admissions/arrival.html", context, status=422 if refusals else 200)


@page(GIVE_INTERIM)
def meanwhile(request: Request, enquiry_id: UUID) -> HttpResponseBase:
    """What they were given so far, and one thing more."""
    now = clock.now()
    sheet = get_handover(request.actor, enquiry_id)
    if request.method != "POST":
        return _meanwhile_page(request, sheet, MeanwhileForm(initial={"given_on": day_at(now, sheet.zone)}))
    form = MeanwhileForm(request.POST)
    if not form.is_valid():
        return _meanwhile_page(request, sheet, form)
    try:
        give_interim(
            actor=request.actor, enquiry_id=enquiry_id, interim=form.interim(), key=form.cleaned_data["key"], now=now
        )
    except Refused as refused:
        show_refusals(form, refused)
        return _meanwhile_page(request, sheet, form)
    messages.success(request, "It is saved.")
    return see_other(reverse("enquiry_meanwhile", args=[enquiry_id]), request)


def _call(request: Request, sheet: HandoverSheet) -> HttpResponse:
    form = CallForm(request.POST)
    if not form.is_valid():
        return _handover_page(request, sheet, form)
    try:
        record_handover_call(
            actor=request.actor, enquiry_id=sheet.enquiry.pk, call=form.call(sheet.zone), now=clock.now()
        )
    except Refused as refused:
        show_refusals(form, refused)
        return _handover_page(request, get_handover(request.actor, sheet.enquiry.pk), form)
    messages.success(request, "The call is saved.")
    return see_other(reverse("enquiry_handover", args=[sheet.enquiry.pk]), request)


def _go(request: Request, sheet: HandoverSheet) -> HttpResponse:
    form = GoingForm(sheet.takers, day_at(clock.now(), sheet.zone), request.POST)
    if not form.is_valid():
        return _handover_page(request, sheet, form)
    try:
        hand_over(
            actor=request.actor,
            enquiry_id=sheet.enquiry.pk,
            call_id=form.cleaned_data["call_id"],
            going=form.going(),
            now=clock.now(),
        )
    except Refused as refused:
        show_refusals(form, refused)
        return _handover_page(request, get_handover(request.actor, sheet.enquiry.pk), form)
    messages.success(request, "They are handed over. Today asks you whether they arrived.")
    return see_other(reverse("enquiry", args=[sheet.enquiry.pk]), request)


def _handover_page(request: Request, sheet: HandoverSheet, bound: CallForm | GoingForm | None = None) -> HttpResponse:
    local = clock.now().astimezone(sheet.zone)
    context = {
        "sheet": sheet,
        "enquiry": sheet.enquiry,
        "zone": sheet.zone,
        "bound": bound,
        "call": bound
        if isinstance(bound, CallForm)
        else CallForm(initial={"called_on": local.date(), "called_time": local.time()}),
        "going": bound if isinstance(bound, GoingForm) else GoingForm(sheet.takers, local.date()),
        "may_consent": request.actor.may(KEEP_CONSENTS),
    }
    return render(request, "console/admissions/handover.html", context, status=422 if bound and bound.errors else 200)


def _meanwhile_page(request: Request, sheet: HandoverSheet, form: MeanwhileForm) -> HttpResponse:
    context = {"sheet": sheet, "enquiry": sheet.enquiry, "zone": sheet.zone, "form": form}
    return render(request, "console/admissions/meanwhile.html", context, status=422 if form.errors else 200)
