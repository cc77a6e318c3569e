"""Which references must lead somewhere in the bundle, and whether a resource is about the bundle's one patient.

- `urn:uuid:`, `urn:oid:` and `#…` mean something inside the file by definition: they must, wherever they stand.
- A subject must be the bundle's patient, however it is written.
- `Type/id` in a field that goes into the record must, unless the sender wrote beside it what it says (`display`).
- `https://…` elsewhere and conditional references (`Practitioner?identifier=…`) may lead out of the file.
"""

import re
from collections.abc import Iterator
from enum import Enum
from typing import Final
from urllib.parse import unquote

from stepwell.interop.fhir.elements import Element
from stepwell.interop.fhir.findings import Trail, place_along
from stepwell.interop.fhir.resources import Resource, Resources

_NOWHERE: Final = "This reference leads to nothing in the file."
_MEND: Final = "Ask the sender for a complete export, with all that it refers to."
_LITERAL: Final = re.compile(r"(?:https?://\S+|urn:\S+|#\S*|[A-Z][A-Za-z]+/\S+|[A-Z][A-Za-z]+\?\S+)")
_NOT_A_PERSON: Final = re.compile(r"(?:^|/)(?:Group|Device|Location|Substance|Medication|Organization)/[^/]+$")
_OTHER_SUBJECTS: Final = frozenset(
    ("Group", "Device", "Location", "Substance", "Medication", "Organization", "Practitioner")
)

# R4 names the person in these; "patient" and "subject" may be lists or codes in definitions, which are passed over.
_SUBJECT_NAMES: Final = ("subject", "patient", "beneficiary")


class About(Enum):
    """Whom a resource is about."""

    PATIENT = "patient"
    NOBODY = "nobody"
    SOMETHING_ELSE = "something else"
    REFUSED = "refused"


def check_inner_references(resource: Resource, resources: Resources) -> None:
    """Note each reference of a resource that can only mean something in the file, and doesn't."""
    inner = {found.id for found in resource.contained()}
    for reference, trail in _references(resource.element.value):
        if reference.startswith("#"):
            known = reference == "#" or reference[1:] in inner
        elif reference[:9].lower() == "urn:uuid:" or reference[:8].lower() == "urn:oid:":
            known = resources.find(reference, resource) is not None
        else:
            continue
        if not known:
            resource.element.findings.add(_NOWHERE, place_along(resource.element.place, trail), _MEND)


def _references(root: dict[str, object]) -> Iterator[tuple[str, Trail]]:
    pending: list[tuple[object, Trail]] = [(root, None)]
    while pending:
        holder, trail = pending.pop()
        if isinstance(holder, dict):
            reference = holder.get("reference")
            if isinstance(reference, str):
                yield reference.strip(), (trail, "reference")
            members: list[tuple[str | int, object]] = list(holder.items())
        else:
            assert isinstance(holder, list)
            members = list(enumerate(holder))
        pending.extend((value, (trail, step)) for step, value in reversed(members) if isinstance(value, (dict, list)))


def about(resource: Resource, patient: Resource, resources: Resources, name: str) -> About:
    """Whom a resource is about, by its reference `name`. Notes a refusal if it's another patient, or leads nowhere."""
    subject = resource.element.child(name)
    if subject is None:
        return About.REFUSED if resource.element.has(name) else About.NOBODY
    reference = subject.text("reference")
    found = resources.find(reference, resource) if reference else None
    if found is patient or is_patient_elsewhere(subject, reference, patient):
        return About.PATIENT
    if found is not None and found.kind in _OTHER_SUBJECTS:
        return About.SOMETHING_ELSE
    if found is None and _NOT_A_PERSON.search(reference):
        return About.SOMETHING_ELSE
    if found is None and reference.startswith(("urn:", "#")):
        return About.REFUSED  # noted by check_inner_references
    what = "This is about someone other than the bundle's patient."
    if not reference:
        what = "This doesn't say whom it is about."
    resource.element.findings.add(what, subject.at("reference"), "Ask the sender for the record of one person.")
    return About.REFUSED


def check_subject_of_unread(resource: Resource, patient: Resource, resources: Resources) -> None:
    """Note if a resource that has no place in the record is about another patient than the bundle's."""
    for name in _SUBJECT_NAMES:
        subject = resource.element.value.get(name)
        reference = subject.get("reference") if isinstance(subject, dict) else None
        if not isinstance(reference, str):
            continue
        found = resources.find(reference, resource)
        names_a_patient = found.kind == "Patient" if found else re.search(r"(?:^|/)Patient[/?]", reference)
        if names_a_patient:
            about(resource, patient, resources, name)


def is_patient_elsewhere(subject: Element, reference: str, patient: Resource) -> bool:
    """Whether a subject means the patient by an identifier, or by a URL where the bundle gives the patient none."""
    known = set(_identifiers(patient.element))
    if reference.startswith("Patient?identifier="):
        system, _, value = unquote(reference.removeprefix("Patient?identifier=")).rpartition("|")
        return (system, value) in known
    if reference:
        by_url = reference.startswith("http") and not patient.full_url.startswith("http")
        return bool(by_url and patient.id and reference.endswith(f"/Patient/{patient.id}"))
    identifier = subject.child("identifier")
    return identifier is not None and (identifier.text("system"), identifier.text("value")) in known


def _identifiers(patient: Element) -> Iterator[tuple[str, str]]:
    values = patient.value.get("identifier")
    for value in values if isinstance(values, list) else []:
        if isinstance(value, dict) and value.get("value"):
            yield str(value.get("system", "")), str(value["value"])


def follow(reference: Element, source: Resource, resources: Resources) -> Resource | None:
    """The resource that a field of the record refers to; None if it's outside of the file.

    Notes a refusal if it should be in the file, isn't, and the sender wrote no `display` to go by.
    """
    text = reference.text("reference")
    if not text:
        return None
    found = resources.find(text, source)
    if found is not None or text.startswith(("urn:", "#", "http://", "https://")):
        return found  # urn: and # are noted by check_inner_references; a URL may lead out
    if not _LITERAL.fullmatch(text):
        reference.wrong("reference", "a reference such as Type/id or urn:uuid:…")
    elif "?" not in text and not reference.text("display"):
        reference.findings.add(_NOWHERE, reference.at("reference"), _MEND)
    return None
