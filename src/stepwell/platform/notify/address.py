"""Where an account is reached. A number is found by a keyed hash, since what stands in the table is encrypted."""

import hmac
import re
from datetime import datetime, time
from hashlib import sha256

from django.conf import settings

from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotAllowed, refuse
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import action, record
from stepwell.platform.notify.models import Address, Quiet
from stepwell.platform.notify.permissions import KEEP_ADDRESS
from stepwell.platform.notify.rules import Channel

_NOT_DIALED = re.compile(r"[\s().\-]")
_E164 = re.compile(r"\+[1-9]\d{7,14}")


def dialed(typed: str) -> str:
    """A phone number as ITU-T E.164 writes it; one without a country code is a number of the North American plan.

    Raises `Refused` where it can't be dialed.
    """
    number = _NOT_DIALED.sub("", typed)
    if not number.startswith("+"):
        number = f"+{number}" if len(number) == 11 and number.startswith("1") else f"+1{number}"
    if not _E164.fullmatch(number):
        raise refuse(
            "This phone number can't be dialed.", "phone", "Write it with its area code, such as 612 555 0100."
        )
    return number


@action
def give_address(*, actor: Actor, account_id: int, channel: Channel, value: str, now: datetime) -> Address:
    """From now on the account is reached here. The one before ends, but for push: a person may have several phones."""
    _require_own(actor, account_id)
    said = dialed(value) if channel in (Channel.SMS, Channel.VOICE) else value.strip()
    mark, marks = digest_of(said), digests_of(said)
    open_ones = Address.objects.select_for_update().filter(account_id=account_id, channel=channel, ended_at=None)
    for one in open_ones:
        if one.digest in marks:
            return one
        if channel is not Channel.PUSH:
            _end(one, now)
    address = Address.objects.create(
        account_id=account_id, channel=channel.value, value=said, digest=mark, given_at=now
    )
    record(actor, "address.given", subject=("account", account_id), detail={"channel": channel.value})
    return address


@action
def end_address(*, actor: Actor, account_id: int, channel: Channel, now: datetime) -> int:
    """Nothing goes out by this channel any more; how many addresses that ended."""
    _require_own(actor, account_id)
    ended = list(Address.objects.select_for_update().filter(account_id=account_id, channel=channel, ended_at=None))
    for one in ended:
        _end(one, now)
    if ended:
        record(actor, "address.ended", subject=("account", account_id), detail={"channel": channel.value})
    return len(ended)


@action
def opt(*, actor: Actor, number: str, out: bool, now: datetime) -> int:
    """Somebody wrote STOP, or START again, from this number; how many addresses that concerns."""
    require(actor, KEEP_ADDRESS)
    found = Address.objects.select_for_update().filter(
        digest__in=digests_of(number), channel=Channel.SMS, ended_at=None
    )
    concerned = [one for one in found if (one.opted_out_at is None) is out]
    for one in concerned:
        one.opted_out_at = now if out else None
        one.save(update_fields=["opted_out_at"])
        verb = "address.opted_out" if out else "address.opted_in"
        record(actor, verb, subject=("account", one.account_id), detail={"channel": Channel.SMS.value})
    return len(concerned)


@action
def set_quiet(
    *, actor: Actor, account_id: int, zone: str, from_time: time | None, until_time: time | None, now: datetime
) -> None:
    """When to leave them alone, by the clock of `zone`; without times, never."""
    _require_own(actor, account_id)
    if from_time is None or until_time is None:
        Quiet.objects.filter(account_id=account_id).delete()
    else:
        hours = {"from_time": from_time, "until_time": until_time, "zone": zone}
        Quiet.objects.update_or_create(account_id=account_id, defaults=hours)
    record(actor, "quiet_hours.set", subject=("account", account_id))


def digest_of(value: str) -> str:
    """The keyed hash by which an address is found again."""
    return _digest(settings.SECRET_KEY, value)


def digests_of(value: str) -> list[str]:
    """That hash under every secret key which still counts: an address may have been given under an earlier one."""
    return [_digest(key, value) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def redo_digests() -> int:
    """Hash every address under the newest secret key, so that earlier ones can go; how many were hashed anew."""
    redone = 0
    for address in Address.objects.order_by("pk").iterator(chunk_size=500):
        digest = digest_of(address.value)
        if digest != address.digest:
            redone += Address.objects.filter(pk=address.pk, digest=address.digest).update(digest=digest)
    return redone


def _digest(key: str, value: str) -> str:
    return hmac.new(key.encode(), value.casefold().encode(), sha256).hexdigest()


def _require_own(actor: Actor, account_id: int) -> None:
    """Everybody says for themselves where they are reached; a part of Stepwell for whom it looks after."""
    require(actor, KEEP_ADDRESS)
    if not actor.is_system and actor.account_id != account_id:
        raise NotAllowed(KEEP_ADDRESS.name)


def _end(address: Address, now: datetime) -> None:
    address.ended_at = now
    address.save(update_fields=["ended_at"])
