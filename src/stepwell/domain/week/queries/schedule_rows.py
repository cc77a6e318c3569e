"""The site's week by room, by leader or by client: a row for each, with its sessions and with what of a day is free.

Rooms and leaders are no secret among those who work at a site. Somebody's own session shows to who may open it; for
others the time is taken, without a word of what for or for whom: a room isn't free because one may not know why.
Clients are those whose week the actor may see.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from operator import attrgetter
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from stepwell.domain.catalog.queries import closed_days, list_places
from stepwell.domain.people.models import Client, Phase, Site
from stepwell.domain.people.permissions import CLINICAL, visible_clients
from stepwell.domain.people.queries import site_staff
from stepwell.domain.week.models import Booking, Session
from stepwell.domain.week.permissions import VIEW_SESSION, VIEW_WEEK, visible_bookings, visible_sessions
from stepwell.domain.week.queries.schedule import ScheduledSession, scheduled, sessions_shown, write_down
from stepwell.domain.week.rules.free import By, free_times
from stepwell.kernel.actor import Actor
from stepwell.kernel.calendar import local_instant, week_of
from stepwell.kernel.clock import day_at
from stepwell.kernel.period import Period
from stepwell.platform.access.permission import require, require_at
from stepwell.platform.ledger.unit import record_list_read

# Ours: a page of more rows is no page. Who is looked for beyond them has a timetable of their own.
MOST_CLIENTS = 150
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of one row's day: a session, or taken by one that doesn't show, or free. On the site's clock."""

    starts_at: datetime
    ends_at: datetime
    session: ScheduledSession | None = None
    is_free: bool = False


@dataclass(frozen=True, slots=True)
class RowDay:
    """One day of a row, in order."""

    day: date
    is_today: bool
    closed: str
    slots: tuple[Slot, ...]

    @property
    def is_all_free(self) -> bool:
        """Nothing takes place."""
        return not any(not one.is_free for one in self.slots)


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """A room, a leader or a client, with seven days."""

    label: str
    note: str
    client_id: UUID | None
    days: tuple[RowDay, ...]


@dataclass(frozen=True, slots=True)
class ScheduleRows:
    """A week of a site by one of them. `begins` and `ends` are between which times by the site's clock it counts free
    time: from the week's earliest start to its latest end.
    """

    site: Site
    by: By
    start_on: date
    days: tuple[tuple[date, bool, str], ...]
    rows: tuple[ScheduleRow, ...]
    begins: time | None
    ends: time | None
    are_more: bool = False

    @property
    def before(self) -> date:
        """A day of the week before."""
        return self.start_on - timedelta(days=7)

    @property
    def after(self) -> date:
        """A day of the week after."""
        return self.start_on + timedelta(days=7)


@dataclass(frozen=True, slots=True)
class _Week:
    """What all rows are made of: sessions that show, times that are only taken, and the days."""

    zone: ZoneInfo
    days: tuple[tuple[date, bool, str], ...]
    shown: Mapping[UUID, tuple[Session, ScheduledSession]]
    hidden: Sequence[Session]
    begins: time | None
    ends: time | None


def schedule_rows(actor: Actor, site: Site, on: date | None, by: By, now: datetime) -> ScheduleRows:
    """The site's week that holds `on`, or today. At most seven queries, however many rows; clients are a list read."""
    require(actor, VIEW_SESSION)
    week = _week(actor, site, on, now)
    rows, are_more = _BY[by](actor, site, week)
    return ScheduleRows(site, by, week.days[0][0], week.days, tuple(rows), week.begins, week.ends, are_more)


def _week(actor: Actor, site: Site, on: date | None, now: datetime) -> _Week:
    zone = ZoneInfo(site.zone)
    today = day_at(now, zone)
    start_on, end_on = week_of(on or today, site.week_starts_on)
    rows = sessions_shown(actor).filter(site=site, on__range=(start_on, end_on))
    write_down(actor, rows)
    shown = {row.pk: (row, scheduled(actor, row, zone, now)) for row in rows}
    everything = Session.objects.filter(
        visible_sessions(actor), site=site, on__range=(start_on, end_on), canceled_at__isnull=True
    )
    hidden = list(everything.filter(series__client__isnull=False).exclude(pk__in=[*shown]).order_by("starts_at"))
    closed = closed_days(site, start_on, end_on + ONE_DAY)
    days = [start_on + timedelta(days=number) for number in range(7)]
    every = [*(row for row, _ in shown.values()), *hidden]
    starts = [one.starts_at.astimezone(zone) for one in every]
    # one that goes on after midnight takes its day to its end
    ends = [(one.ends_at.astimezone(zone), one.on) for one in every]
    return _Week(
        zone,
        tuple((day, day == today, closed.get(day, "")) for day in days),
        shown,
        hidden,
        min((one.time() for one in starts), default=None),
        max((time(23, 59) if at.date() > day else at.time() for at, day in ends), default=None),
    )


def _by_room(actor: Actor, site: Site, week: _Week) -> tuple[list[ScheduleRow], bool]:
    rooms = {one.pk: (one.name, f"{one.seats} seats") for one in list_places(actor, site)}
    for row, _ in week.shown.values():
        rooms.setdefault(row.place_id, (row.place.name, "closed since"))
    return _rows(week, rooms, attrgetter("place_id")), False


def _by_leader(actor: Actor, site: Site, week: _Week) -> tuple[list[ScheduleRow], bool]:
    people = {one.pk: (one.name, one.credentials) for one in site_staff(actor, site, CLINICAL)}
    for row, _ in week.shown.values():
        people.setdefault(row.leader_id, (row.leader.name, row.leader.credentials))
    by_name = dict(sorted(people.items(), key=lambda one: one[1][0]))
    return _rows(week, by_name, attrgetter("leader_id")), False


def _rows(week: _Week, heads: Mapping[int, tuple[str, str]], head_of: Callable[[Session], int]) -> list[ScheduleRow]:
    """A row for each of these (label, note), with the sessions whose it is."""
    return [
        _row(
            week,
            label,
            note,
            [told for row, told in week.shown.values() if head_of(row) == key],
            [one for one in week.hidden if head_of(one) == key],
        )
        for key, (label, note) in heads.items()
    ]


def _by_client(actor: Actor, site: Site, week: _Week) -> tuple[list[ScheduleRow], bool]:
    require_at(actor, VIEW_WEEK, site.pk)
    span = (week.days[0][0], week.days[-1][0])
    live = Booking.objects.filter(
        visible_bookings(actor, VIEW_WEEK),
        canceled_at__isnull=True,
        session__canceled_at__isnull=True,
        session__on__range=span,
    )
    seen = Client.objects.filter(visible_clients(actor, VIEW_WEEK), site=site)
    booked = Exists(live.filter(client_id=OuterRef("pk")))
    people = list(seen.filter(Q(phase=Phase.IN_TREATMENT) | booked).order_by("sort_key", "pk")[: MOST_CLIENTS + 1])
    people, are_more = people[:MOST_CLIENTS], len(people) > MOST_CLIENTS
    record_list_read(actor, "schedule", [one.pk for one in people])
    theirs: dict[UUID, list[ScheduledSession]] = {one.pk: [] for one in people}
    for client_id, session_id in live.filter(client__in=people).values_list("client_id", "session_id"):
        if session_id in week.shown:
            theirs[client_id].append(week.shown[session_id][1])
    return [_row(week, one.name, "", theirs[one.pk], (), one.pk) for one in people], are_more


_BY = {By.ROOM: _by_room, By.LEADER: _by_leader, By.CLIENT: _by_client}


def _row(
    week: _Week,
    label: str,
    note: str,
    sessions: Sequence[ScheduledSession],
    hidden: Sequence[Session],
    client_id: UUID | None = None,
) -> ScheduleRow:
    days = []
    for day, is_today, closed in week.days:
        slots = [Slot(one.starts_at, one.ends_at, one) for one in sessions if one.on == day]
        slots += [
            Slot(one.starts_at.astimezone(week.zone), one.ends_at.astimezone(week.zone))
            for one in hidden
            if one.on == day
        ]
        free = () if closed else _free(week, day, slots)
        days.append(RowDay(day, is_today, closed, tuple(sorted([*slots, *free], key=lambda one: one.starts_at))))
    return ScheduleRow(label, note, client_id, tuple(days))


def _free(week: _Week, day: date, slots: Sequence[Slot]) -> list[Slot]:
    if week.begins is None or week.ends is None:
        return []
    first, last = local_instant(day, week.begins, week.zone), local_instant(day, week.ends, week.zone)
    if last <= first:
        return []
    found = free_times(Period(first, last), [Period(one.starts_at, one.ends_at) for one in slots])
    return [
        Slot(one.started_at.astimezone(week.zone), one.ended_at.astimezone(week.zone), is_free=True) for one in found
    ]
