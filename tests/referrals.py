"""Referrals for tests: made-up ones, the small fictional bundle, and the records that others made."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

from stepwell.domain.admissions.values import (
    ItemKind,
    PartialDate,
    PersonRecord,
    ReferralRecord,
    ReferredItem,
)
from stepwell.kernel.coding import SNOMED_CT, Coding, Identifier

SMALL = Path(__file__).parent / "interop" / "fhir" / "data" / "small-referral.json"
OTHERS = Path(__file__).parents[2] / "shared" / "data" / "fhir"
SYNTHEA = sorted((OTHERS / "synthea").glob("*.json"))
US_CORE_PATIENTS = sorted((OTHERS / "us-core-6.1.0-examples").glob("Patient-*.json"))
OTHER_VERSIONS = sorted((OTHERS / "other-versions").glob("*.json"))
# Who of the cast takes in referrals and calls, and who doesn't.
AT_THE_DESK = ("admissions", "director")
NOT_AT_THE_DESK = ("counselor", "colleague", "supervisor", "case manager", "elsewhere", "client", "stranger")
_numbers = count(1)


def small_bundle(change: Callable[[dict[str, Any]], object] | None = None) -> bytes:
    """The small bundle, after a change to its JSON."""
    bundle = json.loads(SMALL.read_bytes())
    if change:
        change(bundle)
    return json.dumps(bundle).encode()


def person(**changes: Any) -> PersonRecord:
    """Somebody of whom nobody has heard: every call is another person, unless told otherwise."""
    number = next(_numbers)
    known: dict[str, Any] = {
        "identifiers": (Identifier("urn:example:mrn", f"M{number}"),),
        "family_name": f"Solano{number}",
        "given_names": ("Teo",),
        "birth": PartialDate.parse((date(1950, 1, 1) + timedelta(days=37 * number)).isoformat()),
        "phones": (f"555 01{number:04}",),
    }
    return PersonRecord(**{**known, **changes})


def referral(someone: PersonRecord | None = None, items: int = 2, **changes: Any) -> ReferralRecord:
    """A record about somebody, with so many conditions; the content is new each time, unless told otherwise."""
    known: dict[str, Any] = {
        "source_format": "FHIR R4 collection bundle",
        "person": someone or person(),
        "items": tuple(
            ReferredItem(
                ItemKind.CONDITION,
                codings=(Coding(SNOMED_CT, f"{position}", "A finding"),),
                text=f"Finding {position}",
                status="active",
                started=PartialDate.parse("2019"),
                source_reference=f"entry[{position}]",
            )
            for position in range(items)
        ),
        "unplaced": (("Claim", 3), ("Procedure", 1)),
        "fingerprint": sha256(str(next(_numbers)).encode()).hexdigest(),
    }
    return ReferralRecord(**{**known, **changes})
