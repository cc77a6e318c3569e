"""Writes of the privacy desk: opened, stepped, extended, closed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.people.models import Client, Site
from stepwell.domain.people.permissions import visible_clients
from stepwell.domain.people.queries import site_staff
from stepwell.domain.privacy.models import PrivacyRequest, PrivacyStep
from stepwell.domain.privacy.permissions import HANDLE_PRIVACY, visible_requests
from stepwell.domain.privacy.rules import (
    COURSES,
    Kind,
    closing_refusals,
    due_on,
    extension_refusal,
    opening_refusals,
)
from stepwell.domain.worklist.actions import finish_task, raise_task
from stepwell.kernel.actor import Actor, Role
from stepwell.kernel.calendar import end_of_day
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotFound, Refused, refuse
from stepwell.platform.access.permission import require, require_at
from stepwell.platform.ledger.unit import action, record

TASK = "privacy.answer"
# Ours: what has no day of its own is looked at again after so long.
LOOK_AGAIN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Received:
    """What came in. `own_due_on` is a day that a paper or state law sets."""

    kind: str
    received_on: date
    words: str
    client_id: UUID | None = None
    people: int | None = None
    own_due_on: date | None = None


@action
def open_request(*, actor: Actor, site_id: int, received: Received, now: datetime) -> PrivacyRequest:
    """Write it down: its clock runs from the day it came."""
    require_at(actor, HANDLE_PRIVACY, site_id)
    site = Site.objects.get(pk=site_id)
    client = _client(actor, site_id, received.client_id)
    found = opening_refusals(
        received.kind,
        received_on=received.received_on,
        has_client=client is not None,
        people=received.people,
        own_due_on=received.own_due_on,
        today=day_at(now, ZoneInfo(site.zone)),
    )
    if found:
        raise Refused(*found)
    if not received.words.strip():
        raise refuse("This doesn't say who asks, and for what.", "words", "Write it in a sentence or two.")
    assert actor.staff_id is not None  # posts hold the permission
    request = PrivacyRequest.objects.create(
        site=site,
        client=client,
        kind=received.kind,
        received_on=received.received_on,
        words=received.words.strip(),
        people=received.people if received.kind == Kind.BREACH else None,
        due_on=due_on(Kind(received.kind), received.received_on, own_due_on=received.own_due_on),
        opened_at=now,
        opened_by_id=actor.staff_id,
    )
    _record(actor, "privacy_request.opened", request)
    _raise(actor, request, now)
    return request


@action
def do_step(*, actor: Actor, request_id: UUID, code: str, now: datetime) -> PrivacyRequest:
    """One step is done. Twice is once."""
    request = _open(actor, request_id)
    if code not in {step.code for step in COURSES[Kind(request.kind)].steps}:
        raise refuse("There is no such step.", "", "Choose one of the list.")
    assert actor.staff_id is not None  # posts hold the permission
    _, fresh = PrivacyStep.objects.get_or_create(
        request=request, code=code, defaults={"done_at": now, "done_by_id": actor.staff_id}
    )
    if fresh:
        _record(actor, "privacy_request.stepped", request, step=code)
    return request


@action
def extend_request(*, actor: Actor, request_id: UUID, reason: str, now: datetime) -> PrivacyRequest:
    """The one extension that the law gives, with its reason."""
    request = _open(actor, request_id)
    today = day_at(now, ZoneInfo(request.site.zone))
    kind = Kind(request.kind)
    extended = request.extended_on is not None
    if against := extension_refusal(kind, due=request.due_on, extended=extended, reason=reason, today=today):
        raise Refused(against)
    request.extended_on, request.extended_reason = today, reason.strip()
    request.due_on = due_on(kind, request.received_on, extended=True)
    request.save(update_fields=["extended_on", "extended_reason", "due_on"])
    _record(actor, "privacy_request.extended", request)
    finish_task(actor=actor, kind=TASK, subject_id=request.pk, now=now)
    _raise(actor, request, now)
    return request


@action
def close_request(*, actor: Actor, request_id: UUID, outcome: str, words: str, now: datetime) -> PrivacyRequest:
    """How it ended. The first one stands."""
    request = _open(actor, request_id)
    done = set(request.steps.values_list("code", flat=True))
    if found := closing_refusals(Kind(request.kind), outcome, done=done, words=words):
        raise Refused(*found)
    request.outcome, request.outcome_words = outcome, words.strip()
    request.closed_at, request.closed_by_id = now, actor.staff_id
    request.save(update_fields=["outcome", "outcome_words", "closed_at", "closed_by"])
    _record(actor, "privacy_request.closed", request, outcome=outcome)
    finish_task(actor=actor, kind=TASK, subject_id=request.pk, now=now)
    return request


def _open(actor: Actor, request_id: UUID) -> PrivacyRequest:
    """The request, locked; refused where somebody closed it meanwhile."""
    require(actor, HANDLE_PRIVACY)
    seen = PrivacyRequest.objects.select_for_update(of=("self",)).filter(visible_requests(actor), pk=request_id)
    request = seen.select_related("site", "client", "closed_by").first()
    if request is None:
        kept = PrivacyRequest.objects.filter(pk=request_id).values_list("client_id", flat=True).first()
        raise NotFound("request", kept)
    if request.closed_at is not None:
        who = request.closed_by.name if request.closed_by else ""
        raise refuse(f"{who} closed this meanwhile.", "", "What was written stays as it is.")
    return request


def _client(actor: Actor, site_id: int, client_id: UUID | None) -> Client | None:
    if client_id is None:
        return None
    client = Client.objects.filter(visible_clients(actor), pk=client_id, site_id=site_id).first()
    if client is None:
        raise NotFound("client", Client.objects.filter(pk=client_id).values_list("pk", flat=True).first())
    return client


def _record(actor: Actor, verb: str, request: PrivacyRequest, **more: str) -> None:
    detail = {"kind": request.kind, **more}
    record(actor, verb, client_id=request.client_id, subject=("privacy request", request.pk), detail=detail)


def _raise(actor: Actor, request: PrivacyRequest, now: datetime) -> None:
    """A task for the site's privacy officers, or its directors where there is none. It names nobody."""
    zone = ZoneInfo(request.site.zone)
    officers = site_staff(actor, request.site, [Role.PRIVACY_OFFICER])
    day = request.due_on or day_at(now, zone) + LOOK_AGAIN
    raise_task(
        actor=actor,
        site=request.site,
        role=Role.PRIVACY_OFFICER if officers else Role.DIRECTOR,
        kind=TASK,
        subject_id=request.pk,
        title=f"Privacy: {request.kind}",
        reason="It has a last day." if request.due_on else "It has no last day: look again.",
        due_at=end_of_day(day, zone),
        now=now,
    )
