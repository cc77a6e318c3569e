"""A link that signs in, once, and lets its owner choose a password: a client's way in, an invitation, a way back.

The token is 256 random bits and only its hash is kept. A mail scanner that opens the link uses nothing up: the page
behind it has a button. A newer link ends the older ones.
"""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse

from stepwell.kernel.actor import Actor, system
from stepwell.kernel.errors import Refusal, Refused, refuse
from stepwell.platform.access.permission import require
from stepwell.platform.accounts.messages import Purpose
from stepwell.platform.accounts.models import SignInLink, User
from stepwell.platform.accounts.permissions import SEND_LINK
from stepwell.platform.ledger.unit import action, record
from stepwell.platform.notify.actions import can_be_reached, send_message
from stepwell.platform.notify.models import Message
from stepwell.platform.notify.rules import Channel

_DOOR = system("sign_in")

LIFETIMES = {
    Purpose.SIGN_IN: timedelta(minutes=10),
    Purpose.INVITATION: timedelta(days=3),
}


@action
def send_sign_in_link(*, actor: Actor, account: User, purpose: Purpose, now: datetime) -> Message:
    """Send a fresh link to where the account is reached: by e-mail, or by text where there is no mailbox to send to.

    Raises `Refused` where nothing reaches them.
    """
    require(actor, SEND_LINK)
    if not account.is_active:
        raise refuse("This account is closed.", "account", "Open it again first.")
    channel = next((one for one in (Channel.EMAIL, Channel.SMS) if can_be_reached(account.pk, one, now=now)), None)
    if channel is None:
        raise refuse("Nothing reaches this person yet.", "account", "Set up e-mail, or hand over the link in person.")
    SignInLink.objects.filter(account=account, used_at=None, expires_at__gt=now).update(expires_at=now)
    token = secrets.token_urlsafe(32)
    SignInLink.objects.create(
        account=account, purpose=purpose.value, digest=_digest(token), asked_at=now, expires_at=now + LIFETIMES[purpose]
    )
    record(actor, "sign_in.link_sent", subject=("account", account.pk), detail={"purpose": purpose.value})
    return send_message(
        actor=_DOOR,
        account_id=account.pk,
        channel=channel,
        template=f"link.{purpose.value}",
        context={"link": settings.PUBLIC_URL + reverse("link_open", args=[token])},
        now=now,
        is_urgent=True,
    )


def ask_for_link(*, email: str, now: datetime) -> None:
    """Somebody at the log-in page wants a link. Nothing tells whether the address is known."""
    account = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if account is None:
        return
    try:
        send_sign_in_link(actor=_DOOR, account=account, purpose=Purpose.SIGN_IN, now=now)
    except Refused:
        record(_DOOR, "sign_in.link_not_sent", subject=("account", account.pk))


def find_link(token: str, *, now: datetime) -> SignInLink | None:
    """The link that this token opens; None for one that is used, over or unknown."""
    found = SignInLink.objects.filter(digest=_digest(token), used_at=None, expires_at__gt=now, account__is_active=True)
    return found.select_related("account").first()


@action
def use_link(*, token: str, password: str, now: datetime) -> SignInLink | None:
    """Use it up, and keep the password where one was chosen; None where somebody was faster.

    A new password ends every session of the account. Raises `Refused` for one that is too easily guessed: the link is
    good for another try then.
    """
    link = find_link(token, now=now)
    if link is None:
        return None
    if password:
        _check(password, link.account)
    if not SignInLink.objects.filter(pk=link.pk, used_at=None).update(used_at=now):
        return None
    if password:
        link.account.set_password(password)
        link.account.save(update_fields=["password"])
    record(Actor(f"account:{link.account_id}", "the account"), "sign_in.link_used", detail={"purpose": link.purpose})
    return link


def _check(password: str, account: User) -> None:
    try:
        validate_password(password, account)
    except ValidationError as wrong:
        raise Refused(*[Refusal(message, "password") for message in wrong.messages]) from None


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
