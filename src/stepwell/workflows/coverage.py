"""What a payer authorized changes, and with it whether it runs out soon: it spans coverage and the week."""

from datetime import date, datetime
from uuid import UUID

from stepwell.domain.coverage.actions import correct_authorization, end_authorization, enter_authorization
from stepwell.domain.coverage.models import Authorization
from stepwell.domain.coverage.rules.terms import Terms
from stepwell.domain.week.actions.runway import check_runway
from stepwell.kernel.actor import Actor, system
from stepwell.platform.ledger.unit import action


@action
def enter(*, actor: Actor, client_id: UUID, terms: Terms, now: datetime) -> Authorization:
    """Enter one."""
    return _looked_at(enter_authorization(actor=actor, client_id=client_id, terms=terms, now=now), now)


@action
def correct(
    *, actor: Actor, client_id: UUID, authorization_id: UUID, terms: Terms, edition: int, now: datetime
) -> Authorization:
    """Correct one."""
    held = correct_authorization(
        actor=actor, client_id=client_id, authorization_id=authorization_id, terms=terms, edition=edition, now=now
    )
    return _looked_at(held, now)


@action
def end(
    *, actor: Actor, client_id: UUID, authorization_id: UUID, last_on: date, why: str, now: datetime
) -> Authorization:
    """End one before its last day."""
    held = end_authorization(
        actor=actor, client_id=client_id, authorization_id=authorization_id, last_on=last_on, why=why, now=now
    )
    return _looked_at(held, now)


def _looked_at(held: Authorization, now: datetime) -> Authorization:
    """Who enters it need not hold the work that follows, so Stepwell raises it, or is done with it."""
    check_runway(actor=system("coverage"), client=held.client, now=now)
    return held
