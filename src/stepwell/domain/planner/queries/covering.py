"""Covering an absence: who leads instead; and, where nobody is free, the same sessions at another time of the week."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from stepwell.domain.availability.queries import own_times_of
from stepwell.domain.catalog.queries import closed_days
from stepwell.domain.people.models import Site
from stepwell.domain.planner.models import Proposal
from stepwell.domain.planner.permissions import PROPOSE
from stepwell.domain.planner.queries import weekly
from stepwell.domain.planner.rules.instance import SLOT_MINUTES, Group, Instance, Option, Room, Stretch
from stepwell.domain.planner.rules.plan import Held, Plan
from stepwell.domain.week.models import Booking, Session, Status
from stepwell.kernel.actor import Actor
from stepwell.kernel.calendar import week_of
from stepwell.kernel.clock import day_at
from stepwell.kernel.wording import short_day
from stepwell.platform.access.permission import require


def sessions_to_cover(actor: Actor, proposal: Proposal, now: datetime) -> Sequence[Session]:
    """What the absent leads in these days and whose roll wasn't called, in order."""
    require(actor, PROPOSE)
    days = (proposal.first_on, proposal.last_on)
    theirs = Session.objects.filter(site=proposal.site, leader=proposal.away, on__range=days, canceled_at__isnull=True)
    called = Q(bookings__canceled_at__isnull=True) & ~Q(bookings__status=Status.BOOKED.value)
    ahead = theirs.filter(starts_at__gt=now).exclude(pk__in=theirs.filter(called).values("pk"))
    return list(ahead.select_related("series__service", "place", "site").order_by("starts_at"))


def cover_days(proposal: Proposal) -> list[date]:
    """The days among which a session may move: to the end of the week that holds the last day, seven at most."""
    _, end_on = week_of(proposal.last_on, proposal.site.week_starts_on)
    return weekly.days_from(proposal.first_on, min(end_on, proposal.first_on + timedelta(days=6)))


def to_cover(actor: Actor, proposal: Proposal, now: datetime, widen: Collection[str] = ()) -> Instance:
    """Each session at its own time and in its own room; who may lead it has what its service asks for and is free.

    Those of `widen` may also meet at another time of these days, at which their room and everybody booked is free;
    who is away may lead them again once they are back.
    """
    zone = ZoneInfo(proposal.site.zone)
    sessions = sessions_to_cover(actor, proposal, now)
    days = cover_days(proposal)
    others = Session.objects.filter(on__range=(days[0], days[-1]), canceled_at__isnull=True)
    others = others.exclude(pk__in=[one.pk for one in sessions]).filter(leader__posts__site=proposal.site).distinct()
    busy: dict[int, list[Stretch]] = defaultdict(list)
    for one in others:
        busy[one.leader_id] += weekly.session_pieces(one, zone)
    team = weekly.team_of(proposal.site, days[0], days[-1])
    leaders = [
        team.leader(one, weekly.without(busy[one.pk]), led=_minutes(busy[one.pk]))
        for one in team.staff
        if one != proposal.away
    ]
    assert proposal.away is not None  # a constraint of the database
    gone = [weekly.stretch(day.weekday(), time(0), 24 * 60) for day in days if day <= proposal.last_on]
    away = team.leader(proposal.away, weekly.without([*gone, *busy[proposal.away.pk]]) if widen else ())
    moves = Moving(actor, proposal.site, [one for one in sessions if str(one.pk) in widen], days, now)
    groups, rooms, held = [], [], []
    for one in sessions:
        meeting, key = weekly.session_stretch(one, zone), str(one.pk)
        option = (meeting.start,)
        may = team.who_leads(one.series)
        groups.append(
            Group(
                key=key,
                name=f"{one.series.name}, {short_day(one.on)}",
                track="",
                length=meeting.end - meeting.start,
                clinical_minutes=0,
                options=(option, *moves.options_of(one, meeting)),
                license="",
                capacity=1,
                leaders=may - (frozenset() if key in widen else {away.key}) or frozenset({away.key}),
                rooms=frozenset({str(one.place_id)}),
                room_seats=0,
                brings=frozenset(map(str, moves.members[one.pk])),
            )
        )
        rooms.append(Room(str(one.place_id), one.place.name, 1))
        held.append(Held(key, option, away.key, (str(one.place_id),)))
    known = {one.key: one for one in rooms}
    return Instance((), (*leaders, away), tuple(known.values()), tuple(groups), present=Plan(tuple(held)))


class Moving:
    """To which other times sessions could move within some days: their room is free, the site is open, and everybody
    who is booked is free and told that they can come then. Seven queries for all of them.
    """

    def __init__(
        self, actor: Actor, site: Site, sessions: Sequence[Session], days: Sequence[date], now: datetime
    ) -> None:
        self.sessions = {one.pk for one in sessions}
        self.zone = ZoneInfo(site.zone)
        today = day_at(now, self.zone)
        closed = closed_days(site, days[0], days[-1] + timedelta(days=1))
        self.days = [day for day in days if day > today and day not in closed]
        self.rooms: dict[int, list[Stretch]] = defaultdict(list)
        self.elsewhere: dict[UUID, list[Stretch]] = defaultdict(list)
        self.own: dict[UUID, list[Stretch]] = {}
        self.members: dict[UUID, list[UUID]] = defaultdict(list)
        self.times: tuple[time, ...] = ()
        if sessions:
            self._read(actor, site, days)

    def _read(self, actor: Actor, site: Site, days: Sequence[date]) -> None:
        week = (days[0], days[-1])
        held = list(Session.objects.filter(site=site, on__range=week, canceled_at__isnull=True))
        for one in held:
            if one.pk not in self.sessions:
                self.rooms[one.place_id] += weekly.session_pieces(one, self.zone)
        for place_id, day in weekly.rooms_closed_on(site, days):
            self.rooms[place_id].append(weekly.whole(day))
        # ours: Monday to Friday, and the days on which somebody meets in any case
        meets = {one.starts_at.astimezone(self.zone).date() for one in held}
        self.days = [day for day in self.days if day.weekday() < 5 or day in meets]
        self.times = tuple(sorted({one.starts_at.astimezone(self.zone).time() for one in held}))
        seats = Booking.objects.filter(session_id__in=self.sessions, canceled_at__isnull=True)
        for session_id, client_id in seats.values_list("session_id", "client_id"):
            self.members[session_id].append(client_id)
        everybody = {client_id for members in self.members.values() for client_id in members}
        others = Booking.objects.filter(client_id__in=everybody, session__on__range=week, canceled_at__isnull=True)
        for booking in others.exclude(session_id__in=self.sessions):
            self.elsewhere[booking.client_id] += weekly.pieces_of(booking.starts_at, booking.ends_at, self.zone)
        for client_id, own in own_times_of(actor, everybody).items():
            self.own[client_id] = weekly.own_busy(own, *week)

    def starts(self, at: time) -> list[int]:
        """Slots at which something could begin: when groups of the site begin, and `at`."""
        slots = {weekly.slot_of(day, one) for day in self.days for one in (*self.times, at)}
        return sorted(slot for slot in slots if slot is not None)

    def room_is_free(self, place_id: int, meeting: Stretch) -> bool:
        """Whether nobody meets there then."""
        return not any(one.overlaps(meeting) for one in self.rooms[place_id])

    def is_elsewhere(self, session: Session, meeting: Stretch) -> bool:
        """Whether somebody of it is booked in something else then, which stays where it is."""
        return any(one.overlaps(meeting) for who in self.members[session.pk] for one in self.elsewhere[who])

    def options_of(self, session: Session, meeting: Stretch) -> tuple[Option, ...]:
        """Every other time for this session; none for one that isn't to move."""
        if session.pk not in self.sessions or not self.days:
            return ()
        length = meeting.end - meeting.start
        cannot = [one for client_id in self.members[session.pk] for one in self.own.get(client_id, ())]
        found = []
        for start in self.starts(session.starts_at.astimezone(self.zone).time()):
            moved = Stretch(start, start + length)
            free = self.room_is_free(session.place_id, moved) and not self.is_elsewhere(session, moved)
            if free and not any(one.overlaps(moved) for one in cannot) and start != meeting.start:
                found.append((start,))
        return tuple(found)


def _minutes(stretches: Sequence[Stretch]) -> int:
    return sum(one.end - one.start for one in stretches) * SLOT_MINUTES
