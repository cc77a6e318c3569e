"""Reads for moving somebody on: what each actor may do for each enquiry, and the page that asks where to."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from stepwell.domain.admissions.models import Enquiry
from stepwell.domain.admissions.permissions import (
    GIVE_INTERIM,
    MARK_ASSESSED,
    RATE_PLACEMENT,
    START_EPISODE,
    VIEW_ENQUIRY,
    WORK_ENQUIRY,
    visible_enquiries,
)
from stepwell.domain.admissions.queries.standing import Standing, standings, with_facts
from stepwell.domain.admissions.rules.moves import Situation, Step
from stepwell.domain.admissions.rules.screening import REQUIRED_INSTRUMENTS
from stepwell.domain.measures.permissions import ANSWER
from stepwell.domain.people.models import Client
from stepwell.domain.people.permissions import visible_clients
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_read

# Steps that open the chart need it to be open to the actor; the others are admissions' own.
_IN_CHART = {Step.SCREEN: ANSWER, Step.PLACE: RATE_PLACEMENT, Step.SCHEDULE: START_EPISODE, Step.START: START_EPISODE}
_AT_DESK = {
    Step.CHECK_BENEFITS: WORK_ENQUIRY,
    Step.ASSESS: MARK_ASSESSED,
    Step.HAND_OVER: WORK_ENQUIRY,
    Step.TEACH: GIVE_INTERIM,
}


@dataclass(frozen=True, slots=True)
class Movable:
    """One enquiry as the page of its moves needs it."""

    enquiry: Enquiry
    standing: Standing
    situation: Situation

    @property
    def next_screen(self) -> str:
        """The code of the first instrument that is still to be asked; empty where none is."""
        return next((code for code in REQUIRED_INSTRUMENTS if code not in self.standing.results), "")


def may_steps(actor: Actor, enquiries: Sequence[Enquiry]) -> dict[UUID, frozenset[Step]]:
    """Which steps the actor can take for each of these enquiries, which they have found. One query."""
    require(actor, VIEW_ENQUIRY)
    ids = {enquiry.client_id for enquiry in enquiries}
    charts = {*Client.objects.filter(visible_clients(actor), pk__in=ids).values_list("pk", flat=True)}
    steps = {**_IN_CHART, **_AT_DESK}
    at = {step: actor.sites_for(permission) for step, permission in steps.items()}
    return {
        enquiry.pk: frozenset(
            step for step in steps if enquiry.site_id in at[step] and (step in _AT_DESK or enquiry.client_id in charts)
        )
        for enquiry in enquiries
    }


def situation_of(enquiry: Enquiry, standing: Standing, may: frozenset[Step]) -> Situation:
    """What the rule of moves needs to know."""
    return Situation(
        standing.facts,
        may,
        is_closed=enquiry.closed_at is not None,
        says_died=standing.says_died,
        level=standing.level,
        edition=standing.edition,
    )


def get_movable(actor: Actor, enquiry_id: UUID) -> Movable:
    """One enquiry that somebody wants to move on. Written down. Raises `NotFound`."""
    require(actor, VIEW_ENQUIRY)
    enquiry = with_facts(Enquiry.objects.filter(visible_enquiries(actor), pk=enquiry_id)).first()
    if enquiry is None:
        raise NotFound("enquiry", Enquiry.objects.filter(pk=enquiry_id).values_list("client_id", flat=True).first())
    record_read(actor, "enquiry", enquiry.client_id, ("enquiry", enquiry.pk))
    standing = standings(actor, [enquiry])[enquiry.pk]
    return Movable(enquiry, standing, situation_of(enquiry, standing, may_steps(actor, [enquiry])[enquiry.pk]))
