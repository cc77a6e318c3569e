"""Setting up what the program offers, where the week has a say: it spans the catalog and the groups that run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from stepwell.domain.catalog import actions as catalog
from stepwell.domain.catalog.actions.closing import check_ahead
from stepwell.domain.catalog.actions.days import check_from, check_segments
from stepwell.domain.catalog.models import ClosedDay, DayTemplate, Place, Service, Track
from stepwell.domain.catalog.queries import (
    closed_day_to_set_up,
    day_to_set_up,
    place_to_set_up,
    segments_of,
    service_to_set_up,
    tracks_over,
)
from stepwell.domain.catalog.rules import Segment, clinical_minutes
from stepwell.domain.people.models import Site
from stepwell.domain.week.actions.closing import cancel_closed, restore_closed, would_cancel
from stepwell.domain.week.actions.remake import Touched, remake_sessions, would_remake
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


@dataclass(frozen=True, slots=True)
class DayChange:
    """What a changed day means: for sessions that stand already, and for the tracks whose new stays it is."""

    from_on: date
    before_minutes: int
    after_minutes: int
    touched: Touched
    tracks: tuple[tuple[Track, int], ...]  # each with the minutes a week that it prescribes then

    @property
    def mark(self) -> str:
        """Says what was seen: a save names it, so that nothing is saved that nobody looked at."""
        return f"{self.from_on:%Y%m%d}.{self.touched.sessions}.{self.before_minutes}.{self.after_minutes}"


def day_change(actor: Actor, template_id: int, segments: Sequence[Segment], from_on: date, now: datetime) -> DayChange:
    """What would change, and from when on; nothing is saved. Refused as the change itself would be."""
    template = day_to_set_up(actor, template_id)
    check_segments(segments)
    check_from(template, from_on, now)
    minutes = clinical_minutes(segments)
    return DayChange(
        from_on,
        clinical_minutes(segments_of(template, from_on)),
        minutes,
        would_remake(actor, template, segments, from_on, now),
        tuple(
            (track, minutes * track.days_a_week + track.individual_weekly_minutes)
            for track in tracks_over(actor, template)
        ),
    )


@action
def change_day(
    *, actor: Actor, template_id: int, name: str, segments: Sequence[Segment], from_on: date, now: datetime
) -> DayTemplate:
    """The day goes otherwise from then on, and so do the sessions that stand already: all of it, or nothing.

    What was held stays as it was, and so do the hours that people who have started were prescribed.
    """
    template = catalog.change_day_template(
        actor=actor, template_id=template_id, name=name, segments=segments, from_on=from_on, now=now
    )
    remake_sessions(actor=actor, template=template, segments=segments, from_on=from_on, now=now)
    return template


def closing_of(actor: Actor, site: Site, on: date, now: datetime) -> Touched:
    """Which sessions a closed day would cancel; nothing is saved."""
    check_ahead(site, on, now)
    return would_cancel(actor, site, on)


@action
def close_day(*, actor: Actor, site: Site, on: date, name: str, now: datetime) -> Touched:
    """The site is closed on that day: no group is planned on it, and what stands already is canceled."""
    closed = catalog.close_day(actor=actor, site=site, on=on, name=name, now=now)
    return cancel_closed(actor=actor, site=site, on=on, now=closed.closed_at)


@action
def open_day(*, actor: Actor, closed_id: int, now: datetime) -> tuple[ClosedDay, Touched]:
    """The day is like any other again, and what was canceled for it takes place."""
    closed = closed_day_to_set_up(actor, closed_id)
    catalog.open_day(actor=actor, closed_id=closed_id, now=now)
    back = restore_closed(actor=actor, site=closed.site, on=closed.on, closed_at=closed.closed_at, now=now)
    return closed, back
