"""FHIR Condition, AllergyIntolerance and Encounter → items.

Sources: https://hl7.org/fhir/R4/condition.html, allergyintolerance.html and encounter.html.
"""

from stepwell.domain.admissions.values import ItemKind, ReferredItem
from stepwell.interop.fhir.details import details, joined, notes, reasons, reference_text, status_of
from stepwell.interop.fhir.elements import (
    Element,
    codings_of,
    concept_text,
    concepts_text,
    period_of,
)
from stepwell.interop.fhir.quantities import quantity_text, range_text
from stepwell.interop.fhir.resources import Resource, Resources


def read_condition(resource: Resource, resources: Resources) -> ReferredItem:
    """A diagnosis or a problem. An onset told as an age or in words is a detail: it's no date."""
    element = resource.element
    code = element.child("code")
    onset, _ = period_of(element, "onsetPeriod")
    # Abatement over a period is over when the period is; where that isn't said, when it set in is all there is.
    abated, abatement_ended = period_of(element, "abatementPeriod")
    stages = tuple(concept_text(stage.child("summary")) for stage in element.children("stage"))
    return ReferredItem(
        kind=ItemKind.CONDITION,
        codings=codings_of(code),
        text=concept_text(code),
        status=status_of(element),
        started=element.date("onsetDateTime") or onset,
        ended=element.date("abatementDateTime") or abatement_ended or abated,
        recorded=element.date("recordedDate"),
        source_reference=resource.source_reference,
        detail=details(
            ("Category", concepts_text(element.children("category"))),
            ("Severity", concept_text(element.child("severity"))),
            ("Body site", concepts_text(element.children("bodySite"))),
            ("Stage", joined(stages)),
            ("Onset", _loose_time(element, "onset")),
            ("Ended", _loose_time(element, "abatement")),
            ("Asserted by", reference_text(element.child("asserter"), resource, resources)),
            *notes(element),
        ),
    )


def _loose_time(element: Element, prefix: str) -> str:
    age = quantity_text(element.child(f"{prefix}Age"))
    words = element.text(f"{prefix}String")
    return age or range_text(element.child(f"{prefix}Range")) or words


def read_allergy(resource: Resource, _resources: Resources) -> ReferredItem:
    """An allergy or an intolerance with its reactions."""
    element = resource.element
    code = element.child("code")
    onset, _ = period_of(element, "onsetPeriod")
    last = element.date("lastOccurrence")
    reactions = element.children("reaction")
    return ReferredItem(
        kind=ItemKind.ALLERGY,
        codings=codings_of(code),
        text=concept_text(code) or next((concept_text(found.child("substance")) for found in reactions), ""),
        status=status_of(element),
        started=element.date("onsetDateTime") or onset,
        recorded=element.date("recordedDate"),
        source_reference=resource.source_reference,
        detail=details(
            ("Type", element.text("type")),
            ("Category", joined(element.texts("category"))),
            ("Criticality", element.text("criticality")),
            *(("Reaction", _reaction_text(reaction)) for reaction in reactions),
            ("Onset", _loose_time(element, "onset")),
            ("Last occurrence", last.text if last else ""),
            *notes(element),
        ),
    )


def _reaction_text(reaction: Element) -> str:
    shown = concepts_text(reaction.children("manifestation")) or reaction.text("description")
    severity, route = reaction.text("severity"), concept_text(reaction.child("exposureRoute"))
    aside = joined((severity, route))
    return f"{shown} ({aside})" if shown and aside else shown or aside


def read_encounter(resource: Resource, resources: Resources) -> ReferredItem:
    """A visit or a stay. Its type is what it's called; without one, its class is."""
    element = resource.element
    types = element.children("type")
    class_text = _class_text(element)
    started, ended = period_of(element, "period")
    return ReferredItem(
        kind=ItemKind.ENCOUNTER,
        codings=tuple(dict.fromkeys(coding for concept in types for coding in codings_of(concept))),
        text=concepts_text(types) or class_text,
        status=element.text("status"),
        started=started,
        ended=ended,
        source_reference=resource.source_reference,
        detail=details(
            ("Class", class_text),
            ("Reason", reasons(resource, resources)),
            ("Service", concept_text(element.child("serviceType"))),
            ("Provider", reference_text(element.child("serviceProvider"), resource, resources)),
            ("Place", _places(resource, resources)),
            ("Discharged to", _disposition(element)),
        ),
    )


def _class_text(element: Element) -> str:
    kind = element.child("class")
    return (kind.text("display") or kind.text("code")) if kind else ""


def _places(resource: Resource, resources: Resources) -> str:
    places = resource.element.children("location")
    return joined(tuple(reference_text(place.child("location"), resource, resources) for place in places))


def _disposition(element: Element) -> str:
    stay = element.child("hospitalization")
    return concept_text(stay.child("dischargeDisposition")) if stay else ""
