"""A team meeting's agenda with whose own answers ask for a second look: measures know no meetings, team no course."""

from datetime import datetime
from uuid import UUID

from stepwell.domain.team.actions.agenda import open_meeting, refresh_agenda
from stepwell.domain.team.models import Meeting
from stepwell.kernel.actor import Actor
from stepwell.platform.ledger.unit import action
from stepwell.workflows.progress import not_on_track


@action
def open_with_answers(*, actor: Actor, site_id: int, now: datetime) -> Meeting:
    """Today's meeting: who isn't on track is talked about."""
    return open_meeting(actor=actor, site_id=site_id, now=now, off_track=_off_track(actor))


@action
def refresh_with_answers(*, actor: Actor, meeting_id: UUID, now: datetime) -> int:
    """The same for an agenda that is there."""
    return refresh_agenda(actor=actor, meeting_id=meeting_id, now=now, off_track=_off_track(actor))


def _off_track(actor: Actor) -> dict[UUID, str]:
    """In words without a number: minutes are read by more people than answers are."""
    found: dict[UUID, list[str]] = {}
    for one in not_on_track(actor)[:]:
        found.setdefault(one.client.pk, []).append(f"{one.title}: {one.standing.value}.")
    return {client_id: " ".join(words) for client_id, words in found.items()}
