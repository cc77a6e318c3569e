"""What a person makes of a proposal. Accepting alone changes the week, by the actions that a person would take."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from stepwell.domain.admissions.models import Episode
from stepwell.domain.people.models import Client
from stepwell.domain.planner.actions.booking import book_hours
from stepwell.domain.planner.actions.by_hand import check_seen
from stepwell.domain.planner.models import Kind, Proposal, State
from stepwell.domain.planner.queries import find_proposal
from stepwell.domain.planner.queries.proposals import changes_of, plan_of, starts_at
from stepwell.domain.planner.queries.weekly import time_of
from stepwell.domain.planner.rules.changes import Changes
from stepwell.domain.planner.rules.plan import Held, Seat
from stepwell.domain.week.actions import (
    change_sessions,
    enroll,
    hold_instead,
    lead_session,
    leave_series,
    move_and_lead,
    move_session,
)
from stepwell.domain.week.models import Enrollment, Series, Session
from stepwell.domain.week.rules.phases import Change, Scope
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import Refused, refuse
from stepwell.platform.ledger.unit import action, record

T = TypeVar("T")


@action
def dismiss(*, actor: Actor, proposal_id: UUID, now: datetime) -> Proposal:
    """Leave the week as it is."""
    proposal = find_proposal(actor, proposal_id, lock=True)
    if proposal.state == State.DISMISSED:
        return proposal
    if proposal.state not in (State.READY, State.NOTHING):
        raise refuse("This proposal isn't open.", "", "Look at the list of proposals.")
    _decide(actor, proposal, State.DISMISSED, now)
    return proposal


@action
def accept_proposal(*, actor: Actor, proposal_id: UUID, now: datetime, seen: int | None = None) -> Proposal:
    """Do what it says, each change by the action that a person would take. One that is refused undoes them all.

    `seen` is how many changes by hand the person had before them. Every rule is checked against the week as it is now,
    whatever it was when the planner looked.
    """
    proposal = find_proposal(actor, proposal_id, lock=True)
    if proposal.state == State.ACCEPTED:
        return proposal
    if proposal.state != State.READY:
        raise refuse("This proposal isn't open.", "", "Ask the planner again.")
    if seen is not None:
        check_seen(proposal, seen)
    apply: dict[Kind, Callable[[Actor, Proposal, datetime], None]] = {
        Kind.PLACE: _place,
        Kind.COVER: _cover,
        Kind.CLOSED: _hold,
        Kind.ROOM: _rehouse,
        Kind.TERM: _replan,
    }
    try:
        apply[Kind(proposal.kind)](actor, proposal, now)
    except Refused as refused:
        more = refuse("The week has changed since the planner looked.", "", "Ask again; nothing was changed.")
        raise Refused(*more.refusals, *refused.refusals) from refused
    _decide(actor, proposal, State.ACCEPTED, now)
    return proposal


def _decide(actor: Actor, proposal: Proposal, state: State, now: datetime) -> None:
    proposal.state, proposal.decided_by_id, proposal.decided_at = state, actor.staff_id, now
    proposal.save(update_fields=["state", "decided_by", "decided_at"])
    record(actor, f"proposal.{state.value}", subject=("proposal", proposal.pk), detail={"kind": proposal.kind})


def _cover(actor: Actor, proposal: Proposal, now: datetime) -> None:
    """Sessions that move go first: a time that gets free is another one's leader's."""
    moved = changes_of(proposal).moved
    sessions = Session.objects.filter(site=proposal.site).select_related("site")
    rows = sessions.in_bulk([UUID(held.group) for _, held in moved])
    for before, held in sorted(moved, key=lambda one: one[0].option == one[1].option):
        session_id, staff_id = UUID(held.group), int(held.leader)
        if session_id not in rows:
            raise refuse("A session that it covers isn't there any more.", "", "")
        if held.option == before.option:
            lead_session(actor=actor, session_id=session_id, staff_id=staff_id, now=now)
        else:
            at = starts_at(proposal, rows[session_id], held.option)
            move_and_lead(actor=actor, session_id=session_id, starts_at=at, staff_id=staff_id, now=now)


def _hold(actor: Actor, proposal: Proposal, now: datetime) -> None:
    """The sessions that a closed day canceled, at their other times."""
    plan = plan_of(proposal)
    sessions = Session.objects.filter(site=proposal.site, canceled_at__isnull=False).select_related("site")
    rows = sessions.in_bulk([UUID(held.group) for held in plan.held])
    for held in plan.held:
        session = rows.get(UUID(held.group))
        if session is None:
            raise refuse("A session takes place again already.", "", "")
        hold_instead(
            actor=actor,
            session_id=session.pk,
            starts_at=starts_at(proposal, session, held.option),
            staff_id=int(held.leader),
            client_ids=[UUID(key.split("|")[0]) for key in plan.members_of.get(held.group, ())],
            now=now,
        )


def _rehouse(actor: Actor, proposal: Proposal, now: datetime) -> None:
    """The sessions of a closed room, in their other rooms; one whose time another still has waits for it."""
    held = plan_of(proposal).held
    rows = Session.objects.filter(site=proposal.site, canceled_at__isnull=True).select_related("site")
    sessions = rows.in_bulk([UUID(one.group) for one in held])

    def move(one: Held) -> None:
        session = sessions.get(UUID(one.group))
        if session is None:
            raise refuse("A session of the closed room isn't there any more.", "", "")
        at = starts_at(proposal, session, one.option)
        move_session(actor=actor, session_id=session.pk, starts_at=at, place_id=int(one.rooms[0]), now=now)

    _in_turn(held, move)


def _place(actor: Actor, proposal: Proposal, now: datetime) -> None:
    """People join the groups that were found for them."""
    _join(actor, proposal, changes_of(proposal).joins, now)


def _replan(actor: Actor, proposal: Proposal, now: datetime) -> None:
    """People leave first, so that seats and times are free; then groups move; then people join, and have their hour."""
    found = changes_of(proposal)
    _leave(actor, proposal, found.leaves, now)
    _move_groups(actor, proposal, found, now)
    _join(actor, proposal, found.joins, now)
    book_hours(actor, proposal, now)


def _leave(actor: Actor, proposal: Proposal, seats: Sequence[Seat], now: datetime) -> None:
    rows = Enrollment.objects.filter(series__site=proposal.site, client_id__in=[UUID(one.person) for one in seats])
    known = {(str(row.client_id), str(row.series_id)): row for row in rows.order_by("-joined_on")}
    for one in seats:
        row = known.get((one.person, one.group))
        if row is None:
            raise refuse("Somebody isn't in a group any more.", "", "")
        leave_series(actor=actor, enrollment=row, left_on=max(proposal.first_on, row.joined_on), now=now)


def _join(actor: Actor, proposal: Proposal, seats: Sequence[Seat], now: datetime) -> None:
    people, groups = [UUID(one.person) for one in seats], [UUID(one.group) for one in seats]
    clients = Client.objects.filter(site=proposal.site).in_bulk(people)
    series = Series.objects.filter(site=proposal.site).in_bulk(groups)
    stays = Episode.objects.filter(client_id__in=people, track__site=proposal.site, ended_on__isnull=True)
    episodes = {(one.client_id, one.track_id): one for one in stays}
    for person, group in zip(people, groups, strict=True):
        episode = episodes.get((person, series[group].track_id)) if group in series else None
        if episode is None or person not in clients:
            raise refuse("Somebody whom it places isn't in that track any more.", "", "")
        enroll(
            actor=actor,
            series=series[group],
            client=clients[person],
            episode=episode,
            joined_on=max(proposal.first_on, episode.started_on),
            now=now,
        )


def _move_groups(actor: Actor, proposal: Proposal, found: Changes, now: datetime) -> None:
    """From the first session of the term on; one whose time another still has waits for it."""
    _in_turn(found.moved, lambda one: _move_group(actor, proposal.first_on, *one, now))


def _in_turn(all_of: Sequence[T], act: Callable[[T], None]) -> None:
    """One after the other; one that is refused waits for the others. Where none gets further, it is refused."""
    left = list(all_of)
    while left:
        waits: list[T] = []
        refused: Refused | None = None
        for one in left:
            try:
                act(one)
            except Refused as in_the_way:
                refused = in_the_way
                waits.append(one)
        if refused is not None and len(waits) == len(left):
            raise refused
        left = waits


def _move_group(actor: Actor, first_on: date, before: Held, held: Held, now: datetime) -> None:
    """From its first session of the term on."""
    ahead = Session.objects.filter(series_id=UUID(held.group), on__gte=first_on, canceled_at__isnull=True)
    first = ahead.filter(starts_at__gt=now).order_by("starts_at").first()
    if first is None:
        raise refuse("A group has no session ahead any more.", "", "")
    time = None if before.option == held.option else time_of(held.option[0])
    leader = None if before.leader == held.leader else int(held.leader)
    place = None if before.rooms == held.rooms else int(held.rooms[0])
    change = Change(starts_at_time=time, leader_id=leader, place_id=place)
    change_sessions(actor=actor, session_id=first.pk, scope=Scope.LATER, change=change, now=now)
