"""Reads of the planner: what was asked and proposed, and the week as an instance to solve.

In an instance people, groups and sessions go by their ids; `MARK` stands where a page puts a client's name.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from stepwell.domain.admissions.models import Episode
from stepwell.domain.catalog.rules import clinical_minutes, template_minutes
from stepwell.domain.people.models import Client, Post, Site, Staff
from stepwell.domain.people.permissions import CLINICAL, visible_clients
from stepwell.domain.planner.models import Kind, Proposal, State
from stepwell.domain.planner.permissions import PROPOSE, visible_proposals
from stepwell.domain.planner.rules.instance import (
    SLOT_MINUTES,
    SLOTS_A_DAY,
    SLOTS_A_WEEK,
    Group,
    Instance,
    Leader,
    Person,
    Room,
    Stretch,
)
from stepwell.domain.planner.rules.plan import Held, Plan
from stepwell.domain.week.models import IS_GROUP, Enrollment, KeepApart, Series, Session, Status
from stepwell.domain.week.permissions import ENROLL
from stepwell.domain.week.queries.meetings import day_of
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.kernel.wording import short_day
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_list_read

# Ours: a worker that said nothing for so long is taken for gone.
GONE_AFTER = timedelta(seconds=30)
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody whom a proposal puts into a group."""

    client: Client
    series: Series


@dataclass(frozen=True, slots=True)
class Cover:
    """A session that a proposal gives another leader; None where nobody can."""

    session: Session
    leader: Staff | None


def list_proposals(actor: Actor, site: Site) -> Sequence[Proposal]:
    """What was asked at the site, the newest first."""
    require(actor, PROPOSE)
    found = Proposal.objects.filter(visible_proposals(actor), site=site).select_related("asked_by", "away")
    return list(found.order_by("-asked_at")[:MOST_SHOWN])


def find_proposal(actor: Actor, proposal_id: UUID, *, lock: bool = False) -> Proposal:
    """One proposal. Raises `NotFound`."""
    require(actor, PROPOSE)
    found = Proposal.objects.filter(visible_proposals(actor), pk=proposal_id)
    if lock:
        found = found.select_for_update(of=("self",), no_key=True)
    proposal = found.select_related("site", "asked_by", "away", "decided_by").first()
    if proposal is None:
        raise NotFound("proposal")
    return proposal


def is_gone(proposal: Proposal, now: datetime) -> bool:
    """The worker that solved it is no more: it says nothing any longer."""
    return proposal.state == State.SOLVING and now - proposal.seen_at > GONE_AFTER


def members_of(actor: Actor, proposal: Proposal) -> list[Member]:
    """Whom it puts where, by name. Written down as a list read. Two queries."""
    require(actor, PROPOSE)
    seats = _plan(proposal).get("seats", [])
    people = [UUID(one["person"]) for one in seats]
    clients = {one.pk: one for one in Client.objects.filter(visible_clients(actor, ENROLL), pk__in=people)}
    groups = (
        Series.objects.filter(site=proposal.site)
        .select_related("leader", "place")
        .in_bulk([UUID(one["group"]) for one in seats])
    )
    record_list_read(actor, "proposal", clients)
    found = [
        Member(clients[UUID(one["person"])], groups[UUID(one["group"])])
        for one in seats
        if UUID(one["person"]) in clients and UUID(one["group"]) in groups
    ]
    return sorted(found, key=lambda one: (one.client.sort_key, one.series.name))


def covers_of(actor: Actor, proposal: Proposal) -> list[Cover]:
    """Who leads which session, in order. Two queries."""
    require(actor, PROPOSE)
    if proposal.kind != Kind.COVER:
        return []
    held = {one["group"]: int(one["leader"]) for one in _plan(proposal).get("held", [])}
    asked = [*held, *proposal.result.get("open", [])]
    sessions = Session.objects.filter(site=proposal.site, pk__in=asked).select_related("series", "place", "leader")
    staff = Staff.objects.in_bulk(held.values())
    return [Cover(one, staff.get(held.get(str(one.pk), 0))) for one in sessions.order_by("starts_at")]


def _plan(proposal: Proposal) -> dict[str, Any]:
    """The plan that was found, as it is kept; empty where there is none."""
    return proposal.result.get("plan") or {}


def names_in(actor: Actor, proposal: Proposal) -> dict[str, str]:
    """The names of the clients whom the words of a proposal are about. One query; written down as a list read."""
    require(actor, PROPOSE)
    people = proposal.result.get("people", [])
    clients = list(Client.objects.filter(visible_clients(actor, ENROLL), pk__in=people))
    record_list_read(actor, "proposal", [one.pk for one in clients])
    return {mark(one.pk): one.name for one in clients}


def mark(client_id: UUID) -> str:
    """What stands for a client's name where words are kept."""
    return f"[{client_id}]"


def instance_of(actor: Actor, proposal: Proposal, now: datetime) -> Instance:
    """The week as it is now, to solve."""
    require(actor, PROPOSE)
    return _to_cover(actor, proposal, now) if proposal.kind == Kind.COVER else _to_place(actor, proposal)


# placing people


def _to_place(actor: Actor, proposal: Proposal) -> Instance:
    """Who is in groups that give them fewer hours than prescribed, and the groups of their tracks with a free seat.

    The groups stay as they are: each has its one time, and a leader and a room of its own.
    """
    series = _series(proposal.site, proposal.first_on)
    seated = _seated(proposal.site, proposal.first_on)
    theirs = _memberships(proposal.site, proposal.first_on)
    times = {one.pk: _meetings(one) for one in series}
    minutes = {one.pk: clinical_minutes(day_of(one).last) for one in series}
    stays = _stays(actor, proposal.site, proposal.first_on)
    apart = _kept_apart([stay.client_id for stay in stays])
    own = _own_hours(proposal.site, proposal.first_on)
    people = []
    for stay in stays:
        now_in = [one for one in theirs[stay.client_id] if one in times]
        missing = stay.prescribed_weekly_minutes - sum(minutes[one] * len(times[one]) for one in now_in)
        if missing > 0:
            # who is kept apart from a member can't come when that group meets
            beside = [one for other in apart[stay.client_id] for one in theirs[other] if one in times]
            busy = [*(stretch for one in (*now_in, *beside) for stretch in times[one]), *own[stay.client_id]]
            people.append(
                Person(
                    key=str(stay.client_id),
                    name=mark(stay.client_id),
                    track=str(stay.track_id),
                    prescribed_minutes=missing,
                    minimum_minutes=0,
                    free=_free(busy),
                    needs_hour=False,
                )
            )
    groups, leaders, rooms, held = [], [], [], []
    for one in series:
        free = one.capacity - seated.get(one.pk, 0)
        if free < 1 or not times[one.pk]:
            continue
        key, length = str(one.pk), times[one.pk][0].end - times[one.pk][0].start
        option = tuple(stretch.start for stretch in times[one.pk])
        groups.append(
            Group(
                key=key,
                name=one.name,
                track=str(one.track_id),
                length=length,
                clinical_minutes=minutes[one.pk],
                options=(option,),
                license="",
                capacity=free,
                leaders=frozenset({key}),
                rooms=frozenset({key}),
                room_seats=0,
            )
        )
        leaders.append(Leader(key, one.leader.name, frozenset()))
        rooms.append(Room(key, one.place.name, 1000))
        held.append(Held(key, option, key, (key,) * len(option)))
    return Instance(
        tuple(people), tuple(leaders), tuple(rooms), tuple(groups), _pairs(apart, people), "", Plan(tuple(held))
    )


def _series(site: Site, first_on: date) -> Sequence[Series]:
    groups = _going_on(site, first_on).filter(IS_GROUP, track__is_open=True)
    rows = groups.select_related("leader", "place", "template").prefetch_related("template__segments")
    return list(rows.order_by("name"))


def _own_hours(site: Site, first_on: date) -> dict[UUID, list[Stretch]]:
    """When each has sessions of their own: no group can seat them then."""
    found: dict[UUID, list[Stretch]] = defaultdict(list)
    for one in _going_on(site, first_on).exclude(IS_GROUP).select_related("service", "template"):
        assert one.client_id is not None  # it is no group
        found[one.client_id] += _meetings(one)
    return found


def _going_on(site: Site, first_on: date) -> QuerySet[Series]:
    return Series.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=first_on), site=site)


def _seated(site: Site, first_on: date) -> dict[UUID, int]:
    """The most that sit in any session of a group from that day on: so many seats are taken."""
    rows = (
        Session.objects.filter(site=site, on__gte=first_on, canceled_at__isnull=True)
        .annotate(seated=Count("bookings", filter=Q(bookings__canceled_at__isnull=True)))
        .values_list("series_id", "seated")
    )
    most: dict[UUID, int] = {}
    for series_id, seated in rows:
        most[series_id] = max(most.get(series_id, 0), seated)
    return most


def _memberships(site: Site, first_on: date) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = defaultdict(list)
    held = Enrollment.objects.filter(Q(left_on__isnull=True) | Q(left_on__gt=first_on), series__site=site)
    for client_id, series_id in held.values_list("client_id", "series_id"):
        found[client_id].append(series_id)
    return found


def _stays(actor: Actor, site: Site, first_on: date) -> Sequence[Episode]:
    """The open stays of the site that go on, of clients whom the actor may put into groups."""
    seen = Q() if actor.is_system else Q(client__in=Client.objects.filter(visible_clients(actor, ENROLL)))
    found = Episode.objects.filter(seen, track__site=site, ended_on__isnull=True, planned_end_on__gt=first_on)
    return list(found.order_by("started_on", "pk"))


def _meetings(series: Series) -> tuple[Stretch, ...]:
    minutes = template_minutes(day_of(series).last)
    return tuple(_stretch(weekday, series.starts_at_time, minutes) for weekday in sorted(series.weekdays))


def _stretch(weekday: int, starts_at: time, minutes: int) -> Stretch:
    """Rounded outward to quarters of an hour, and cut at the end of the week."""
    begins = starts_at.hour * 60 + starts_at.minute
    first = weekday * SLOTS_A_DAY + begins // SLOT_MINUTES
    last = weekday * SLOTS_A_DAY - (-(begins + minutes) // SLOT_MINUTES)
    return Stretch(first, min(last, SLOTS_A_WEEK))


def _free(busy: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """The week without these."""
    found, at = [], 0
    for one in sorted(busy):
        if one.start > at:
            found.append(Stretch(at, one.start))
        at = max(at, one.end)
    return (*found, Stretch(at, SLOTS_A_WEEK)) if at < SLOTS_A_WEEK else tuple(found)


def _kept_apart(client_ids: Sequence[UUID]) -> dict[UUID, set[UUID]]:
    """From whom each of these is kept apart. One query; no word of a proposal says who."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    some = Q(first__in=client_ids) | Q(second__in=client_ids)
    for first, second in KeepApart.objects.filter(some, ended_at__isnull=True).values_list("first_id", "second_id"):
        found[first].add(second)
        found[second].add(first)
    return found


def _pairs(apart: Mapping[UUID, set[UUID]], people: Sequence[Person]) -> tuple[tuple[str, str], ...]:
    """Those of whom both are to be placed, once each."""
    keys = {one.key for one in people}
    both = {(str(first), str(second)) for first, others in apart.items() for second in others}
    return tuple(sorted(pair for pair in both if pair[0] < pair[1] and keys.issuperset(pair)))


# covering an absence


def sessions_to_cover(actor: Actor, proposal: Proposal, now: datetime) -> Sequence[Session]:
    """What the absent leads in these days and whose roll wasn't called, in order."""
    require(actor, PROPOSE)
    days = (proposal.first_on, proposal.last_on)
    theirs = Session.objects.filter(site=proposal.site, leader=proposal.away, on__range=days, canceled_at__isnull=True)
    called = Q(bookings__canceled_at__isnull=True) & ~Q(bookings__status=Status.BOOKED.value)
    ahead = theirs.filter(starts_at__gt=now).exclude(pk__in=theirs.filter(called).values("pk"))
    return list(ahead.select_related("series", "place", "site").order_by("starts_at"))


def _to_cover(actor: Actor, proposal: Proposal, now: datetime) -> Instance:
    """Each session at its own time and in its own room; who may lead it is who has a credential and is free."""
    zone = ZoneInfo(proposal.site.zone)
    sessions = sessions_to_cover(actor, proposal, now)
    busy: dict[int, list[Stretch]] = defaultdict(list)
    days = (proposal.first_on, proposal.last_on)
    others = Session.objects.filter(on__range=days, canceled_at__isnull=True).exclude(leader=proposal.away)
    for one in others.filter(leader__posts__site=proposal.site).distinct():
        busy[one.leader_id].append(_session_stretch(one, zone))
    able = [one for one in _clinicians(proposal.site) if one != proposal.away]
    leaders = [Leader(str(one.pk), one.name, frozenset(), _free(busy[one.pk])) for one in able]
    named = frozenset(one.key for one in leaders)
    groups, rooms, held = [], [], []
    for one in sessions:
        stretch, key = _session_stretch(one, zone), str(one.pk)
        option = (stretch.start,)
        groups.append(
            Group(
                key=key,
                name=f"{one.series.name}, {short_day(one.on)}",
                track="",
                length=stretch.end - stretch.start,
                clinical_minutes=0,
                options=(option,),
                license="",
                capacity=1,
                leaders=named,
                rooms=frozenset({key}),
                room_seats=0,
            )
        )
        rooms.append(Room(key, one.place.name, 1))
        held.append(Held(key, option, str(proposal.away_id), (key,)))
    assert proposal.away is not None  # a constraint of the database
    away = Leader(str(proposal.away_id), proposal.away.name, frozenset(), ())
    return Instance((), (*leaders, away), tuple(rooms), tuple(groups), present=Plan(tuple(held)))


def _clinicians(site: Site) -> Sequence[Staff]:
    """Who has a clinical post at the site now, and a credential, by name."""
    posts = Post.objects.filter(site=site, ended_on__isnull=True, role__in=[*CLINICAL])
    return list(Staff.objects.filter(pk__in=posts.values("staff_id")).exclude(credentials="").order_by("name"))


def _session_stretch(session: Session, zone: ZoneInfo) -> Stretch:
    """On the site's clock. The days of an absence are at most seven, so a weekday is one day."""
    start = session.starts_at.astimezone(zone)
    minutes = int((session.ends_at - session.starts_at).total_seconds()) // 60
    return _stretch(start.weekday(), start.time(), minutes)
