"""Sending, and what looks after it."""

from datetime import datetime
from uuid import UUID

from stepwell.kernel.actor import system
from stepwell.platform.jobs.job import enqueue, job
from stepwell.platform.notify.actions import RETENTION, deliver, deliver_with, erase_old
from stepwell.platform.notify.models import Message
from stepwell.platform.notify.rules import State


@job("notify.deliver")
def deliver_one(*, message_id: str, now: datetime) -> None:
    """Hand one message over, if it is due."""
    deliver(actor=system("notify"), message_id=UUID(message_id), now=now)


@job("notify.sweep", cron="* * * * *")
def sweep(*, now: datetime) -> None:
    """Each minute."""
    ask_for_due(now=now)


def ask_for_due(*, now: datetime) -> None:
    """Ask again for what is due and still waits: whatever became of the job that should have sent it."""
    waiting = Message.objects.filter(state__in=[State.QUEUED.value, State.HELD.value], due_at__lte=now)
    for message_id in waiting.order_by("due_at").values_list("pk", flat=True)[:200]:
        enqueue(deliver_one, message_id=str(message_id))


@job("notify.erase_old", cron="40 4 * * *")
def erase(*, now: datetime) -> None:
    """Take the words out of old messages."""
    erase_old(actor=system("notify"), before=now - RETENTION, now=now)


deliver_with(deliver_one)
