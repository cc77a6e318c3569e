"""Rooms, and virtual ones: added, changed, closed."""

from stepwell.domain.catalog.actions.checks import check_site, named
from stepwell.domain.catalog.models import Place
from stepwell.domain.catalog.queries import place_to_set_up
from stepwell.domain.people.models import Site
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import refuse
from stepwell.platform.ledger.unit import action, record

# Ours: beyond this a number is a slip of the hand.
MOST_SEATS = 200


@action
def add_place(*, actor: Actor, site: Site, name: str, seats: int = 10) -> Place:
    """A room, or a virtual one."""
    check_site(actor, site)
    _check_seats(seats)
    place, fresh = Place.objects.get_or_create(site=site, name=named(name), defaults={"seats": seats})
    if place.seats != seats:
        raise refuse(f"There is a {place.name} already, with {place.seats} seats.", "name", "Choose another name.")
    if fresh:
        record(actor, "place.added", subject=("place", place.pk))
    return place


@action
def change_place(*, actor: Actor, place_id: int, name: str, seats: int, is_open: bool) -> Place:
    """Another name or number of seats, or closed: no new group is offered it, and those that meet there stay.

    Whether the groups that meet there still fit is the week's to say (`workflows.program`).
    """
    place = place_to_set_up(actor, place_id)
    _check_seats(seats)
    kept = named(name)
    if Place.objects.filter(site_id=place.site_id, name=kept).exclude(pk=place.pk).exists():
        raise refuse(f"There is a {kept} already.", "name", "Choose another name.")
    if (kept, seats, is_open) == (place.name, place.seats, place.is_open):
        return place
    place.name, place.seats, place.is_open = kept, seats, is_open
    place.save(update_fields=["name", "seats", "is_open"])
    record(actor, "place.changed", subject=("place", place.pk), detail={"seats": seats, "open": is_open})
    return place


def _check_seats(seats: int) -> None:
    if not 1 <= seats <= MOST_SEATS:
        raise refuse(f"A place has 1 to {MOST_SEATS} seats.", "seats")
