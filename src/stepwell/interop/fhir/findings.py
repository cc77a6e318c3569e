"""Everything that stands in the way of reading a file, gathered: the sender mends it once, not twenty times."""

import re
from typing import Final, TypeAlias

from stepwell.kernel.errors import Refusal, Refused

MAX_REFUSALS: Final = 20

# FHIR's own element names (https://hl7.org/fhir/R4/json.html). Any other name in a file may be someone's name.
_ELEMENT_NAME: Final = re.compile(r"_?[a-z][A-Za-z0-9]{0,63}", re.ASCII)

# A place on the way down a file, last step first: made for every container, and written out only for a refusal.
Trail: TypeAlias = "tuple[Trail, str | int] | None"

EXPORT_AGAIN: Final = "Ask the sender to check their export and send it again."


class Findings:
    """Refusals gathered while reading. Raises `Refused` by itself at the twentieth; more help nobody."""

    def __init__(self) -> None:
        self._refusals: list[Refusal] = []

    def add(self, what: str, where: str, mend: str = EXPORT_AGAIN) -> None:
        """Note one refusal. Raises Refused when there are MAX_REFUSALS."""
        refusal = Refusal(what, where, mend)
        if refusal not in self._refusals:
            self._refusals.append(refusal)
        if len(self._refusals) >= MAX_REFUSALS:
            raise Refused(*self._refusals)

    def raise_if_any(self) -> None:
        """Raise Refused with all that was noted, if anything was."""
        if self._refusals:
            raise Refused(*self._refusals)


def place_of(parent: str, step: str | int) -> str:
    """The place of a member: `entry` and 3 → `entry[3]`, `entry[3]` and `resource` → `entry[3].resource`."""
    if isinstance(step, int):
        return f"{parent}[{step}]"
    name = step if _ELEMENT_NAME.fullmatch(step) else "?"
    return f"{parent}.{name}" if parent else name


def place_along(root: str, trail: Trail) -> str:
    """The place that a trail leads to, from the place `root` on."""
    steps: list[str | int] = []
    while trail is not None:
        trail, step = trail
        steps.append(step)
    place = root
    for step in reversed(steps):
        place = place_of(place, step)
    return place
