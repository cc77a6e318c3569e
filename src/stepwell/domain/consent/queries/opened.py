"""What clients' consents open to family or to who refers, at this moment; and which logins are recipients."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from stepwell.domain.consent.models import Consent, Recipient, RecipientLogin
from stepwell.domain.consent.permissions import CONNECT_LOGIN, KEEP_CONSENTS, SEE_SHARED
from stepwell.domain.consent.queries.consequences import terms_of
from stepwell.domain.consent.rules import ItemKind, RecipientKind, Terms
from stepwell.domain.consent.rules.opening import LOGIN_OF, Share, mark_of, shares_of
from stepwell.domain.people.models import Client, Phase, Visitor
from stepwell.kernel.actor import Actor
from stepwell.platform.access.permission import require


@dataclass(frozen=True, slots=True)
class Opened:
    """One client, and what their consents open to one recipient now. Later parts read by it, and by nothing more."""

    client: Client
    recipient: Recipient
    shares: tuple[Share, ...]

    def covers(self, kind: ItemKind) -> bool:
        """Whether things of this kind may be shown."""
        return any(share.kind == kind for share in self.shares)


def opened_to(actor: Actor, *, now: datetime) -> list[Opened]:
    """Whoever has consented, by name, with what is open now: read anew each time. Two queries, however many."""
    require(actor, SEE_SHARED)
    open_logins = RecipientLogin.objects.filter(visitor__account_id=actor.account_id, ended_at__isnull=True)
    recipients = {one.recipient_id: one.recipient for one in open_logins.select_related("recipient", "visitor")}
    if not recipients:
        return []
    named = Consent.objects.filter(recipient__in=recipients, revoked_at__isnull=True)
    terms: dict[tuple[UUID, int], list[Terms]] = {}
    clients: dict[UUID, Client] = {}
    for consent in named.select_related("client__site").order_by("client__sort_key", "client_id", "pk"):
        assert consent.recipient_id is not None  # it is one of these
        clients[consent.client_id] = consent.client
        terms.setdefault((consent.client_id, consent.recipient_id), []).append(terms_of(consent))
    found = [
        Opened(
            clients[client_id],
            recipients[recipient_id],
            shares_of(
                held,
                recipient_id,
                recipients[recipient_id].kind,
                treatment_ended=clients[client_id].phase == Phase.LEFT,
                now=now,
            ),
        )
        for (client_id, recipient_id), held in terms.items()
    ]
    return [one for one in found if one.shares]


def opened_by(actor: Actor, consent: Consent, *, now: datetime) -> Opened | None:
    """The same for a consent that staff have been given to see: what its client opens to its recipient now.

    None for a class, and for payers, laboratories and vendors: they have other ways.
    """
    require(actor, KEEP_CONSENTS)
    recipient, client = consent.recipient, consent.client
    if recipient is None or not can_have_login(recipient):
        return None
    named = Consent.objects.filter(client=client, recipient=recipient, revoked_at__isnull=True).order_by("pk")
    ended = client.phase == Phase.LEFT
    held = [terms_of(one) for one in named]
    shares = shares_of(held, recipient.pk, recipient.kind, treatment_ended=ended, now=now)
    return Opened(client, recipient, shares) if shares else None


def mark_of_opened(opened: Sequence[Opened]) -> str:
    """What an open page knows itself by: another mark means that something opened or closed."""
    return mark_of(share for one in opened for share in one.shares)


def can_have_login(recipient: Recipient | None) -> bool:
    """Whether there is a page for this kind of recipient."""
    return recipient is not None and RecipientKind(recipient.kind) in LOGIN_OF


def logins_of(actor: Actor, recipient: Recipient) -> list[RecipientLogin]:
    """The logins that are this recipient now, by name."""
    require(actor, CONNECT_LOGIN)
    found = recipient.logins.filter(ended_at__isnull=True, recipient__site_id__in=actor.sites_for(CONNECT_LOGIN))
    return list(found.select_related("visitor__account").order_by("visitor__name", "pk"))


def logins_for(actor: Actor, recipient: Recipient) -> QuerySet[Visitor]:
    """Whose login this recipient could be, by name: of the same site and the fitting kind."""
    require(actor, CONNECT_LOGIN)
    kind = LOGIN_OF.get(RecipientKind(recipient.kind))
    found = Visitor.objects.filter(site_id=recipient.site_id, site_id__in=actor.sites_for(CONNECT_LOGIN), kind=kind)
    return found.select_related("account").order_by("name", "pk")
