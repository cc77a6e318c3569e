"""Making and closing accounts."""

from datetime import datetime

from allauth.usersessions.models import UserSession

from stepwell.kernel.actor import Actor
from stepwell.platform.access.permission import require
from stepwell.platform.accounts.models import User
from stepwell.platform.accounts.permissions import CLOSE_ACCOUNT, OPEN_ACCOUNT
from stepwell.platform.ledger.unit import action, record


@action
def open_account(*, actor: Actor, email: str, password: str | None, now: datetime) -> User:
    """A login for `email`; without a password it can't be used until one is set."""
    require(actor, OPEN_ACCOUNT)
    account = User(email=email.strip(), created_at=now)
    account.set_password(password)
    account.save()
    record(actor, "account.opened", subject=("account", account.pk))
    return account


@action
def close_account(*, actor: Actor, account_id: int, reason: str) -> None:
    """The login opens nothing any more, from the next request on. Twice is once.

    Its sessions end too: opened again, the account doesn't open what was left open on some computer.
    """
    require(actor, CLOSE_ACCOUNT)
    if User.objects.filter(pk=account_id, is_active=True).update(is_active=False):
        for session in UserSession.objects.filter(user_id=account_id):
            session.end()
        record(actor, "account.closed", subject=("account", account_id), detail={"reason": reason})


@action
def reopen_account(*, actor: Actor, account_id: int) -> None:
    """The login opens again what it opened."""
    require(actor, CLOSE_ACCOUNT)
    if User.objects.filter(pk=account_id, is_active=False).update(is_active=True):
        record(actor, "account.reopened", subject=("account", account_id))
