"""The site's week: who leads what, where and when, and how many seats are taken. Never who sits in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from stepwell.domain.catalog.queries import closed_days
from stepwell.domain.people.models import Site
from stepwell.domain.week.models import Booking, Session
from stepwell.domain.week.permissions import (
    LEAD_INSTEAD,
    MOVE_SESSION,
    VIEW_ROLL,
    VIEW_SESSION,
    run_sessions,
    visible_bookings,
    visible_sessions,
)
from stepwell.kernel.actor import Actor
from stepwell.kernel.calendar import week_of
from stepwell.kernel.clock import day_at
from stepwell.kernel.wording import end_clock
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_list_read


@dataclass(frozen=True, slots=True)
class ScheduledSession:
    """One meeting on the schedule. `can_open`: the actor may see somebody's place in it."""

    session_id: UUID
    name: str
    track: str
    on: date
    starts_at: datetime
    ends_at: datetime
    place: str
    leader: str
    seated: int
    capacity: int
    is_mine: bool
    can_open: bool
    can_move: bool
    can_lead_instead: bool
    is_past: bool
    is_running: bool
    site: str
    whose: str = ""  # of somebody's own session, for who may see them

    @property
    def begins(self) -> str:
        """`18:00`, by the clock of its site, whatever clock the page keeps."""
        return f"{self.starts_at:%H:%M}"

    @property
    def finishes(self) -> str:
        """`21:15`, by the same clock; with the day where that is another one."""
        return end_clock(self.starts_at, self.ends_at)


@dataclass(frozen=True, slots=True)
class ScheduleDay:
    """A day and its sessions: the actor's own first, each by their time."""

    day: date
    is_today: bool
    sessions: tuple[ScheduledSession, ...]
    closed: str = ""  # why the site is closed


@dataclass(frozen=True, slots=True)
class Schedule:
    """A week of a site, from its first weekday."""

    site: Site
    start_on: date
    days: tuple[ScheduleDay, ...]

    @property
    def before(self) -> date:
        """A day of the week before."""
        return self.start_on - timedelta(days=7)

    @property
    def after(self) -> date:
        """A day of the week after."""
        return self.start_on + timedelta(days=7)

    @property
    def names_somebody(self) -> bool:
        """Somebody's own session stands in it, with their name."""
        return any(one.whose for day in self.days for one in day.sessions)

    @property
    def is_empty(self) -> bool:
        """Nothing takes place."""
        return not any(one.sessions or one.closed for one in self.days)


def schedule(actor: Actor, site: Site, on: date | None, now: datetime) -> Schedule:
    """The site's week that holds `on`, or today. Two queries."""
    require(actor, VIEW_SESSION)
    zone = ZoneInfo(site.zone)
    today = day_at(now, zone)
    start_on, end_on = week_of(on or today, site.week_starts_on)
    rows = sessions_shown(actor).filter(site=site, on__range=(start_on, end_on))
    write_down(actor, rows)
    shown = [scheduled(actor, row, zone, now) for row in rows]
    closed = closed_days(site, start_on, end_on + timedelta(days=1))
    days = []
    for offset in range(7):
        day = start_on + timedelta(days=offset)
        held = sorted((one for one in shown if one.on == day), key=lambda one: (not one.is_mine, one.starts_at))
        days.append(ScheduleDay(day, day == today, tuple(held), closed.get(day, "")))
    return Schedule(site, start_on, tuple(days))


def my_sessions(actor: Actor, now: datetime) -> Sequence[ScheduledSession]:
    """The sessions that the actor leads today, by their sites' days, in order; and one of yesterday that still goes on.
    One query.
    """
    require(actor, VIEW_SESSION)
    near = (now.date() - timedelta(days=1), now.date() + timedelta(days=1))
    rows = sessions_shown(actor).filter(leader_id=actor.staff_id, on__range=near)
    write_down(actor, rows)
    return [
        scheduled(actor, row, zone, now)
        for row in rows
        if (zone := ZoneInfo(row.site.zone)) and (row.on == day_at(now, zone) or row.starts_at <= now < row.ends_at)
    ]


def write_down(actor: Actor, rows: QuerySet[Session]) -> None:
    """Whose own sessions show: the only people that a schedule names."""
    whose = [row.series.client_id for row in rows if row.series.client_id is not None]
    if whose and actor.may(VIEW_ROLL):
        record_list_read(actor, "schedule", whose)


def sessions_shown(actor: Actor) -> QuerySet[Session]:
    """What the actor may see, with what the schedule says of each; of people's own sessions those they may open."""
    seats = Booking.objects.filter(session_id=OuterRef("pk"), canceled_at__isnull=True)
    opens = run_sessions(actor, VIEW_ROLL) | Q(Exists(seats.filter(visible_bookings(actor))))
    return (
        Session.objects.filter(visible_sessions(actor), canceled_at__isnull=True)
        .select_related("series__track", "series__client", "place", "leader", "site")
        .annotate(
            seated=Count("bookings", filter=Q(bookings__canceled_at__isnull=True)),
            can_open=opens,
            can_move=run_sessions(actor, MOVE_SESSION),
        )
        .filter(Q(series__client__isnull=True) | Q(can_open=True))
        .order_by("starts_at", "series__name")
    )


def scheduled(actor: Actor, row: Session, zone: ZoneInfo, now: datetime) -> ScheduledSession:
    """One row, on the site's clock."""
    return ScheduledSession(
        session_id=row.pk,
        name=row.series.name,
        track=row.series.track.name,
        on=row.on,
        starts_at=row.starts_at.astimezone(zone),
        ends_at=row.ends_at.astimezone(zone),
        place=row.place.name,
        leader=row.leader.name,
        seated=row.seated,  # type: ignore[attr-defined]  # annotated, as the next two
        capacity=row.series.capacity,
        is_mine=row.leader_id == actor.staff_id,
        can_open=actor.may(VIEW_ROLL) and row.can_open,  # type: ignore[attr-defined]
        can_lead_instead=row.site_id in actor.sites_for(LEAD_INSTEAD),
        can_move=actor.may(MOVE_SESSION) and row.can_move,  # type: ignore[attr-defined]
        is_past=row.ends_at <= now,
        is_running=row.starts_at <= now < row.ends_at,
        site=row.site.name,
        whose=row.series.client.name if row.series.client is not None and actor.may(VIEW_ROLL) else "",
    )
