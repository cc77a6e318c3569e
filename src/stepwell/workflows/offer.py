"""A place is offered where one is free: it spans admissions, which knows the line, and the week, which knows the seats.

An offer that holds no seat is an empty promise. Each open offer of a track counts as a seat that is taken.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from stepwell.domain.admissions.actions.waitlist import offer_place
from stepwell.domain.admissions.models import SeatOffer
from stepwell.domain.admissions.permissions import WORK_ENQUIRY
from stepwell.domain.admissions.queries.waitlist import WaitSheet, get_wait, open_offers
from stepwell.domain.catalog.models import Track
from stepwell.domain.week.queries.stays import track_offers
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import refuse
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import action


@dataclass(frozen=True, slots=True)
class FreeSeats:
    """Seats of a track that nobody holds and nobody is offered, and the first day on which one is free."""

    seats: int
    from_on: date | None


@action
def offer_free_seat(*, actor: Actor, enquiry_id: UUID, reason: str, now: datetime) -> SeatOffer:
    """Offer the place where a seat is free. Twice is once; of two who offer the last one, the second is told."""
    require(actor, WORK_ENQUIRY)
    sheet = get_wait(actor, enquiry_id, now)
    if sheet.place is not None and sheet.place.offer is None:
        # one after the other: seats and offers are counted in one turn
        Track.objects.select_for_update(no_key=True).get(pk=sheet.place.entry.track_id)
        free = free_seats(actor, sheet, now)
        if free is not None and free.seats <= 0:
            name = sheet.place.entry.track.name
            raise refuse(f"No seat is free in {name} yet.", "reason", "Offer it once one is; this page says when.")
    return offer_place(actor=actor, enquiry_id=enquiry_id, reason=reason, now=now)


def free_seats(actor: Actor, sheet: WaitSheet, now: datetime) -> FreeSeats | None:
    """What can be offered to somebody in line; None where they are in none."""
    if sheet.place is None:
        return None
    track, enquiry = sheet.place.entry.track, sheet.enquiry
    offers = track_offers(actor, enquiry.site, now, without=enquiry.pk)
    earliest = next((one.earliest for one in offers if one.track.pk == track.pk), None)
    if earliest is None:
        return FreeSeats(0, None)
    return FreeSeats(earliest.seats_left - open_offers(track.pk, now, without=enquiry.pk), earliest.on)
