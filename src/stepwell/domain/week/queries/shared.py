"""Attendance as a consent opens it: when somebody comes and came, and how long; never to which group, or with whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.consent.queries.opened import Opened
from stepwell.domain.consent.rules import ItemKind
from stepwell.domain.week.models import Booking, Status
from stepwell.kernel.calendar import week_of
from stepwell.kernel.clock import day_at

# Ours: the next session is looked for within so many days.
AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class SharedVisit:
    """One session of the week, on the site's clock, and what the roll says of it."""

    starts_at: datetime
    ends_at: datetime
    status: Status
    is_over: bool


@dataclass(frozen=True, slots=True)
class SharedWeek:
    """This week's sessions in order, and the next one from now on."""

    visits: tuple[SharedVisit, ...]
    next_visit: SharedVisit | None


def shared_weeks(opened: Sequence[Opened], now: datetime) -> dict[UUID, SharedWeek]:
    """This week of each client whose consent covers attendance. One query, however many."""
    sites = {one.client.pk: one.client.site for one in opened if one.covers(ItemKind.ATTENDANCE)}
    spans = {
        client_id: week_of(day_at(now, ZoneInfo(site.zone)), site.week_starts_on) for client_id, site in sites.items()
    }
    if not spans:
        return {}
    first = min(start for start, _ in spans.values())
    held = Booking.objects.filter(
        client_id__in=spans,
        canceled_at__isnull=True,
        session__canceled_at__isnull=True,
        session__on__range=(first, first + timedelta(days=7) + AHEAD),
    )
    found: dict[UUID, list[tuple[bool, SharedVisit]]] = {client_id: [] for client_id in spans}
    for booking in held.select_related("session").order_by("starts_at", "pk"):
        start, end = spans[booking.client_id]
        visit = _visit(booking, ZoneInfo(sites[booking.client_id].zone), now)
        found[booking.client_id].append((start <= booking.session.on <= end, visit))
    return {client_id: _week(visits, now) for client_id, visits in found.items()}


def _visit(booking: Booking, zone: ZoneInfo, now: datetime) -> SharedVisit:
    starts_at, ends_at = booking.starts_at.astimezone(zone), booking.ends_at.astimezone(zone)
    return SharedVisit(starts_at, ends_at, Status(booking.status), booking.ends_at <= now)


def _week(visits: list[tuple[bool, SharedVisit]], now: datetime) -> SharedWeek:
    coming = (visit for _, visit in visits if visit.starts_at > now and visit.status == Status.BOOKED)
    return SharedWeek(tuple(visit for is_this_week, visit in visits if is_this_week), next(coming, None))
