"""The resources of a bundle, each with its place and its names, and what a reference leads to.

Source: how references are resolved in a bundle, https://hl7.org/fhir/R4/bundle.html#references. Which references
must lead somewhere is said in `references`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from stepwell.interop.fhir.document import JsonObject
from stepwell.interop.fhir.elements import Element
from stepwell.interop.fhir.findings import Findings, place_of
from stepwell.interop.fhir.resource_types import KNOWN_TYPES
from stepwell.kernel.errors import refuse

READABLE_BUNDLES: Final = frozenset(
    (
        "batch",
        "batch-response",
        "collection",
        "document",
        "message",
        "searchset",
        "transaction",
        "transaction-response",
    )
)
NO_CONTENT: Final = "Entry without a resource"

_ASK_PERSON: Final = "Ask the sender for a FHIR R4 Bundle with the person's Patient resource in it."
_HISTORY: Final = re.compile(r"/_history/[^/]*$")
_TYPE_AND_ID: Final = re.compile(r"(?:^|/)([A-Z][A-Za-z]{1,63}/[A-Za-z0-9.-]{1,64})$", re.ASCII)


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource. `full_url` is its name in the bundle, or empty; `owner` holds it, if it is a contained one."""

    element: Element
    kind: str
    full_url: str = ""
    owner: "Resource | None" = None

    @property
    def id(self) -> str:
        """The resource's own id, or empty. A wrong type is noted when the bundle is read, not here."""
        value = self.element.value.get("id")
        return value if isinstance(value, str) else ""

    @property
    def source_reference(self) -> str:
        """Where a person finds it in the sender's data: its fullUrl, else Type/id, else its place in the file."""
        if self.owner is not None:
            return f"{self.owner.source_reference}#{self.id}"
        return self.full_url or (f"{self.kind}/{self.id}" if self.id else self.element.place or self.kind)

    @property
    def names(self) -> tuple[str, ...]:
        """Each reference that means this resource wherever it stands in the bundle."""
        typed = f"{self.kind}/{self.id}" if self.id else ""
        by_url = _TYPE_AND_ID.search(self.full_url)
        candidates = (normal(self.full_url), typed, by_url[1] if by_url else "")
        return tuple(dict.fromkeys(name for name in candidates if name))

    def contained(self) -> "Iterator[Resource]":
        """The resources inside this one, as far as they are well-formed."""
        for element in self.element.children("contained"):
            kind = element.value.get("resourceType")
            if isinstance(kind, str) and kind in KNOWN_TYPES:
                yield Resource(element, kind, "", self)
            else:
                element.wrong("resourceType", "the name of a resource type")


@dataclass(slots=True)
class Resources:
    """All resources of a bundle in order, and an index by every name that they have."""

    bundle_type: str
    listed: list[Resource] = field(default_factory=list)
    empty_entries: int = 0
    _by_name: dict[str, Resource] = field(default_factory=dict)
    _contained: dict[int, dict[str, Resource]] = field(default_factory=dict)

    def add(self, resource: Resource) -> None:
        """List a resource, unless the very same was listed before: a search may answer with it twice."""
        earlier = next((found for name in resource.names if (found := self._by_name.get(name))), None)
        if earlier is not None and earlier.element.value == resource.element.value:
            known = earlier
        else:
            known = resource
            self.listed.append(resource)
        for name in resource.names:
            self._by_name.setdefault(name, known)

    def find(self, reference: str, source: Resource) -> Resource | None:
        """What a reference in `source` leads to, or None."""
        holder = source.owner or source
        if reference == "#":
            return holder
        if reference.startswith("#"):
            return self._inside(holder).get(reference[1:])
        plain = normal(reference)
        base = _TYPE_AND_ID.sub("", holder.full_url)
        beside = self._by_name.get(f"{base}/{plain}") if base.startswith("http") else None
        return beside or self._by_name.get(plain)

    def _inside(self, holder: Resource) -> dict[str, Resource]:
        # Kept: a hostile resource could hold a million contained ones, and refer to each.
        key = id(holder.element.value)
        if key not in self._contained:
            self._contained[key] = {inner.id: inner for inner in holder.contained()}
        return self._contained[key]


def normal(reference: str) -> str:
    """A reference without the version at its end; a UUID in small letters, as they compare."""
    plain = _HISTORY.sub("", reference.strip())
    return plain.lower() if plain[:9].lower() == "urn:uuid:" else plain


def objects_in(document: JsonObject) -> list[JsonObject]:
    """The resources in a document, as far as they are objects: for a look at their version before all else."""
    if document.get("resourceType") != "Bundle":
        return []
    entries = document.get("entry")
    entries = entries if isinstance(entries, list) else []
    found = (entry.get("resource") for entry in entries if isinstance(entry, dict))
    return [resource for resource in found if isinstance(resource, dict)]


def list_resources(document: JsonObject, findings: Findings) -> Resources:
    """The resources of a Bundle, or a Patient alone as a bundle of one.

    Notes entries that are no resources. Raises Refused if the document is neither.
    """
    root = Element(document, "", findings)
    kind = document.get("resourceType")
    if not isinstance(kind, str):
        raise refuse("This JSON isn't a FHIR resource: it names no resource type.", "resourceType", _ASK_PERSON)
    if kind == "Patient":
        alone = Resources("single Patient")
        root.text("id")
        alone.add(Resource(root, kind))
        return alone
    if kind != "Bundle":
        name = f"a single {kind}" if kind in KNOWN_TYPES else "no resource type of FHIR R4"
        raise refuse(f"This is {name}; Stepwell reads a Bundle or a Patient.", "resourceType", _ASK_PERSON)
    resources = Resources(_bundle_type(root))
    for entry in root.children("entry"):
        _add_entry(entry, resources)
    return resources


def _bundle_type(root: Element) -> str:
    kind = root.text("type")
    if kind == "history":
        what = "This is a history bundle: it holds older versions beside the newest."
        raise refuse(what, "type", "Ask the sender for the current record alone.")
    if kind not in READABLE_BUNDLES:
        root.wrong("type", "a type of bundle")
        return "unknown"
    return kind


def _add_entry(entry: Element, resources: Resources) -> None:
    element = entry.child("resource")
    full_url = entry.text("fullUrl")
    if element is None:
        resources.empty_entries += not entry.has("resource")
        return
    element.text("id")
    kind = element.text("resourceType")
    if kind not in KNOWN_TYPES:
        element.findings.add("This is no resource type of FHIR R4.", place_of(element.place, "resourceType"))
        return
    resources.add(Resource(element, kind, full_url))
