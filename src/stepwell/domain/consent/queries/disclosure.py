"""What a recipient's system is shown, decided and written down in one transaction, before it is shown.

Token, client and consents are read anew for each answer: a token that was revoked or a consent that ended a moment ago
lets nothing out. Reads that wait at the same time share the transaction (`platform.ledger.together`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from psycopg import Cursor

from stepwell.domain.consent.permissions import READ_PATIENT
from stepwell.domain.consent.rules import NOTICE, Agreement, Asked, ItemKind, Terms, may_see
from stepwell.domain.consent.values import SharedPerson
from stepwell.domain.people.models import Phase
from stepwell.kernel.actor import Actor
from stepwell.kernel.coding import Identifier
from stepwell.platform.ledger.together import Together
from stepwell.platform.ledger.unit import record, unit_of_work


class Outcome(Enum):
    """How a recipient's system is answered."""

    SHOWN = auto()
    NO_TOKEN = auto()
    NO_SCOPE = auto()
    NOTHING = auto()


@dataclass(frozen=True, slots=True)
class Ask:
    """Who a client is, asked with a token. `client_id` is None where what was asked for is no id."""

    digest: bytes
    client_id: UUID | None
    now: datetime


@dataclass(frozen=True, slots=True)
class Disclosed:
    """The answer. `person` and `terms` (the consent it rests on) are there where it is shown, with the purpose."""

    outcome: Outcome
    person: SharedPerson | None = None
    terms: Terms | None = None
    purpose: str = ""


# One statement for any number of asks. A row comes for each, in no order; what is missing is null.
_FIND = """
SELECT ask.number, token.id, token.scopes, token.purpose, token.expires_at, token.revoked_at,
    recipient.id, recipient.name, recipient.kind,
    client.id, client.family_name, client.given_names, client.preferred_name, client.birth_on,
    client.administrative_gender, client.language, client.phone, client.email, client.address, client.phase,
    (SELECT jsonb_agg(jsonb_build_array(number.system, number.value) ORDER BY number.id)
        FROM people_clientidentifier number WHERE number.client_id = client.id),
    (SELECT jsonb_agg(jsonb_build_array(consent.id, consent.recipient_id, consent.recipient_kind, consent.purposes,
            consent.kinds, consent.starts_at, consent.ends_at, consent.until_event, consent.revoked_at)
            ORDER BY consent.id)
        FROM consent_consent consent WHERE consent.client_id = client.id
            AND (consent.recipient_id = recipient.id OR consent.recipient_id IS NULL)),
    (SELECT jsonb_agg(jsonb_build_array(agreement.starts_at, agreement.ends_at))
        FROM consent_serviceagreement agreement WHERE agreement.recipient_id = recipient.id)
FROM unnest(string_to_array(%s, ','), string_to_array(%s, ',', '-')) WITH ORDINALITY AS ask (digest, client_id, number)
LEFT JOIN consent_token token ON token.digest = decode(ask.digest, 'hex')
LEFT JOIN consent_recipient recipient ON recipient.id = token.recipient_id
LEFT JOIN people_client client ON client.id = ask.client_id::uuid AND client.site_id = recipient.site_id
"""


def disclose(ask: Ask) -> Disclosed:
    """Who the client is, if a consent lets this recipient see it for its purpose now; written down either way."""
    return _together(ask)


def disclose_all(asks: Sequence[Ask]) -> list[Disclosed]:
    """The same for several, in one transaction."""
    with unit_of_work():
        found = _find(asks)
        return [_decide(found[number], ask) for number, ask in enumerate(asks, 1)]


_together = Together(disclose_all)


def _find(asks: Sequence[Ask]) -> dict[int, tuple[Any, ...]]:
    """The rows of `_FIND` by the number of their ask. Planned once a connection: planning takes longer than finding."""
    connection.ensure_connection()
    raw = connection.connection
    raw.prepare_threshold = raw.prepare_threshold or 5
    with connection.wrap_database_errors, Cursor(raw) as cursor:
        # two strings: the driver writes arrays item by item in Python
        digests = ",".join(ask.digest.hex() for ask in asks)
        clients = ",".join(str(ask.client_id or "-") for ask in asks)
        with raw.pipeline():  # with the transaction's beginning, in one way there and back
            cursor.execute(_FIND, [digests, clients], prepare=True)
        return {row[0]: row[1:] for row in cursor.fetchall()}


def _decide(row: tuple[Any, ...], ask: Ask) -> Disclosed:
    """One answer, and its line in the ledger."""
    token_id, scopes, purpose, expires_at, revoked_at, recipient_id, name, kind, client_id = row[:9]
    if token_id is None or expires_at <= ask.now or (revoked_at is not None and revoked_at <= ask.now):
        return Disclosed(Outcome.NO_TOKEN)
    actor = Actor(
        f"recipient:{recipient_id}/token:{token_id}", name, recipient_id=recipient_id, scopes=frozenset(scopes)
    )
    said: dict[str, Any] = {"recipient": recipient_id, "purpose": purpose, "kind": ItemKind.IDENTITY.value}
    if not actor.may(READ_PATIENT):
        record(actor, "access.refused", detail={"permission": READ_PATIENT.name, **said}, at=ask.now)
        return Disclosed(Outcome.NO_SCOPE)
    if client_id is None:
        record(actor, "access.hidden", detail={**said, "reason": "unknown"}, at=ask.now)
        return Disclosed(Outcome.NOTHING)
    decision = may_see(
        [_terms(one) for one in orjson.loads(row[20] or "[]")],
        Asked(recipient_id, kind, ItemKind.IDENTITY, purpose),
        treatment_ended=row[18] == Phase.LEFT,
        now=ask.now,
        agreements=[_agreement(one) for one in orjson.loads(row[21] or "[]")],
    )
    if decision.terms is None:
        record(actor, "access.hidden", client_id=client_id, detail={**said, "reason": decision.reason}, at=ask.now)
        return Disclosed(Outcome.NOTHING)
    detail = {**said, "consent": decision.terms.consent_id, "notice": NOTICE.version}
    record(actor, "patient.disclosed", client_id=client_id, detail=detail, at=ask.now)
    identifiers = tuple(Identifier(system, value) for system, value in orjson.loads(row[19] or "[]"))
    return Disclosed(Outcome.SHOWN, SharedPerson(*(*row[8:18], identifiers)), decision.terms, purpose)


def _agreement(row: list[Any]) -> Agreement:
    """A service agreement as `_FIND` gives it."""
    starts_at, ends_at = row
    return Agreement(datetime.fromisoformat(starts_at), datetime.fromisoformat(ends_at) if ends_at else None)


def _terms(row: list[Any]) -> Terms:
    """A consent as `_FIND` gives it."""
    consent_id, recipient_id, kind, purposes, kinds, starts_at, ends_at, until_event, revoked_at = row
    return Terms(
        consent_id,
        recipient_id,
        kind,
        purposes,
        kinds,
        datetime.fromisoformat(starts_at),
        datetime.fromisoformat(ends_at) if ends_at else None,
        until_event,
        datetime.fromisoformat(revoked_at) if revoked_at else None,
    )
