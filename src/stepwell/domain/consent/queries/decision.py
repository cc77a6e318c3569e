"""The one question for everybody: may this recipient see this of this client, for this, now, and why."""

from datetime import datetime

from stepwell.domain.consent.models import Consent, Recipient, ServiceAgreement
from stepwell.domain.consent.permissions import ADMINISTER_EXCHANGE
from stepwell.domain.consent.queries.consequences import terms_of
from stepwell.domain.consent.rules import Agreement, Asked, Decision, may_see
from stepwell.domain.people.models import Client, Phase
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_read


def may_receive(recipient: Recipient, client: Client, kind: str, purpose: str, *, now: datetime) -> Decision:
    """Read anew each time: what was revoked a moment ago covers nothing. Two queries.

    For whoever lets something out, before it goes. `api.fhir` asks the same rule in its one statement.
    """
    consents = Consent.objects.filter(client=client)
    agreements = ServiceAgreement.objects.filter(recipient=recipient).values_list("starts_at", "ends_at")
    return may_see(
        [terms_of(one) for one in consents],
        Asked(recipient.pk, recipient.kind, kind, purpose),
        treatment_ended=client.phase == Phase.LEFT,
        now=now,
        agreements=[Agreement(starts_at, ends_at) for starts_at, ends_at in agreements],
    )


def would_be_allowed(
    actor: Actor, client: Client, recipient_id: int, kind: str, purpose: str, *, now: datetime
) -> Decision:
    """The same, asked by who answers for the exchange about a client whom they see. Nothing goes out by asking."""
    require(actor, ADMINISTER_EXCHANGE)
    found = Recipient.objects.filter(pk=recipient_id, site_id__in=actor.sites_for(ADMINISTER_EXCHANGE))
    recipient = found.filter(site_id=client.site_id).first()
    if recipient is None or recipient.client_id not in (None, client.pk):
        raise NotFound("recipient")
    record_read(actor, "consents", client.pk)
    return may_receive(recipient, client, kind, purpose, now=now)


def everybody_for(actor: Actor, client: Client) -> list[Recipient]:
    """Whom one can ask about: organizations of the site, and people of this client, by name."""
    require(actor, ADMINISTER_EXCHANGE)
    found = Recipient.objects.filter(site_id=client.site_id, site_id__in=actor.sites_for(ADMINISTER_EXCHANGE))
    return [one for one in found.order_by("name") if one.client_id in (None, client.pk)]
