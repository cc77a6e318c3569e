"""What a referrer sent, as offers beside the section they may speak to. Never filled in by itself. Pure.

Which section is ours: a help to find it, not a finding. It goes by what the sender coded: ICD-10-CM F10-F19 is about
substances and the rest of chapter F about the mind, and an observation that its sender put under social history
(https://terminology.hl7.org/CodeSystem-observation-category.html) is about daily life. Everything else is health.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from stepwell.domain.admissions.values import ItemKind
from stepwell.domain.assessment.rules.sections import HOUSING, MEDICAL, PSYCHIATRIC, USE
from stepwell.kernel.coding import ICD_10_CM

_SOCIAL: Final = ("social", "sdoh")
# What was never there (https://hl7.org/fhir/R4/valueset-condition-ver-status.html) isn't offered.
_NEVER_THERE: Final = frozenset({"entered-in-error", "refuted"})


@dataclass(frozen=True, slots=True)
class Sent:
    """One item as it was sent. `category` is the sender's."""

    key: int
    kind: str
    text: str
    status: str
    when: str
    value: str
    codings: tuple[tuple[str, str], ...]
    category: str
    source: str


@dataclass(frozen=True, slots=True)
class Offer:
    """One line that can be taken over into a section."""

    key: int
    section: str
    words: str
    source: str

    @property
    def line(self) -> str:
        """What is written into the section: the words and where they come from."""
        return f"{self.words} ({self.source})"


def offers(sent: Iterable[Sent]) -> tuple[Offer, ...]:
    """Each finding once, in the order they come."""
    found: dict[tuple[str, str], Offer] = {}
    for one in sent:
        section = _section_of(one)
        status = {word.strip() for word in one.status.casefold().split(",")}
        words = _words(one)
        if section and words and not status & _NEVER_THERE:
            found.setdefault((section, words.casefold()), Offer(one.key, section, words, one.source))
    return tuple(found.values())


def _section_of(one: Sent) -> str:
    if one.kind == ItemKind.OBSERVATION:
        return HOUSING if any(word in one.category.casefold() for word in _SOCIAL) else ""
    if one.kind == ItemKind.COVERAGE:
        return ""
    codes = [code.upper() for system, code in one.codings if system == ICD_10_CM]
    if one.kind == ItemKind.CONDITION and any(code.startswith("F1") for code in codes):
        return USE
    if one.kind == ItemKind.CONDITION and any(code.startswith("F") for code in codes):
        return PSYCHIATRIC
    return MEDICAL


def _words(one: Sent) -> str:
    """`Allergy: Penicillin, active, since 2019`."""
    text = one.text.strip()
    if not text:
        return ""
    kind = {ItemKind.ALLERGY: "Allergy: ", ItemKind.MEDICATION: "Medication: ", ItemKind.ENCOUNTER: "Visit: "}
    named = f"{kind.get(ItemKind(one.kind), '')}{text}"
    value = f": {one.value}" if one.value else ""
    after = ", ".join(part for part in (one.status, one.when) if part)
    return f"{named}{value}, {after}" if after else f"{named}{value}"
