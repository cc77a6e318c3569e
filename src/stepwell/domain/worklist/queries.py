"""Reads of the queue."""

from collections.abc import Sequence

from stepwell.domain.worklist.models import Task
from stepwell.domain.worklist.permissions import VIEW_TODAY, visible_tasks
from stepwell.kernel.actor import Actor
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_list_read

MOST = 500


def open_tasks(actor: Actor) -> Sequence[Task]:
    """What is open for this actor, the most pressing first, with client and owner. Written down as a list read."""
    require(actor, VIEW_TODAY)
    tasks = list(
        Task.objects.filter(visible_tasks(actor), done_at__isnull=True)
        .select_related("client", "owner", "site")
        .order_by("-is_safety", "due_at", "pk")[:MOST]
    )
    record_list_read(actor, "today", [task.client_id for task in tasks if task.client_id])
    return tasks
