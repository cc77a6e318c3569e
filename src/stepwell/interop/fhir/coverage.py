"""FHIR Coverage → item: who pays, and under which member number. Source: https://hl7.org/fhir/R4/coverage.html.

Claims and explanations of benefit often carry the coverage inside them, the same one each time.
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from stepwell.domain.admissions.values import ItemKind, ReferredItem
from stepwell.interop.fhir.details import details, joined, reference_text
from stepwell.interop.fhir.elements import Element, codings_of, concept_code, concept_text, period_of
from stepwell.interop.fhir.quantities import number_text
from stepwell.interop.fhir.resources import Resource, Resources
from stepwell.kernel.coding import IDENTIFIER_TYPE

_MEMBER_NUMBER: Final = "MB"


def read_coverage(resource: Resource, resources: Resources) -> ReferredItem:
    """A coverage. Its payer is what it's called; without a name for one, its type is."""
    element = resource.element
    kind = element.child("type")
    payer = joined(tuple(reference_text(payor, resource, resources) for payor in element.children("payor")))
    started, ended = period_of(element, "period")
    return ReferredItem(
        kind=ItemKind.COVERAGE,
        codings=codings_of(kind),
        text=payer or concept_text(kind),
        status=element.text("status"),
        started=started,
        ended=ended,
        source_reference=resource.source_reference,
        detail=details(
            ("Payer", payer),
            ("Member ID", _member_id(element)),
            ("Relationship to subscriber", concept_text(element.child("relationship"))),
            ("Type", concept_text(kind)),
            *(_class(found) for found in element.children("class")),
            ("Dependent", element.text("dependent")),
            ("Network", element.text("network")),
            ("Order of payment", number_text(element.number("order"))),
        ),
    )


def contained_coverages(resources: Resources) -> Iterator[Resource]:
    """The coverages inside other resources, each content once, in the order of the file."""
    seen: set[str] = set()
    for resource in resources.listed:
        for inner in resource.contained():
            if inner.kind != "Coverage":
                continue
            content = {name: value for name, value in inner.element.value.items() if name not in ("id", "meta", "text")}
            key = json.dumps(content, sort_keys=True, default=_as_sent)
            if key not in seen:
                seen.add(key)
                yield inner


def _as_sent(number: object) -> str:
    assert isinstance(number, Decimal)
    return str(number)


def _member_id(element: Element) -> str:
    """The subscriber's number; else the identifier that says it's a member number."""
    numbers = element.children("identifier")
    return element.text("subscriberId") or next((found.text("value") for found in numbers if _is_member(found)), "")


def _is_member(identifier: Element) -> bool:
    codings = codings_of(identifier.child("type"))
    return any(coding.system == IDENTIFIER_TYPE and coding.code == _MEMBER_NUMBER for coding in codings)


def _class(found: Element) -> tuple[str, str]:
    """A group, plan or sub-plan: ("Group", "Acme employees (A-100)")."""
    code = concept_code(found.child("type"))
    name, value = found.text("name"), found.text("value")
    return (code.capitalize() or "Class", f"{name} ({value})" if name and value else name or value)
