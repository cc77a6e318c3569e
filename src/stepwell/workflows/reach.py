"""A message that never went out becomes somebody's task: a person reaches the person."""

from datetime import datetime

from stepwell.domain.people.queries import site_of_account
from stepwell.domain.worklist.actions import raise_task
from stepwell.kernel.actor import system
from stepwell.platform.notify.models import Message


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
        kind="notify.reach",
        subject_id=message.pk,
        title="Reach them another way" if found.client else f"Reach {found.name} another way",
        reason=f"A message by {LABELS[message.channel]} did not go out.",
        due_at=now,
        now=now,
    )


LABELS = {"email": "e-mail", "sms": "text", "voice": "phone", "push": "phone notice"}
