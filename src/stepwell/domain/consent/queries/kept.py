"""What the console shows of consents, of who received, and of recipients and their tokens."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Max

from stepwell.domain.consent.models import Consent, Recipient, ServiceAgreement, Token
from stepwell.domain.consent.permissions import ADMINISTER_EXCHANGE, KEEP_CONSENTS, own_recipients, visible_consents
from stepwell.domain.consent.queries.own import Told, told_about
from stepwell.domain.consent.rules import NEED_AGREEMENT, PURPOSE_WORDS, Agreement, Purpose
from stepwell.domain.people.models import Client, Site
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.models import Entry
from stepwell.platform.ledger.unit import record_read


@dataclass(frozen=True, slots=True)
class Used:
    """A token, and when its system last came: as the ledger has it."""

    token: Token
    last_used_at: datetime | None
    last_on: date

    @property
    def purpose(self) -> str:
        """What it is for, in words."""
        return PURPOSE_WORDS[Purpose(self.token.purpose)]


@dataclass(frozen=True, slots=True)
class Filed:
    """A service agreement, whether it holds now, and its last day."""

    agreement: ServiceAgreement
    holds: bool
    last_on: date | None


@dataclass(frozen=True, slots=True)
class Held:
    """A recipient and its tokens, the newest first."""

    recipient: Recipient
    tokens: tuple[Used, ...]
    agreements: tuple[Filed, ...]

    @property
    def lacks_agreement(self) -> bool:
        """They work for the program, and nothing is on file that holds: they get nothing."""
        return self.recipient.kind in NEED_AGREEMENT and not any(one.holds for one in self.agreements)


def consents_of(actor: Actor, client: Client) -> list[Consent]:
    """A client's consents, the newest first; the look is written down."""
    require(actor, KEEP_CONSENTS)
    found = Consent.objects.filter(visible_consents(actor), client=client)
    record_read(actor, "consents", client.pk)
    return list(
        found.select_related("recipient", "recorded_by", "revoked_by", "client__site").order_by("-recorded_at", "-pk")
    )


def get_consent(actor: Actor, consent_id: int) -> Consent:
    """One consent that the actor may revoke; the look is written down."""
    require(actor, KEEP_CONSENTS)
    found = Consent.objects.filter(visible_consents(actor), pk=consent_id)
    consent = found.select_related("recipient", "client__site", "revoked_by").first()
    if consent is None:
        kept = Consent.objects.filter(pk=consent_id).values_list("client_id", flat=True).first()
        raise NotFound("consent", kept)
    record_read(actor, "consent", consent.client_id, ("consent", consent.pk))
    return consent


def disclosures_of(actor: Actor, client: Client) -> list[Told]:
    """What went out about a client whose consents the actor sees, the latest first: entries of the ledger, counted."""
    require(actor, KEEP_CONSENTS)
    if not Client.objects.filter(pk=client.pk, site_id__in=actor.sites_for(KEEP_CONSENTS)).exists():
        return []
    return told_about(client.pk)


def recipients_at(actor: Actor, site: Site) -> list[Recipient]:
    """The organizations that a consent can name, by name."""
    require(actor, KEEP_CONSENTS)
    found = Recipient.objects.filter(site=site, client__isnull=True, site_id__in=actor.sites_for(KEEP_CONSENTS))
    return list(found.order_by("name"))


def exchange_sites(actor: Actor) -> list[Site]:
    """The sites whose exchange the actor answers for, by name."""
    require(actor, ADMINISTER_EXCHANGE)
    return list(Site.objects.filter(pk__in=actor.sites_for(ADMINISTER_EXCHANGE)).order_by("name"))


def recipients_held(actor: Actor, *, now: datetime) -> list[Held]:
    """Recipients by name, with their tokens and agreements. Four queries, however many there are."""
    require(actor, ADMINISTER_EXCHANGE)
    found = Recipient.objects.filter(own_recipients(actor)).select_related("site").order_by("name")
    tokens = list(Token.objects.filter(recipient__in=found).order_by("-issued_at", "-pk"))
    entries = Entry.objects.filter(actor_key__in=[token.actor_key for token in tokens])
    used = dict(entries.values("actor_key").annotate(last=Max("at")).values_list("actor_key", "last"))
    held: dict[int, list[Used]] = {one.pk: [] for one in found}
    zones = {one.pk: ZoneInfo(one.site.zone) for one in found}
    for token in tokens:
        last_on = day_at(token.expires_at - timedelta(seconds=1), zones[token.recipient_id])
        held[token.recipient_id].append(Used(token, used.get(token.actor_key), last_on))
    filed: dict[int, list[Filed]] = {one.pk: [] for one in found}
    for one in ServiceAgreement.objects.filter(recipient__in=found).order_by("-starts_at", "-pk"):
        last = day_at(one.ends_at - timedelta(seconds=1), zones[one.recipient_id]) if one.ends_at else None
        filed[one.recipient_id].append(Filed(one, Agreement(one.starts_at, one.ends_at).holds(now), last))
    return [Held(one, tuple(held[one.pk]), tuple(filed[one.pk])) for one in found]


def get_recipient(actor: Actor, recipient_id: int) -> Recipient:
    """One recipient that the actor may give a token to."""
    require(actor, ADMINISTER_EXCHANGE)
    recipient = Recipient.objects.filter(own_recipients(actor), pk=recipient_id).select_related("site").first()
    if recipient is None:
        raise NotFound("recipient")
    return recipient
