"""The week as it is now, to solve: which one, the kind of a proposal says."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from stepwell.domain.planner.models import Kind, Proposal
from stepwell.domain.planner.permissions import PROPOSE
from stepwell.domain.planner.queries.closing import sessions_closed, to_move
from stepwell.domain.planner.queries.covering import sessions_to_cover, to_cover
from stepwell.domain.planner.queries.placing import to_place
from stepwell.domain.planner.queries.rehousing import sessions_to_rehouse, to_rehouse
from stepwell.domain.planner.queries.term import to_replan
from stepwell.domain.planner.rules.instance import Instance
from stepwell.kernel.actor import Actor
from stepwell.platform.access.permission import require


def instance_of(actor: Actor, proposal: Proposal, now: datetime) -> Instance:
    """What the planner is given."""
    require(actor, PROPOSE)
    match Kind(proposal.kind):
        case Kind.COVER:
            return to_cover(actor, proposal, now)
        case Kind.CLOSED:
            return to_move(actor, proposal, now)
        case Kind.ROOM:
            return to_rehouse(actor, proposal, now)
        case Kind.TERM:
            return to_replan(actor, proposal)
        case Kind.PLACE:
            return to_place(actor, proposal)


def wider_instance(
    actor: Actor, proposal: Proposal, instance: Instance, plan: Mapping[str, Any] | None, now: datetime
) -> Instance | None:
    """The same absence, in which the sessions that nobody could lead may also move; None where none is left, or none
    could be at another time.
    """
    require(actor, PROPOSE)
    if proposal.kind != Kind.COVER:
        return None
    held = {one["group"] for one in (plan or {}).get("held", [])}
    left = {one.key for one in instance.groups} - held
    wider = to_cover(actor, proposal, now, left) if left else None
    return wider if wider is not None and any(len(one.options) > 1 for one in wider.groups) else None


def sessions_asked(actor: Actor, proposal: Proposal, now: datetime) -> list[str]:
    """The sessions that it is about, by key, also those for which there was nothing to choose; none for people."""
    require(actor, PROPOSE)
    match Kind(proposal.kind):
        case Kind.COVER:
            return [str(one.pk) for one in sessions_to_cover(actor, proposal, now)]
        case Kind.CLOSED:
            return [str(one.pk) for one in sessions_closed(actor, proposal)]
        case Kind.ROOM:
            return [str(one.pk) for one in sessions_to_rehouse(actor, proposal, now)]
        case Kind.PLACE | Kind.TERM:
            return []
