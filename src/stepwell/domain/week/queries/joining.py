"""What could be joined with a session, and who sits in it, for who may give it another leader."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q

from stepwell.domain.people.models import Client
from stepwell.domain.week.models import Booking, Session, Status
from stepwell.domain.week.permissions import LEAD_INSTEAD, VIEW_ROLL, run_sessions, visible_bookings
from stepwell.kernel.actor import Actor
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_list_read


@dataclass(frozen=True, slots=True)
class Beside:
    """Another session of the day, on the site's clock."""

    session: Session
    starts_at: datetime
    ends_at: datetime
    seated: int
    seats: int


def sessions_beside(actor: Actor, session: Session, now: datetime) -> list[Beside]:
    """The other sessions of its day that haven't begun, by start. One query."""
    require(actor, LEAD_INSTEAD)
    called = Booking.objects.filter(session_id=OuterRef("pk")).exclude(status=Status.BOOKED.value)
    ahead = Session.objects.filter(
        run_sessions(actor, LEAD_INSTEAD),
        ~Exists(called),
        series__client__isnull=True,
        site_id=session.site_id,
        on=session.on,
        canceled_at__isnull=True,
        starts_at__gt=now,
    ).exclude(pk=session.pk)
    seated = Count("bookings", filter=Q(bookings__canceled_at__isnull=True))
    zone = ZoneInfo(session.site.zone)
    return [
        Beside(
            one,
            one.starts_at.astimezone(zone),
            one.ends_at.astimezone(zone),
            one.seated,
            min(one.series.capacity, one.place.seats),
        )
        for one in ahead.select_related("series", "place", "leader").annotate(seated=seated).order_by("starts_at", "pk")
    ]


def people_in(actor: Actor, session: Session) -> list[Client]:
    """Who is booked in it, by name. Written down."""
    require(actor, VIEW_ROLL)
    held = Booking.objects.filter(visible_bookings(actor), session=session, canceled_at__isnull=True)
    people = [one.client for one in held.select_related("client").order_by("client__sort_key", "client_id")]
    record_list_read(actor, "session", [one.pk for one in people])
    return people
