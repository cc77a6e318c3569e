"""What the readers of items share: (label, value) pairs, reasons, notes and names behind references."""

from stepwell.interop.fhir.elements import Element, concept_code, concept_text, concepts_text
from stepwell.interop.fhir.references import follow
from stepwell.interop.fhir.resources import Resource, Resources

Details = tuple[tuple[str, str], ...]


def details(*pairs: tuple[str, str]) -> Details:
    """The pairs that have a value."""
    return tuple((label, value) for label, value in pairs if value)


def joined(texts: tuple[str, ...]) -> str:
    """Texts in a line, each once, empty ones left out."""
    return ", ".join(dict.fromkeys(text for text in texts if text))


def notes(element: Element) -> Details:
    """The sender's free notes (Annotation.text)."""
    return details(*(("Note", note.text("text")) for note in element.children("note")))


def reasons(resource: Resource, resources: Resources) -> str:
    """Why: the reason codes, and the names of the conditions that are referred to."""
    element = resource.element
    named = tuple(reference_text(found, resource, resources) for found in element.children("reasonReference"))
    return joined((concepts_text(element.children("reasonCode")), *named))


def reference_text(reference: Element | None, source: Resource, resources: Resources) -> str:
    """What a person reads for a reference: the sender's own words, else the name of what it leads to, else empty."""
    if reference is None:
        return ""
    found = follow(reference, source, resources)
    display = reference.text("display")
    return display or (_name_of(found) if found else "")


def status_of(element: Element) -> str:
    """The clinical and the verification status of a diagnosis or an allergy: "active, confirmed"."""
    return joined(tuple(concept_code(element.child(name)) for name in ("clinicalStatus", "verificationStatus")))


def _name_of(resource: Resource) -> str:
    element = resource.element
    name = element.value.get("name")
    if isinstance(name, str):
        return element.text("name")
    if isinstance(name, list):
        return next((_human_name(found) for found in element.children("name")), "")
    return concept_text(element.child("code")) if isinstance(element.value.get("code"), dict) else ""


def _human_name(name: Element) -> str:
    parts = (*name.texts("prefix"), *name.texts("given"), name.text("family"))
    return name.text("text") or " ".join(part for part in parts if part)
