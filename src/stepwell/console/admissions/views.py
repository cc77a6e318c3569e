"""Admissions: the board, taking in a referral or a call, who it is about, and one enquiry."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.console.admissions.compare import beside_caller, beside_referral
from stepwell.console.admissions.forms import CallForm, UploadForm, chosen_id
from stepwell.console.contact.shown import call_of
from stepwell.domain.admissions.actions.enquiry import Arrival, open_enquiry
from stepwell.domain.admissions.actions.referral import link_referral, receive_referral, register_referred
from stepwell.domain.admissions.permissions import SET_PROTOCOL, VIEW_ENQUIRY, WORK_ENQUIRY
from stepwell.domain.admissions.queries import enquiry as enquiries
from stepwell.domain.admissions.queries.online import waiting_online
from stepwell.domain.admissions.queries.pipeline import pipeline as board_of
from stepwell.domain.admissions.queries.referral import get_match
from stepwell.domain.admissions.values import ItemKind
from stepwell.domain.assessment.queries import assessment_of
from stepwell.domain.contact.queries import reach_of
from stepwell.domain.orientation.models import Orientation
from stepwell.domain.orientation.permissions import GIVE_ORIENTATION
from stepwell.domain.orientation.queries import last_signed
from stepwell.domain.people.models import Site
from stepwell.domain.people.queries import my_sites
from stepwell.interop.fhir.referral import read_referral
from stepwell.kernel import clock
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound, Refusal, Refused
from stepwell.kernel.wording import span_words
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other
from stepwell.platform.access.uploads import was_too_large


@page(VIEW_ENQUIRY)
def pipeline(request: Request) -> HttpResponse:
    """Everybody who wants to start, by stage."""
    now = clock.now()
    sites = my_sites(request.actor)
    context = {
        "board": board_of(request.actor, now),
        "online": [(one, span_words(now - one.received_at)) for one in waiting_online(request.actor)],
        "now": now,
        "zone": ZoneInfo(sites[0].zone) if sites else ZoneInfo("UTC"),
        "may_work": request.actor.may(WORK_ENQUIRY),
        "may_set": request.actor.may(SET_PROTOCOL),
    }
    return render(request, "console/admissions/pipeline.html", context)


@page(WORK_ENQUIRY)
def upload(request: Request) -> HttpResponseBase:
    """A referral as a file. It is read whole before anything is stored."""
    now = clock.now()
    sites = _desks(request.actor)
    if request.method != "POST":
        return _upload_page(request, UploadForm(sites))
    form = UploadForm(sites, request.POST, request.FILES)
    if was_too_large(request):
        limit = settings.REFERRAL_MAX_BYTES // (1024 * 1024)
        mend = "Ask the sender for a shorter period of the record."
        fresh = UploadForm(sites, initial=request.POST.dict())
        return _upload_page(request, fresh, (Refusal(f"This file is larger than {limit} MB.", "", mend),))
    if not form.is_valid():
        return _upload_page(request, form)
    try:
        record = read_referral(form.cleaned_data["file"].read())
        arrival = receive_referral(
            actor=request.actor,
            site=form.chosen_site,
            record=record,
            source_name=form.cleaned_data["source_name"],
            now=now,
        )
    except Refused as refused:
        return _upload_page(request, form, refused.refusals)
    if arrival.is_repeat:
        messages.info(request, "This file was here before. Nothing was stored twice.")
    else:
        unplaced = sum(count for _, count in record.unplaced)
        messages.success(request, f"The file was read whole: {len(record.items)} with a place, {unplaced} without one.")
    return see_other(_where_to(arrival), request)


@page(WORK_ENQUIRY)
def match(request: Request, referral_id: UUID) -> HttpResponseBase:
    """Could this be the same person? Both beside each other, and somebody decides."""
    now = clock.now()
    refusals: Sequence[Refusal] = ()
    if request.method == "POST":
        try:
            arrival = _decide(request, referral_id, now=now)
        except Refused as refused:
            refusals = refused.refusals
        else:
            return see_other(_where_to(arrival), request)
    found = get_match(request.actor, referral_id)
    if found.referral.enquiry_id:
        return see_other(reverse("enquiry", args=[found.referral.enquiry_id]), request)
    context = {
        "match": found,
        "comparison": beside_referral(found),
        "refusals": refusals,
        "zone": ZoneInfo(found.referral.site.zone),
    }
    return render(request, "console/admissions/match.html", context, status=422 if refusals else 200)


@page(WORK_ENQUIRY)
def call(request: Request) -> HttpResponseBase:
    """Somebody called: a small form, and the same question where others look like them."""
    now = clock.now()
    sites = _desks(request.actor)
    if request.method != "POST":
        return _call_page(request, CallForm(sites))
    form = CallForm(sites, request.POST)
    if not form.is_valid():
        return _call_page(request, form)
    decision = request.POST.get("decision", "")
    try:
        arrival = open_enquiry(
            actor=request.actor,
            site=form.chosen_site,
            details=form.details(),
            source_name=form.cleaned_data["source_name"],
            key=form.cleaned_data["key"],
            same_as=chosen_id(decision),
            is_new=decision == "new",
            now=now,
        )
    except Refused as refused:
        show_refusals(form, refused)
        return _call_page(request, form)
    if arrival.needs_match:
        comparison = beside_caller(form.details(), arrival.candidates)
        return render(request, "console/admissions/call_match.html", {"form": form, "comparison": comparison})
    return see_other(_where_to(arrival), request)


@page(VIEW_ENQUIRY)
def enquiry(request: Request, enquiry_id: UUID) -> HttpResponse:
    """One enquiry: who it is, what arrived, how far it is, and what is in the way."""
    now = clock.now()
    referral_id = chosen_id(request.GET.get("referral", ""))
    sheet = enquiries.get_enquiry(request.actor, enquiry_id, now, referral_id)
    client = sheet.client
    may_assess, assessment = assessment_of(request.actor, sheet.enquiry)
    context = {
        "sheet": sheet,
        "client": client,
        "call": call_of(client, reach_of(request.actor, client, now), now),
        "zone": ZoneInfo(sheet.enquiry.site.zone),
        "may_assess": may_assess,
        "assessment": assessment,
        "orientation": _orientation(request.actor, sheet),
        "may_orient": sheet.may_see_chart and client.site_id in request.actor.sites_for(GIVE_ORIENTATION),
    }
    return render(request, "console/admissions/enquiry.html", context)


def _orientation(actor: Actor, sheet: enquiries.EnquirySheet) -> Orientation | None:
    """What they signed since they asked to come; what was signed for an earlier stay is none of this one's."""
    signed = last_signed(actor, sheet.client) if sheet.may_see_chart else None
    return signed if signed is not None and signed.recorded_at >= sheet.enquiry.received_at else None


@page(VIEW_ENQUIRY)
def items_of(request: Request, enquiry_id: UUID, referral_id: UUID, kind: str) -> HttpResponse:
    """Everything of one kind that a referrer sent."""
    if kind not in set(ItemKind):
        raise NotFound("kind of item")
    found, shown, numbers, lines = enquiries.items_of_kind(
        request.actor, enquiry_id, referral_id, ItemKind(kind), request.GET.get("page", "1")
    )
    context = {"enquiry": found, "client": found.client, "kind": shown, "page": numbers, "lines": lines}
    return render(request, "console/admissions/items.html", context)


def _decide(request: Request, referral_id: UUID, *, now: Any) -> Arrival:
    decision = request.POST.get("decision", "")
    if decision == "new":
        considered = [one for text in request.POST.getlist("considered") if (one := chosen_id(text))]
        return register_referred(actor=request.actor, referral_id=referral_id, considered=considered, now=now)
    chosen = chosen_id(decision)
    if chosen is None:
        raise Refused(Refusal("Nothing was chosen.", "", "Say whether it is the same person, or somebody new."))
    return link_referral(actor=request.actor, referral_id=referral_id, client_id=chosen, now=now)


def _upload_page(request: Request, form: UploadForm, refusals: Sequence[Refusal] = ()) -> HttpResponse:
    limit = settings.REFERRAL_MAX_BYTES // (1024 * 1024)
    context = {"form": form, "refusals": refusals, "limit": limit}
    return render(request, "console/admissions/upload.html", context, status=_status(form, refusals))


def _call_page(request: Request, form: CallForm) -> HttpResponse:
    return render(request, "console/admissions/call.html", {"form": form}, status=_status(form))


def _status(form: Form, refusals: Sequence[Refusal] = ()) -> int:
    return 422 if refusals or (form.is_bound and form.errors) else 200


def _desks(actor: Actor) -> list[Site]:
    """The sites where the actor takes in enquiries."""
    mine = actor.sites_for(WORK_ENQUIRY)
    return [site for site in my_sites(actor) if site.pk in mine]


def _where_to(arrival: Arrival) -> str:
    if arrival.enquiry is not None:
        return reverse("enquiry", args=[arrival.enquiry.pk])
    assert arrival.referral is not None  # a call without an enquiry is answered on its own page
    return reverse("referral_match", args=[arrival.referral.pk])
