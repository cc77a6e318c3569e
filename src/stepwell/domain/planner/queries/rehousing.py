"""Around a closed room: what meets there on some days, in another room, or at another time where none is free then."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q

from stepwell.domain.catalog.models import Place
from stepwell.domain.people.models import Site
from stepwell.domain.planner.models import Proposal
from stepwell.domain.planner.permissions import PROPOSE
from stepwell.domain.planner.queries import weekly
from stepwell.domain.planner.queries.closing import people_of
from stepwell.domain.planner.queries.covering import Moving, cover_days
from stepwell.domain.planner.rules.instance import Group, Instance, Leader, Room, Stretch, joined
from stepwell.domain.planner.rules.plan import Held, Plan
from stepwell.domain.week.models import Booking, Session, Status
from stepwell.domain.week.queries.program import sessions_without_room
from stepwell.domain.week.queries.sessions import placed_segments
from stepwell.domain.week.rules.hours import delivered_minutes
from stepwell.kernel.actor import Actor
from stepwell.kernel.period import Period
from stepwell.kernel.wording import short_day
from stepwell.platform.access.permission import require


def sessions_to_rehouse(actor: Actor, proposal: Proposal, now: datetime) -> Sequence[Session]:
    """What meets in a closed room within the days asked for, and whose roll wasn't called, in order."""
    require(actor, PROPOSE)
    found = sessions_without_room(actor, [proposal.site], now)
    asked = [one for one in found if proposal.first_on <= one.on <= proposal.last_on]
    seats = Booking.objects.filter(session__in=asked, canceled_at__isnull=True)
    called = set(seats.exclude(status=Status.BOOKED.value).values_list("session_id", flat=True))
    return [one for one in asked if one.pk not in called]


def to_rehouse(actor: Actor, proposal: Proposal, now: datetime) -> Instance:
    """Each with its leader, in any open room with a seat for everybody booked; at its own time, or at another one of
    these days at which nobody of it is booked elsewhere, for everybody comes along. Another time is priced for each
    person, so a free room at the same time comes first.
    """
    site, zone = proposal.site, ZoneInfo(proposal.site.zone)
    sessions = sessions_to_rehouse(actor, proposal, now)
    days = cover_days(proposal)
    moving = Moving(actor, site, sessions, days, now)
    booked = [(client_id, pk) for pk, members in moving.members.items() for client_id in members]
    groups, held = [], []
    for one in sessions:
        meeting, key = weekly.session_stretch(one, zone), str(one.pk)
        length = meeting.end - meeting.start
        starts = [
            start
            for start in moving.starts(one.starts_at.astimezone(zone).time())
            if start != meeting.start and not moving.is_elsewhere(one, Stretch(start, start + length))
        ]
        groups.append(
            Group(
                key=key,
                name=f"{one.series.name}, {short_day(one.on)}",
                track=key,
                length=length,
                clinical_minutes=delivered_minutes([Period(one.starts_at, one.ends_at)], placed_segments(one)),
                options=((meeting.start,), *((start,) for start in starts)),
                license="",
                capacity=max(1, len(moving.members[one.pk])),
                leaders=frozenset({str(one.leader_id)}),
                room_seats=max(1, len(moving.members[one.pk])),
                brings=frozenset(map(str, moving.members[one.pk])),
            )
        )
        held.append(Held(key, (meeting.start,), str(one.leader_id), (str(one.place_id),)))
    people, seats = people_of(actor, booked, groups, (days[0], days[-1]), zone)
    return Instance(
        people=people,
        leaders=_leaders(site, sessions, days, zone),
        rooms=_rooms(site, sessions, days, zone),
        groups=tuple(groups),
        present=Plan(tuple(held), seats),
    )


def _leaders(site: Site, sessions: Sequence[Session], days: Sequence[date], zone: ZoneInfo) -> tuple[Leader, ...]:
    """Who leads these, as they are free and work; at the time that they lead it now they lead it in any case."""
    team = weekly.team_of(site, days[0], days[-1])
    busy: dict[int, list[Stretch]] = defaultdict(list)
    leaders = {one.leader_id: one.leader for one in sessions}
    others = Session.objects.filter(on__range=(days[0], days[-1]), canceled_at__isnull=True, leader__in=leaders)
    for one in others.exclude(pk__in=[one.pk for one in sessions]):
        busy[one.leader_id] += weekly.session_pieces(one, zone)
    found = []
    for pk, staff in sorted(leaders.items()):
        leader = team.leader(staff, weekly.without(busy[pk]))
        now = [weekly.session_stretch(one, zone) for one in sessions if one.leader_id == pk]
        found.append(replace(leader, works=joined((*leader.works, *now)), weekly_minutes=weekly.NO_LIMIT_MINUTES))
    return tuple(found)


def _rooms(site: Site, sessions: Sequence[Session], days: Sequence[date], zone: ZoneInfo) -> tuple[Room, ...]:
    """The site's open rooms and those that these meet in, when nobody else is there and they aren't closed."""
    taken: dict[int, list[Stretch]] = defaultdict(list)
    held = Session.objects.filter(site=site, on__range=(days[0], days[-1]), canceled_at__isnull=True)
    for one in held.exclude(pk__in=[one.pk for one in sessions]):
        taken[one.place_id] += weekly.session_pieces(one, zone)
    for place_id, day in weekly.rooms_closed_on(site, days):
        taken[place_id].append(weekly.whole(day))
    rows = Place.objects.filter(Q(is_open=True) | Q(pk__in=[one.place_id for one in sessions]), site=site)
    return tuple(Room(str(one.pk), one.name, one.seats, weekly.without(taken[one.pk])) for one in rows.order_by("pk"))
