"""Reads of the privacy desk."""

from uuid import UUID

from django.db.models import F

from stepwell.domain.people.models import Client, Site
from stepwell.domain.privacy.models import PrivacyRequest
from stepwell.domain.privacy.permissions import HANDLE_PRIVACY, visible_requests
from stepwell.domain.privacy.rules import Kind
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_list_read, record_read

CLOSED_SHOWN = 50


def open_requests(actor: Actor) -> list[PrivacyRequest]:
    """What is open, by what is due next; what has no day last. Written down as a list read."""
    require(actor, HANDLE_PRIVACY)
    seen = PrivacyRequest.objects.filter(visible_requests(actor), closed_at__isnull=True)
    found = list(seen.select_related("client", "site").order_by(F("due_on").asc(nulls_last=True), "received_on", "pk"))
    record_list_read(actor, "privacy", [one.client_id for one in found if one.client_id])
    return found


def closed_requests(actor: Actor) -> list[PrivacyRequest]:
    """The latest that are closed. Written down as a list read."""
    require(actor, HANDLE_PRIVACY)
    seen = PrivacyRequest.objects.filter(visible_requests(actor), closed_at__isnull=False)
    found = list(seen.select_related("client", "site").order_by("-closed_at", "pk")[:CLOSED_SHOWN])
    record_list_read(actor, "privacy", [one.client_id for one in found if one.client_id])
    return found


def get_request(actor: Actor, request_id: UUID) -> PrivacyRequest:
    """One request; the look is written down."""
    require(actor, HANDLE_PRIVACY)
    seen = PrivacyRequest.objects.filter(visible_requests(actor), pk=request_id)
    found = seen.select_related("client", "site", "opened_by", "closed_by").first()
    if found is None:
        raise NotFound("request", _whose(request_id))
    if found.client_id:
        record_read(actor, "privacy_request", found.client_id, ("privacy request", found.pk))
    return found


def _whose(request_id: UUID) -> UUID | None:
    return PrivacyRequest.objects.filter(pk=request_id).values_list("client_id", flat=True).first()


def desk_sites(actor: Actor) -> list[Site]:
    """The sites whose desk the actor works at, by name."""
    require(actor, HANDLE_PRIVACY)
    return list(Site.objects.filter(pk__in=actor.sites_for(HANDLE_PRIVACY)).order_by("name"))


def is_held(actor: Actor, client: Client) -> bool:
    """Whether a legal hold stands on a client whom the actor has been given to see: nothing of theirs may go."""
    holds = PrivacyRequest.objects.filter(client=client, kind=Kind.HOLD, closed_at__isnull=True)
    return holds.filter(site_id__in=[site for _, site in actor.posts]).exists()
