"""Groups that meet every week: starting one, making its sessions ahead of time, moving one of them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.catalog.models import DayTemplate, Place, Service, Track
from stepwell.domain.catalog.queries import editions_of, find_place
from stepwell.domain.catalog.rules import template_minutes
from stepwell.domain.catalog.rules.load import LANGUAGE_MOST
from stepwell.domain.people.models import Staff
from stepwell.domain.week.actions.conflicts import (
    check_free,
    check_may_lead,
    check_people_free,
    check_room_open,
    refused_in_words,
)
from stepwell.domain.week.actions.ground import check_move
from stepwell.domain.week.actions.making import book_members, make_sessions, planned
from stepwell.domain.week.actions.telling import telling
from stepwell.domain.week.actions.working import check_leading, check_working, keep_reason
from stepwell.domain.week.models import Booking, Series, Session, SessionSegment
from stepwell.domain.week.permissions import MOVE_SESSION, PLAN_WEEK
from stepwell.domain.week.queries.meetings import day_of, meetings_of
from stepwell.domain.week.queries.sessions import (
    find_group,
    find_series,
    find_session,
    lock_plan,
    period_of,
    phases_of,
    sessions_in_the_way,
    zone_of,
)
from stepwell.domain.week.rules.phases import Plan
from stepwell.domain.week.rules.recurrence import MOST_WEEKS, Occurrence, WeeklySeries
from stepwell.domain.worklist.actions import raise_task
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import refuse
from stepwell.kernel.period import Period
from stepwell.platform.ledger.unit import action, record

# Ours: sessions stand so far ahead; a track of twelve weeks that starts in four fits.
HORIZON = timedelta(weeks=16)
TASK_CONFLICT = "week.conflict"


@action
def start_series(
    *,
    actor: Actor,
    track: Track,
    service: Service,
    template: DayTemplate,
    name: str,
    leader: Staff,
    place: Place,
    weekdays: Collection[int],
    starts_at_time: time,
    first_on: date,
    weeks: int | None,
    capacity: int,
    now: datetime,
    despite: str = "",
    language: str = "",
) -> Series:
    """A weekly group, with its sessions up to the horizon. `weeks=None` goes on until somebody ends it. It is held in
    `language`, or in the program's usual one.

    Where it meets outside of when the leader works, or in a language that they aren't known to lead in, `despite` says
    why all the same. The same group started twice finds
    its own first sessions in the way, and is refused.
    """
    lock_plan(actor, track.site, PLAN_WEEK)
    _check_series(track, service, template, name, leader, place, capacity)
    zone = ZoneInfo(track.site.zone)
    shape = WeeklySeries(
        frozenset(weekdays),
        starts_at_time,
        template_minutes(editions_of(template).last),
        first_on,
        MOST_WEEKS if weeks is None else weeks,
    )
    ends_on = None if weeks is None else first_on + timedelta(weeks=weeks)
    upto = horizon(now, zone, first_on, ends_on)
    series = Series.objects.create(
        site=track.site,
        track=track,
        service=service,
        template=template,
        name=name.strip(),
        leader=leader,
        place=place,
        weekdays=sorted(set(weekdays)),
        starts_at_time=starts_at_time,
        first_on=first_on,
        extended_to=upto,
        ends_on=ends_on,
        capacity=capacity,
        language=" ".join(language.split()),
    )
    meetings = [one for one in meetings_of(track.site, editions_of(template), shape) if one.day < upto]
    if not meetings:
        raise refuse("This group would never meet.", "weekdays", "Choose a weekday that comes before it ends.")
    periods = [one.period for one in meetings]
    check_room_open(place, periods, zone)
    check_free(periods, place=place, leader=leader)
    if check_leading(series, leader, periods, despite):
        keep_reason(actor, series, leader, despite, now)
    with refused_in_words(lambda: check_free(periods, place=place, leader=leader)):
        make_sessions(series, planned(series, _as_it_meets(series, meetings)))
    record(actor, "series.started", subject=("series", series.pk), detail={"sessions": len(meetings)})
    return series


@action
def say_language(*, actor: Actor, series_id: UUID, language: str) -> Series:
    """In which language the group is held from now on; empty is the program's usual one. Who belongs stays."""
    series = find_group(actor, series_id, PLAN_WEEK)
    words = " ".join(language.split())
    if len(words) > LANGUAGE_MOST:
        raise refuse("This is too long for a language.", "language", f"Write it in {LANGUAGE_MOST} letters at most.")
    if words != series.language:
        series.language = words
        series.save(update_fields=["language"])
        record(actor, "series.language_said", subject=("series", series.pk), detail={"language": words})
    return series


@action
def extend_series(*, actor: Actor, series_id: UUID, now: datetime) -> int:
    """Make the sessions up to today's horizon, with everybody's bookings; returns how many. Twice makes them once.

    A meeting whose room or leader is taken isn't made: the leader gets a task that says so.
    """
    series = find_series(actor, series_id, PLAN_WEEK)
    zone = ZoneInfo(series.site.zone)
    upto = horizon(now, zone, series.first_on, series.ends_on)
    if upto <= series.extended_to:
        return 0
    lock_plan(actor, series.site, PLAN_WEEK)
    weeks = -(-(upto - series.extended_to).days // 7)
    shape = WeeklySeries(
        frozenset(series.weekdays),
        series.starts_at_time,
        template_minutes(day_of(series).last),
        series.extended_to,
        weeks,
    )
    meetings = [one for one in meetings_of(series.site, day_of(series), shape) if one.day < upto]
    free = _without_taken(series, meetings)
    sessions = planned(series, _as_it_meets(series, free))
    make_sessions(series, sessions)
    book_members(series, sessions)
    series.extended_to = upto
    series.save(update_fields=["extended_to"])
    record(actor, "series.extended", subject=("series", series.pk), detail={"sessions": len(sessions)})
    if missed := [one for one in meetings if one not in free]:
        raise_task(
            actor=actor,
            site=series.site,
            owner=series.leader,
            kind=TASK_CONFLICT,
            subject_id=series.pk,
            title="Sessions without a room",
            reason=f"{series.name}: {len(missed)} from {missed[0].day:%Y-%m-%d} couldn't be made, the time is taken.",
            due_at=now + timedelta(days=7),
            now=now,
        )
    return len(sessions)


@action
def move_session(
    *, actor: Actor, session_id: UUID, starts_at: datetime, place_id: int, now: datetime, despite: str = ""
) -> Session:
    """One session at another time, in another place, or both. Everybody who is booked moves along. Where another time
    is outside of when its leader works, `despite` says why all the same; another place alone asks for nothing.
    """
    session = find_session(actor, session_id, MOVE_SESSION)
    lock_plan(actor, session.site, MOVE_SESSION)
    place = find_place(actor, place_id)
    if place.site_id != session.site_id:
        raise refuse("This place belongs to another site.", "place", "Choose one of this site's.")
    if starts_at == session.starts_at and place.pk == session.place_id:
        return session
    leader = Staff.objects.get(pk=session.leader_id)
    period = Period(starts_at, starts_at + (session.ends_at - session.starts_at))
    outside = starts_at != session.starts_at and check_working(session.site, leader, [period], despite)
    put_session(actor, session, starts_at, place, leader, now)
    if outside:
        keep_reason(actor, session.series, leader, despite, now, session)
    return session


def put_session(
    actor: Actor, session: Session, starts_at: datetime, place: Place, leader: Staff, now: datetime
) -> None:
    """A session that was found and whose site is locked, at that time, there, under that leader, with everybody booked.
    Raises `Taken` where room, leader or somebody is in the way.
    """
    delta = starts_at - session.starts_at
    bookings = list(session.bookings.all())
    clients = [one.client_id for one in bookings if one.canceled_at is None]
    check_move(session, starts_at, len(clients), place, now)
    period = Period(session.starts_at + delta, session.ends_at + delta)

    def check() -> None:
        check_free([period], place=place, leader=leader, besides=session.pk)
        check_people_free([period], clients, besides=session.pk)

    check()
    segments = list(session.segments.all())
    rows: list[Session | Booking | SessionSegment] = [session, *bookings, *segments]
    for row in rows:
        row.starts_at, row.ends_at = row.starts_at + delta, row.ends_at + delta
    session.place, session.leader = place, leader
    session.on = day_at(session.starts_at, zone_of(session))
    with telling(actor, [session.pk], now), refused_in_words(check):
        session.save(update_fields=["starts_at", "ends_at", "place", "leader", "on"])
        Booking.objects.bulk_update(bookings, ["starts_at", "ends_at"])
        SessionSegment.objects.bulk_update(segments, ["starts_at", "ends_at"])
    record(
        actor, "session.moved", subject=("session", session.pk), detail={"minutes": int(delta.total_seconds() // 60)}
    )


@action
def move_session_back(
    *,
    actor: Actor,
    session_id: UUID,
    moved_to: datetime,
    moved_to_place_id: int,
    starts_at: datetime,
    place_id: int,
    now: datetime,
) -> Session:
    """A session that was moved goes back to where it was, if that is free still and nobody moved it again. Its leader
    led it there before, so nobody is asked why.
    """
    session = find_session(actor, session_id, MOVE_SESSION)
    lock_plan(actor, session.site, MOVE_SESSION)
    if (session.starts_at, session.place_id) != (moved_to, moved_to_place_id):
        raise refuse("This session was moved again since.", "", "Move it from the schedule.")
    leader, place = Staff.objects.get(pk=session.leader_id), find_place(actor, place_id)
    put_session(actor, session, starts_at, place, leader, now)
    return session


def _check_series(
    track: Track, service: Service, template: DayTemplate, name: str, leader: Staff, place: Place, capacity: int
) -> None:
    """Everything belongs to one site, and the people fit into the room."""
    if not name.strip():
        raise refuse("The group needs a name.", "name")
    if {service.site_id, template.site_id, place.site_id} != {track.site_id}:
        raise refuse("Service, day and place belong to the track's site.", "track", "Choose them from one site.")
    if not leader.posts.filter(site_id=track.site_id, ended_on__isnull=True).exists():
        raise refuse(f"{leader.name} doesn't work at this site.", "leader", "Choose somebody who does.")
    check_may_lead(track.site_id, service, leader)
    if capacity < 1:
        raise refuse("A group has at least one seat.", "capacity")
    if capacity > place.seats:
        raise refuse(f"{place.name} has {place.seats} seats.", "capacity", "Choose fewer seats or another place.")


def horizon(now: datetime, zone: ZoneInfo, first_on: date, ends_on: date | None) -> date:
    """The first day that has no sessions yet."""
    upto = max(day_at(now, zone), first_on) + HORIZON
    return min(upto, ends_on) if ends_on else upto


def _without_taken(series: Series, meetings: Sequence[Occurrence]) -> list[Occurrence]:
    """The meetings whose room and leader are free."""
    if not meetings:
        return []
    periods = [one.period for one in meetings]
    held = [period_of(one) for one in sessions_in_the_way(periods, place=series.place, leader=series.leader)]
    return [one for one in meetings if not any(one.period.overlaps(other) for other in held)]


def _as_it_meets(series: Series, meetings: Sequence[Occurrence]) -> list[tuple[Occurrence, Plan]]:
    """Each with the place and the leader that the series has by now."""
    plan = phases_of(series)[-1].plan
    return [(one, plan) for one in meetings]
