"""Placing people: who is in groups that give them fewer hours than prescribed, and the groups with a free seat."""

from stepwell.domain.availability.queries import own_times_of
from stepwell.domain.planner.models import Proposal
from stepwell.domain.planner.queries import weekly
from stepwell.domain.planner.queries.proposals import mark
from stepwell.domain.planner.queries.standing import people_standing
from stepwell.domain.planner.rules.instance import Group, Instance, Leader, Person, Room, joined
from stepwell.domain.planner.rules.plan import Held, Plan
from stepwell.kernel.actor import Actor
from stepwell.kernel.languages import own_language


def to_place(actor: Actor, proposal: Proposal) -> Instance:
    """The groups stay as they are: each has its one time, and a leader and a room of its own.

    The weekly individual hour is beside the groups, so it isn't looked for among them.
    """
    site, first_on = proposal.site, proposal.first_on
    going = {one.series.pk: one for one in weekly.groups_from(site, first_on)}
    stays = weekly.stays_from(actor, site, first_on)
    theirs = weekly.memberships(site, first_on)
    apart = weekly.kept_apart([stay.client_id for stay in stays])
    own = own_times_of(actor, [stay.client_id for stay in stays])
    alone = weekly.meetings_alone(site, first_on)
    once = people_standing(site, first_on, tuple(going.values()), theirs, {stay.client_id for stay in stays})
    people = []
    for stay in stays:
        now_in = [going[one] for one in theirs[stay.client_id] if one in going]
        wanted = stay.prescribed_weekly_minutes - stay.track.individual_weekly_minutes
        missing = wanted - sum(one.weekly_minutes for one in now_in)
        if missing > 0:
            # who is kept apart from a member can't come when that group meets
            beside = [going[one] for other in apart[stay.client_id] for one in theirs[other] if one in going]
            busy = [meeting for one in (*now_in, *beside) for meeting in one.meetings]
            busy += alone[stay.client_id] + once.get(stay.client_id, [])
            busy += weekly.own_busy(own.get(stay.client_id, ()), first_on, stay.planned_end_on)
            people.append(
                Person(
                    key=str(stay.client_id),
                    name=mark(stay.client_id),
                    track=str(stay.track_id),
                    prescribed_minutes=missing,
                    minimum_minutes=0,
                    free=weekly.without(busy),
                    needs_hour=False,
                    language=own_language(stay.client.language),
                    fixed=joined([meeting for one in now_in for meeting in one.meetings] + alone[stay.client_id]),
                )
            )
    taken, waits = weekly.seated(site, first_on), weekly.waiting(site)
    groups, leaders, rooms, held = [], [], [], []
    for pk, one in going.items():
        free = min(one.series.capacity, one.series.place.seats) - taken.get(pk, 0) - waits.get(pk, 0)
        if free < 1:
            continue
        groups.append(
            Group(
                key=one.key,
                name=one.series.name,
                track=str(one.series.track_id),
                length=one.length,
                clinical_minutes=one.minutes,
                options=(one.option,),
                license="",
                capacity=free,
                language=one.language,
                leaders=frozenset({one.key}),
                rooms=frozenset({one.key}),
                room_seats=0,
            )
        )
        leaders.append(Leader(one.key, one.series.leader.name, frozenset(), languages=frozenset({one.language})))
        rooms.append(Room(one.key, one.series.place.name, 1000))
        held.append(Held(one.key, one.option, one.key, (one.key,) * len(one.option)))
    return Instance(
        people=tuple(people),
        leaders=tuple(leaders),
        rooms=tuple(rooms),
        groups=tuple(groups),
        apart=weekly.pairs(apart, people),
        present=Plan(tuple(held)),
    )
