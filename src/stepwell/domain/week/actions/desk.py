"""The front desk says that somebody is here. No roll: that stays the word of who leads the session."""

from datetime import datetime

from stepwell.domain.week.models import Arrived, Booking
from stepwell.domain.week.queries.expected import find_expected
from stepwell.domain.week.rules.arrival import can_arrive
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import refuse
from stepwell.kernel.period import Period
from stepwell.platform.ledger.unit import action, record


@action
def mark_arrived(*, actor: Actor, booking_id: int, now: datetime) -> Booking:
    """They are here since now, or since they first said so themselves."""
    booking = find_expected(actor, booking_id, now)
    if booking.arrived_at is not None:
        return booking
    if not can_arrive(Period(booking.starts_at, booking.ends_at), now):
        over = booking.ends_at <= now
        raise refuse(
            "This session is over." if over else "This is more than an hour before the start.",
            "",
            "Who leads it has the roll." if over else "Mark them when they are here for it.",
        )
    booking.arrived_at, booking.arrived_how = now, Arrived.DESK
    booking.save(update_fields=["arrived_at", "arrived_how"])
    detail = {"how": Arrived.DESK.value}
    record(actor, "attendance.arrived", client_id=booking.client_id, subject=("booking", booking.pk), detail=detail)
    return booking


@action
def take_back_arrival(*, actor: Actor, booking_id: int, arrived_at: datetime, now: datetime) -> Booking:
    """Marked by mistake at `arrived_at`, at the desk: they are expected still."""
    booking = find_expected(actor, booking_id, now)
    if (booking.arrived_at, booking.arrived_how) != (arrived_at, Arrived.DESK):
        raise refuse("This was changed since.", "", "Look at the list again.")
    booking.arrived_at, booking.arrived_how = None, ""
    booking.save(update_fields=["arrived_at", "arrived_how"])
    record(actor, "attendance.not_arrived", client_id=booking.client_id, subject=("booking", booking.pk))
    return booking
