"""Reads of addresses and of the outbox."""

from collections.abc import Collection, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.db.models import Count

from stepwell.kernel.actor import Actor
from stepwell.platform.access.permission import require
from stepwell.platform.notify.adapters import adapter_for
from stepwell.platform.notify.models import Address, Message, Quiet
from stepwell.platform.notify.permissions import KEEP_ADDRESS, VIEW_OUTBOX
from stepwell.platform.notify.rules import Channel, QuietHours, State

MOST = 200


def own_addresses(actor: Actor) -> dict[Channel, list[Address]]:
    """Where the actor is reached, by channel."""
    require(actor, KEEP_ADDRESS)
    found: dict[Channel, list[Address]] = {}
    for one in Address.objects.filter(account_id=actor.account_id, ended_at=None).order_by("given_at"):
        found.setdefault(Channel(one.channel), []).append(one)
    return found


def quiet_hours(account_id: int) -> QuietHours | None:
    """When this account is left alone, if they said so."""
    return quiet_hours_of([account_id]).get(account_id)


def quiet_hours_of(account_ids: Collection[int]) -> dict[int, QuietHours]:
    """The same of several, those left out that said nothing."""
    rows = Quiet.objects.filter(account_id__in=account_ids)
    return {one.account_id: QuietHours(one.from_time, one.until_time, ZoneInfo(one.zone)) for one in rows}


def channels_of(account_ids: Collection[int]) -> dict[int, set[Channel]]:
    """By which channels each account has an address, and something carries it. Two queries, however many.

    An account has its own e-mail where no other was given, as `send_message` has it.
    """
    known: dict[int, set[Channel]] = {}
    rows = Address.objects.filter(account_id__in=account_ids, ended_at=None, opted_out_at=None)
    for account_id, channel in rows.values_list("account_id", "channel"):
        known.setdefault(account_id, set()).add(Channel(channel))
    active = get_user_model().objects.filter(pk__in=account_ids, is_active=True).exclude(email="")
    for account_id in active.values_list("pk", flat=True):
        known.setdefault(account_id, set()).add(Channel.EMAIL)
    return {one: {channel for channel in theirs if adapter_for(channel)} for one, theirs in known.items()}


def outbox(actor: Actor, accounts: Collection[int], states: Sequence[State] = ()) -> list[Message]:
    """The newest messages to these accounts, of these states alone where some are named. What they say isn't read.

    Whose accounts an actor answers for, the caller knows: this part knows no sites.
    """
    require(actor, VIEW_OUTBOX)
    found = Message.objects.filter(account_id__in=accounts)
    found = found.filter(state__in=states) if states else found
    return list(found.defer("to", "subject", "text").order_by("-asked_at")[:MOST])


def outbox_counts(actor: Actor, accounts: Collection[int]) -> dict[State, int]:
    """How many messages to these accounts are in each state."""
    require(actor, VIEW_OUTBOX)
    counted = (
        Message.objects.filter(account_id__in=accounts).order_by().values_list("state").annotate(count=Count("pk"))
    )
    return {State(state): count for state, count in counted}


def mailbox() -> list[Message]:
    """The demo's: everything that went out, with its words. Only the demo has a page for it."""
    return list(Message.objects.select_related("account").order_by("-asked_at", "-pk")[:MOST])


def oldest_due(now: datetime) -> datetime | None:
    """Since when the longest waiting message should have gone; for who watches the installation."""
    waiting = Message.objects.filter(state__in=[State.QUEUED.value, State.HELD.value], due_at__lt=now)
    return waiting.order_by("due_at").values_list("due_at", flat=True).first()
