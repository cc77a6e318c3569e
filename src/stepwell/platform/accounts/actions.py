"""Making and closing accounts."""

from datetime import datetime

from allauth.usersessions.models import UserSession

from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import refuse
from stepwell.kernel.languages import SPOKEN
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
def choose_language(*, actor: Actor, language: str) -> None:
    """In which language pages speak to whoever is logged in. Their own choice, which nobody else makes."""
    if language not in SPOKEN or actor.account_id is None:
        raise refuse("This language isn't spoken here.", "language", "Choose one of the list.")
    if User.objects.filter(pk=actor.account_id).exclude(language=language).update(language=language):
        record(actor, "account.language_chosen", subject=("account", actor.account_id))


@action
def reopen_account(*, actor: Actor, account_id: int) -> None:
    """The login opens again what it opened."""
    require(actor, CLOSE_ACCOUNT)
    if User.objects.filter(pk=account_id, is_active=False).update(is_active=True):
        record(actor, "account.reopened", subject=("account", account_id))
