"""Writes about consent: clients' consents, and the recipients and tokens of a site."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.consent.actions.revoking import revoke_consent as revoke_consent
from stepwell.domain.consent.models import Consent, Recipient, Token
from stepwell.domain.consent.permissions import (
    ADMINISTER_EXCHANGE,
    KEEP_CONSENTS,
    SCOPES,
    own_recipients,
)
from stepwell.domain.consent.rules import Purpose, RecipientKind, Terms, digest_of, refusals_of
from stepwell.domain.consent.rules.forms import participant_refusals
from stepwell.domain.people.models import Site, Staff
from stepwell.domain.people.queries import find_client
from stepwell.kernel.actor import Actor
from stepwell.kernel.calendar import end_of_day, local_instant
from stepwell.kernel.errors import NotFound, Refused, refuse
from stepwell.platform.access.permission import require, require_at
from stepwell.platform.ledger.unit import action, record

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Signed:
    """What the paper says. Its recipient is one organization or a class; its end a last day or an event."""

    recipient_id: int | None
    recipient_kind: str
    purposes: Collection[str]
    kinds: Collection[str]
    starts_on: date
    until_on: date | None
    until_event: str
    signed_on: date
    signed_how: str
    participants: Sequence[str] = ()


@action
def record_consent(*, actor: Actor, client_id: UUID, signed: Signed, now: datetime) -> Consent:
    """A consent that the client has signed acts from its first day on."""
    require(actor, KEEP_CONSENTS)
    client = find_client(actor, client_id)
    require_at(actor, KEEP_CONSENTS, client.site_id)
    known = Recipient.objects.filter(site_id=client.site_id, client__isnull=True)
    named = known.filter(pk=signed.recipient_id).first() if signed.recipient_id else None
    if signed.recipient_id and named is None:
        raise refuse("This organization isn't known here.", "recipient", "Choose one of the list.")
    if signed.recipient_kind and signed.recipient_kind not in set(RecipientKind):
        raise refuse("There is no such class.", "recipient", "Choose one of the list.")
    kind = named.kind if named else signed.recipient_kind
    if wrong := participant_refusals(kind == RecipientKind.INTERMEDIARY, signed.participants):
        raise Refused(*wrong)
    if signed.signed_how not in (Consent.How.PAPER, Consent.How.ELECTRONIC):
        raise refuse("A consent is signed on paper or electronically.", "signed_how", "Choose one of the two.")
    zone = ZoneInfo(client.site.zone)
    terms = Terms(
        consent_id=0,
        recipient_id=signed.recipient_id,
        recipient_kind=signed.recipient_kind,
        purposes=sorted(signed.purposes),
        kinds=sorted(signed.kinds),
        starts_at=local_instant(signed.starts_on, time(0), zone),
        ends_at=end_of_day(signed.until_on, zone) if signed.until_on else None,
        until_event=signed.until_event,
        revoked_at=None,
    )
    if found := refusals_of(terms, signed_at=local_instant(signed.signed_on, time(0), zone), now=now):
        raise Refused(*found)
    consent = Consent.objects.create(
        client=client,
        recipient_id=terms.recipient_id,
        recipient_kind=terms.recipient_kind,
        participants=[*signed.participants],
        purposes=list(terms.purposes),
        kinds=list(terms.kinds),
        starts_at=terms.starts_at,
        ends_at=terms.ends_at,
        until_event=terms.until_event,
        signed_on=signed.signed_on,
        signed_how=signed.signed_how,
        recorded_at=now,
        recorded_by=_staff(actor),
    )
    record(
        actor,
        "consent.recorded",
        client_id=client.pk,
        subject=("consent", consent.pk),
        detail={"recipient": consent.recipient_id, "purposes": [*terms.purposes], "kinds": [*terms.kinds]},
    )
    return consent


@action
def add_recipient(*, actor: Actor, site: Site, name: str, kind: str, now: datetime) -> Recipient:
    """An organization that may receive. What it may see, each client's consent says."""
    require_at(actor, ADMINISTER_EXCHANGE, site.pk)
    name = name.strip()
    if not name or kind not in set(RecipientKind) - {RecipientKind.FAMILY}:
        raise refuse("An organization has a name and a kind.", "name", "Give both.")
    if Recipient.objects.filter(site=site, client__isnull=True, name__iexact=name).exists():
        raise refuse("This organization is here already.", "name", "Use that one, or give another name.")
    recipient = Recipient.objects.create(site=site, name=name, kind=kind, created_at=now)
    record(actor, "recipient.added", subject=("recipient", recipient.pk), detail={"kind": kind, "site": site.pk})
    return recipient


@action
def issue_token(
    *,
    actor: Actor,
    recipient_id: int,
    label: str,
    purpose: str,
    scopes: Collection[str],
    expires_on: date,
    now: datetime,
) -> tuple[Token, str]:
    """A token for a recipient's system, and its secret: seen here once, and never again."""
    require(actor, ADMINISTER_EXCHANGE)
    recipient = Recipient.objects.filter(own_recipients(actor), pk=recipient_id).select_related("site").first()
    if recipient is None:
        raise NotFound("recipient")
    expires_at = end_of_day(expires_on, ZoneInfo(recipient.site.zone))
    if not label.strip():
        raise refuse("A token has a name.", "label", "Say which system will use it.")
    if purpose not in set(Purpose):
        raise refuse("A token is for one purpose.", "purpose", "Choose one of the list.")
    if not scopes or not set(scopes) <= set(SCOPES):
        raise refuse("A token is for something.", "scopes", "Choose at least one.")
    if not now < expires_at <= now + LONGEST:
        raise refuse("A token lasts a year at most.", "expires_on", "Choose a day within a year from today.")
    secret = f"stw_{secrets.token_urlsafe(32)}"
    token = Token.objects.create(
        recipient=recipient,
        label=label.strip(),
        digest=digest_of(secret),
        scopes=sorted(scopes),
        purpose=purpose,
        issued_at=now,
        issued_by=_staff(actor),
        expires_at=expires_at,
    )
    record(
        actor,
        "token.issued",
        subject=("token", token.pk),
        detail={"recipient": recipient.pk, "purpose": purpose, "scopes": [*token.scopes]},
    )
    return token, secret


@action
def revoke_token(*, actor: Actor, token_id: int, now: datetime) -> Token:
    """The token opens nothing from this moment. Twice is once."""
    require(actor, ADMINISTER_EXCHANGE)
    mine = Recipient.objects.filter(own_recipients(actor))
    token = Token.objects.select_for_update(of=("self",)).filter(pk=token_id, recipient__in=mine).first()
    if token is None:
        raise NotFound("token")
    if token.revoked_at is None:
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
        record(actor, "token.revoked", subject=("token", token.pk), detail={"recipient": token.recipient_id})
    return token


def _staff(actor: Actor) -> Staff:
    """Who stands for it."""
    assert actor.staff_id is not None  # these permissions are held by posts, and posts by staff
    return Staff.objects.get(pk=actor.staff_id)
