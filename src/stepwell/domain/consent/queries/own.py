"""What a client reads about their own consents, and the accounting of what went out, which staff read too."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Min, Q

from stepwell.domain.consent.models import Consent
from stepwell.domain.consent.permissions import SIGN_OWN, visible_consents
from stepwell.domain.consent.rules import KIND_WORDS, PURPOSE_WORDS, ItemKind, Purpose
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.models import Entry

DISCLOSED = "patient.disclosed"


@dataclass(frozen=True, slots=True)
class Told:
    """Disclosures of one kind to one recipient for one purpose under one consent: the first, the last, how many.

    45 CFR 164.528(b)(3) lets repeated ones be told like this.
    """

    who: str
    kind: str
    purpose: str
    consent_id: int
    first_at: datetime
    last_at: datetime
    times: int

    @property
    def what_words(self) -> str:
        """What went out, as staff say it."""
        return KIND_WORDS[ItemKind(self.kind)]

    @property
    def purpose_words(self) -> str:
        """What for, as staff say it."""
        return PURPOSE_WORDS[Purpose(self.purpose)]


def own_consents(actor: Actor) -> list[Consent]:
    """All that one has ever signed, the newest first."""
    found = Consent.objects.filter(_own(actor)).select_related("recipient", "client__site")
    return list(found.order_by("-recorded_at", "-pk"))


def get_own_consent(actor: Actor, consent_id: int) -> Consent:
    """One of one's own."""
    found = Consent.objects.filter(_own(actor), pk=consent_id)
    consent = found.select_related("recipient", "client__site").first()
    if consent is None:
        raise NotFound("consent", Consent.objects.filter(pk=consent_id).values_list("client_id", flat=True).first())
    return consent


def own_accounting(actor: Actor, consent_id: int | None = None) -> list[Told]:
    """Everything that went out about oneself, or what went out on one consent; the latest first."""
    require(actor, SIGN_OWN)
    assert actor.client_id is not None  # clients alone hold the permission
    return told_about(actor.client_id, consent_id)


def _own(actor: Actor) -> Q:
    """The client's, and nobody else's."""
    require(actor, SIGN_OWN)
    return visible_consents(actor)


def told_about(client_id: UUID, consent_id: int | None = None) -> list[Told]:
    """The entries of the client's chain, counted: there is no second list that could say something else."""
    entries = Entry.objects.filter(client_id=client_id, verb=DISCLOSED)
    if consent_id is not None:
        entries = entries.filter(detail__consent=consent_id)
    said = ("actor_name", "detail__kind", "detail__purpose", "detail__consent")
    rows = entries.values(*said).annotate(first=Min("at"), last=Max("at"), times=Count("pk")).order_by("-last")
    return [
        Told(
            row["actor_name"],
            row["detail__kind"],
            row["detail__purpose"],
            row["detail__consent"],
            row["first"],
            row["last"],
            row["times"],
        )
        for row in rows
    ]
