"""A seat in one session that makes up for missing hours, without belonging to the group."""

from datetime import datetime
from uuid import UUID

from stepwell.domain.people.queries import find_client
from stepwell.domain.week.actions.apart import check_apart
from stepwell.domain.week.actions.conflicts import check_people_free, refused_in_words
from stepwell.domain.week.models import Booking, MakeUp, Outreach, SeriesWait, Session, Status
from stepwell.domain.week.permissions import BOOK_MAKE_UP
from stepwell.domain.week.queries.sessions import find_series, period_of
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound, refuse
from stepwell.platform.ledger.unit import action, record


@action
def book_make_up(
    *, actor: Actor, client_id: UUID, session_id: UUID, now: datetime, outreach: Outreach | None = None
) -> MakeUp:
    """Book it. Twice is once; of two who take the last seat, the second is told. The series is locked, as for who joins
    the group, so that a seat is counted and taken in one turn.
    """
    client = find_client(actor, client_id, BOOK_MAKE_UP)
    of_groups = Session.objects.filter(series__client__isnull=True, canceled_at__isnull=True)
    found = of_groups.filter(pk=session_id, site_id=client.site_id)
    series_id = found.values_list("series_id", flat=True).first()
    if series_id is None:
        raise NotFound("session")
    series = find_series(actor, series_id, BOOK_MAKE_UP)
    session = found.select_related("place").get()
    known = Booking.objects.filter(session=session, client=client).select_related("make_up").first()
    if known is not None and known.canceled_at is None:
        made: MakeUp | None = getattr(known, "make_up", None)
        if made is None:
            raise refuse("They are booked in this session already.", "session", "Choose another one.")
        return made
    if session.starts_at <= now:
        raise refuse("This session has begun.", "session", "Choose a later one.")
    check_apart(client, [session])
    seated = session.bookings.filter(canceled_at__isnull=True).count()
    seats = min(series.capacity, session.place.seats)
    waits = SeriesWait.objects.filter(series=series, ended_at__isnull=True, held_from__lte=session.on)
    if seated < seats <= seated + waits.exclude(client=client).count():
        raise refuse(f"{series.name}: the free seat is held for somebody who waits.", "session", "Choose another one.")
    if seated >= seats:
        raise refuse(f"{series.name} is full: {seated} of {seats} seats are taken.", "session", "Choose another one.")
    booking = _booked(known, session, client.pk)
    given = {"booked_at": now, "booked_by_id": actor.staff_id, "outreach": outreach}
    fresh, _ = MakeUp.objects.update_or_create(booking=booking, defaults=given)
    detail = {"session": str(session.pk)}
    record(actor, "make_up.booked", client_id=client.pk, subject=("booking", booking.pk), detail=detail)
    return fresh


@action
def take_back_make_up(
    *, actor: Actor, client_id: UUID, session_id: UUID, booked_at: datetime, now: datetime
) -> Booking:
    """The seat is free again, unless it was booked anew since or the roll says something of them."""
    client = find_client(actor, client_id, BOOK_MAKE_UP)
    made = MakeUp.objects.select_for_update(of=("self",)).filter(
        booking__client=client, booking__session_id=session_id, booked_at=booked_at
    )
    booking = Booking.objects.select_for_update(of=("self",)).filter(make_up__in=made, canceled_at__isnull=True).first()
    if booking is None:
        raise refuse("This seat was changed since.", "", "Look at the week.")
    if booking.status != Status.BOOKED:
        raise refuse("The roll of this session was called.", "", "It stays as it was called.")
    booking.canceled_at = now
    booking.save(update_fields=["canceled_at"])
    record(actor, "make_up.taken_back", client_id=client.pk, subject=("booking", booking.pk))
    return booking


def _booked(known: Booking | None, session: Session, client_id: UUID) -> Booking:
    """A place in the session; one that was canceled is taken up again. Refused where they are booked elsewhere."""

    def check() -> None:
        check_people_free([period_of(session)], [client_id])

    check()
    booking = known or Booking(session=session, client_id=client_id)
    booking.starts_at, booking.ends_at = session.starts_at, session.ends_at
    booking.status, booking.canceled_at = Status.BOOKED.value, None
    with refused_in_words(check):
        booking.save()
    return booking
