"""Seats in what is left of a person's week that could make up for missing hours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from stepwell.domain.admissions.models import Episode
from stepwell.domain.availability.queries import own_times_of
from stepwell.domain.availability.rules import OwnTime, fit
from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import find_client
from stepwell.domain.week.models import Booking, MakeUp, Session
from stepwell.domain.week.permissions import BOOK_MAKE_UP
from stepwell.domain.week.queries.apart import sessions_to_avoid
from stepwell.domain.week.queries.hours import ClientWeek, StayWeek, week_of_client
from stepwell.domain.week.queries.sessions import period_of, placed_segments
from stepwell.domain.week.queries.waiting import held_seats
from stepwell.domain.week.rules.make_up import Meeting, Offer, Offers, make_up_offers
from stepwell.kernel.actor import Actor
from stepwell.kernel.period import Period
from stepwell.platform.access.permission import require


@dataclass(frozen=True, slots=True)
class Seat:
    """An offered seat, on the site's clock, with what a person reads of its session."""

    offer: Offer
    name: str
    track: str
    place: str
    leader: str
    starts_at: datetime
    ends_at: datetime
    is_own_track: bool


@dataclass(frozen=True, slots=True)
class MakeUps:
    """The page "Find a make-up seat": the week as it stands, the seats for the stay that lacks the most, and why there
    aren't more.
    """

    client: Client
    week: ClientWeek
    stay: StayWeek | None
    offers: Offers
    seats: tuple[Seat, ...]


def make_ups_for(actor: Actor, client_id: UUID, now: datetime) -> MakeUps:
    """What is left of this week. Written down as a read of the week. Raises `NotFound`."""
    require(actor, BOOK_MAKE_UP)
    client = find_client(actor, client_id, BOOK_MAKE_UP)
    week = week_of_client(actor, client, now)
    short = week.shortest
    if short is None:
        return MakeUps(client, week, None, Offers(()), ())
    episode = short.episode
    ahead = Session.objects.filter(
        series__client__isnull=True,
        site_id=client.site_id,
        on__range=(week.start_on, week.end_on),
        starts_at__gt=now,
        canceled_at__isnull=True,
    ).exclude(bookings__in=Booking.objects.filter(client=client, canceled_at__isnull=True))
    # a seat that is held for somebody who waits is no free one
    seated = Count("bookings", filter=Q(bookings__canceled_at__isnull=True)) + held_seats()
    rows = ahead.annotate(seated=seated).select_related("series__track", "place", "leader", "site")
    sessions = {row.pk: row for row in rows.prefetch_related("segments").order_by("starts_at")}
    for avoided in sessions_to_avoid(client, [*sessions.values()]):
        del sessions[avoided]
    own = Booking.objects.filter(client=client, canceled_at__isnull=True, ends_at__gt=now)
    periods = [Period(*span) for span in own.values_list("starts_at", "ends_at")]
    zone = ZoneInfo(client.site.zone)
    times = own_times_of(actor, [client.pk]).get(client.pk, ())
    meetings = [_meeting(row, episode, times, zone) for row in sessions.values()]
    offers = make_up_offers(meetings, periods, short.hours.unbooked_minutes, now)
    seats = tuple(_seat(one, sessions, episode.track_id, zone) for one in offers.seats)
    return MakeUps(client, week, short, offers, seats)


def make_up_sessions(client: Client, week: ClientWeek) -> frozenset[UUID]:
    """Which sessions of a week, whose read is written down, are there to make up for something. One query."""
    booked = MakeUp.objects.filter(
        booking__client=client,
        booking__canceled_at__isnull=True,
        booking__session__on__range=(week.start_on, week.end_on),
    )
    return frozenset(booked.values_list("booking__session_id", flat=True))


def _meeting(row: Session, episode: Episode, own_times: Sequence[OwnTime], zone: ZoneInfo) -> Meeting:
    track = row.series.track
    seated: int = row.seated  # type: ignore[attr-defined]  # annotated
    return Meeting(
        session_id=row.pk,
        day=row.on,
        period=period_of(row),
        segments=placed_segments(row),
        seats_left=min(row.series.capacity, row.place.seats) - seated,
        fits=(track.level_code, track.standard_code) == (episode.level_code, episode.standard_code),
        suits=fit(own_times, period_of(row), zone).suits,
    )


def _seat(offer: Offer, sessions: Mapping[UUID, Session], track_id: int, zone: ZoneInfo) -> Seat:
    row = sessions[offer.session_id]
    return Seat(
        offer,
        row.series.name,
        row.series.track.name,
        row.place.name,
        row.leader.name,
        row.starts_at.astimezone(zone),
        row.ends_at.astimezone(zone),
        row.series.track_id == track_id,
    )
