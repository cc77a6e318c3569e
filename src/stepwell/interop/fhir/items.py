"""Which FHIR resources become items of a referral, and which are left out and counted.

Each reader turns one resource into one item; the rules that all of them share (whose it is, entered in error,
modifier extensions) are here, so that no reader can forget them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from stepwell.domain.admissions.values import ReferredItem
from stepwell.interop.fhir.clinical import read_allergy, read_condition, read_encounter
from stepwell.interop.fhir.coverage import read_coverage
from stepwell.interop.fhir.elements import Element, codings_of
from stepwell.interop.fhir.medications import read_medication_request, read_medication_statement
from stepwell.interop.fhir.observations import read_observation
from stepwell.interop.fhir.references import About, about
from stepwell.interop.fhir.resources import Resource, Resources

ENTERED_IN_ERROR: Final = "entered in error"
_ERROR_CODE: Final = "entered-in-error"


@dataclass(frozen=True, slots=True)
class _Mapping:
    read: Callable[[Resource, Resources], ReferredItem]
    subject: str
    subject_required: bool = True


_MAPPINGS: Final = {
    "Condition": _Mapping(read_condition, "subject"),
    "AllergyIntolerance": _Mapping(read_allergy, "patient"),
    "MedicationRequest": _Mapping(read_medication_request, "subject"),
    "MedicationStatement": _Mapping(read_medication_statement, "subject"),
    "Observation": _Mapping(read_observation, "subject", subject_required=False),
    "Encounter": _Mapping(read_encounter, "subject", subject_required=False),
    "Coverage": _Mapping(read_coverage, "beneficiary"),
}
ITEM_TYPES: Final = frozenset(_MAPPINGS)


def read_item(resource: Resource, patient: Resource, resources: Resources) -> ReferredItem | str:
    """The item of a resource whose kind is in ITEM_TYPES, or the name under which it's left out and counted.

    Notes what is wrong at its place. An item of a resource with something wrong is never used.
    """
    mapping, element = _MAPPINGS[resource.kind], resource.element
    if is_entered_in_error(element):
        return f"{resource.kind} ({ENTERED_IN_ERROR})"
    # "SHALL NOT process a resource with a modifier extension it doesn't understand": it may turn the meaning round.
    # https://hl7.org/fhir/R4/extensibility.html#modifierExtension
    if element.value.get("modifierExtension") or element.value.get("implicitRules"):
        return f"{resource.kind} (changed by an extension unknown here)"
    whose = about(resource, patient, resources, mapping.subject)
    if whose is About.SOMETHING_ELSE or (resource.kind == "Observation" and element.value.get("focus")):
        return f"{resource.kind} (about something else than the person)"
    if whose is About.NOBODY:
        if mapping.subject_required:
            element.findings.add("This doesn't say whom it is about.", element.at(mapping.subject))
        return f"{resource.kind} (not said whom it is about)"
    return mapping.read(resource, resources)


def is_entered_in_error(element: Element) -> bool:
    """Whether the sender took a resource back, by its status or, for diagnoses and allergies, its verification."""
    status = element.value.get("status")
    if isinstance(status, str) and status.strip() == _ERROR_CODE:
        return True
    verification = element.value.get("verificationStatus")
    if not isinstance(verification, dict):
        return False
    concept = element.child("verificationStatus")
    return any(coding.code == _ERROR_CODE for coding in codings_of(concept))
