"""Writes about family and referrers who have a login."""

from datetime import datetime

from django.db import IntegrityError, transaction

from stepwell.domain.people.models import Site, Visitor
from stepwell.domain.people.permissions import INVITE_VISITOR
from stepwell.domain.people.queries.visitors import get_visitor
from stepwell.domain.people.rules import VISITORS_REASONS, Reason
from stepwell.kernel.actor import Actor, Outside
from stepwell.kernel.errors import refuse
from stepwell.platform.access.permission import require_at
from stepwell.platform.accounts.actions import close_account, open_account, reopen_account
from stepwell.platform.ledger.unit import action, record


@action
def open_visitor(
    *, actor: Actor, site: Site, kind: Outside, email: str, name: str, organization: str, now: datetime
) -> Visitor:
    """A login for family or a referrer, without a password yet.

    An address that is taken is refused with the same words, whosever it is: who is a client here is nobody's to find
    out by trying.
    """
    require_at(actor, INVITE_VISITOR, site.pk)
    if kind is Outside.CLIENT:
        raise refuse("A client has a login of their own.", "kind", "Give it from their record.")
    if not name.strip():
        raise refuse("The name is empty.", "name", "Write who will log in.")
    try:
        with transaction.atomic():
            account = open_account(actor=actor, email=email, password=None, now=now)
    except IntegrityError as taken:
        raise refuse("This address can't be used.", "email", "Ask them for another one.") from taken
    visitor = Visitor.objects.create(
        account=account,
        site=site,
        kind=kind.value,
        name=name.strip(),
        organization=organization.strip(),
        invited_at=now,
    )
    record(actor, "visitor.invited", subject=("visitor", visitor.pk), detail={"kind": kind.value, "site": site.pk})
    return visitor


@action
def close_visitor(*, actor: Actor, visitor_id: int, reason: Reason) -> None:
    """They can't log in any more, from the next page on."""
    visitor = get_visitor(actor, visitor_id)
    if reason not in VISITORS_REASONS:
        raise refuse("This is a reason for somebody who works here.", "reason", "Choose another one.")
    close_account(actor=actor, account_id=visitor.account_id, reason=reason.value)


@action
def reopen_visitor(*, actor: Actor, visitor_id: int) -> None:
    """They can log in again."""
    reopen_account(actor=actor, account_id=get_visitor(actor, visitor_id).account_id)
