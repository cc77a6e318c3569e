"""The desk: what is due next first; each request with its clock, its steps and its end."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from stepwell.console.privacy.forms import CloseForm, ExtendForm, NewForm
from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import find_client
from stepwell.domain.privacy.actions import close_request, do_step, extend_request, open_request
from stepwell.domain.privacy.models import PrivacyRequest
from stepwell.domain.privacy.permissions import HANDLE_PRIVACY
from stepwell.domain.privacy.queries import closed_requests, desk_sites, get_request, open_requests
from stepwell.domain.privacy.rules import COURSES, Kind, duties
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other
from stepwell.platform.ledger.unit import record_read


@dataclass(frozen=True, slots=True)
class Line:
    """A request on the list. `left` are the days to its last one, negative when it is over; None where it has none."""

    request: PrivacyRequest
    whom: str
    left: int | None

    @property
    def days(self) -> int:
        """How many, without a sign."""
        return abs(self.left or 0)


def _line(one: PrivacyRequest) -> Line:
    today: date = clock.day_at(clock.now(), ZoneInfo(one.site.zone))
    left = (one.due_on - today).days if one.due_on and one.closed_at is None else None
    return Line(one, one.client.name if one.client else "", left)


@page(HANDLE_PRIVACY)
@require_GET
def desk(request: Request) -> HttpResponseBase:
    """What is open, by what is due next; and what is closed."""
    sites = desk_sites(request.actor)
    context = {
        "lines": [_line(one) for one in open_requests(request.actor)],
        "closed": [_line(one) for one in closed_requests(request.actor)],
        "program": ", ".join(site.name for site in sites),
        "zone": ZoneInfo(sites[0].zone),
    }
    return render(request, "console/privacy/desk.html", context)


@page(HANDLE_PRIVACY)
@sensitive_post_parameters("words")
def new(request: Request) -> HttpResponseBase:
    """Write down what came in. It is about a client where it is opened from the client's consents."""
    sites = desk_sites(request.actor)
    client = _about(request)
    today = clock.day_at(clock.now(), ZoneInfo(sites[0].zone))
    form = NewForm(
        request.POST if request.method == "POST" else None,
        sites=sites,
        client=client,
        initial={"received_on": today, "client": client.pk if client else None},
    )
    if request.method == "POST" and form.is_valid():
        site_id = int(form.cleaned_data["site"])
        try:
            opened = open_request(actor=request.actor, site_id=site_id, received=form.received(), now=clock.now())
        except Refused as refused:
            show_refusals(form, refused, names={"client": "kind", "day": "received_on"})
        else:
            messages.success(request, "Written down. Its clock runs from the day it came.")
            return see_other(reverse("privacy_request", args=[opened.pk]), request)
    context = {"form": form, "client": client}
    return render(request, "console/privacy/new.html", context, status=422 if form.errors else 200)


def _about(request: Request) -> Client | None:
    """The client that it is about; an id that is none is nobody's."""
    said = request.POST.get("client") if request.method == "POST" else request.GET.get("client")
    try:
        client_id = UUID(said) if said else None
    except ValueError:
        return None
    if client_id is None:
        return None
    client = find_client(request.actor, client_id)
    record_read(request.actor, "privacy", client.pk)
    return client


@page(HANDLE_PRIVACY)
@require_GET
def one(request: Request, privacy_id: UUID) -> HttpResponseBase:
    """One request, to work on and to print."""
    return _page(request, privacy_id)


@require_POST
@page(HANDLE_PRIVACY)
def step(request: Request, privacy_id: UUID) -> HttpResponseBase:
    """One step is done."""
    try:
        do_step(actor=request.actor, request_id=privacy_id, code=request.POST.get("code", ""), now=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
    return see_other(reverse("privacy_request", args=[privacy_id]), request)


@require_POST
@page(HANDLE_PRIVACY)
@sensitive_post_parameters("reason")
def extend(request: Request, privacy_id: UUID) -> HttpResponseBase:
    """The one extension."""
    form = ExtendForm(request.POST)
    if form.is_valid():
        try:
            extend_request(
                actor=request.actor, request_id=privacy_id, reason=form.cleaned_data["reason"], now=clock.now()
            )
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, "Extended. Tell the person in writing, with the reason and the new day.")
            return see_other(reverse("privacy_request", args=[privacy_id]), request)
    return _page(request, privacy_id, extending=form)


@require_POST
@page(HANDLE_PRIVACY)
@sensitive_post_parameters("outcome_words")
def close(request: Request, privacy_id: UUID) -> HttpResponseBase:
    """How it ended."""
    found = get_request(request.actor, privacy_id)
    form = CloseForm(request.POST, kind=Kind(found.kind))
    if form.is_valid():
        data = form.cleaned_data
        try:
            close_request(
                actor=request.actor,
                request_id=privacy_id,
                outcome=data["outcome"],
                words=data["outcome_words"],
                now=clock.now(),
            )
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, "Closed. What was written stays as it is.")
            return see_other(reverse("privacy_request", args=[privacy_id]), request)
    return _page(request, privacy_id, closing=form)


def _page(
    request: Request, privacy_id: UUID, *, extending: ExtendForm | None = None, closing: CloseForm | None = None
) -> HttpResponse:
    found = get_request(request.actor, privacy_id)
    course = COURSES[Kind(found.kind)]
    done = {made.code: made for made in found.steps.select_related("done_by")}
    context = {
        "line": _line(found),
        "asked": found,
        "course": course,
        "steps": [(step, done.get(step.code)) for step in course.steps],
        "duties": duties(found.received_on, found.people or 0) if found.kind == Kind.BREACH else [],
        "may_extend": bool(course.more_days) and found.extended_on is None,
        "extending": extending or ExtendForm(),
        "closing": closing or CloseForm(kind=Kind(found.kind)),
    }
    wrong = (extending and extending.errors) or (closing and closing.errors)
    with timezone.override(found.site.zone):
        return render(request, "console/privacy/request.html", context, status=422 if wrong else 200)
