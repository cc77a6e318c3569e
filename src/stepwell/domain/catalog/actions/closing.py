"""Days on which a site, or a room, is closed. What that means for groups is the week's (`workflows.program`)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from stepwell.domain.catalog.actions.checks import check_site, named
from stepwell.domain.catalog.models import ClosedDay, ClosedPlace
from stepwell.domain.catalog.queries import closed_day_to_set_up, place_to_set_up
from stepwell.domain.catalog.rules.closing import closing_faults
from stepwell.domain.people.models import Site
from stepwell.kernel.actor import Actor
from stepwell.kernel.calendar import LATEST_ON
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import Refused, refuse
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record


@action
def close_day(*, actor: Actor, site: Site, on: date, name: str, now: datetime) -> ClosedDay:
    """No group meets on that day from now on. The same day twice is once."""
    check_site(actor, site)
    kept = named(name)
    check_ahead(site, on, now)
    closed, fresh = ClosedDay.objects.get_or_create(site=site, on=on, defaults={"name": kept, "closed_at": now})
    if fresh:
        record(actor, "site.day_closed", subject=("site", site.pk), detail={"on": on.isoformat()})
    return closed


@action
def open_day(*, actor: Actor, closed_id: int, now: datetime) -> ClosedDay:
    """The day is like any other again. A day that has passed stays closed."""
    closed = closed_day_to_set_up(actor, closed_id)
    check_ahead(closed.site, closed.on, now)
    record(actor, "site.day_opened", subject=("site", closed.site_id), detail={"on": closed.on.isoformat()})
    ClosedDay.objects.filter(pk=closed.pk).delete()
    return closed


@action
def close_place(
    *, actor: Actor, place_id: int, first_on: date, last_on: date, reason: str, now: datetime
) -> ClosedPlace:
    """Nobody is put into the room on these days from now on; what meets there stays until somebody moves it. The same
    days twice are once.
    """
    place = place_to_set_up(actor, place_id)
    kept = named(reason)
    if wrong := closing_faults(first_on, last_on, day_at(now, ZoneInfo(place.site.zone))):
        raise Refused(*wrong)
    closed, fresh = ClosedPlace.objects.get_or_create(
        place=place, first_on=first_on, last_on=last_on, defaults={"reason": kept, "closed_at": now}
    )
    if fresh:
        days: dict[str, Plain] = {"from": first_on.isoformat(), "until": last_on.isoformat()}
        record(actor, "place.closed", subject=("place", place.pk), detail=days)
    return closed


@action
def reopen_place(*, actor: Actor, place_id: int, closed_id: int) -> None:
    """The room can be used on these days after all. What was moved away stays where it is. Twice is once."""
    place = place_to_set_up(actor, place_id)
    gone, _ = ClosedPlace.objects.filter(place=place, pk=closed_id).delete()
    if gone:
        record(actor, "place.opened", subject=("place", place.pk))


def check_ahead(site: Site, on: date, now: datetime) -> None:
    """Today or later, and not too far off."""
    if on < day_at(now, ZoneInfo(site.zone)):
        raise refuse("This day has passed.", "on", "Choose today or a later day.")
    if on > LATEST_ON:
        raise refuse("This date is too far away.", "on")
