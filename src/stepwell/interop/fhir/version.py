"""Which version of FHIR a file is written in, and a refusal by name for all but R4.

A resource seldom says its version, so shapes tell: an element that only some versions have, or have in this form.
Every sign names all versions that it fits. The version that most signs fit wins, and R4 wins a tie; every sign of a
valid R4 file fits R4, so such a file can't be taken for another. A single slip in an R4 file doesn't make it one
either: it's then refused at its place.

Sources: the version differences at https://hl7.org/fhir/R4/diff.html, https://hl7.org/fhir/R5/diff.html and the
resource pages of DSTU2 and STU3.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Final, TypeAlias

from stepwell.interop.fhir import resource_types
from stepwell.interop.fhir.document import JsonObject
from stepwell.kernel.errors import refuse


class FhirVersion(StrEnum):
    """A version of FHIR, by the name that its senders know. R4B (4.3) counts as R4: see `resource_types`."""

    DSTU2 = "DSTU2"
    STU3 = "STU3"
    R4 = "R4"
    R5 = "R5"
    R6 = "R6"


_Versions: TypeAlias = tuple[FhirVersion, ...]
_V2, _V3, _V4, _V5, _V6 = FhirVersion

# A version that is stated outweighs any number of shapes.
_STATED_WEIGHT: Final = 1_000_000
_NUMBERS: Final = {"0.5": _V2, "1.0": _V2, "3.0": _V3, "4.0": _V4, "4.3": _V4, "5.0": _V5, "6.0": _V6}
_WORDS: Final = {"DSTU2": _V2, "STU3": _V3, "R4": _V4, "R4B": _V4, "R5": _V5, "R6": _V6}
_BASE_PROFILE: Final = re.compile(
    r"https?://hl7\.org/fhir/(?:(?P<folder>[A-Z0-9.]+)/)?StructureDefinition/[A-Za-z]+(?:\|(?P<version>\d\.\d)[\w.-]*)?"
)

# Elements whose presence fits only these versions.
_PRESENT: Final[dict[str, dict[_Versions, tuple[str, ...]]]] = {
    "Patient": {(_V2,): ("careProvider",), (_V2, _V3): ("animal",)},
    "Condition": {
        (_V2,): ("patient", "dateRecorded"),
        (_V3,): ("context", "assertedDate"),
        (_V3, _V4, _V5, _V6): ("subject",),
        (_V2, _V3, _V4): ("asserter",),
        (_V4,): ("recorder",),
        (_V5, _V6): ("participant",),
    },
    "Observation": {
        (_V2,): ("comments",),
        (_V3,): ("context", "comment"),
        (_V2, _V3): ("related",),
        (_V4, _V5, _V6): ("hasMember", "note"),
        (_V5, _V6): ("triggeredBy", "instantiatesReference", "bodyStructure"),
    },
    "Encounter": {
        (_V2,): ("patient", "indication"),
        (_V2, _V3): ("incomingReferral",),
        (_V3, _V4, _V5, _V6): ("subject",),
        (_V2, _V3, _V4): ("period", "hospitalization"),
        (_V4,): ("reasonCode", "reasonReference"),
        (_V5, _V6): ("actualPeriod", "plannedStartDate", "admission", "virtualService"),
    },
    "MedicationRequest": {
        (_V3,): ("context",),
        (_V3, _V4): ("medicationCodeableConcept", "medicationReference"),
        (_V5, _V6): ("medication", "reason"),
    },
    "MedicationStatement": {
        (_V2,): ("patient", "wasNotTaken"),
        (_V3,): ("taken",),
        (_V2, _V3): ("reasonNotTaken",),
        (_V2, _V3, _V4): ("medicationCodeableConcept", "medicationReference"),
        (_V5, _V6): ("medication", "adherence"),
    },
    "MedicationAdministration": {(_V2,): ("wasNotGiven",), (_V3,): ("notGiven",), (_V5, _V6): ("medication",)},
    "MedicationDispense": {(_V3,): ("notDone",), (_V5, _V6): ("medication",)},
    "AllergyIntolerance": {
        (_V2,): ("substance", "status"),
        (_V3,): ("assertedDate",),
        (_V5, _V6): ("participant",),
    },
    "Procedure": {
        (_V2,): ("notPerformed",),
        (_V3,): ("context", "notDone", "definition"),
        (_V2, _V3, _V4): ("performedDateTime", "performedPeriod"),
        (_V5, _V6): ("occurrenceDateTime", "occurrencePeriod"),
    },
    "DiagnosticReport": {(_V3,): ("context",), (_V2, _V3): ("codedDiagnosis",)},
    "Immunization": {
        (_V2,): ("wasNotGiven", "reported"),
        (_V3,): ("notGiven",),
        (_V2, _V3): ("date",),
        (_V4, _V5, _V6): ("occurrenceDateTime", "occurrenceString"),
    },
    "CarePlan": {(_V2, _V3): ("context",), (_V4, _V5, _V6): ("encounter",)},
    "Coverage": {
        (_V2,): ("bin", "issuer"),
        (_V3, _V4): ("payor",),
        (_V5, _V6): ("insurer", "paymentBy", "kind"),
    },
    "Bundle": {(_V5, _V6): ("issues",)},
}

# Elements whose JSON type fits only these versions.
_SHAPES: Final[dict[tuple[str, str], dict[type, _Versions]]] = {
    ("Condition", "clinicalStatus"): {str: (_V2, _V3), dict: (_V4, _V5, _V6)},
    ("Condition", "verificationStatus"): {str: (_V2, _V3), dict: (_V4, _V5, _V6)},
    ("Condition", "category"): {dict: (_V2,), list: (_V3, _V4, _V5, _V6)},
    ("AllergyIntolerance", "clinicalStatus"): {str: (_V3,), dict: (_V4, _V5, _V6)},
    ("AllergyIntolerance", "verificationStatus"): {str: (_V3,), dict: (_V4, _V5, _V6)},
    ("AllergyIntolerance", "type"): {str: (_V2, _V3, _V4), dict: (_V5, _V6)},
    ("AllergyIntolerance", "category"): {str: (_V2,), list: (_V3, _V4, _V5, _V6)},
    ("Encounter", "class"): {str: (_V2,), dict: (_V3, _V4), list: (_V5, _V6)},
    ("Observation", "category"): {dict: (_V2,), list: (_V3, _V4, _V5, _V6)},
    ("Coverage", "subscriberId"): {str: (_V2, _V3, _V4), list: (_V5, _V6)},
}


def require_r4(document: JsonObject, resources: list[JsonObject]) -> None:
    """Raise Refused, naming the version, unless `resources` (the bundle's, or the only one) are FHIR R4."""
    versions = likely_versions(document, resources)
    if FhirVersion.R4 in versions:
        return
    name = " or ".join(versions)
    what = "bundle" if document.get("resourceType") == "Bundle" else "resource"
    raise refuse(f"This is a FHIR {name} {what}; Stepwell reads R4.", "", "Ask the sender for a FHIR R4 export.")


def likely_versions(document: JsonObject, resources: list[JsonObject]) -> _Versions:
    """The versions that fit best, oldest first; R4 alone if it is among them or nothing tells."""
    score: Counter[FhirVersion] = Counter()
    stated = _of_number(document.get("fhirVersion"))
    if stated:
        score[stated] += _STATED_WEIGHT
    for resource in [document, *resources]:
        for version in _stated_by_profile(resource):
            score[version] += _STATED_WEIGHT
        for versions in _signs(resource):
            score.update(versions)
    best = max(score.values(), default=0)
    winners = tuple(version for version in FhirVersion if score[version] == best)
    if _V4 in winners:
        return (_V4,)
    # What R5 has, R6 mostly has too; R6 isn't published yet, so it's named only where something names it.
    return (_V5,) if winners == (_V5, _V6) else winners


def _signs(resource: JsonObject) -> Iterator[_Versions]:
    kind = resource.get("resourceType")
    if not isinstance(kind, str):
        return
    yield from _type_signs(kind)
    for versions, names in _PRESENT.get(kind, {}).items():
        yield from (versions for name in names if name in resource)
    for (owner, name), shapes in _SHAPES.items():
        if owner == kind and type(resource.get(name)) in shapes:
            yield shapes[type(resource[name])]
    special = _SPECIAL.get(kind)
    if special:
        yield from special(resource)


def _type_signs(kind: str) -> Iterator[_Versions]:
    if kind in resource_types.DSTU2_TYPES:
        yield (_V2,)
    elif kind in resource_types.DSTU2_AND_STU3_TYPES:
        yield (_V2, _V3)
    elif kind in resource_types.STU3_TYPES:
        yield (_V3,)
    elif kind in resource_types.R5_TYPES:
        yield (_V5, _V6)
    elif kind in resource_types.R6_TYPES:
        yield (_V6,)


def _patient_signs(resource: JsonObject) -> Iterator[_Versions]:
    # DSTU2 had family names in a list; a string since STU3.
    for name in _objects(resource.get("name")):
        if isinstance(name.get("family"), list):
            yield (_V2,)
        elif isinstance(name.get("family"), str):
            yield (_V3, _V4, _V5, _V6)


def _encounter_signs(resource: JsonObject) -> Iterator[_Versions]:
    # "reason" was a CodeableConcept up to STU3, was reasonCode in R4, and came back in R5 as {use, value}.
    for reason in _objects(resource.get("reason")):
        yield (_V2, _V3) if "coding" in reason or "text" in reason else (_V5, _V6)


def _allergy_signs(resource: JsonObject) -> Iterator[_Versions]:
    for reaction in _objects(resource.get("reaction")):
        for manifestation in _objects(reaction.get("manifestation")):
            if "concept" in manifestation:
                yield (_V5, _V6)


_SPECIAL: Final[dict[str, Callable[[JsonObject], Iterator[_Versions]]]] = {
    "Patient": _patient_signs,
    "Encounter": _encounter_signs,
    "AllergyIntolerance": _allergy_signs,
}


def _stated_by_profile(resource: JsonObject) -> Iterator[FhirVersion]:
    # Only FHIR's own profiles: the version of a guide's profile (us-core-patient|6.1.0) is the guide's.
    meta = resource.get("meta")
    profiles = meta.get("profile") if isinstance(meta, dict) else None
    for profile in profiles if isinstance(profiles, list) else []:
        found = _BASE_PROFILE.fullmatch(profile) if isinstance(profile, str) else None
        if found is None:
            continue
        folder = found["folder"] or ""
        version = _of_number(found["version"]) or _WORDS.get(folder) or _NUMBERS.get(folder)
        if version:
            yield version


def _of_number(number: object) -> FhirVersion | None:
    return _NUMBERS.get(".".join(number.split(".")[:2])) if isinstance(number, str) else None


def _objects(values: object) -> Iterator[JsonObject]:
    for value in values if isinstance(values, list) else []:
        if isinstance(value, dict):
            yield value
