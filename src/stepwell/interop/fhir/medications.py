"""FHIR MedicationRequest and MedicationStatement → items.

Sources: https://hl7.org/fhir/R4/medicationrequest.html and medicationstatement.html. Single administrations and
dispenses aren't a medication list: they are counted, not shown as one.
"""

from typing import Final

from stepwell.domain.admissions.values import ItemKind, PartialDate, ReferredItem
from stepwell.interop.fhir.details import Details, details, joined, notes, reasons, reference_text
from stepwell.interop.fhir.elements import Element, codings_of, concept_text, concepts_text, period_of
from stepwell.interop.fhir.quantities import number_text, quantity_text, range_text
from stepwell.interop.fhir.references import follow
from stepwell.interop.fhir.resources import Resource, Resources
from stepwell.kernel.coding import Coding

# UCUM codes for time as FHIR's Timing uses them (https://hl7.org/fhir/R4/valueset-units-of-time.html).
_PERIODS: Final = {"s": "second", "min": "minute", "h": "hour", "d": "day", "wk": "week", "mo": "month", "a": "year"}


def read_medication_request(resource: Resource, resources: Resources) -> ReferredItem:
    """An order for a medication. It starts when the dosage says so, else when it was written."""
    element = resource.element
    codings, text = _medication(resource, resources)
    dosages = element.children("dosageInstruction")
    bounds = [_bounds(dosage) for dosage in dosages]
    authored = element.date("authoredOn")
    reported = element.flag("reportedBoolean")
    forbidden = element.flag("doNotPerform")
    return ReferredItem(
        kind=ItemKind.MEDICATION,
        codings=codings,
        text=text,
        # An order not to give something reads as one to give it unless the first thing seen says otherwise.
        status=joined(("do not give" if forbidden else "", element.text("status"))),
        started=next((start for start, _ in bounds if start), authored),
        ended=next((end for _, end in bounds if end), None),
        recorded=authored,
        source_reference=resource.source_reference,
        detail=details(
            ("Recorded as", element.text("intent")),
            *(pair for dosage in dosages for pair in _dosage(dosage)),
            ("Reason", reasons(resource, resources)),
            ("Status reason", concept_text(element.child("statusReason"))),
            *_supply(element),
            ("Prescriber", reference_text(element.child("requester"), resource, resources)),
            ("Reported", "by someone else than the prescriber" if reported else ""),
            *notes(element),
        ),
    )


def read_medication_statement(resource: Resource, resources: Resources) -> ReferredItem:
    """A medication that someone says the person takes, took or doesn't take."""
    element = resource.element
    codings, text = _medication(resource, resources)
    started, ended = period_of(element, "effectivePeriod")
    return ReferredItem(
        kind=ItemKind.MEDICATION,
        codings=codings,
        text=text,
        status=element.text("status"),
        started=element.date("effectiveDateTime") or started,
        ended=ended,
        recorded=element.date("dateAsserted"),
        source_reference=resource.source_reference,
        detail=details(
            ("Recorded as", "statement"),
            *(pair for dosage in element.children("dosage") for pair in _dosage(dosage)),
            ("Reason", reasons(resource, resources)),
            ("Status reason", concepts_text(element.children("statusReason"))),
            ("Told by", reference_text(element.child("informationSource"), resource, resources)),
            *notes(element),
        ),
    )


def _medication(resource: Resource, resources: Resources) -> tuple[tuple[Coding, ...], str]:
    """The codes and the name of what is taken, from the resource itself or the Medication it refers to."""
    element = resource.element
    concept = element.child("medicationCodeableConcept")
    reference = element.child("medicationReference")
    if reference is None:
        if concept is None and not element.has("medicationCodeableConcept") and not element.has("medicationReference"):
            element.findings.add("This doesn't say which medication it is.", element.place)
        return codings_of(concept), concept_text(concept)
    found = follow(reference, resource, resources)
    if found is None:
        return (), _outside_name(reference)
    if found.kind != "Medication":
        element.findings.add("This should lead to a Medication.", reference.at("reference"))
        return (), ""
    code = found.element.child("code")
    return codings_of(code), concept_text(code) or _ingredients(found.element) or reference.text("display")


def _outside_name(reference: Element) -> str:
    # A drug is never guessed: without its Medication resource there is only the sender's word for it, if there is one.
    name = reference.text("display")
    if not name:
        reference.findings.add("This medication isn't in the file and has no name.", reference.place)
    return name


def _ingredients(medication: Element) -> str:
    parts = medication.children("ingredient")
    return joined(tuple(concept_text(part.child("itemCodeableConcept")) for part in parts))


def _bounds(dosage: Element) -> tuple[PartialDate | None, PartialDate | None]:
    timing = dosage.child("timing")
    repeat = timing.child("repeat") if timing else None
    return period_of(repeat, "boundsPeriod") if repeat else (None, None)


def _dosage(dosage: Element) -> Details:
    doses = tuple(
        quantity_text(dose.child("doseQuantity")) or range_text(dose.child("doseRange"))
        for dose in dosage.children("doseAndRate")
    )
    needed = dosage.flag("asNeededBoolean")
    reason = concept_text(dosage.child("asNeededCodeableConcept"))
    return details(
        ("Dosage", dosage.text("text") or dosage.text("patientInstruction")),
        ("Dose", joined(doses)),
        ("How often", _timing_text(dosage.child("timing"))),
        ("As needed", reason or ("yes" if needed else "")),
        ("Route", concept_text(dosage.child("route"))),
        ("Site", concept_text(dosage.child("site"))),
        ("Instructions", concepts_text(dosage.children("additionalInstruction"))),
    )


def _timing_text(timing: Element | None) -> str:
    """How often: "2 times in 1 day", or the sender's own words for it."""
    if timing is None:
        return ""
    repeat = timing.child("repeat")
    words = concept_text(timing.child("code"))
    if words or repeat is None:
        return words
    times, length = number_text(repeat.number("frequency")), number_text(repeat.number("period"))
    unit = _PERIODS.get(repeat.text("periodUnit"), "")
    if not (length and unit):
        return ""
    often = "1 time" if times in ("", "1") else f"{times} times"
    return f"{often} in {length} {unit}" if length == "1" else f"{often} in {length} {unit}s"


def _supply(element: Element) -> Details:
    supply = element.child("dispenseRequest")
    if supply is None:
        return ()
    return details(
        ("Quantity", quantity_text(supply.child("quantity"))),
        ("Supply for", quantity_text(supply.child("expectedSupplyDuration"))),
        ("Refills", number_text(supply.number("numberOfRepeatsAllowed"))),
    )
