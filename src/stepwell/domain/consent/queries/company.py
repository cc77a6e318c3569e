"""Who of a client's own people may sit with them here: to sit there is to learn that they come."""

from datetime import datetime

from stepwell.domain.consent.models import Consent, Recipient
from stepwell.domain.consent.queries.consequences import terms_of
from stepwell.domain.consent.rules import ItemKind, RecipientKind
from stepwell.domain.consent.rules.opening import shares_of
from stepwell.domain.people.models import Client, Phase
from stepwell.domain.people.permissions import VIEW_CLIENT
from stepwell.kernel.actor import Actor
from stepwell.platform.access.permission import require


def company_of(actor: Actor, client: Client, *, now: datetime) -> list[tuple[Recipient, bool]]:
    """The family and friends of a client whom the actor has found, by name; and whether a consent in force names each
    and covers that the client comes here. Read anew each time. Two queries.
    """
    require(actor, VIEW_CLIENT)
    people = list(Recipient.objects.filter(client=client, kind=RecipientKind.FAMILY.value).order_by("name"))
    if not people:
        return []
    terms = [terms_of(one) for one in Consent.objects.filter(client=client, recipient__in=people)]
    ended = client.phase == Phase.LEFT
    found = []
    for one in people:
        shares = shares_of(terms, one.pk, one.kind, treatment_ended=ended, now=now)
        found.append((one, any(share.kind is ItemKind.IDENTITY for share in shares)))
    return found
