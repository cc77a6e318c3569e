"""Paging: who is on call learns of a safety event, and the next one where nobody acknowledges.

The event is raised in a transaction of its own and asks for a job: what goes wrong with a message never loses it.
A message says nothing about anybody: only that its reader is needed.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from stepwell.domain.people.models import Staff
from stepwell.domain.safety.models import Page, SafetyEvent
from stepwell.domain.safety.permissions import ANSWER_EVENT, PAGE
from stepwell.domain.safety.queries import find_event
from stepwell.domain.safety.queries.pages import on_rung, pages_of, step_of
from stepwell.domain.safety.rules.ladder import LADDER, Rung, Step
from stepwell.kernel.actor import Actor, system
from stepwell.kernel.errors import refuse
from stepwell.platform.access.permission import require
from stepwell.platform.jobs.job import Job, enqueue
from stepwell.platform.ledger.unit import action, record
from stepwell.platform.notify.actions import send_message, withdraw_waiting
from stepwell.platform.notify.models import Message
from stepwell.platform.notify.queries import channels_of
from stepwell.platform.notify.rules import Channel
from stepwell.platform.notify.words import register_template

NEEDED = register_template(
    "needed_now",
    takes=("link",),
    subject="You are needed now",
    body="You are needed at work now. Sign in and look at Today:\n\n$link",
    sms="You are needed at work now. Sign in and look at Today: $link",
    voice="You are needed at work now. Please sign in, and look at Today.",
    push="You are needed at work now. Sign in and look at Today.",
)
PAGER = system("safety")
_job: list[Job] = []


def page_with(job: Job) -> None:
    """Called by `jobs` as it is loaded: it may import this, and this not it."""
    _job[:] = [job]


def ask_for_page(event: SafetyEvent) -> None:
    """Somebody is to be paged about it, in the transaction that raises it."""
    enqueue(_job[0], event_id=str(event.pk))


@action
def climb(*, actor: Actor, event_id: UUID, now: datetime) -> list[Page]:
    """Page whoever is to be paged by now; nobody, where the ladder waits or ends. However often it is asked."""
    require(actor, PAGE)
    event = SafetyEvent.objects.select_for_update(of=("self",)).select_related("client__site").get(pk=event_id)
    paged = list(pages_of(event))
    made: list[Page] = []
    for _ in LADDER:
        step = step_of(event, paged + made)
        if step is None or step.at > now:
            break
        made += _page(actor, event, step.rung, now)
    return made


@action
def page_next(*, actor: Actor, event_id: UUID, now: datetime) -> Rung:
    """Somebody who answers wants the next one to know at once, whoever has it. Returns whom it went to.

    Refused where the next one was paged within this minute: two presses are one.
    """
    require(actor, ANSWER_EVENT)
    event = find_event(actor, event_id)
    if event.resolved_at is not None:
        raise refuse("This is resolved already.", "", "Read what was written.")
    paged = list(pages_of(event))
    if paged and (now - paged[-1].at).total_seconds() < 60:
        raise refuse("Somebody was paged this minute.", "", "Give them a moment, or call.")
    rung = _next_rung(step_of(event, paged), paged)
    made = _page(actor, event, rung, now)
    while rung is not Rung.LEADERS and not any(one.message_id for one in made):
        rung = LADDER[LADDER.index(rung) + 1]
        made = _page(actor, event, rung, now)
    return rung


def stop_pages(event: SafetyEvent, now: datetime) -> None:
    """It is in hands: what hasn't gone out yet doesn't."""
    waiting = Page.objects.filter(event=event, message__isnull=False).values_list("message_id", flat=True)
    withdraw_waiting(actor=PAGER, message_ids=[*waiting], now=now)


def _next_rung(step: Step | None, paged: list[Page]) -> Rung:
    """The next one up; whoever has it isn't paged by themselves."""
    if step is not None and step.rung is not Rung.TAKEN:
        return step.rung
    climbed = [Rung(one.rung) for one in paged if one.rung != Rung.TAKEN]
    return LADDER[min(LADDER.index(climbed[-1]) + 1, len(LADDER) - 1)] if climbed else Rung.FIRST


def _page(actor: Actor, event: SafetyEvent, rung: Rung, now: datetime) -> list[Page]:
    """Everybody on one rung, by every way there is to each. What couldn't be done is written down as well."""
    people = on_rung(event, rung, now)
    rows = [
        Page.objects.create(event=event, rung=rung.value, at=now, staff=who, message=message)
        for who in people
        for message in _messages(who, now)
    ]
    if not people:
        rows = [Page.objects.create(event=event, rung=rung.value, at=now)]
    detail = {"rung": rung.value, "people": len(people), "messages": sum(one.message_id is not None for one in rows)}
    record(actor, "safety.paged", client_id=event.client_id, subject=("safety event", event.pk), detail=detail)
    return rows


def _messages(who: Staff, now: datetime) -> list[Message | None]:
    """One by each channel that reaches them: nobody knows which wakes somebody at night. A None where none does."""
    channels: Iterable[Channel] = channels_of([who.account_id]).get(who.account_id, set())
    context = {"link": settings.PUBLIC_URL + reverse("today")}
    to: dict[str, Any] = {"actor": PAGER, "account_id": who.account_id, "now": now, "is_urgent": True}
    return [
        send_message(channel=channel, template=NEEDED.name, context=context, **to) for channel in sorted(channels)
    ] or [None]
