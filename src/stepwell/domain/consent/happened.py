"""What of consents stands in a person's timeline: given, and taken back."""

from django.db.models import Case, F, QuerySet, Value, When

from stepwell.domain.consent.models import Consent
from stepwell.domain.consent.permissions import KEEP_CONSENTS, visible_consents
from stepwell.domain.consent.rules import PURPOSE_WORDS, Purpose
from stepwell.domain.people.happened import Row, Source
from stepwell.domain.people.models import Client
from stepwell.kernel.actor import Actor
from stepwell.kernel.happened import Happened, Kind

PAPERS = Kind("m", "Consents and papers", "file")


def _consents(actor: Actor, client: Client) -> "QuerySet[Consent]":
    return Consent.objects.filter(visible_consents(actor), client=client)


def _given(row: Row) -> Happened:
    return _told(row, "Consent given")


def _revoked(row: Row) -> Happened:
    return _told(row, "Consent taken back")


def _told(row: Row, what: str) -> Happened:
    purposes = ", ".join(PURPOSE_WORDS[Purpose(one)].lower() for one in row.facts["purposes"])
    to = row.facts["recipient"] or row.facts["kind"]
    return row.told(what, value=f"to {to}, for: {purposes}", leads_to=("consent", row.key))


_FACTS = {"recipient": "recipient__name", "kind": "recipient_kind", "purposes": "purposes"}
_REVOKED_BY = Case(When(revoked_by_client=True, then=Value("the client")), default=F("revoked_by__name"))
SOURCES = (
    Source("consent", PAPERS, KEEP_CONSENTS, _consents, "recorded_at", _given, "recorded_by__name", _FACTS),
    Source("consent-revoked", PAPERS, KEEP_CONSENTS, _consents, "revoked_at", _revoked, _REVOKED_BY, _FACTS),
)
