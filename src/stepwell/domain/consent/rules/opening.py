"""What a consent opens on the page of family or of who refers, as far as it can be said without asking. Pure.

Source: 42 CFR §2.31(a)(3) (an amount that is named), §2.13(a) (no more than the purpose needs), §2.32(a) (the notice
and the scope that go with each disclosure); see docs/clinical.md. Ours: a login opens what a consent names by the
recipient's own name, never what it gives to a class.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import orjson

from stepwell.domain.consent.rules import Asked, ItemKind, Purpose, RecipientKind, Terms, may_see
from stepwell.kernel.actor import Outside

# Which login a recipient can have. Payers, laboratories and vendors have systems, and no page.
LOGIN_OF = {
    RecipientKind.FAMILY: Outside.FAMILY,
    RecipientKind.REFERRER: Outside.REFERRER,
    RecipientKind.JUSTICE: Outside.REFERRER,
    RecipientKind.PROVIDER: Outside.REFERRER,
}
# What the pages show. Plan, measures and notes are told by the team, also where a consent covers them.
SHOWN = (ItemKind.IDENTITY, ItemKind.TREATMENT, ItemKind.ATTENDANCE)
# What a page is opened for. Proceedings, payment and operations have other ways.
OPENED_FOR = (Purpose.REQUEST, Purpose.TREATMENT)


@dataclass(frozen=True, slots=True)
class Share:
    """One kind of thing that is open now, and the consent that it rests on."""

    kind: ItemKind
    purpose: Purpose
    terms: Terms


def shares_of(
    consents: Iterable[Terms], recipient_id: int, recipient_kind: str, *, treatment_ended: bool, now: datetime
) -> tuple[Share, ...]:
    """All that consents which name this recipient open at this moment, each kind on one of them."""
    named = [one for one in consents if one.recipient_id == recipient_id]
    found = []
    for kind in ItemKind:
        for purpose in OPENED_FOR:
            asked = Asked(recipient_id, recipient_kind, kind, purpose)
            decision = may_see(named, asked, treatment_ended=treatment_ended, now=now)
            if decision.terms is not None:
                found.append(Share(kind, purpose, decision.terms))
                break
    return tuple(found)


def mark_of(shares: Iterable[Share]) -> str:
    """Stands for what is open, and changes with it. It says nothing to who reads it."""
    rows = sorted((share.terms.consent_id, share.kind.value, share.purpose.value) for share in shares)
    return sha256(orjson.dumps(rows)).hexdigest()[:32]
