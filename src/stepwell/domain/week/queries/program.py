"""What the groups that run have of the program: which of them a change of the catalog would touch."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from stepwell.domain.catalog.models import DayTemplate, Place, Service, Track
from stepwell.domain.people.models import Site
from stepwell.domain.week.models import IS_GROUP, Booking, Series, Session, Status
from stepwell.domain.week.permissions import PLAN_WEEK, VIEW_SESSION, visible_sessions
from stepwell.kernel.actor import Actor
from stepwell.platform.access.permission import require


def largest_group_in(actor: Actor, place: Place, today: date) -> Series | None:
    """The group with the most seats of those that go on in this place."""
    require(actor, PLAN_WEEK)
    going = Series.objects.filter(IS_GROUP, visible_sessions(actor), place=place).exclude(ends_on__lte=today)
    return going.order_by("-capacity", "name").first()


def groups_in(actor: Actor, track: Track, today: date) -> list[str]:
    """The names of the groups that go on in a track."""
    require(actor, PLAN_WEEK)
    going = Series.objects.filter(IS_GROUP, visible_sessions(actor), track=track).exclude(ends_on__lte=today)
    return list(going.order_by("name").values_list("name", flat=True))


def has_groups(actor: Actor, service: Service) -> bool:
    """Whether a group meets, or met, under this service."""
    require(actor, PLAN_WEEK)
    return Series.objects.filter(visible_sessions(actor), service=service).exists()


def sessions_to_remake(actor: Actor, template: DayTemplate, from_on: date, now: datetime) -> list[Session]:
    """Sessions that go like this day, from that day on, that lie ahead and whose roll nobody called. Two queries."""
    ahead = _uncalled(actor).filter(series__template=template, on__gte=from_on, starts_at__gt=now)
    return list(ahead.prefetch_related("bookings").order_by("starts_at", "pk"))


def sessions_on(actor: Actor, site: Site, on: date) -> list[Session]:
    """The site's sessions of a day whose roll nobody called."""
    return list(_uncalled(actor).filter(site=site, on=on).order_by("starts_at", "pk"))


def sessions_without_room(actor: Actor, sites: Collection[Site], now: datetime) -> list[Session]:
    """What lies ahead in rooms that are closed then, in order: each needs another place or time. One query."""
    require(actor, VIEW_SESSION)
    closed = Q(place__closures__first_on__lte=F("on"), place__closures__last_on__gte=F("on"))
    ahead = Session.objects.filter(visible_sessions(actor), closed, site__in=sites, starts_at__gt=now)
    found = ahead.filter(canceled_at__isnull=True).select_related("series__service", "place", "site", "leader")
    return list(found.prefetch_related("segments").distinct().order_by("starts_at", "pk"))


def sessions_closed_at(actor: Actor, site: Site, on: date, closed_at: datetime, now: datetime) -> list[Session]:
    """The sessions of a day that were canceled when it was closed, and that still lie ahead."""
    require(actor, PLAN_WEEK)
    gone = Session.objects.filter(visible_sessions(actor), site=site, on=on, canceled_at=closed_at, starts_at__gt=now)
    return list(gone.select_related("series").order_by("starts_at", "pk"))


def sessions_around(sessions: Sequence[Session], length: timedelta) -> list[Session]:
    """What takes place in the same rooms or is led by the same people, from the first of these to the last."""
    near = Session.objects.filter(
        Q(place_id__in={one.place_id for one in sessions}) | Q(leader_id__in={one.leader_id for one in sessions}),
        canceled_at__isnull=True,
        starts_at__gte=min(one.starts_at for one in sessions),
        starts_at__lt=max(one.starts_at for one in sessions) + length,
    )
    return list(near.select_related("series", "site").order_by("starts_at"))


def bookings_after(sessions: Sequence[Session], length: timedelta) -> list[Booking]:
    """Where those who are booked in these sessions are booked too. Never shown with a name."""
    clients = {booking.client_id for one in sessions for booking in one.bookings.all() if booking.canceled_at is None}
    near = Booking.objects.filter(
        client_id__in=clients,
        canceled_at__isnull=True,
        starts_at__gte=min(one.ends_at for one in sessions),
        starts_at__lt=max(one.starts_at for one in sessions) + length,
    ).exclude(session__in=sessions)
    return list(near.select_related("session__series", "session__site").order_by("starts_at"))


def _uncalled(actor: Actor) -> QuerySet[Session]:
    """Sessions of one's sites that take place and whose roll nobody called."""
    require(actor, PLAN_WEEK)
    called = Booking.objects.filter(session_id=OuterRef("pk")).exclude(status=Status.BOOKED.value)
    found = Session.objects.filter(visible_sessions(actor), ~Exists(called), canceled_at__isnull=True)
    return found.select_related("series__service", "site", "place", "leader")
