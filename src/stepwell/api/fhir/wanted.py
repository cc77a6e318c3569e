"""In which form a resource is asked for, and which one somebody has already.

Sources: https://hl7.org/fhir/R4/http.html#mime-type and #version-parameter, RFC 9110 §12.4.2 and §13.1.2.
"""

import re
from typing import Final

from stepwell.api.fhir.answers import JSON

# The last is what remains of a plus sign that an address holds unescaped.
_TAKES: Final = frozenset(("*/*", "application/*", JSON, "application/json", "json", "application/fhir json"))
_NEVER: Final = re.compile(r"0(\.0*)?")
_VERSION: Final = re.compile(r"4\.0(\.[0-9]+)?")


def takes_json(types: str) -> bool:
    """Whether R4's JSON is among the types of an `Accept` or a `_format`. Where none is named, anything will do."""
    return not types.strip() or any(_is_json(one) for one in types.split(","))


def _is_json(one: str) -> bool:
    """A type with its parameters: `q=0` means that it isn't wanted, `fhirVersion` which FHIR is."""
    name, *rest = (part.strip().lower() for part in one.split(";"))
    said = {key.strip(): value.strip(' "') for key, _, value in (part.partition("=") for part in rest)}
    is_wanted = not _NEVER.fullmatch(said.get("q", "1"))
    return name in _TAKES and is_wanted and bool(_VERSION.fullmatch(said.get("fhirversion", "4.0")))


def is_held(etag: str, if_none_match: str) -> bool:
    """Whether `etag` is one of those that are held already. Ours are weak, and are compared so."""
    held = {one.strip().removeprefix("W/") for one in if_none_match.split(",")}
    return not held.isdisjoint(("*", etag.removeprefix("W/")))
