"""The worker's side: taking a proposal, telling how far it is, and handing over what came of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from stepwell.domain.planner.models import Proposal, State
from stepwell.domain.planner.queries import find_proposal, is_gone
from stepwell.domain.planner.queries.proposals import can_be_accepted
from stepwell.kernel.actor import Actor
from stepwell.platform.ledger.unit import action, record

# Ours: so much news of a search is kept.
MOST_NEWS = 200


@action
def begin_solving(*, actor: Actor, proposal_id: UUID, now: datetime) -> Proposal | None:
    """The worker takes it; None where there is nothing to do (any more)."""
    proposal = find_proposal(actor, proposal_id, lock=True)
    if proposal.state != State.WAITING and not is_gone(proposal, now):
        return None
    proposal.state, proposal.seen_at, proposal.progress = State.SOLVING, now, []
    proposal.save(update_fields=["state", "seen_at", "progress"])
    return proposal


@action
def tell_progress(*, actor: Actor, proposal_id: UUID, news: Sequence[Sequence[Any]], now: datetime) -> bool:
    """The worker is at it still, and this is new. Returns whether it should stop."""
    proposal = find_proposal(actor, proposal_id, lock=True)
    proposal.progress = [*proposal.progress, *news][-MOST_NEWS:]
    proposal.seen_at = now
    proposal.save(update_fields=["progress", "seen_at"])
    return proposal.stop_asked or proposal.state != State.SOLVING


@action
def search_anew(*, actor: Actor, proposal_id: UUID, now: datetime) -> None:
    """What searched died and the worker lives: it begins from the start, and what it had told is void."""
    proposal = find_proposal(actor, proposal_id, lock=True)
    proposal.progress, proposal.seen_at = [], now
    proposal.save(update_fields=["progress", "seen_at"])
    record(actor, "proposal.searched_anew", subject=("proposal", proposal.pk))


@action
def finish_solving(*, actor: Actor, proposal_id: UUID, result: dict[str, Any], now: datetime) -> Proposal:
    """What came of it waits for a person."""
    proposal = find_proposal(actor, proposal_id, lock=True)
    if proposal.state != State.SOLVING:
        return proposal
    proposal.result = result
    proposal.state = State.READY if can_be_accepted(proposal) else State.NOTHING
    proposal.seen_at = now
    proposal.save(update_fields=["result", "state", "seen_at"])
    record(actor, "proposal.solved", subject=("proposal", proposal.pk), detail={"state": proposal.state})
    return proposal
