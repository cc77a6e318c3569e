"""Reads of what came by the public form. Nobody's record yet; each look at one is written down all the same."""

from collections.abc import Sequence
from uuid import UUID

from stepwell.domain.admissions.models import OnlineRequest
from stepwell.domain.admissions.permissions import WORK_ENQUIRY, visible_online
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record

MOST = 100


def waiting_online(actor: Actor) -> Sequence[OnlineRequest]:
    """Who waits for an answer, the longest wait first, what is held behind all others; none for who takes none in."""
    if not actor.may(WORK_ENQUIRY):
        return ()
    waiting = OnlineRequest.objects.filter(visible_online(actor), done_at__isnull=True).select_related("site")
    found = list(waiting.order_by("received_at", "pk")[:MOST])
    return sorted(found, key=lambda one: bool(one.held_because))


def get_online(actor: Actor, request_id: UUID) -> OnlineRequest:
    """One of them, for its page. Raises `NotFound`."""
    found = find_online(actor, request_id)
    record(actor, "online_request.read", subject=("online request", found.pk))
    return found


def find_online(actor: Actor, request_id: UUID, *, lock: bool = False) -> OnlineRequest:
    """One of them for an action; with `lock`, nobody else's meanwhile. Raises `NotFound`."""
    require(actor, WORK_ENQUIRY)
    rows = OnlineRequest.objects.select_for_update(of=("self",)) if lock else OnlineRequest.objects.all()
    found = rows.filter(visible_online(actor), pk=request_id).select_related("site", "enquiry", "done_by").first()
    if found is None:
        raise NotFound("online request")
    return found
