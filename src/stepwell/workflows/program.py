"""Setting up what the program offers, where the week has a say: it spans the catalog and the groups that run."""

from datetime import datetime
from zoneinfo import ZoneInfo

from stepwell.domain.catalog import actions as catalog
from stepwell.domain.catalog.models import Place, Service
from stepwell.domain.catalog.queries import place_to_set_up, service_to_set_up
from stepwell.domain.week.queries.program import has_groups, largest_group_in
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import refuse
from stepwell.platform.ledger.unit import action


@action
def change_place(*, actor: Actor, place_id: int, name: str, seats: int, is_open: bool, now: datetime) -> Place:
    """Another name or number of seats; never fewer seats than a group that meets there has."""
    place = place_to_set_up(actor, place_id)
    largest = largest_group_in(actor, place, day_at(now, ZoneInfo(place.site.zone)))
    if largest is not None and largest.capacity > seats:
        told = f"{largest.name} meets here with {largest.capacity} seats."
        raise refuse(told, "seats", "Move the group first, or leave as many.")
    return catalog.change_place(actor=actor, place_id=place_id, name=name, seats=seats, is_open=is_open)


@action
def change_service(
    *, actor: Actor, service_id: int, name: str, kind: str, code: str, credential: str, counts: bool, is_open: bool
) -> Service:
    """Another name, code or credential. Whether it counts stays as it is once a group has met under it."""
    service = service_to_set_up(actor, service_id)
    if service.counts != counts and has_groups(actor, service):
        told = "Groups have met under this service, and their minutes stay what they were."
        raise refuse(told, "counts", "Add another service and start new groups under that one.")
    return catalog.change_service(
        actor=actor,
        service_id=service_id,
        name=name,
        kind=kind,
        code=code,
        credential=credential,
        counts=counts,
        is_open=is_open,
    )
