"""A whole term anew: everybody of a track or a site from a day on, and every group that could be at another time, with
another leader, or with other people in it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from stepwell.domain.admissions.models import Episode
from stepwell.domain.availability.queries import own_times_of
from stepwell.domain.availability.rules import OwnTime
from stepwell.domain.catalog.models import Place
from stepwell.domain.catalog.rules import standard_by_code
from stepwell.domain.people.models import CareTeamMember, Function, Staff
from stepwell.domain.planner.models import Proposal
from stepwell.domain.planner.queries import weekly
from stepwell.domain.planner.queries.proposals import mark
from stepwell.domain.planner.queries.standing import Standing, people_standing, standing_at
from stepwell.domain.planner.queries.weekly import Team, Weekly
from stepwell.domain.planner.rules.instance import (
    HOUR,
    HOUR_MINUTES,
    MOST_OVER_MINUTES,
    SLOT_MINUTES,
    SLOTS_A_DAY,
    Group,
    Instance,
    Leader,
    Option,
    Person,
    Room,
    Stretch,
    joined,
)
from stepwell.domain.planner.rules.plan import Held, Plan, Seat
from stepwell.kernel.actor import Actor
from stepwell.kernel.languages import own_language

ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class _Term:
    """What is planned anew (`inside`) and what only takes its leaders, rooms and people's time (`outside`); `once` is
    when its people are booked beside their weeks, and `around` who of the staff is whose care team.
    """

    first_on: date
    inside: tuple[Weekly, ...]
    outside: tuple[Weekly, ...]
    stays: tuple[Episode, ...]
    theirs: Mapping[UUID, list[UUID]]
    own: Mapping[UUID, tuple[OwnTime, ...]]
    once: Mapping[UUID, list[Stretch]]
    around: Mapping[UUID, Mapping[str, bool]]


def to_replan(actor: Actor, proposal: Proposal) -> Instance:
    """The term from that day on. A group keeps its weekdays, and its room where that isn't closed; what it has now is
    what it begins with.
    """
    term = _term(actor, proposal)
    site = proposal.site
    team, waits = weekly.team_of(site, term.first_on), weekly.waiting(site)
    going = (*term.inside, *term.outside)
    standing = standing_at(site, term.first_on, going, [one.pk for one in team.staff])
    rooms = tuple(_rooms(proposal, going, standing, term))
    groups = [
        *(_group(one, term, team, waits.get(one.series.pk, 0), rooms) for one in term.inside),
        *(_fixed(one) for one in term.outside),
    ]
    people = tuple(_person(stay, term, groups, team) for stay in term.stays)
    apart = weekly.kept_apart([stay.client_id for stay in term.stays])
    named = {one.key for one in people}
    inside = {one.series.pk for one in term.inside}
    seats = tuple(
        Seat(str(client_id), str(pk))
        for client_id, groups_of in term.theirs.items()
        for pk in groups_of
        if str(client_id) in named and pk in inside
    )
    return Instance(
        people=people,
        leaders=tuple(_leaders(going, team, weekly.givers_of_hours(site), term.outside, standing)),
        rooms=rooms,
        groups=tuple(groups),
        apart=weekly.pairs(apart, people),
        hour_license="hour",
        hour_times=_hour_times(going),
        present=Plan(tuple(_held(one) for one in going), seats),
    )


def _term(actor: Actor, proposal: Proposal) -> _Term:
    site, first_on, track_id = proposal.site, proposal.first_on, proposal.track_id
    going = weekly.groups_from(site, first_on)
    inside = tuple(one for one in going if track_id in (None, one.series.track_id))
    outside = (*(one for one in going if one not in inside), *weekly.own_from(site, first_on))
    stays: dict[UUID, Episode] = {}
    for stay in weekly.stays_from(actor, site, first_on):
        if track_id in (None, stay.track_id):
            stays.setdefault(stay.client_id, stay)
    theirs = weekly.memberships(site, first_on)
    own, once = own_times_of(actor, stays), people_standing(site, first_on, (*inside, *outside), theirs, stays)
    return _Term(first_on, inside, outside, tuple(stays.values()), theirs, own, once, _around([*stays]))


def _held(one: Weekly) -> Held:
    return Held(one.key, one.option, str(one.times.leader_id), (str(one.times.place_id),) * len(one.option))


def _group(one: Weekly, term: _Term, team: Team, waits: int, rooms: Sequence[Room]) -> Group:
    """Seats that others hold, who aren't planned here, are no seats; nor is one that somebody waits for, unless it is
    taken today. Where nobody on file has what the service asks for, who leads it now goes on.
    """
    planned = {stay.client_id for stay in term.stays if stay.track_id == one.series.track_id}
    members = [client_id for client_id, groups in term.theirs.items() if one.series.pk in groups]
    guests = sum(client_id not in planned for client_id in members)
    seats = min(one.series.capacity, one.series.place.seats)
    now = str(one.times.leader_id)
    return Group(
        key=one.key,
        name=one.series.name,
        track=str(one.series.track_id),
        length=one.length,
        clinical_minutes=one.minutes,
        options=(one.option, *_other_options(one, term)),
        license="",
        capacity=max(len(members), seats - waits) - guests,
        language=one.language,
        leaders=team.may_lead(one.series.service.credential) or frozenset({now}),
        rooms=_rooms_for(one, rooms),
        room_seats=0,
    )


def _rooms_for(one: Weekly, rooms: Sequence[Room]) -> frozenset[str]:
    """Its own; where that is closed on some day on which it meets, also any other with its seats that never is."""
    own = str(one.times.place_id)
    closed = any(room.closed_on(meeting) for room in rooms if room.key == own for meeting in one.meetings)
    others = (room for room in rooms if closed and room.seats >= one.series.capacity)
    return frozenset({own, *(room.key for room in others if not any(map(room.closed_on, one.meetings)))})


def _fixed(one: Weekly) -> Group:
    return Group(
        key=one.key,
        name=one.series.name,
        track=ELSEWHERE,
        length=one.length,
        clinical_minutes=one.minutes,
        options=(one.option,),
        license="",
        capacity=1,
        leaders=frozenset({str(one.times.leader_id)}),
        rooms=frozenset({str(one.times.place_id)}),
        room_seats=0,
    )


def _other_options(one: Weekly, term: _Term) -> tuple[Option, ...]:
    """The same weekdays at the hours at which other groups of the track begin."""
    track = one.series.track_id
    hours = {other.option[0] % SLOTS_A_DAY for other in term.inside if other.series.track_id == track}
    days = [start - start % SLOTS_A_DAY for start in one.option]
    starts = sorted(hour for hour in hours if hour != one.option[0] % SLOTS_A_DAY and hour + one.length <= SLOTS_A_DAY)
    return tuple(tuple(day + hour for day in days) for hour in starts)


def _person(stay: Episode, term: _Term, groups: Sequence[Group], team: Team) -> Person:
    """Their minimum is their standard's, where they could have it at the times at which they can come. Who can't keeps
    no minimum, so that everybody else is planned: the price says what they are short of. Their hour is with somebody
    of their care team, so that no chart opens by it, and who speaks their language where anybody of it does; whose stay
    is over within the week has none. Who belongs to a group in another language stays able to.
    """
    mine = term.theirs.get(stay.client_id, [])
    beside = [one for one in term.outside if one.series.pk in mine]
    here = joined(meeting for one in beside for meeting in one.meetings)
    busy = [*here, *term.once.get(stay.client_id, ())]
    busy += weekly.own_busy(term.own.get(stay.client_id, ()), term.first_on, stay.planned_end_on)
    alone = [one for one in beside if one.series.is_own]
    lasts = stay.planned_end_on >= max(term.first_on, stay.started_on) + timedelta(days=7)
    hour = HOUR_MINUTES if stay.track.individual_weekly_minutes and not alone and lasts else 0
    around = term.around.get(stay.client_id, {})
    elsewhere = sum(one.weekly_minutes for one in beside if not one.series.is_own)
    wanted = stay.prescribed_weekly_minutes - stay.track.individual_weekly_minutes + hour - elsewhere
    now = sum(one.weekly_minutes for one in term.inside if one.series.pk in mine) + hour
    language = own_language(stay.client.language)
    held_in = next((one.language for one in term.inside if one.series.pk in mine and one.language), language)
    in_own = sum(one.weekly_minutes for one in alone)
    person = Person(
        key=str(stay.client_id),
        name=mark(stay.client_id),
        track=str(stay.track_id),
        prescribed_minutes=max(wanted, now - MOST_OVER_MINUTES, 0),
        minimum_minutes=max(0, standard_by_code(stay.standard_code).weekly_minutes - elsewhere - in_own),
        free=weekly.without(busy),
        counselor=next((key for key, is_counselor in around.items() if is_counselor), ""),
        needs_hour=bool(hour),
        fixed=here,
        language=held_in,
        hour_with=team.who_speaks(language, around),
    )
    return replace(person, minimum_minutes=0) if _most(person, groups) < person.minimum_minutes else person


def _most(person: Person, groups: Iterable[Group]) -> int:
    """No plan gives them more than this: every group of theirs at some time at which they can come, and the hour."""
    could = (
        group.weekly_clinical()
        for group in groups
        if group.takes(person) and any(all(map(person.can, group.stretches(option))) for option in group.options)
    )
    return sum(could) + (HOUR_MINUTES if person.needs_hour else 0)


def _around(client_ids: Sequence[UUID]) -> dict[UUID, dict[str, bool]]:
    """Everybody's care team by key, and who of it is their counselor, the first said first. One query."""
    rows = CareTeamMember.objects.filter(client_id__in=client_ids, ended_at__isnull=True).order_by("pk")
    found: dict[UUID, dict[str, bool]] = defaultdict(dict)
    for client_id, staff_id, function in rows.values_list("client_id", "staff_id", "function"):
        known = found[client_id].get(str(staff_id), False)
        found[client_id][str(staff_id)] = known or function == Function.COUNSELOR.value
    return found


def _hour_times(going: Iterable[Weekly]) -> tuple[Stretch, ...]:
    """When individual hours may be, ours: 8 to 20 o'clock, Monday to Friday and on days on which somebody meets."""
    days = {*range(5), *(one.start // SLOTS_A_DAY for group in going for one in group.meetings)}
    return tuple(Stretch(day * SLOTS_A_DAY + 8 * HOUR, day * SLOTS_A_DAY + 20 * HOUR) for day in sorted(days))


def _leaders(
    going: Sequence[Weekly], team: Team, givers: Collection[int], outside: Sequence[Weekly], standing: Standing
) -> Iterator[Leader]:
    """The team, and who leads something now and isn't in it. What they lead outside the plan they lead in any case,
    whatever they take on and whenever they work; who leads a group in a language now speaks it.
    """
    fixed: dict[int, int] = defaultdict(int)
    meetings: dict[int, list[Stretch]] = defaultdict(list)
    for one in outside:
        fixed[one.times.leader_id] += one.length * len(one.option) * SLOT_MINUTES
        meetings[one.times.leader_id] += one.meetings
    in_team = {one.pk for one in team.staff}
    others = Staff.objects.filter(pk__in={one.times.leader_id for one in going} - in_team).order_by("pk")
    for staff in (*team.staff, *others):
        free = weekly.without(standing.leaders.get(staff.pk, ()))
        leader = team.leader(staff, free, gives=staff.pk in givers)
        works = joined((*leader.works, *meetings[staff.pk]))
        speaks = leader.languages | {one.language for one in going if one.times.leader_id == staff.pk}
        most = max(leader.weekly_minutes, fixed[staff.pk])
        yield replace(leader, weekly_minutes=most, works=works, languages=speaks)


def _rooms(proposal: Proposal, going: Sequence[Weekly], standing: Standing, term: _Term) -> Iterator[Room]:
    """The site's rooms: open ones, and those in which a group meets. One that isn't open takes nobody more. Days on
    which one is closed count as long as somebody's stay goes on.
    """
    used = {one.times.place_id for one in going}
    last_on = max((stay.planned_end_on for stay in term.stays), default=term.first_on)
    every = set(weekly.rooms_closed_on(proposal.site, weekly.days_from(term.first_on, max(term.first_on, last_on))))
    closed = Counter((place_id, day.weekday()) for place_id, day in every)
    rows = Place.objects.filter(Q(is_open=True) | Q(pk__in=used), site=proposal.site).order_by("pk")
    for one in rows:
        free = weekly.without(standing.rooms.get(one.pk, ()))
        days = tuple(closed[one.pk, weekday] for weekday in range(7))
        yield Room(str(one.pk), one.name, one.seats if one.is_open else 0, free, days if any(days) else ())
