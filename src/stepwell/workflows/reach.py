"""A message that never went out becomes somebody's task: a person reaches the person.

The task is done as soon as the message goes out after all, or somebody who may open the chart says that they were
reached another way.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from stepwell.domain.people.models import Client, Site
from stepwell.domain.people.queries import get_client, site_of_account
from stepwell.domain.worklist.actions import finish_task, raise_task
from stepwell.kernel.actor import Actor, Role, system
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import action
from stepwell.platform.notify.actions import withdraw_message
from stepwell.platform.notify.models import Message
from stepwell.platform.notify.permissions import REACH_ANOTHER_WAY, TEND_OUTBOX

TASK = "notify.reach"


def raise_lost_message(message: Message, now: datetime) -> None:
    """Put it into the queue of the site where the account belongs; at once for an urgent one."""
    actor = system("notify")
    found = site_of_account(actor, message.account_id)
    if found is None:
        return  # an account that belongs to nobody here: the outbox page shows it
    raise_task(
        actor=actor,
        site=found.site,
        client=found.client,
        # for a client, whoever cares for them; a colleague's is the director's, who sees the page of messages
        role=None if found.client else Role.DIRECTOR,
        kind=TASK,
        subject_id=message.pk,
        title="Reach them another way" if found.client else f"Reach {found.name} another way",
        reason=f"A message by {LABELS[message.channel]} did not go out.",
        due_at=now,
        now=now,
    )


def finish_lost_message(actor: Actor, message: Message, now: datetime) -> None:
    """Nobody need reach them any more."""
    finish_task(actor=actor, kind=TASK, subject_id=message.pk, now=now)


@dataclass(frozen=True, slots=True)
class ToReach:
    """Whom a message didn't reach. `client` is None for a colleague."""

    message: Message
    site: Site
    name: str
    client: Client | None
    channel: str


def to_reach(actor: Actor, message_id: UUID) -> ToReach:
    """Whom to reach: a client whose chart is open to the actor, a colleague for the director. Raises `NotFound`."""
    require(actor, REACH_ANOTHER_WAY)
    message = Message.objects.filter(pk=message_id).defer("to", "subject", "text").first()
    found = site_of_account(system("notify"), message.account_id) if message else None
    if message is None or found is None:
        raise NotFound("message")
    if found.client is None and found.site.pk not in actor.sites_for(TEND_OUTBOX):
        raise NotFound("message")
    client = get_client(actor, found.client.pk, what="reach") if found.client else None
    return ToReach(message, found.site, client.called if client else found.name, client, LABELS[message.channel])


@action
def say_reached(*, actor: Actor, message_id: UUID, now: datetime) -> None:
    """They were reached another way: the message is withdrawn, the task done. Refuses where it went out after all."""
    found = to_reach(actor, message_id)
    withdraw_message(actor=actor, message_id=message_id, accounts={found.message.account_id}, now=now)


LABELS = {"email": "e-mail", "sms": "text", "voice": "phone", "push": "phone notice"}
