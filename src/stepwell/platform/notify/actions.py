"""Writing a message, sending it, and what its carrier says of it."""

import random
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model

from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound, refuse
from stepwell.platform.access.permission import require
from stepwell.platform.jobs.job import Job, enqueue
from stepwell.platform.ledger.unit import action, record
from stepwell.platform.notify.adapters import Accepted, Answer, Envelope, NotTaken, adapter_for
from stepwell.platform.notify.address import digest_of
from stepwell.platform.notify.models import Address, Attempt, Message
from stepwell.platform.notify.permissions import REACH_ANOTHER_WAY, SEND_MESSAGE, TEND_OUTBOX
from stepwell.platform.notify.queries import quiet_hours
from stepwell.platform.notify.rules import (
    Channel,
    State,
    after_report,
    first_allowed,
    give_up_at,
    is_too_late,
    next_try,
)
from stepwell.platform.notify.words import template_named

# Asked before each message leaves: from when on may this account be reached this way? None: it may not. Parts say so
# through `stepwell.wiring`.
ContactRule = Callable[[int, Channel, bool, datetime], datetime | None]
# Told when a message is given up or came back: somebody must do by hand what it was for.
WhenLost = Callable[[Message, datetime], None]
# Told when a message went out, or a person says they reached them: what was to do by hand is done.
WhenSettled = Callable[[Actor, Message, datetime], None]

RETENTION = timedelta(days=30)
_contact_rules: list[ContactRule] = []
_when_lost: list[WhenLost] = []
_when_settled: list[WhenSettled] = []
_job: list[Job] = []


def add_contact_rule(rule: ContactRule) -> None:
    """A message goes out only where every rule lets it, and when the last of them does."""
    _contact_rules.append(rule)


def when_lost(tell: WhenLost) -> None:
    """Who is told of a message that never went out."""
    _when_lost.append(tell)


def when_settled(tell: WhenSettled) -> None:
    """Who is told that nobody need do anything about a message any more."""
    _when_settled.append(tell)


def deliver_with(job: Job) -> None:
    """Called by `jobs` as it is loaded: it may import this, and this not it."""
    _job[:] = [job]


@action
def send_message(
    *,
    actor: Actor,
    account_id: int,
    channel: Channel,
    template: str,
    context: Mapping[str, str],
    now: datetime,
    is_urgent: bool = False,
) -> Message:
    """Write a message and ask for its sending, in the transaction that causes it; by push, one for each phone.

    Raises `Refused` where the account can't be reached by this channel: nothing is written then, so ask
    `can_be_reached` first where there is another way.
    """
    require(actor, SEND_MESSAGE)
    places = _addresses(account_id, channel)
    due_at = _allowed_at(account_id, channel, is_urgent, now)
    if not places or due_at is None:
        raise refuse("There is no way to send this.", "channel", "See how they may be reached, or give an address.")
    subject, text = template_named(template).written(channel, context)
    messages = [
        Message.objects.create(
            account_id=account_id,
            channel=channel.value,
            template=template,
            to=place,
            subject=subject,
            text=text,
            is_urgent=is_urgent,
            asked_by=actor.key,
            asked_at=now,
            give_up_at=give_up_at(due_at, is_urgent=is_urgent),
            state=(State.QUEUED if due_at == now else State.HELD).value,
            due_at=due_at,
        )
        for place in places
    ]
    for message in messages:
        detail = {"channel": channel.value, "template": template}
        record(actor, "message.asked", subject=("message", message.pk), detail=detail)
        enqueue(_job[0], at=due_at, message_id=str(message.pk))
    return messages[0]


def can_be_reached(account_id: int, channel: Channel, *, now: datetime, is_urgent: bool = False) -> bool:
    """Whether `send_message` would take a message for this account and channel, and something carries it."""
    has_carrier = adapter_for(channel) is not None
    is_known = has_carrier and bool(_addresses(account_id, channel))
    return is_known and _allowed_at(account_id, channel, is_urgent, now) is not None


@action
def deliver(*, actor: Actor, message_id: UUID, now: datetime) -> State:
    """Hand one message to its adapter, once for all workers; the state it is in afterwards.

    The row stays locked while the adapter speaks: a second worker passes it by. If this worker dies in between, the
    message goes out again under the same key.
    """
    require(actor, SEND_MESSAGE)
    message = Message.objects.select_for_update(skip_locked=True).filter(pk=message_id).first()
    if message is None or not State(message.state).waits or message.due_at > now:
        return State(message.state) if message else State.QUEUED
    # asked again here: a retry, or a worker that comes late, mustn't ring at night, nor where that is safe no longer
    allowed_at = _allowed_at(message.account_id, Channel(message.channel), message.is_urgent, now)
    if allowed_at is None:
        return _end(actor, message, State.GIVEN_UP, "not safe to contact", now)  # a person decides what else to do
    if is_too_late(now, message.give_up_at, is_urgent=message.is_urgent, tries=message.tries):
        return _end(actor, message, State.GIVEN_UP, "too late", now)
    if allowed_at > now:
        return _hold(actor, message, allowed_at, now)
    adapter = adapter_for(Channel(message.channel))
    if adapter is None:
        return _settle(actor, message, NotTaken("nothing carries this channel"), now)
    envelope = Envelope(message.pk, message.to, message.subject, message.text, message.is_urgent)
    return _settle(actor, message, adapter.send(envelope), now)


@action
def note_report(
    *, actor: Actor, message_id: UUID, provider_id: str, said: State, code: str, now: datetime
) -> State | None:
    """What the provider says later: it arrived, or it came back. None for a message nobody knows.

    Its word may overtake our own commit: the message is found by our key, and takes the provider's from the report.
    """
    require(actor, SEND_MESSAGE)
    message = Message.objects.select_for_update().filter(pk=message_id).first()
    if message is None or message.provider_id not in ("", provider_id):
        return None
    if not message.provider_id:
        message.provider_id = provider_id
        message.save(update_fields=["provider_id"])
    state = after_report(State(message.state), said)
    if state is not State(message.state):
        _try(message, now, said.value, code)
        _end(actor, message, state, code, now) if state.is_over else _set(message, state)
        if state is not State.BOUNCED:
            _settled(actor, message, now)
    return state


@action
def send_again(*, actor: Actor, message_id: UUID, accounts: Collection[int], now: datetime) -> Message:
    """A person asks for another round of tries. Raises `Refused` for one whose words are erased."""
    require(actor, TEND_OUTBOX)
    message = _tended(message_id, accounts)
    if message.erased_at is not None:
        raise refuse("What this said is erased already.", "", "Send a new one from where it came from.")
    message.state, message.due_at, message.ended_at = State.QUEUED.value, now, None
    message.give_up_at = give_up_at(now, is_urgent=message.is_urgent)
    message.save(update_fields=["state", "due_at", "ended_at", "give_up_at"])
    record(actor, "message.sent_again", subject=("message", message.pk))
    enqueue(_job[0], message_id=str(message.pk))
    return message


@action
def withdraw_message(*, actor: Actor, message_id: UUID, accounts: Collection[int], now: datetime) -> Message:
    """Reached another way: it needn't go out any more. Whose message that may be is the caller's to say."""
    require(actor, REACH_ANOTHER_WAY)
    message = _tended(message_id, accounts)
    _end(actor, message, State.WITHDRAWN, "reached another way", now)
    _settled(actor, message, now)
    return message


@action
def withdraw_waiting(*, actor: Actor, message_ids: Collection[UUID], now: datetime) -> set[UUID]:
    """What these say holds no longer: those that haven't gone out yet don't. Returns which.

    One that a worker hands over this moment is waited for, and has gone out.
    """
    require(actor, SEND_MESSAGE)
    found = Message.objects.select_for_update().filter(pk__in=message_ids)
    waiting = [one for one in found.order_by("pk") if State(one.state).waits]
    for message in waiting:
        _end(actor, message, State.WITHDRAWN, "holds no longer", now)
        _settled(actor, message, now)
    return {one.pk for one in waiting}


@action
def erase_old(*, actor: Actor, before: datetime, now: datetime) -> int:
    """What messages said, and to whom, goes once it is this old; that they were sent stays. How many that were."""
    require(actor, SEND_MESSAGE)
    old = Message.objects.filter(asked_at__lt=before, erased_at=None)
    return old.exclude(state__in=[State.QUEUED.value, State.HELD.value]).update(
        to="", subject="", text="", erased_at=now
    )


def _settle(actor: Actor, message: Message, answer: Answer, now: datetime) -> State:
    """Write down what the adapter said, and what follows."""
    message.tries += 1
    if isinstance(answer, Accepted):
        _try(message, now, "taken", answer.code)
        message.provider_id, message.sent_at = answer.provider_id, now
        message.save(update_fields=["provider_id", "sent_at", "tries"])
        record(actor, "message.sent", subject=("message", message.pk), detail={"tries": message.tries})
        _settled(actor, message, now)
        return _set(message, State.SENT)
    _try(message, now, "refused" if answer.is_permanent else "failed", answer.code)
    message.save(update_fields=["tries"])
    there = Address.objects.filter(account_id=message.account_id, digest=digest_of(message.to), ended_at=None)
    if answer.is_gone:
        there.update(ended_at=now)
    if answer.is_stopped:  # the word itself never reached us; START ends it
        there.filter(opted_out_at=None).update(opted_out_at=now)
    again = None
    if not answer.is_permanent:
        again = next_try(
            message.tries,
            now=now,
            give_up=message.give_up_at,
            asked_for=answer.retry_after,
            jitter=random.random(),  # noqa: S311 - spreads tries, guards nothing
        )
    if again is None:
        return _end(actor, message, State.BOUNCED if answer.is_permanent else State.GIVEN_UP, answer.code, now)
    message.due_at = again
    message.save(update_fields=["due_at"])
    enqueue(_job[0], at=again, message_id=str(message.pk))
    return _set(message, State.QUEUED)


def _hold(actor: Actor, message: Message, until: datetime, now: datetime) -> State:
    """Wait for the end of quiet hours; where the message isn't worth sending then, a person is told now."""
    if until > message.give_up_at:
        return _end(actor, message, State.GIVEN_UP, "quiet hours", now)
    message.due_at = until
    message.save(update_fields=["due_at"])
    enqueue(_job[0], at=until, message_id=str(message.pk))
    return _set(message, State.HELD)


def _end(actor: Actor, message: Message, state: State, code: str, now: datetime) -> State:
    message.ended_at = now
    message.save(update_fields=["ended_at"])
    detail = {"state": state.value, "code": code[:60]}
    record(actor, "message.ended", subject=("message", message.pk), detail=detail)
    _set(message, state)
    if state in (State.BOUNCED, State.GIVEN_UP) and not _goes_another_way(message):
        for tell in _when_lost:
            tell(message, now)
    return state


def _goes_another_way(message: Message) -> bool:
    """Whether the same words went, or still go, to another phone of theirs: then nobody need do anything."""
    same = Message.objects.filter(
        account_id=message.account_id,
        channel=message.channel,
        template=message.template,
        asked_at=message.asked_at,
        is_urgent=message.is_urgent,
        state__in=[State.QUEUED.value, State.HELD.value, State.SENT.value, State.DELIVERED.value],
    )
    return same.exclude(pk=message.pk).exists()


def _settled(actor: Actor, message: Message, now: datetime) -> None:
    for tell in _when_settled:
        tell(actor, message, now)


def _set(message: Message, state: State) -> State:
    message.state = state.value
    message.save(update_fields=["state"])
    return state


def _try(message: Message, now: datetime, outcome: str, code: str) -> None:
    Attempt.objects.create(message=message, at=now, outcome=outcome, code=code[:60])


def _tended(message_id: UUID, accounts: Collection[int]) -> Message:
    """One to these accounts that waits or is lost, locked. Raises `NotFound`, and `Refused` for one that went out."""
    message = Message.objects.select_for_update().filter(pk=message_id, account_id__in=accounts).first()
    if message is None:
        raise NotFound("message")
    if State(message.state) in (State.SENT, State.DELIVERED, State.WITHDRAWN):
        raise refuse("This message needs nothing any more.", "", "Look at its state.")
    return message


def _addresses(account_id: int, channel: Channel) -> list[str]:
    """The open ones; the account's own for e-mail where none was given."""
    found = Address.objects.filter(account_id=account_id, channel=channel, ended_at=None, opted_out_at=None)
    if values := [one.value for one in found.order_by("pk")]:
        return values
    if channel is not Channel.EMAIL:
        return []
    account: Any = get_user_model().objects.filter(pk=account_id, is_active=True).first()
    return [str(account.email)] if account is not None else []


def _allowed_at(account_id: int, channel: Channel, is_urgent: bool, now: datetime) -> datetime | None:
    """`now`, or when every rule and the account's quiet hours let it go; None where one never does.

    An urgent message doesn't wait for quiet hours.
    """
    quiet = None if is_urgent else quiet_hours(account_id)
    openings: list[Callable[[datetime], datetime | None]] = [quiet.allowed_at] if quiet else []
    openings += [partial(rule, account_id, channel, is_urgent) for rule in _contact_rules]
    return first_allowed(now, openings)
