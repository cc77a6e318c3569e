"""Making and closing accounts."""

from datetime import datetime

from stepwell.kernel.actor import Actor
from stepwell.platform.access.permission import require
from stepwell.platform.accounts.models import User
from stepwell.platform.accounts.permissions import OPEN_ACCOUNT
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
