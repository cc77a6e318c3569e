"""A client → FHIR R4 Patient after US Core 6.1.0.

Sources: https://hl7.org/fhir/us/core/STU6.1/StructureDefinition-us-core-patient.html (identifier, name and gender are
asked for, and each identifier's system) and its "Missing Data" for what of that isn't known; labels after
https://hl7.org/fhir/uv/security-label-ds4p/ and docs/clinical.md, "Labels". What isn't stored (race, ethnicity, birth
sex, gender identity) is left out, never guessed.
"""

import re
from typing import Any, Final

from stepwell.domain.consent.values import SharedPerson
from stepwell.kernel.coding import Identifier

PROFILE: Final = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient|6.1.0"
_ACT: Final = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
_BASIS: Final = "http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-sec-label-basis"
_PART_2: Final = {"system": _ACT, "code": "42CFRPart2", "display": "42 CFR Part2"}
# Each label says on what it rests; the whole is one tag set.
_BASED: Final = [{"url": _BASIS, "valueCoding": _PART_2}]
SECURITY: Final = [
    {
        "extension": _BASED,
        "system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality",
        "code": "R",
        "display": "restricted",
    },
    {"extension": _BASED, "system": _ACT, "code": "ETH", "display": "substance abuse information sensitivity"},
    _PART_2,
    {
        "extension": _BASED,
        "system": _ACT,
        "code": "NORDSCLCD",
        "display": "no redisclosure without consent directive",
    },
]
_UNKNOWN: Final = [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]
_GENDERS: Final = frozenset(("male", "female", "other", "unknown"))
_LANGUAGE_TAG: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def patient_resource(person: SharedPerson) -> dict[str, Any]:
    """The resource. Elements without a value are absent, as FHIR wants."""
    elements = {
        "resourceType": "Patient",
        "id": str(person.client_id),
        "meta": {"profile": [PROFILE], "security": SECURITY},
        "identifier": _identifiers(person),
        "name": _names(person),
        "telecom": _telecom(person),
        "gender": person.administrative_gender if person.administrative_gender in _GENDERS else "unknown",
        "birthDate": person.birth_on.isoformat() if person.birth_on else None,
        "address": [{"use": "home", "text": person.address.strip()}] if person.address.strip() else None,
        "communication": [{"language": _language(person.language), "preferred": True}] if person.language else None,
    }
    return {name: value for name, value in elements.items() if value}


def _identifiers(person: SharedPerson) -> list[dict[str, Any]]:
    """Our own first: the profile asks for one, and a client may have no other."""
    own = {"use": "usual", "system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{person.client_id}"}
    return [own, *(_identifier(one) for one in person.identifiers)]


def _identifier(one: Identifier) -> dict[str, Any]:
    """Somebody else's number; that nobody said whose is said too."""
    system = {"system": one.system} if one.system else {"_system": {"extension": _UNKNOWN}}
    return {**system, "value": one.value}


def _names(person: SharedPerson) -> list[dict[str, Any]]:
    """The legal name, and what they are called where that is another."""
    legal = _name("official", person.given_names.split(), person.family_name)
    called = person.preferred_name
    return [legal, _name("usual", [called], person.family_name)] if called else [legal]


def _name(use: str, given: list[str], family: str) -> dict[str, Any]:
    """The parts that are there; where none is, that it isn't known (the profile's us-core-6)."""
    if not given and not family:
        return {"use": use, "extension": _UNKNOWN}
    parts = {"use": use, "family": family, "given": given}
    return {part: value for part, value in parts.items() if value}


def _telecom(person: SharedPerson) -> list[dict[str, str]]:
    points = (("phone", person.phone), ("email", person.email))
    return [{"system": system, "value": value} for system, value in points if value]


def _language(spoken: str) -> dict[str, Any]:
    """A code where it is one (BCP 47), else the words."""
    if _LANGUAGE_TAG.fullmatch(spoken):
        return {"coding": [{"system": "urn:ietf:bcp:47", "code": spoken}]}
    return {"text": spoken}
