"""Places in sessions that stand: taken, taken up again, and given up for a while. Who may have one is asked before."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from stepwell.domain.week.models import Booking, Enrollment, MakeUp, Session, Status
from stepwell.domain.week.queries.apart import seats_to_avoid
from stepwell.domain.week.queries.sessions import bookings_in_the_way, period_of
from stepwell.domain.week.queries.standing import stands_in
from stepwell.kernel.errors import refuse
from stepwell.kernel.period import Period

# One person in one session.
Seat = tuple[Session, UUID]


def take_seats(seats: Iterable[Seat]) -> None:
    """A booking for each; one that was canceled is taken up again, where the session is now. Three statements."""
    wanted = {(session.pk, client_id): session for session, client_id in seats}
    if not wanted:
        return
    sessions = {session_id for session_id, _ in wanted}
    clients = {client_id for _, client_id in wanted}
    held = Booking.objects.filter(session_id__in=sessions, client_id__in=clients)
    known = {(one.session_id, one.client_id): one for one in held}
    again, fresh = [], []
    for (session_id, client_id), session in wanted.items():
        booking = known.get((session_id, client_id))
        if booking is None:
            fresh.append(Booking(session=session, client_id=client_id, **_when(session)))
        elif booking.canceled_at is not None:
            booking.canceled_at = None
            booking.starts_at, booking.ends_at = session.starts_at, session.ends_at
            again.append(booking)
    Booking.objects.bulk_update(again, ["canceled_at", "starts_at", "ends_at"])
    Booking.objects.bulk_create(fresh)


def those_free(seats: Sequence[Seat], moving: Collection[UUID] = ()) -> list[Seat]:
    """The places of who isn't booked elsewhere at that time. `moving` are sessions whose places are given up."""
    if not seats:
        return []
    sessions = {session.pk: session for session, _ in seats}
    clients = list({client_id for _, client_id in seats})
    elsewhere: dict[UUID, list[Period]] = {}
    for other in bookings_in_the_way([period_of(one) for one in sessions.values()], clients, None, moving):
        if other.session_id not in sessions:
            elsewhere.setdefault(other.client_id, []).append(Period(other.starts_at, other.ends_at))
    return [
        (session, client_id)
        for session, client_id in seats
        if not any(period_of(session).overlaps(one) for one in elsewhere.get(client_id, ()))
    ]


def seat_again(sessions: Sequence[Session], canceled_at: datetime) -> list[Seat]:
    """Sessions that were canceled then take place after all. Returns who isn't seated, being booked elsewhere.

    Who belongs to the group now stands in them; so does who had a place for this once, while there are seats and
    nobody there from whom they are kept apart.
    """
    members = Enrollment.objects.filter(series_id__in={one.series_id for one in sessions}).order_by("pk")
    everybody: dict[UUID, list[Enrollment]] = {}
    for member in members.select_related("episode"):
        everybody.setdefault(member.series_id, []).append(member)
    freed = Booking.objects.filter(session__in=sessions, canceled_at=canceled_at)
    had: dict[UUID, list[UUID]] = {}
    for session_id, client_id in freed.order_by("pk").values_list("session_id", "client_id"):
        had.setdefault(session_id, []).append(client_id)
    belong, once = [], []
    for session in sessions:
        group = [] if session.split_from_id else everybody.get(session.series_id, [])
        belong += [(session, one.client_id) for one in group if stands_in(one, session)]
        # who was a member and is none on that day has no place for this once either
        known = {one.client_id for one in group}
        once += [(session, client_id) for client_id in had.get(session.pk, ()) if client_id not in known]
    avoided = seats_to_avoid(once)
    once = [(session, client_id) for session, client_id in once if (session.pk, client_id) not in avoided]
    wanted = list(dict.fromkeys([*belong, *once]))
    free = those_free(wanted)
    take_seats(_within_capacity(free))
    return [seat for seat in wanted if seat not in free]


def _within_capacity(seats: Sequence[Seat]) -> list[Seat]:
    taken: dict[UUID, int] = {}
    found = []
    for session, client_id in seats:
        taken[session.pk] = taken.get(session.pk, 0) + 1
        if taken[session.pk] <= session.series.capacity:
            found.append((session, client_id))
    return found


def _when(session: Session) -> dict[str, datetime]:
    return {"starts_at": session.starts_at, "ends_at": session.ends_at}


def send_on(session: Session, into: Session, client_ids: Collection[UUID], now: datetime) -> None:
    """These people sit in the other session instead; who has a place there already only gives up this one."""
    held = Booking.objects.filter(session=into, client_id__in=client_ids, canceled_at__isnull=True)
    there = set(held.values_list("client_id", flat=True))
    theirs = Booking.objects.filter(session=session, client_id__in=client_ids, canceled_at__isnull=True)
    theirs.update(canceled_at=now)
    coming = [one for one in client_ids if one not in there]
    take_seats([(into, one) for one in coming])
    if session.split_from_id != into.pk:  # who goes back to the first room is where they belong
        Booking.objects.filter(session=into, client_id__in=coming).update(came_from=session)
    _hand_make_ups(session, into, coming)


def part_again(session: Session, now: datetime) -> None:
    """Who was sent on from this session leaves the other one, where its roll says nothing of anybody yet."""
    if session.merged_into_id is None:
        return
    into = Session.objects.select_for_update(no_key=True).get(pk=session.merged_into_id)
    if into.bookings.exclude(status=Status.BOOKED.value).exists():
        raise refuse("The roll of the session that they joined was called.", "", "It stays as it was called.")
    sent = Booking.objects.filter(session=into, came_from=session, canceled_at__isnull=True)
    clients = list(sent.values_list("client_id", flat=True))
    sent.update(canceled_at=now, came_from=None)
    _hand_make_ups(into, session, clients)
    session.merged_into = None


def _hand_make_ups(session: Session, into: Session, client_ids: Collection[UUID]) -> None:
    """A seat that makes up for missing hours does so in the other session too."""
    made = {
        one.booking.client_id: one
        for one in MakeUp.objects.filter(booking__session=session, booking__client_id__in=client_ids)
        .exclude(booking__client_id__in=MakeUp.objects.filter(booking__session=into).values("booking__client_id"))
        .select_related("booking")
    }
    for booking in Booking.objects.filter(session=into, client_id__in=made):
        made[booking.client_id].booking = booking
    MakeUp.objects.bulk_update(made.values(), ["booking"])
