"""Who is expected today, for the desk: a name, a time, a room, and whether they are here. Not which group it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from stepwell.domain.people.models import Site
from stepwell.domain.week.models import Booking
from stepwell.domain.week.permissions import RECEIVE, expected_bookings
from stepwell.domain.week.rules.arrival import can_arrive
from stepwell.domain.week.rules.roll import AttendanceStatus
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotFound
from stepwell.kernel.period import Period
from stepwell.platform.access.permission import require, require_at
from stepwell.platform.ledger.unit import record_list_read


@dataclass(frozen=True, slots=True)
class Expected:
    """One place in one session, on the site's clock."""

    booking_id: int
    name: str
    starts_at: datetime
    ends_at: datetime
    place: str
    arrived_at: datetime | None
    can_mark: bool


@dataclass(frozen=True, slots=True)
class Arrivals:
    """A site's day at the desk: who isn't over, by time."""

    site: Site
    day: date
    people: tuple[Expected, ...]

    @property
    def here(self) -> int:
        """How many have arrived."""
        return sum(one.arrived_at is not None for one in self.people)


def expected_today(actor: Actor, site: Site, now: datetime) -> Arrivals:
    """Everybody whose session of the site's day isn't over, by time and name. One query, and one list read."""
    require_at(actor, RECEIVE, site.pk)
    zone = ZoneInfo(site.zone)
    today = day_at(now, zone)
    # a session of yesterday may run past midnight
    days = (today - timedelta(days=1), today)
    rows = _expected(actor).filter(session__site=site, session__on__range=days, ends_at__gt=now)
    rows = rows.order_by("starts_at", "client__sort_key", "pk")
    people = tuple(_shown(one, zone, now) for one in rows)
    record_list_read(actor, "arrivals", [one.client_id for one in rows])
    return Arrivals(site, today, people)


def counted_today(actor: Actor, sites: Sequence[Site], now: datetime) -> tuple[int, int]:
    """How many of those expected at these sites are here, and of how many. Names nobody. One query."""
    require(actor, RECEIVE)
    days = {day_at(now, ZoneInfo(one.zone)) for one in sites}
    rows = _expected(actor).filter(session__site__in=sites, session__on__in=days, ends_at__gt=now)
    arrived = list(rows.values_list("arrived_at", flat=True))
    return sum(one is not None for one in arrived), len(arrived)


def find_expected(actor: Actor, booking_id: int, now: datetime) -> Booking:
    """One of today's, locked. Raises `NotFound`, also for another day's."""
    require(actor, RECEIVE)
    booking = _expected(actor).filter(pk=booking_id).select_for_update(of=("self",), no_key=True).first()
    if booking is None:
        raise NotFound("booking")
    today = day_at(now, ZoneInfo(booking.session.site.zone))
    if booking.session.on not in (today, today - timedelta(days=1)):
        raise NotFound("booking")
    return booking


def _expected(actor: Actor) -> QuerySet[Booking]:
    open_ones = Booking.objects.filter(
        expected_bookings(actor), canceled_at__isnull=True, session__canceled_at__isnull=True
    )
    # who said that they can't come isn't expected
    coming = open_ones.exclude(status=AttendanceStatus.EXCUSED.value)
    return coming.select_related("client", "session__place", "session__site")


def _shown(one: Booking, zone: ZoneInfo, now: datetime) -> Expected:
    return Expected(
        one.pk,
        one.client.name,
        one.starts_at.astimezone(zone),
        one.ends_at.astimezone(zone),
        one.session.place.name,
        one.arrived_at.astimezone(zone) if one.arrived_at else None,
        can_mark=one.arrived_at is None and can_arrive(Period(one.starts_at, one.ends_at), now),
    )
