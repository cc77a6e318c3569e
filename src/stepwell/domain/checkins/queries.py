"""Reads of check-ins."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from stepwell.domain.checkins.models import CheckIn
from stepwell.domain.checkins.permissions import CHECK_IN, SEE_CHECK_IN, VIEW_CHECK_INS, visible_check_ins
from stepwell.domain.people.models import Client
from stepwell.domain.people.permissions import visible_ids
from stepwell.domain.people.queries import find_client
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_list_read, record_read


def check_ins_of(actor: Actor, client: Client, *, most: int = 30) -> Sequence[CheckIn]:
    """One client's check-ins, newest first. Written down, unless they are one's own. Raises `NotFound`."""
    client = find_client(actor, client.pk, VIEW_CHECK_INS)
    found = list(
        CheckIn.objects.filter(visible_check_ins(actor), client=client)
        .select_related("seen_by")
        .order_by("-said_at")[:most]
    )
    record_read(actor, "check_ins", client.pk)
    return found


def unseen_check_ins(actor: Actor, *, now: datetime, most: int = 50) -> Sequence[CheckIn]:
    """What came in during the last week and nobody has looked at, newest first. Written down as a list read."""
    require(actor, VIEW_CHECK_INS)
    found = list(
        CheckIn.objects.filter(visible_check_ins(actor), seen_at__isnull=True, received_at__gt=now - timedelta(days=7))
        .select_related("client__site")
        .order_by("-said_at")[:most]
    )
    record_list_read(actor, "check_ins", [check_in.client_id for check_in in found])
    return found


def own_last_check_in(actor: Actor) -> CheckIn | None:
    """The client's own last one: "since Monday, 8:40 pm"."""
    require(actor, CHECK_IN)
    return CheckIn.objects.filter(visible_check_ins(actor)).order_by("-said_at").first()


def find_check_in(actor: Actor, check_in_id: UUID) -> CheckIn:
    """One check-in to act on, locked. Raises `NotFound`."""
    require(actor, SEE_CHECK_IN)
    mine = visible_check_ins(actor) & visible_ids(actor, SEE_CHECK_IN)
    found = CheckIn.objects.select_for_update(of=("self",)).filter(mine, pk=check_in_id).first()
    if found is None:
        kept = CheckIn.objects.filter(pk=check_in_id).values_list("client_id", flat=True).first()
        raise NotFound("check-in", kept)
    return found
