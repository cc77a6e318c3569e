"""A referral as FHIR R4 → its record, or every reason why not. The one function that callers need is `read_referral`.

Nothing is saved and no clock is read here. No message holds a value from the file: only places and expected forms.
"""

from collections import Counter
from typing import Final

from stepwell.domain.admissions.values import PersonRecord, ReferralRecord, ReferredItem
from stepwell.interop.fhir.coverage import contained_coverages
from stepwell.interop.fhir.document import MAX_REFERRAL_BYTES, fingerprint, read_document
from stepwell.interop.fhir.findings import Findings
from stepwell.interop.fhir.items import ITEM_TYPES, read_item
from stepwell.interop.fhir.person import read_person
from stepwell.interop.fhir.references import check_inner_references, check_subject_of_unread
from stepwell.interop.fhir.resources import NO_CONTENT, Resource, Resources, list_resources, objects_in
from stepwell.interop.fhir.version import require_r4

__all__ = ["MAX_REFERRAL_BYTES", "read_referral"]

_ONE_PERSON: Final = "Ask the sender for the record of one person."


def read_referral(data: bytes) -> ReferralRecord:
    """Read a FHIR R4 Bundle about one person, or a single R4 Patient, as UTF-8 JSON.

    Raises Refused with up to 20 refusals: another format or version by its name, else every place (such as
    `entry[3].resource.birthDate`, or "line 120, column 7") that isn't as FHIR R4 has it. Raises nothing else.
    """
    document = read_document(data)
    require_r4(document, objects_in(document))
    findings = Findings()
    resources = list_resources(document, findings)
    for resource in resources.listed:
        if resource.kind != "Bundle":  # a bundle inside a bundle has references of its own
            check_inner_references(resource, resources)
    patient = _the_patient(resources, findings)
    person = read_person(patient.element) if patient else PersonRecord()
    items, unplaced = _read_items(resources, patient) if patient else ((), Counter())
    findings.raise_if_any()
    return ReferralRecord(
        source_format=_format_name(resources),
        person=person,
        items=items,
        unplaced=tuple(sorted(unplaced.items())),
        fingerprint=fingerprint(document),
    )


def _format_name(resources: Resources) -> str:
    name = resources.bundle_type
    return f"FHIR R4 {name}" if name == "single Patient" else f"FHIR R4 {name} bundle"


def _the_patient(resources: Resources, findings: Findings) -> Resource | None:
    patients = [resource for resource in resources.listed if resource.kind == "Patient"]
    if not patients:
        what = "This bundle has no Patient: it doesn't say whom it is about."
        findings.add(what, "entry", "Ask the sender for a bundle with the person's Patient resource in it.")
        return None
    for other in patients[1:]:
        findings.add("This is a second Patient; a referral is about one person.", other.element.place, _ONE_PERSON)
    patient = patients[0]
    if patient.element.value.get("modifierExtension"):
        what = "This Patient is changed by an extension that Stepwell doesn't know."
        findings.add(what, patient.element.at("modifierExtension"), "Ask the sender for an export without it.")
    return patient


def _read_items(resources: Resources, patient: Resource) -> tuple[tuple[ReferredItem, ...], Counter[str]]:
    items: list[ReferredItem] = []
    unplaced: Counter[str] = Counter()
    if resources.empty_entries:
        unplaced[NO_CONTENT] += resources.empty_entries
    for resource in resources.listed:
        if resource is patient:
            continue
        if resource.kind not in ITEM_TYPES:
            check_subject_of_unread(resource, patient, resources)
            unplaced[resource.kind] += 1
            continue
        _place(read_item(resource, patient, resources), items, unplaced)
    for coverage in contained_coverages(resources):
        _place(read_item(coverage, patient, resources), items, unplaced)
    return tuple(items), unplaced


def _place(outcome: ReferredItem | str, items: list[ReferredItem], unplaced: Counter[str]) -> None:
    if isinstance(outcome, str):
        unplaced[outcome] += 1
    else:
        items.append(outcome)
