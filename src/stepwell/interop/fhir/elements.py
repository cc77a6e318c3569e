"""Typed reads of FHIR elements. Each read that meets another type notes the place and goes on with nothing.

So that one pass finds all mistakes, no read here raises (but see `Findings.add`). A member that isn't read is never
judged: a sender's extensions and the parts of FHIR that Stepwell has no use for don't stand in the way.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from stepwell.domain.admissions.values import PartialDate
from stepwell.interop.fhir.document import JsonObject
from stepwell.interop.fhir.findings import EXPORT_AGAIN, Findings, place_of
from stepwell.kernel.coding import Coding

_DATE_MEND: Final = "Expected a calendar date such as 2024-05-31, 2024-05 or 2024, or a full instant with its offset."


@dataclass(frozen=True, slots=True)
class Element:
    """A JSON object of a resource with its place, such as `entry[3].resource.name[0]`."""

    value: JsonObject
    place: str
    findings: Findings

    def has(self, name: str) -> bool:
        """Whether a member of this name is there, whatever its type."""
        return name in self.value

    def at(self, name: str) -> str:
        """The place of a member."""
        return place_of(self.place, name)

    def wrong(self, name: str, expected: str) -> None:
        """Note that a member isn't what FHIR R4 says. `expected` is such as "a list"."""
        self.findings.add(f"FHIR R4 has {expected} here.", self.at(name), EXPORT_AGAIN)

    def text(self, name: str) -> str:
        """A string, a code or a URI, without the white space around it; empty where absent."""
        value = self.value.get(name, "")
        if isinstance(value, str):
            return value.strip()
        self.wrong(name, "a string")
        return ""

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of strings. A null has its place in such a list (its extension says why): it's passed over."""
        value = self.value.get(name, [])
        if not isinstance(value, list):
            self.wrong(name, "a list of strings")
            return ()
        found = []
        for index, text in enumerate(value):
            if isinstance(text, str):
                found.append(text.strip())
            elif text is not None:
                self.findings.add("FHIR R4 has a string here.", place_of(self.at(name), index))
        return tuple(text for text in found if text)

    def flag(self, name: str) -> bool | None:
        """A boolean; None where absent."""
        value = self.value.get(name)
        if isinstance(value, bool) or name not in self.value:
            return value if isinstance(value, bool) else None
        self.wrong(name, "true or false")
        return None

    def number(self, name: str) -> int | Decimal | None:
        """A number as sent, its precision kept; None where absent."""
        value = self.value.get(name)
        if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            return value
        if name in self.value:
            self.wrong(name, "a number")
        return None

    def date(self, name: str) -> PartialDate | None:
        """A date, dateTime or instant, as precise as sent; None where absent."""
        text = self.text(name)
        if not text:
            return None
        try:
            return PartialDate.parse(text)
        except ValueError:
            self.findings.add("This isn't a date.", self.at(name), _DATE_MEND)
            return None

    def child(self, name: str) -> "Element | None":
        """An object; None where absent."""
        value = self.value.get(name)
        if isinstance(value, dict):
            return Element(value, self.at(name), self.findings)
        if name in self.value:
            self.wrong(name, "an object")
        return None

    def children(self, name: str) -> "tuple[Element, ...]":
        """A list of objects; empty where absent."""
        value = self.value.get(name, [])
        if not isinstance(value, list):
            self.wrong(name, "a list")
            return ()
        return tuple(self._objects(name, value))

    def _objects(self, name: str, values: list[object]) -> "Iterator[Element]":
        for index, value in enumerate(values):
            place = place_of(self.at(name), index)
            if isinstance(value, dict):
                yield Element(value, place, self.findings)
            else:
                self.findings.add("FHIR R4 has an object here.", place)


def codings_of(concept: Element | None) -> tuple[Coding, ...]:
    """The codings of a CodeableConcept, each once; those with neither code nor display are left out."""
    if concept is None:
        return ()
    codings = (coding_of(coding) for coding in concept.children("coding"))
    return tuple(dict.fromkeys(coding for coding in codings if coding.code or coding.display))


def coding_of(coding: Element) -> Coding:
    """A Coding, its parts empty where absent."""
    return Coding(coding.text("system"), coding.text("code"), coding.text("display"))


def concept_text(concept: Element | None) -> str:
    """What a person reads for a CodeableConcept: its text, else the first display, else the first code."""
    if concept is None:
        return ""
    codings = codings_of(concept)
    displays = (coding.display for coding in codings if coding.display)
    return concept.text("text") or next(displays, "") or next((coding.code for coding in codings), "")


def concept_code(concept: Element | None) -> str:
    """The first code of a CodeableConcept, for FHIR's own value sets; else what a person reads."""
    return next((coding.code for coding in codings_of(concept) if coding.code), "") or concept_text(concept)


def concepts_text(concepts: tuple[Element, ...]) -> str:
    """Several CodeableConcepts in a line."""
    return ", ".join(dict.fromkeys(text for text in map(concept_text, concepts) if text))


def period_of(element: Element, name: str) -> tuple[PartialDate | None, PartialDate | None]:
    """The start and the end of a Period."""
    period = element.child(name)
    return (period.date("start"), period.date("end")) if period else (None, None)
