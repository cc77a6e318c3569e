"""A person's week: what was delivered, what is booked, what is missing, and which day can be billed.

Everything counted here is counted by `rules.hours`; this brings it the facts. Used by the chart, the phone, the
client list and Today's "Under target" alike, so that all show the same number.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from stepwell.domain.admissions.models import Episode
from stepwell.domain.admissions.queries.episode import open_stays
from stepwell.domain.catalog.rules import standard_by_code
from stepwell.domain.people.models import Client, Site
from stepwell.domain.people.permissions import visible_clients
from stepwell.domain.week.models import Booking, Status
from stepwell.domain.week.permissions import VIEW_WEEK, visible_bookings
from stepwell.domain.week.queries.facts import facts_of_weeks
from stepwell.domain.week.queries.sessions import placed_segments
from stepwell.domain.week.rules.hours import (
    H0015_DAY,
    Counted,
    DayRule,
    DayStatus,
    SessionFact,
    WeekHours,
    day_status,
    delivered_minutes,
    week_hours,
)
from stepwell.domain.week.rules.stays import Stay, shares, stay_of
from stepwell.kernel.actor import Actor
from stepwell.kernel.calendar import week_of
from stepwell.kernel.clock import day_at
from stepwell.kernel.period import Period
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_list_read, record_read


@dataclass(frozen=True, slots=True)
class Visit:
    """One session of the person's week, on the site's clock. `delivered_minutes` are clinical."""

    session_id: UUID
    name: str
    place: str
    leader: str
    starts_at: datetime
    ends_at: datetime
    status: Status
    delivered_minutes: int
    clinical_minutes: int
    is_over: bool
    note_signed: bool


@dataclass(frozen=True, slots=True)
class StayWeek:
    """What of the week counts for one open stay."""

    episode: Episode
    hours: WeekHours

    @property
    def track(self) -> str:
        """The name of its track."""
        return self.episode.track.name


@dataclass(frozen=True, slots=True)
class ClientDay:
    """One day with sessions, and whether it can be billed under the payer's day rule. Of somebody with two open stays
    a day is one for each that it counts for; `stay_id` says which.
    """

    day: date
    visits: tuple[Visit, ...]
    status: DayStatus
    stay_id: UUID | None = None
    track: str = ""


@dataclass(frozen=True, slots=True)
class ClientWeek:
    """A person's week. `stays` are the open ones, the latest first; none: they are in no track, and nothing is
    prescribed.
    """

    client_id: UUID
    start_on: date
    end_on: date
    stays: tuple[StayWeek, ...]
    days: tuple[ClientDay, ...]

    @property
    def visits(self) -> tuple[Visit, ...]:
        """Every session of the week, in order."""
        return tuple(sorted((visit for one in self.days for visit in one.visits), key=lambda one: one.starts_at))

    @property
    def tracks(self) -> str:
        """Which tracks they are in, by name."""
        return ", ".join(one.track for one in self.stays)

    @property
    def shortest(self) -> StayWeek | None:
        """The stay that lacks the most, if every booking is kept; the latest where none lacks more."""
        return max(self.stays, key=lambda one: one.hours.unbooked_minutes, default=None)


def week_of_client(
    actor: Actor,
    client: Client,
    now: datetime,
    *,
    on: date | None = None,
    rule: DayRule = H0015_DAY,
    stays: Sequence[Episode] | None = None,
) -> ClientWeek:
    """The week of a client whom the actor has found: the one that holds `on`, or today. Written down. `stays` are the
    open ones where the page has asked for them already.
    """
    require(actor, VIEW_WEEK)
    record_read(actor, "week", client.pk)
    if stays is None:
        stays = open_stays(actor, [client.pk]).get(client.pk, [])
    span = week_of(on or day_at(now, ZoneInfo(client.site.zone)), client.site.week_starts_on)
    return _client_week(client.pk, client.site, span, stays, list(_bookings(actor, client, *span)), now, rule)


def hours_of_clients(
    actor: Actor, client_ids: Collection[UUID], now: datetime, *, stays: Mapping[UUID, Sequence[Episode]] | None = None
) -> dict[UUID, tuple[StayWeek, ...]]:
    """This week's hours of each of these clients, as far as the actor may see them: of every open stay, the latest
    first; none while in no track.

    Written down as one list read. Six queries, however many clients there are, and only the columns that are counted:
    Today asks it for everybody of a site. `stays` are their open ones where the page has asked for them already.
    """
    require(actor, VIEW_WEEK)
    seen = Client.objects.filter(visible_clients(actor, VIEW_WEEK), pk__in=[*client_ids])
    spans = {
        client_id: week_of(day_at(now, ZoneInfo(zone)), starts_on)
        for client_id, zone, starts_on in seen.values_list("pk", "site__zone", "site__week_starts_on")
    }
    record_list_read(actor, "weeks", spans)
    if not spans:
        return {}
    episodes = open_stays(actor, spans) if stays is None else stays
    facts = facts_of_weeks(actor, spans)
    return {client_id: _stay_weeks(episodes.get(client_id, ()), facts[client_id], now) for client_id in spans}


def _bookings(actor: Actor, client: Client, first: date, last: date) -> QuerySet[Booking]:
    """Their places in the sessions of those days, with everything that is counted and shown."""
    held = Booking.objects.filter(
        visible_bookings(actor, VIEW_WEEK),
        client=client,
        canceled_at__isnull=True,
        session__canceled_at__isnull=True,
        session__on__range=(first, last),
    )
    related = held.select_related("session__series", "session__place", "session__leader", "note__cosignature")
    return related.prefetch_related("presences", "session__segments").order_by("starts_at")


def _client_week(
    client_id: UUID,
    site: Site,
    span: tuple[date, date],
    episodes: Sequence[Episode],
    bookings: list[Booking],
    now: datetime,
    rule: DayRule,
) -> ClientWeek:
    zone = ZoneInfo(site.zone)
    stays = stays_of(episodes)
    tracks = {one.pk: one.track.name for one in episodes}
    facts = [fact_of(booking) for booking in bookings]
    days: dict[tuple[date, str, UUID | None], list[tuple[Booking, SessionFact]]] = {}
    for booking, fact in zip(bookings, facts, strict=True):
        key = stay_of(fact.track_id, fact.day, stays).key if stays else None
        days.setdefault((fact.day, tracks[key] if key else "", key), []).append((booking, fact))
    shown = []
    for day, track, key in sorted(days, key=lambda one: one[:2]):
        held = days[day, track, key]
        visits = tuple(_visit(booking, fact, zone, now) for booking, fact in held)
        status = day_status([fact for _, fact in held], rule, now)
        shown.append(ClientDay(day, visits, status, key, track))
    return ClientWeek(client_id, *span, _stay_weeks(episodes, facts, now), tuple(shown))


def _stay_weeks(episodes: Sequence[Episode], facts: Sequence[SessionFact], now: datetime) -> tuple[StayWeek, ...]:
    """Each stay's own hours; a minute that counted for one counts for no other."""
    if not episodes:
        return ()
    held, counted = shares(facts, stays_of(episodes)), Counted()
    return tuple(
        StayWeek(
            one,
            week_hours(held[one.pk], one.prescribed_weekly_minutes, standard_by_code(one.standard_code), now, counted),
        )
        for one in episodes
    )


def stays_of(episodes: Sequence[Episode]) -> list[Stay]:
    """These stays as the rules know them."""
    return [Stay(one.pk, one.track_id, one.started_on, one.ended_on) for one in episodes]


def fact_of(booking: Booking) -> SessionFact:
    """What the rules count. Give it a booking with its session's segments, presences and note."""
    return SessionFact(
        day=booking.session.on,
        period=Period(booking.starts_at, booking.ends_at),
        segments=placed_segments(booking.session),
        status=Status(booking.status),
        intervals=tuple(Period(one.starts_at, one.ends_at) for one in booking.presences.all()),
        note_signed=is_signed(booking),
        waits_for_cosignature=waits_for_cosignature(booking),
        track_id=booking.session.series.track_id,
    )


def is_signed(booking: Booking) -> bool:
    """The note of this booking exists and is signed."""
    note = getattr(booking, "note", None)
    return note is not None and note.signed_at is not None


def waits_for_cosignature(booking: Booking) -> bool:
    """A second signature was asked for and isn't there yet."""
    asked = getattr(getattr(booking, "note", None), "cosignature", None)
    return asked is not None and asked.signed_at is None


def _visit(booking: Booking, fact: SessionFact, zone: ZoneInfo, now: datetime) -> Visit:
    session = booking.session
    return Visit(
        session_id=session.pk,
        name=session.series.name,
        place=session.place.name,
        leader=session.leader.name,
        starts_at=booking.starts_at.astimezone(zone),
        ends_at=booking.ends_at.astimezone(zone),
        status=fact.status,
        delivered_minutes=delivered_minutes(fact.intervals, fact.segments) if fact.status.attended else 0,
        clinical_minutes=delivered_minutes([fact.period], fact.segments),
        is_over=booking.ends_at <= now,
        note_signed=fact.note_signed,
    )
