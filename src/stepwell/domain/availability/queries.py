"""Reads of people's own times: one person's to show, and anybody's to plan with."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from stepwell.domain.availability import rules
from stepwell.domain.availability.models import OwnTime, WorkingTimes
from stepwell.domain.availability.permissions import KEEP_AVAILABILITY, VIEW_AVAILABILITY, visible_own_times
from stepwell.domain.people.models import Client, Site
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require

MOST_EARLIER = 50


def own_times(actor: Actor, client: Client) -> Sequence[OwnTime]:
    """What a client whom the actor has found said and that holds, in the order in which it was said."""
    require(actor, VIEW_AVAILABILITY)
    found = OwnTime.objects.filter(visible_own_times(actor), client=client, ended_at__isnull=True)
    return list(found.select_related("written_by").order_by("said_at", "pk"))


def earlier_own_times(actor: Actor, client: Client) -> Sequence[OwnTime]:
    """What they took back, the last first."""
    require(actor, VIEW_AVAILABILITY)
    found = OwnTime.objects.filter(visible_own_times(actor), client=client, ended_at__isnull=False)
    return list(found.select_related("written_by").order_by("-ended_at", "-pk")[:MOST_EARLIER])


def own_times_of(actor: Actor, client_ids: Iterable[UUID]) -> dict[UUID, tuple[rules.OwnTime, ...]]:
    """What each of these said, as values; whom the actor doesn't see is left out. To plan with, not to show."""
    require(actor, VIEW_AVAILABILITY)
    rows = OwnTime.objects.filter(visible_own_times(actor), client_id__in=[*client_ids], ended_at__isnull=True)
    found: dict[UUID, list[rules.OwnTime]] = defaultdict(list)
    for one in rows.order_by("said_at", "pk"):
        found[one.client_id].append(one.said)
    return {client_id: tuple(said) for client_id, said in found.items()}


def own_time_to_end(actor: Actor, client: Client, own_time_id: int) -> OwnTime:
    """One that holds, locked. Raises `NotFound`."""
    require(actor, KEEP_AVAILABILITY)
    found = OwnTime.objects.select_for_update(of=("self",)).filter(client=client, pk=own_time_id).first()
    if found is None:
        raise NotFound("own time")
    return found


def working_at(site: Site, staff_ids: Iterable[int] | None = None) -> dict[int, rules.WorkTimes]:
    """When those who work at the site do, by staff; who isn't here works at any time. No secret of anybody's. One
    query.
    """
    rows = WorkingTimes.objects.filter(site=site)
    if staff_ids is not None:
        rows = rows.filter(staff_id__in=[*staff_ids])
    found: dict[int, list[rules.WorkingWeek]] = defaultdict(list)
    for one in rows:
        found[one.staff_id].append(one.said)
    return {staff_id: rules.WorkTimes(tuple(weeks)) for staff_id, weeks in found.items()}
