"""What starting in a track means for a week: the groups on offer with their seats, and where somebody stands after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from stepwell.domain.admissions.models import Enquiry, Episode, Placement, SeatHold
from stepwell.domain.admissions.permissions import START_EPISODE
from stepwell.domain.admissions.queries.enquiry import find_enquiry
from stepwell.domain.catalog.models import Track
from stepwell.domain.catalog.queries import open_tracks, warning_of
from stepwell.domain.catalog.rules import TrackWarning, standard_by_code
from stepwell.domain.people.models import Client, Site
from stepwell.domain.people.permissions import visible_clients
from stepwell.domain.week.models import IS_GROUP, Booking, Enrollment, Series, Session
from stepwell.domain.week.permissions import ENROLL, VIEW_SESSION, visible_sessions
from stepwell.domain.week.queries.groups import belongs
from stepwell.domain.week.queries.waiting import held_seats
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.languages import own_language
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_read

NEXT_DATES = 6


@dataclass(frozen=True, slots=True)
class OfferedSeries:
    """A group of the track: its weekdays and the site's clock."""

    name: str
    weekdays: tuple[int, ...]
    starts_at_time: time
    leader: str
    place: str
    capacity: int


@dataclass(frozen=True, slots=True)
class StartDate:
    """A day on which somebody can start, and how many seats are free from then to the end of the track."""

    on: date
    seats_left: int


@dataclass(frozen=True, slots=True)
class TrackOffer:
    """A track as the start page shows it. `earliest` is the first day after today on which a seat is free, however far
    off: the next dates may all be full.
    """

    track: Track
    standard: str
    warning: TrackWarning | None
    series: tuple[OfferedSeries, ...]
    dates: tuple[StartDate, ...]
    earliest: StartDate | None = None

    @property
    def seats_left(self) -> int:
        """Free seats from the next date on; none where nothing is planned."""
        return self.dates[0].seats_left if self.dates else 0


@dataclass(frozen=True, slots=True)
class Stand:
    """Where somebody stands after the start: in how many sessions, and when and where the first is."""

    sessions: int
    first_at: datetime | None
    first_place: str


def track_offers(actor: Actor, site: Site, now: datetime, *, without: UUID | None = None) -> list[TrackOffer]:
    """The open tracks of the site, with seats and start dates. Five queries, however many tracks.

    A seat that is held for somebody isn't free for others; the enquiry `without` counts for nothing: its own seat is
    free for itself.
    """
    require(actor, VIEW_SESSION)
    today = day_at(now, ZoneInfo(site.zone))
    tracks = open_tracks(actor, site)
    groups: dict[int, list[Series]] = {track.pk: [] for track in tracks}
    held = Series.objects.filter(IS_GROUP, visible_sessions(actor), track__in=tracks).exclude(ends_on__lte=today)
    for series in held.select_related("leader", "place").order_by("starts_at_time", "name"):
        groups[series.track_id].append(series)
    sessions: dict[UUID, list[tuple[date, int]]] = {}
    for series_id, on, seated in _seated(actor, site, today):
        sessions.setdefault(series_id, []).append((on, seated))
    held_seats = _held(actor, site, without)
    return [_offer(track, groups[track.pk], sessions, held_seats.get(track.pk, ()), today) for track in tracks]


@dataclass(frozen=True, slots=True)
class Seat:
    """Free seats in a track from a day on: of all, and of those that are held for nobody else."""

    free: int
    unheld: int

    @property
    def is_held_for_others(self) -> bool:
        """Whether only seats are free that others wait for."""
        return self.free > 0 and self.unheld == 0


def seat_for(actor: Actor, enquiry: Enquiry, track: Track, start_on: date, now: datetime) -> Seat:
    """What is free for this person from that day to the end of the track."""
    require(actor, VIEW_SESSION)
    groups = open_series(actor, track, start_on, enquiry.client.language)
    sessions: dict[UUID, list[tuple[date, int]]] = {}
    for series_id, on, seated in _seated(actor, enquiry.site, day_at(now, ZoneInfo(enquiry.site.zone))):
        sessions.setdefault(series_id, []).append((on, seated))
    held = _held(actor, enquiry.site, enquiry.pk).get(track.pk, ())
    return Seat(
        _seats_left(track, groups, sessions, start_on, ()), _seats_left(track, groups, sessions, start_on, held)
    )


@dataclass(frozen=True, slots=True)
class StartSheet:
    """The start page of one enquiry. `level` is what a clinician decided; `episode` and `stand` are there once the
    person has started.
    """

    enquiry: Enquiry
    level: str
    offers: tuple[TrackOffer, ...]
    episode: Episode | None
    stand: Stand | None
    may_see_chart: bool
    held: SeatHold | None = None


def get_start(actor: Actor, enquiry_id: UUID, now: datetime) -> StartSheet:
    """What can be chosen for a person who is to start, or what came of it. Written down. Raises `NotFound`."""
    require(actor, START_EPISODE)
    enquiry = find_enquiry(actor, enquiry_id)
    record_read(actor, "start", enquiry.client_id, ("enquiry", enquiry.pk))
    placed = Placement.objects.filter(enquiry=enquiry, decided_at__isnull=False).order_by("-decided_at").first()
    episode = Episode.objects.filter(enquiry=enquiry).select_related("track__site").first()
    return StartSheet(
        enquiry,
        placed.chosen_level if placed else "",
        () if episode else tuple(track_offers(actor, enquiry.site, now, without=enquiry.pk)),
        episode,
        stand_of(actor, episode) if episode else None,
        Client.objects.filter(visible_clients(actor), pk=enquiry.client_id).exists(),
        SeatHold.objects.filter(enquiry=enquiry, released_at__isnull=True).select_related("track", "held_by").first(),
    )


def open_series(actor: Actor, track: Track, started_on: date, language: str = "") -> Sequence[Series]:
    """The groups that somebody who starts on that day goes to, by time: of two on the same days at the same time the
    one in their language, then the one with more free seats then. Who prefers a `language` goes to those held in it or
    in none of its own; where the track has no such group, to all of them.
    """
    require(actor, ENROLL)
    held = Series.objects.filter(IS_GROUP, visible_sessions(actor), track=track).exclude(ends_on__lte=started_on)
    there = belongs(started_on, through="enrollments__")
    counted = held.annotate(members=Count("enrollments", filter=there, distinct=True)).order_by("name", "pk")
    chosen: dict[tuple[object, ...], Series] = {}
    theirs = own_language(language)
    fitting = [one for one in counted if own_language(one.language) in ("", theirs)] or counted
    for one in sorted(fitting, key=lambda one: (own_language(one.language) != theirs, one.members - one.capacity)):
        chosen.setdefault((*one.weekdays, one.starts_at_time), one)
    return sorted(chosen.values(), key=lambda one: (one.starts_at_time, one.name))


def stand_of(actor: Actor, episode: Episode) -> Stand:
    """In how many sessions an admitted person stands. For a stay that the actor has found; it names nobody."""
    require(actor, VIEW_SESSION)
    zone = ZoneInfo(episode.track.site.zone)
    first = first_booking(actor, episode)
    if first is None:
        return Stand(0, None, "")
    return Stand(_booked(episode).count(), first.starts_at.astimezone(zone), first.session.place.name)


def first_booking(actor: Actor, episode: Episode) -> Booking | None:
    """Their place in the first session of a stay that the actor has found."""
    require(actor, VIEW_SESSION)
    return _booked(episode).select_related("session__place", "client__site").order_by("starts_at").first()


def _booked(episode: Episode) -> QuerySet[Booking]:
    theirs = Enrollment.objects.filter(episode=episode).values("series_id")
    return Booking.objects.filter(
        client_id=episode.client_id,
        canceled_at__isnull=True,
        session__series_id__in=theirs,
        session__on__gte=episode.started_on,
    )


def _seated(actor: Actor, site: Site, today: date) -> Sequence[tuple[UUID, date, int]]:
    """Every session to come: its series, its day, and how many sit in it or have a seat held from a day by then."""
    ahead = Session.objects.filter(visible_sessions(actor), site=site, on__gte=today, canceled_at__isnull=True)
    counted = ahead.annotate(seated=Count("bookings", filter=Q(bookings__canceled_at__isnull=True)) + held_seats())
    return list(counted.order_by("on").values_list("series_id", "on", "seated"))


def _held(actor: Actor, site: Site, without: UUID | None) -> dict[int, list[date]]:
    """From which days seats are held in each track of the site, for people who haven't started. It names nobody."""
    require(actor, VIEW_SESSION)
    rows = SeatHold.objects.filter(
        track__site=site,
        released_at__isnull=True,
        enquiry__started_at__isnull=True,
        enquiry__closed_at__isnull=True,
    )
    if without is not None:
        rows = rows.exclude(enquiry_id=without)
    days: dict[int, list[date]] = {}
    for track_id, start_on in rows.values_list("track_id", "start_on"):
        days.setdefault(track_id, []).append(start_on)
    return days


def _offer(
    track: Track,
    groups: Sequence[Series],
    sessions: Mapping[UUID, Sequence[tuple[date, int]]],
    held: Sequence[date],
    today: date,
) -> TrackOffer:
    days = sorted({on for series in groups for on, _ in sessions.get(series.pk, ())})
    starts = (StartDate(day, _seats_left(track, groups, sessions, day, held)) for day in days if day > today)
    return TrackOffer(
        track,
        standard_by_code(track.standard_code).label,
        warning_of(track),
        tuple(
            OfferedSeries(
                one.name, tuple(one.weekdays), one.starts_at_time, one.leader.name, one.place.name, one.capacity
            )
            for one in groups
        ),
        tuple(StartDate(day, _seats_left(track, groups, sessions, day, held)) for day in days[:NEXT_DATES]),
        next((start for start in starts if start.seats_left), None),
    )


def _seats_left(
    track: Track,
    groups: Sequence[Series],
    sessions: Mapping[UUID, Sequence[tuple[date, int]]],
    start_on: date,
    held: Sequence[date],
) -> int:
    """The fewest free seats of any session between the start and the end of the track, less those held by then."""
    length = timedelta(weeks=track.weeks)
    end_on = start_on + length
    free = [
        series.capacity - seated - sum(day <= on < day + length for day in held)
        for series in groups
        for on, seated in sessions.get(series.pk, ())
        if start_on <= on < end_on
    ]
    return max(0, min(free, default=0))
