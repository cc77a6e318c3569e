"""Which login a recipient has; and showing what is open, which is a disclosure and is written down as one."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from stepwell.domain.consent.models import Consent, Recipient, RecipientLogin
from stepwell.domain.consent.permissions import CONNECT_LOGIN, visible_consents
from stepwell.domain.consent.queries.kept import get_consent
from stepwell.domain.consent.queries.opened import Opened, logins_for, opened_by, opened_to
from stepwell.domain.consent.queries.own import DISCLOSED
from stepwell.domain.consent.rules import NOTICE
from stepwell.domain.consent.rules.opening import SHOWN
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound, refuse
from stepwell.platform.access.permission import require, require_at
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record


@action
def connect_login(*, actor: Actor, consent_id: int, visitor_id: int, now: datetime) -> RecipientLogin:
    """This login is whom the consent names, from now on. Twice is once.

    A person who has consented is never told about to a login that nobody connected: a name alone proves nothing.
    """
    recipient, client_id = _named(actor, consent_id)
    there = recipient.logins.filter(visitor_id=visitor_id, ended_at__isnull=True).first()
    if there is not None:
        return there
    visitor = logins_for(actor, recipient).filter(pk=visitor_id).first()
    if visitor is None:
        raise refuse("This login can't be theirs.", "visitor", "Choose one of the list.")
    assert actor.staff_id is not None  # the permission is held by posts, and posts by staff
    made = RecipientLogin.objects.create(
        recipient=recipient, visitor=visitor, connected_at=now, connected_by_id=actor.staff_id
    )
    _say(actor, "recipient.connected", client_id, made)
    return made


@action
def disconnect_login(*, actor: Actor, consent_id: int, login_id: int, now: datetime) -> RecipientLogin:
    """It is theirs no longer: the page behind it closes. Twice is once."""
    recipient, client_id = _named(actor, consent_id)
    login = recipient.logins.select_for_update(of=("self",)).filter(pk=login_id).first()
    if login is None:
        raise NotFound("login", client_id)
    if login.ended_at is None:
        login.ended_at, login.ended_by_id = now, actor.staff_id
        login.save(update_fields=["ended_at", "ended_by"])
        _say(actor, "recipient.disconnected", client_id, login)
    return login


@action
def show_opened(*, actor: Actor, now: datetime) -> list[Opened]:
    """What is open now, written down on each client's chain before it is shown: to whom, what, for what, on which
    consent, with which notice. What a page doesn't show isn't written down.
    """
    opened = opened_to(actor, now=now)
    for one in opened:
        _write_down(actor, one, now)
    return opened


@action
def open_in_letter(*, actor: Actor, consent_id: int, now: datetime) -> Opened:
    """What the consents that name this recipient open now, for a letter to them: a disclosure like the page.

    Raises `Refused` where nothing that a letter can say is open.
    """
    consent = get_consent(actor, consent_id)
    opened = opened_by(actor, consent, now=now)
    if opened is None or not any(share.kind in SHOWN for share in opened.shares):
        raise refuse(
            "No consent opens anything to them now that a letter could say.",
            "",
            "A letter says who somebody is, since when they are here and when they come, as far as they consented.",
        )
    _write_down(actor, opened, now)
    return opened


def _write_down(actor: Actor, opened: Opened, now: datetime) -> None:
    """Each kind that is shown, on the client's chain."""
    # the client reads in their list who received: the name that stands in their consent
    receiver = replace(actor, name=opened.recipient.name)
    for share in opened.shares:
        if share.kind in SHOWN:
            detail: dict[str, Plain] = {
                "recipient": opened.recipient.pk,
                "purpose": share.purpose.value,
                "kind": share.kind.value,
                "consent": share.terms.consent_id,
                "notice": NOTICE.version,
            }
            record(receiver, DISCLOSED, client_id=opened.client.pk, detail=detail, at=now)


def _named(actor: Actor, consent_id: int) -> tuple[Recipient, UUID]:
    """Whom the consent names, where the actor may see it and may connect there. Locked, so that two don't connect."""
    require(actor, CONNECT_LOGIN)
    seen = Consent.objects.filter(visible_consents(actor), pk=consent_id, recipient__isnull=False)
    client_id = seen.values_list("client_id", flat=True).first()
    if client_id is None:
        raise NotFound("consent", Consent.objects.filter(pk=consent_id).values_list("client_id", flat=True).first())
    recipient = Recipient.objects.select_for_update(of=("self",)).get(consents__pk=consent_id)
    require_at(actor, CONNECT_LOGIN, recipient.site_id)
    return recipient, client_id


def _say(actor: Actor, verb: str, client_id: UUID, login: RecipientLogin) -> None:
    subject = ("recipient login", login.pk)
    record(actor, verb, client_id=client_id, subject=subject, detail={"recipient": login.recipient_id})
