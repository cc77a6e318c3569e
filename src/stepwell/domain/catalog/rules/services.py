"""Kinds of hours to begin with, and the billing codes that are named for them. A site takes them, then edits.

Source of the codes: docs/clinical.md, "Payers". No code is put in where the document names none for that very thing:
which one a payer wants for a skills group is the payer's to say. What a clinician needs to be allowed to, and whether
the minutes count, differ by state and payer: both are ours to begin with, and the site's to set.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from stepwell.kernel.errors import Refusal, Refused

MOST_LETTERS = 80
_CODE = re.compile(r"[A-Z0-9]{4,6}")


class ServiceKind(StrEnum):
    """Who sits together."""

    GROUP = "group"
    INDIVIDUAL = "individual"
    FAMILY = "family"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class BillingCode:
    """A code and what it is for, in our words. `verified`: seen in a public source."""

    code: str
    words: str
    verified: bool = False


BILLING_CODES: tuple[BillingCode, ...] = (
    BillingCode("H0015", "substance use IOP, a day", verified=True),
    BillingCode("S9480", "psychiatric IOP, a day"),
    BillingCode("H0001", "assessment"),
    BillingCode("H0004", "counseling, 15 min"),
    BillingCode("H0005", "group counseling", verified=True),
    BillingCode("H0006", "case management", verified=True),
    BillingCode("H0007", "crisis intervention"),
    BillingCode("90791", "diagnostic evaluation"),
    BillingCode("90832", "psychotherapy, 30 min"),
    BillingCode("90834", "psychotherapy, 45 min"),
    BillingCode("90837", "psychotherapy, 60 min"),
    BillingCode("90846", "family, without the client"),
    BillingCode("90847", "family, with the client"),
    BillingCode("90853", "group psychotherapy"),
)


@dataclass(frozen=True, slots=True)
class StartingService:
    """A kind of hour as a site takes it."""

    name: str
    kind: ServiceKind
    counts: bool
    code: str = ""
    credential: str = ""


_GROUP, _INDIVIDUAL, _FAMILY, _OTHER = ServiceKind.GROUP, ServiceKind.INDIVIDUAL, ServiceKind.FAMILY, ServiceKind.OTHER
# Ours: yoga, meditation, acupuncture and arts don't count until a site says so, since many payers don't take them.
STARTING_SET: tuple[StartingService, ...] = (
    StartingService("Group counseling", _GROUP, counts=True, code="H0005"),
    StartingService("CBT group", _GROUP, counts=True),
    StartingService("DBT skills", _GROUP, counts=True, credential="Training in DBT skills"),
    StartingService("Motivational group", _GROUP, counts=True),
    StartingService("Psychoeducation", _GROUP, counts=True),
    StartingService("Relapse prevention", _GROUP, counts=True),
    StartingService("Life skills", _GROUP, counts=True),
    StartingService("Individual counseling", _INDIVIDUAL, counts=True, code="H0004"),
    StartingService("EMDR", _INDIVIDUAL, counts=True, credential="Training in EMDR"),
    StartingService("Family session", _FAMILY, counts=True, code="90847"),
    StartingService("Family session without the client", _FAMILY, counts=True, code="90846"),
    StartingService("Family education", _FAMILY, counts=True),
    StartingService("Case management", _OTHER, counts=False, code="H0006"),
    StartingService("Yoga", _OTHER, counts=False),
    StartingService("Meditation", _OTHER, counts=False),
    StartingService("Acupuncture", _OTHER, counts=False, credential="What your state asks of acupuncture"),
    StartingService("Expressive arts", _OTHER, counts=False),
)


def check_service(kind: str, code: str, credential: str) -> tuple[ServiceKind, str, str]:
    """The three as they are stored; everything that is wrong with them at once."""
    refusals = []
    kept, needs = code.strip().upper(), " ".join(credential.split())
    if kind not in set(ServiceKind):
        refusals.append(Refusal("There is no such kind.", "kind", "Choose one of the list."))
    if kept and not _CODE.fullmatch(kept):
        refusals.append(Refusal("A billing code is 4 to 6 letters and digits.", "code", "Write it as the payer does."))
    if len(needs) > MOST_LETTERS:
        refusals.append(Refusal(f"This has up to {MOST_LETTERS} letters.", "credential", "Say it shorter."))
    if refusals:
        raise Refused(*refusals)
    return ServiceKind(kind), kept, needs
