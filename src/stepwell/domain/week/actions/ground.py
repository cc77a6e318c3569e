"""Where a session may be at all, whoever else is there: open days and rooms, times to come, and no roll yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from stepwell.domain.catalog.models import Place
from stepwell.domain.catalog.queries import closed_days, rooms_closed
from stepwell.domain.catalog.rules.closing import RoomClosed
from stepwell.domain.week.models import Session, Status
from stepwell.domain.week.queries.sessions import zone_of
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import Refusal, Refused
from stepwell.kernel.wording import short_day


@dataclass(frozen=True, slots=True)
class Ground:
    """Days on which the site is closed, with their names, closed rooms, and whether the session's roll was called."""

    closed: Mapping[date, str]
    rooms: Sequence[RoomClosed]
    is_called: bool


def ground_for(session: Session, starts: Sequence[datetime]) -> Ground:
    """What has to be minded at any of these times. Three queries."""
    days = [day_at(one, zone_of(session)) for one in starts]
    span = (session.site, min(days), max(days) + timedelta(days=1))
    called = session.bookings.exclude(status=Status.BOOKED.value).exists()
    return Ground(closed_days(*span), rooms_closed(*span), called)


def move_fault(
    session: Session, starts_at: datetime, booked: int, place: Place, ground: Ground, now: datetime
) -> Refusal | None:
    """What has happened stays where it was, the future lies ahead, and nobody meets on a closed day or in a closed
    room. The first of it that is wrong.
    """
    on = day_at(starts_at, zone_of(session))
    if closed := ground.closed.get(on):
        return Refusal(f"The site is closed on {short_day(on)}: {closed}.", "starts_at", "Choose another day.")
    if ground.is_called:
        return Refusal("The roll of this session was called.", "", "It stays where it took place.")
    if starts_at <= now:
        return Refusal("This time has passed.", "starts_at", "Choose a later one.")
    if room := next((one for one in ground.rooms if one.place_id == place.pk and one.holds_on(on)), None):
        return Refusal(room.words, "place", "Choose another place or time.")
    if booked > place.seats:
        said = f"{place.name} has {place.seats} seats, and {booked} are booked."
        return Refusal(said, "place", "Choose a larger one.")
    return None


def check_move(session: Session, starts_at: datetime, booked: int, place: Place, now: datetime) -> None:
    """Raises `Refused` where something is wrong with it."""
    if wrong := move_fault(session, starts_at, booked, place, ground_for(session, [starts_at]), now):
        raise Refused(wrong)
