"""Around a closed day: the sessions that it canceled, at other times of the same week, for whoever can come then."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.availability.queries import own_times_of
from stepwell.domain.planner.models import Proposal
from stepwell.domain.planner.permissions import PROPOSE
from stepwell.domain.planner.queries import weekly
from stepwell.domain.planner.queries.covering import Moving
from stepwell.domain.planner.queries.proposals import mark
from stepwell.domain.planner.rules.instance import Group, Instance, Option, Person, Room, Stretch, joined
from stepwell.domain.planner.rules.plan import Held, Plan, Seat
from stepwell.domain.week.models import Booking, CancelReason, Session
from stepwell.domain.week.queries.sessions import placed_segments
from stepwell.domain.week.rules.hours import delivered_minutes
from stepwell.kernel.actor import Actor
from stepwell.kernel.calendar import week_of
from stepwell.kernel.period import Period
from stepwell.kernel.wording import short_day
from stepwell.platform.access.permission import require


def sessions_closed(actor: Actor, proposal: Proposal) -> Sequence[Session]:
    """What was canceled because the site is closed on that day, in order."""
    require(actor, PROPOSE)
    gone = Session.objects.filter(
        site=proposal.site, on=proposal.first_on, canceled_at__isnull=False, cancel_reason=CancelReason.CLOSED.value
    )
    found = gone.select_related("series__service", "place", "site", "leader").prefetch_related("segments")
    return list(found.order_by("starts_at"))


def to_move(actor: Actor, proposal: Proposal, now: datetime) -> Instance:
    """Each of them may be at any time of the week at which its room is free, under who may lead it and is free.

    Who was booked is in it where they can come; who can't is priced, so that the time which most can come to is found.
    """
    site, zone = proposal.site, ZoneInfo(proposal.site.zone)
    days = weekly.days_from(*week_of(proposal.first_on, site.week_starts_on))
    week = (days[0], days[-1])
    gone = list(sessions_closed(actor, proposal))
    moving = Moving(actor, site, gone, days, now)
    team = weekly.team_of(site, *week)
    busy: dict[int, list[Stretch]] = defaultdict(list)
    for one in Session.objects.filter(on__range=week, canceled_at__isnull=True, leader__in=team.staff):
        busy[one.leader_id] += weekly.session_pieces(one, zone)
    leaders = [team.leader(one, weekly.without(busy[one.pk])) for one in team.staff]
    groups, rooms, held = [], {}, []
    for one in gone:
        meeting, key, place = weekly.session_stretch(one, zone), str(one.pk), str(one.place_id)
        options = _options(moving, one, meeting)
        may = team.who_leads(one.series)
        if not options or not may:
            continue
        minutes = delivered_minutes([Period(one.starts_at, one.ends_at)], placed_segments(one))
        groups.append(
            Group(
                key=key,
                name=f"{one.series.name}, {short_day(one.on)}",
                track=key,
                length=meeting.end - meeting.start,
                clinical_minutes=minutes,
                options=options,
                license="",
                capacity=one.series.capacity,
                leaders=may,
                rooms=frozenset({place}),
                room_seats=0,
            )
        )
        rooms[place] = Room(place, one.place.name, one.place.seats)
        held.append(Held(key, (meeting.start,), str(one.leader_id), (place,)))
    people, seats = people_of(actor, _booked(gone, groups), groups, week, zone)
    return Instance(people, tuple(leaders), tuple(rooms.values()), tuple(groups), present=Plan(tuple(held), seats))


def _options(moving: Moving, session: Session, meeting: Stretch) -> tuple[Option, ...]:
    length = meeting.end - meeting.start
    starts = moving.starts(session.starts_at.astimezone(moving.zone).time())
    return tuple((start,) for start in starts if moving.room_is_free(session.place_id, Stretch(start, start + length)))


def _booked(gone: Sequence[Session], groups: Sequence[Group]) -> list[tuple[UUID, UUID]]:
    """Who had a place when the day was closed: a client and a session."""
    minutes = {one.key for one in groups}
    canceled = {one.pk: one.canceled_at for one in gone if str(one.pk) in minutes}
    rows = Booking.objects.filter(session_id__in=canceled).order_by("client_id", "starts_at")
    return [
        (client_id, session_id)
        for client_id, session_id, at in rows.values_list("client_id", "session_id", "canceled_at")
        if at == canceled[session_id]
    ]


def people_of(
    actor: Actor,
    booked: Sequence[tuple[UUID, UUID]],
    groups: Sequence[Group],
    week: tuple[date, date],
    zone: ZoneInfo,
) -> tuple[tuple[Person, ...], tuple[Seat, ...]]:
    """Each client once for each of their sessions that may move, in one of them at a time; what else they are booked
    in is where they are.
    """
    minutes = {one.key: one.clinical_minutes for one in groups}
    everybody = {client_id for client_id, _ in booked}
    busy: dict[UUID, list[Stretch]] = defaultdict(list)
    others = Booking.objects.filter(client_id__in=everybody, session__on__range=week, canceled_at__isnull=True)
    for one in others.exclude(session_id__in={session_id for _, session_id in booked}):
        busy[one.client_id] += weekly.pieces_of(one.starts_at, one.ends_at, zone)
    here = {client_id: joined(stretches) for client_id, stretches in busy.items()}
    for client_id, own in own_times_of(actor, everybody).items():
        busy[client_id] += weekly.own_busy(own, *week)
    people, seats = [], []
    for client_id, session_id in booked:
        key = f"{client_id}|{session_id}"
        people.append(
            Person(
                key=key,
                name=mark(client_id),
                track=str(session_id),
                prescribed_minutes=minutes[str(session_id)],
                minimum_minutes=0,
                free=weekly.without(busy[client_id]),
                needs_hour=False,
                fixed=here.get(client_id, ()),
                client=str(client_id),
            )
        )
        seats.append(Seat(key, str(session_id)))
    return tuple(people), tuple(seats)
