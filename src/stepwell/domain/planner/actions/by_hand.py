"""A proposal changed by hand before it is accepted: one placement at a time, the rest as it was proposed."""

from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from stepwell.domain.planner.models import Proposal, State
from stepwell.domain.planner.queries import find_proposal
from stepwell.domain.planner.queries.by_hand import ByHand, by_hand, changed_by_hand
from stepwell.domain.planner.queries.proposals import can_be_accepted
from stepwell.domain.planner.rules.by_hand import Foreseen, Of, Place, Placement
from stepwell.domain.planner.rules.instance import moments
from stepwell.domain.planner.rules.wire import plan_json
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import Refusal, Refused, refuse
from stepwell.platform.ledger.unit import action, record

# What the planner itself proposed, kept beside what a hand made of it.
_ITS_OWN = ("plan", "objective", "wishes", "granted", "open")


@action
def change_by_hand(
    *, actor: Actor, proposal_id: UUID, placement: Placement, place: Place, seen: int, now: datetime
) -> Proposal:
    """Put one placement elsewhere; every rule that this would break is named, and then nothing is changed.

    `seen` is how many changes by hand the person had before them: where somebody made another one meanwhile, they look
    first. The wishes and the price are said anew. The week stays as it is until the proposal is accepted.
    """
    proposal = find_proposal(actor, proposal_id, lock=True)
    check_seen(proposal, seen)
    found = by_hand(actor, proposal, placement, now)
    if not found.choices.offer(place):
        raise refuse("This can't be chosen.", "", "Choose among the list.")
    foreseen = found.put(place)
    if foreseen.broken:
        raise Refused(*(Refusal(one.words) for one in foreseen.broken))
    if foreseen.plan == found.plan:
        return proposal
    proposal.result = _changed(actor, found, foreseen, place, now)
    _keep(proposal)
    record(actor, "proposal.changed", subject=("proposal", proposal.pk), detail={"what": placement.of.value})
    return proposal


@action
def as_proposed(*, actor: Actor, proposal_id: UUID, now: datetime) -> Proposal:
    """Take back whatever was changed by hand."""
    proposal = find_proposal(actor, proposal_id, lock=True)
    own = proposal.result.get("proposed")
    if own is None:
        return proposal
    if proposal.state not in (State.READY, State.NOTHING):
        raise refuse("This proposal isn't open.", "", "Look at the list of proposals.")
    kept = {name: said for name, said in proposal.result.items() if name not in ("by_hand", "proposed")}
    proposal.result = kept | own
    _keep(proposal)
    record(actor, "proposal.as_proposed", subject=("proposal", proposal.pk))
    return proposal


def check_seen(proposal: Proposal, seen: int) -> None:
    """Refused where it was changed by hand since the person looked."""
    if changed_by_hand(proposal) != seen:
        raise refuse("Somebody changed this proposal meanwhile.", "", "Look at it again.")


def _keep(proposal: Proposal) -> None:
    proposal.state = State.READY if can_be_accepted(proposal) else State.NOTHING
    proposal.save(update_fields=["result", "state"])


def _changed(actor: Actor, found: ByHand, foreseen: Foreseen, place: Place, now: datetime) -> dict[str, Any]:
    assert foreseen.price is not None  # it breaks no rule
    result = found.proposal.result
    held = foreseen.plan.held_of
    said = {"words": _words(found, place), "by": actor.staff_id, "at": now.isoformat()}
    return {
        **result,
        "plan": orjson.loads(orjson.dumps(plan_json(foreseen.plan))),
        "objective": foreseen.price.total,
        "wishes": [{"words": one.words, "price": one.price, "kind": one.kind} for one in foreseen.price.wishes],
        # what it would take to grant a wish was worked out for the plan before
        "granted": [],
        "people": sorted({*result.get("people", ()), *found.instance.person}),
        "open": [one.key for one in found.instance.groups if one.key not in held],
        "by_hand": [*result.get("by_hand", ()), said],
        "proposed": result.get("proposed") or {name: result[name] for name in _ITS_OWN},
    }


def _words(found: ByHand, place: Place) -> str:
    """What was chosen, with a mark where a person's name belongs."""
    instance, placement = found.instance, found.placement
    if placement.of is Of.SEATS:
        names = sorted(instance.group[one].name for one in place.groups)
        return f"{instance.person[placement.key].name}: {', '.join(names) or 'no group'}."
    one = instance.group[placement.key] if placement.of is Of.GROUP else instance.person[placement.key]
    if not place.option:
        return f"{one.name}: no individual hour."
    leader, room = instance.leader[place.leader], instance.room[place.room]
    return f"{one.name}: {moments(place.option)}, {leader.name}, {room.name}."
