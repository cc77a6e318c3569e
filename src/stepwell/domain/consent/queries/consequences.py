"""What taking one consent back would change: for the page before it is done, the client's and the console's alike."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q

from stepwell.domain.consent.models import Consent, Recipient, Token
from stepwell.domain.consent.permissions import KEEP_CONSENTS, SIGN_OWN
from stepwell.domain.consent.queries.own import told_about
from stepwell.domain.consent.rules import Terms
from stepwell.domain.consent.rules.consequences import Loss, Party, losses
from stepwell.domain.consent.rules.forms import why_not_yet
from stepwell.domain.people.models import Phase
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import Refusal
from stepwell.platform.access.permission import require


@dataclass(frozen=True, slots=True)
class Consequences:
    """Who loses what, how often something went out already, and what keeps it from being taken back today."""

    losses: list[Loss]
    already: int
    against: Refusal | None


def consequences_of(actor: Actor, consent: Consent, *, now: datetime, met_on: date | None = None) -> Consequences:
    """For a consent that the actor has been given to see. Four queries, whatever it covers."""
    require(actor, SIGN_OWN if actor.client_id is not None else KEEP_CONSENTS)
    client = consent.client
    others = Consent.objects.filter(client=client, revoked_at__isnull=True).exclude(pk=consent.pk)
    covered = Q(pk=consent.recipient_id) if consent.recipient_id else Q(site=client.site, client__isnull=True)
    return Consequences(
        losses(
            terms_of(consent),
            [terms_of(one) for one in others],
            _parties(covered, now),
            treatment_ended=client.phase == Phase.LEFT,
            now=now,
        ),
        sum(one.times for one in told_about(client.pk, consent.pk)),
        why_not_yet(
            revocable_on=consent.revocable_on,
            revocable_event=consent.revocable_event,
            met_on=met_on,
            today=day_at(now, ZoneInfo(client.site.zone)),
        ),
    )


def terms_of(consent: Consent) -> Terms:
    """The consent as the rules take it."""
    return Terms(
        consent.pk,
        consent.recipient_id,
        consent.recipient_kind,
        consent.purposes,
        consent.kinds,
        consent.starts_at,
        consent.ends_at,
        consent.until_event,
        consent.revoked_at,
    )


def _parties(covered: Q, now: datetime) -> list[Party]:
    """Recipients with the tokens that open something now."""
    found = list(Recipient.objects.filter(covered))
    systems: dict[int, list[tuple[str, str]]] = {one.pk: [] for one in found}
    for token in Token.objects.filter(recipient__in=found, revoked_at__isnull=True, expires_at__gt=now).order_by("pk"):
        systems[token.recipient_id].append((token.label, token.purpose))
    return [Party(one.pk, one.name, one.kind, tuple(systems[one.pk])) for one in found]
