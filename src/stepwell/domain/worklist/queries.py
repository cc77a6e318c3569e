"""Reads of the queue."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from stepwell.domain.worklist.models import Task
from stepwell.domain.worklist.permissions import VIEW_TODAY, visible_tasks
from stepwell.domain.worklist.rules import NOBODYS
from stepwell.kernel.actor import Actor, Role
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_list_read

MOST = 500


@dataclass(frozen=True, slots=True)
class Load:
    """How much open work somebody of the team has. `staff_id` is None for what nobody owns."""

    staff_id: int | None
    name: str
    count: int


def open_tasks(actor: Actor, whose: int | None = None) -> Sequence[Task]:
    """What is open for this actor, the most pressing first, with client and owner. Written down as a list read.

    `whose`: of one colleague alone, by staff id, or what nobody owns (`NOBODYS`). Who may be in danger always shows.
    """
    require(actor, VIEW_TODAY)
    wanted = Q()
    if whose is not None:
        wanted = Q(is_safety=True) | Q(owner_id=None if whose == NOBODYS else whose)
    tasks = list(
        Task.objects.filter(visible_tasks(actor), wanted, done_at__isnull=True)
        .select_related("client", "owner", "site")
        .order_by("-is_safety", "due_at", "pk")[:MOST]
    )
    record_list_read(actor, "today", [task.client_id for task in tasks if task.client_id])
    return tasks


def loads(actor: Actor) -> Sequence[Load]:
    """For who leads a site: whose the open work is, by name, what nobody owns last. It names no client."""
    require(actor, VIEW_TODAY)
    if not actor.sites_as({Role.DIRECTOR, Role.SUPERVISOR}):
        return []
    counted = (
        Task.objects.filter(visible_tasks(actor), done_at__isnull=True)
        .values_list("owner_id", "owner__name")
        .annotate(count=Count("pk"))
    )
    found = [Load(pk, name or "Nobody", count) for pk, name, count in counted]
    return sorted(found, key=lambda one: (one.staff_id is None, one.name, one.staff_id or 0))
