"""FHIR Observation → item: vital signs, laboratory values, screening answers, social history.

Source: https://hl7.org/fhir/R4/observation.html.
"""

from stepwell.domain.admissions.values import ItemKind, ReferredItem
from stepwell.interop.fhir.details import details, joined, notes
from stepwell.interop.fhir.elements import Element, codings_of, concept_text, concepts_text, period_of
from stepwell.interop.fhir.quantities import range_text, value_text
from stepwell.interop.fhir.resources import Resource, Resources


def read_observation(resource: Resource, _resources: Resources) -> ReferredItem:
    """A measured or told value. A panel such as blood pressure shows its components in its value."""
    element = resource.element
    code = element.child("code")
    started, ended = period_of(element, "effectivePeriod")
    components = element.children("component")
    return ReferredItem(
        kind=ItemKind.OBSERVATION,
        codings=codings_of(code),
        text=concept_text(code),
        status=element.text("status"),
        started=element.date("effectiveDateTime") or element.date("effectiveInstant") or started,
        ended=ended,
        recorded=element.date("issued"),
        value_text="; ".join(text for text in (value_text(element), *map(_component_text, components)) if text),
        source_reference=resource.source_reference,
        detail=details(
            ("Category", concepts_text(element.children("category"))),
            ("Interpretation", concepts_text(element.children("interpretation"))),
            *_absences(element, components),
            ("Reference range", _reference_ranges(element)),
            ("Body site", concept_text(element.child("bodySite"))),
            ("Method", concept_text(element.child("method"))),
            *notes(element),
        ),
    )


def _component_text(component: Element) -> str:
    value = value_text(component)
    return f"{concept_text(component.child('code'))}: {value}" if value else ""


def _absences(element: Element, components: tuple[Element, ...]) -> tuple[tuple[str, str], ...]:
    """Why there is no value, of the whole and of each component: a missing value is information too."""
    whole = (("No value", concept_text(element.child("dataAbsentReason"))), ("Value", _waveform(element)))
    parts = ((f"{concept_text(part.child('code'))}", part) for part in components)
    inner = tuple(
        ("No value", f"{name}: {reason}" if name else reason)
        for name, part in parts
        if (reason := concept_text(part.child("dataAbsentReason")) or _waveform(part))
    )
    return (*whole, *inner)


def _waveform(holder: Element) -> str:
    return "a recorded curve, not shown" if holder.has("valueSampledData") else ""


def _reference_ranges(element: Element) -> str:
    ranges = element.children("referenceRange")
    low_and_high = (range_text(found) or found.text("text") for found in ranges)
    return joined(tuple(low_and_high))
