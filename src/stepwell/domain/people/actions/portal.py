"""A client's login: opening it from their record, closing it, and beginning anew where a second step was lost."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from stepwell.domain.people.actions.clients import give_portal
from stepwell.domain.people.models import Client
from stepwell.domain.people.permissions import GIVE_PORTAL
from stepwell.domain.people.queries import find_client
from stepwell.domain.people.rules import VISITORS_REASONS, Reason
from stepwell.kernel.actor import Actor, Permission
from stepwell.kernel.errors import refuse
from stepwell.platform.accounts.actions import close_account, open_account, reopen_account
from stepwell.platform.accounts.lost import Checked, reset_factors
from stepwell.platform.accounts.models import User
from stepwell.platform.accounts.permissions import CLOSE_ACCOUNT, RESET_FACTORS
from stepwell.platform.ledger.unit import action


@action
def open_portal(*, actor: Actor, client_id: UUID, email: str, now: datetime) -> User:
    """An account without a password, which is this client's from now on. Sending the link is another step.

    An address that is taken is refused with the same words, whosever it is.
    """
    client = find_client(actor, client_id, GIVE_PORTAL)
    if client.account_id is not None:
        raise refuse("This person has a login already.", "email", "Send them a link.")
    try:
        with transaction.atomic():
            account = open_account(actor=actor, email=email, password=None, now=now)
    except IntegrityError as taken:
        raise refuse("This address can't be used.", "email", "Ask them for another one.") from taken
    give_portal(actor=actor, client=client, account=account)
    return account


@action
def close_portal(*, actor: Actor, client_id: UUID, reason: Reason) -> None:
    """They can't log in any more, from the next page on."""
    account = _account(actor, client_id, CLOSE_ACCOUNT)
    if reason not in VISITORS_REASONS:
        raise refuse("This is a reason for somebody who works here.", "reason", "Choose another one.")
    close_account(actor=actor, account_id=account.pk, reason=reason.value)


@action
def reopen_portal(*, actor: Actor, client_id: UUID) -> None:
    """They can log in again."""
    reopen_account(actor=actor, account_id=_account(actor, client_id, CLOSE_ACCOUNT).pk)


@action
def begin_portal_anew(*, actor: Actor, client_id: UUID, checked: Checked, now: datetime) -> None:
    """They lost every second step they had."""
    reset_factors(actor=actor, account=_account(actor, client_id, RESET_FACTORS), checked=checked, now=now)


def _account(actor: Actor, client_id: UUID, permission: Permission) -> User:
    client = Client.objects.select_related("account").get(pk=find_client(actor, client_id, permission).pk)
    if client.account is None:
        raise refuse("This person has no login.", "", "Open one first.")
    return client.account
