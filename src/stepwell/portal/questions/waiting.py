"""The cards of questions that wait on the phone: how long they take, and whether they may be put off."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from stepwell.domain.measures.actions import can_be_put_off
from stepwell.domain.measures.queries import own_askings, shelf
from stepwell.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Waiting:
    """One of them; of what it is nothing is said."""

    id: UUID
    minutes: int
    begun: bool
    may_wait: bool


def waiting_questions(actor: Actor, now: datetime) -> list[Waiting]:
    """Those of the client who is logged in, oldest first."""
    known = shelf().instruments
    return [
        Waiting(one.pk, one.minutes, one.sheet_id is not None, can_be_put_off(one, known[one.instrument_code]))
        for one in own_askings(actor, now)
    ]
