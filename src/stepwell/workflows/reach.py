"""A message that never went out becomes somebody's task: a person reaches the person.

The task is done as soon as the message goes out after all, or a director says on the page of messages that they were
reached another way.
"""

from datetime import datetime

from stepwell.domain.people.queries import site_of_account
from stepwell.domain.worklist.actions import finish_task, raise_task
from stepwell.kernel.actor import Actor, Role, system
from stepwell.platform.notify.models import Message

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


LABELS = {"email": "e-mail", "sms": "text", "voice": "phone", "push": "phone notice"}
