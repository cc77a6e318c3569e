"""What a hand may change of a proposal, with the week as it is now."""

from dataclasses import dataclass
from datetime import datetime

from stepwell.domain.planner.models import Kind, Proposal, State
from stepwell.domain.planner.permissions import PROPOSE
from stepwell.domain.planner.queries.covering import to_cover
from stepwell.domain.planner.queries.instances import instance_of
from stepwell.domain.planner.queries.proposals import changes_of, plan_of
from stepwell.domain.planner.queries.term import ELSEWHERE
from stepwell.domain.planner.rules.by_hand import Choices, Foreseen, Of, Place, Placement, choices, foresee, is_of, put
from stepwell.domain.planner.rules.instance import Instance
from stepwell.domain.planner.rules.plan import Plan
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound, refuse
from stepwell.platform.access.permission import require

# What each kind of proposal places.
PLACED: dict[Kind, frozenset[Of]] = {
    Kind.PLACE: frozenset({Of.SEATS}),
    Kind.COVER: frozenset({Of.GROUP}),
    Kind.CLOSED: frozenset({Of.GROUP}),
    Kind.ROOM: frozenset({Of.GROUP}),
    Kind.TERM: frozenset({Of.GROUP, Of.SEATS, Of.HOUR}),
}


@dataclass(frozen=True, slots=True)
class ByHand:
    """One placement of an open proposal, among what it is chosen, and the week that it is checked against."""

    proposal: Proposal
    placement: Placement
    instance: Instance
    plan: Plan
    choices: Choices

    def put(self, place: Place) -> Foreseen:
        """What it would do there. Sessions that move once are attended by who can come then."""
        who_can = self.proposal.kind in (Kind.CLOSED, Kind.ROOM)
        return foresee(self.instance, self.plan, put(self.instance, self.plan, self.placement, place, who_can=who_can))


def changed_by_hand(proposal: Proposal) -> int:
    """How many changes were made by hand: who changes it, or accepts it, has seen so many."""
    return len(proposal.result.get("by_hand", ()))


def by_hand(actor: Actor, proposal: Proposal, placement: Placement, now: datetime) -> ByHand:
    """What there is to choose. Raises `NotFound` where it has no such placement, and is refused where the proposal
    isn't open or the week is another one since.
    """
    require(actor, PROPOSE)
    if proposal.state not in (State.READY, State.NOTHING) or not proposal.result.get("plan"):
        raise refuse("This proposal isn't open.", "", "Look at the list of proposals.")
    if placement.of not in PLACED[Kind(proposal.kind)]:
        raise NotFound("placement")
    plan, instance = plan_of(proposal), _instance(actor, proposal, placement, now)
    if not is_of(instance, plan):
        raise refuse("The week has changed since the planner looked.", "", "Ask it again.")
    found = choices(instance, plan, placement)
    outside = placement.of is Of.GROUP and found is not None and instance.group[placement.key].track == ELSEWHERE
    if found is None or outside:
        raise NotFound("placement")
    return ByHand(proposal, placement, instance, plan, found)


def _instance(actor: Actor, proposal: Proposal, placement: Placement, now: datetime) -> Instance:
    """As the planner had it; of an absence, what is changed and what has moved may also be at another time."""
    if proposal.kind != Kind.COVER:
        return instance_of(actor, proposal, now)
    moved = {held.group for before, held in changes_of(proposal).moved if held.option != before.option}
    return to_cover(actor, proposal, now, moved | {placement.key})
