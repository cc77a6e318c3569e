"""A first day in a track is chosen and a seat held: it spans admissions, which knows the person, and the week, which
knows the seats.
"""

from datetime import date, datetime
from uuid import UUID

from stepwell.domain.admissions.actions.way import hold_seat
from stepwell.domain.admissions.models import SeatHold
from stepwell.domain.admissions.permissions import START_EPISODE
from stepwell.domain.admissions.queries.enquiry import find_enquiry
from stepwell.domain.catalog.models import Track
from stepwell.domain.catalog.queries import find_track
from stepwell.domain.week.queries.stays import open_series, seat_for
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import refuse
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import action


@action
def choose_first_day(
    *, actor: Actor, enquiry_id: UUID, track_id: int, start_on: date, now: datetime, seen_id: int | None = None
) -> SeatHold:
    """Hold a seat in the track from that day on. Of two who want the last one at once, the second is told.

    `seen_id` is the seat that was held when the page was opened.
    """
    require(actor, START_EPISODE)
    enquiry = find_enquiry(actor, enquiry_id, lock=True)
    track = find_track(actor, track_id)
    # one after the other: a seat is counted and held in one turn
    Track.objects.select_for_update(no_key=True).get(pk=track.pk)
    if not open_series(actor, track, start_on):
        raise refuse(f"{track.name} has no group from this day on.", "track_id", "Choose another date or track.")
    seat = seat_for(actor, enquiry, track, start_on, now)
    if seat.is_held_for_others:
        raise refuse("The last free seat is held for somebody else.", "track_id", "Choose another date or track.")
    if seat.free == 0:
        raise refuse("No seat is free from this day on.", "track_id", "Choose another date or track.")
    return hold_seat(actor=actor, enquiry=enquiry, track=track, start_on=start_on, seen_id=seen_id, now=now)
