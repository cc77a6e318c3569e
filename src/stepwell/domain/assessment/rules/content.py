"""What an assessment holds, as plain values, and as it is stored. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from stepwell.domain.assessment.rules import conditions, sections, substances
from stepwell.domain.assessment.rules.diagnosis import Suggestion, Verdict, find_verdict, suggest
from stepwell.domain.assessment.rules.substances import Substance


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said about one section. Empty: not asked yet."""

    words: str = ""
    choice: str = ""
    is_declined: bool = False

    @property
    def is_empty(self) -> bool:
        """Not asked yet."""
        return not (self.words.strip() or self.choice or self.is_declined)


@dataclass(frozen=True, slots=True)
class Use:
    """The history of one substance, the criteria that were met, and the clinician's diagnosis.

    `diagnosis` is what `diagnosis.find_verdict` reads; empty: not decided yet. `reason`: why it isn't the suggested.
    """

    substance: str
    first_age: int | None = None
    last_use: str = ""
    pattern: str = ""
    routes: tuple[str, ...] = ()
    amount: str = ""
    longest_without: str = ""
    treatment: str = ""
    overdose: str = ""
    withdrawal: str = ""
    criteria: tuple[str, ...] = ()
    as_prescribed: bool = False
    free_since: date | None = None
    is_controlled: bool = False
    on_maintenance: bool = False
    product: str = ""
    diagnosis: str = ""
    reason: str = ""

    @property
    def of(self) -> Substance:
        """The substance."""
        return substances.BY_CODE[self.substance]

    @property
    def verdict(self) -> Verdict | None:
        """The clinician's; None: not decided yet."""
        return find_verdict(self.diagnosis)

    def suggestion(self, on: date) -> Suggestion:
        """What the criteria come to on this day."""
        return suggest(self.of, self.criteria, as_prescribed=self.as_prescribed, free_since=self.free_since, on=on)


@dataclass(frozen=True, slots=True)
class Condition:
    """Another condition by its code."""

    code: str
    certainty: str = ""
    words: str = ""

    @property
    def label(self) -> str:
        """What it is called."""
        return conditions.LABELS[self.code]


@dataclass(frozen=True, slots=True)
class Content:
    """The whole assessment."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    uses: tuple[Use, ...] = ()
    conditions: tuple[Condition, ...] = ()

    def answer(self, section: str) -> Answer:
        """What was said about a section."""
        return self.answers.get(section, Answer())

    def with_words(self, section: str, line: str) -> "Content":
        """The same with one more line in a section."""
        said = self.answer(section)
        words = f"{said.words.rstrip()}\n{line}".strip()
        return replace(self, answers={**self.answers, section: replace(said, words=words)})


def as_stored(content: Content) -> dict[str, Any]:
    """As JSON holds it."""
    return {
        "answers": {
            section.code: {"words": said.words, "choice": said.choice, "declined": said.is_declined}
            for section in sections.SECTIONS
            if not (said := content.answer(section.code)).is_empty
        },
        "uses": [_use_stored(use) for use in content.uses],
        "conditions": [
            {"code": one.code, "certainty": one.certainty, "words": one.words} for one in content.conditions
        ],
    }


def of_stored(stored: Mapping[str, Any]) -> Content:
    """The same, back."""
    return Content(
        {
            code: Answer(said["words"], said["choice"], said["declined"])
            for code, said in stored.get("answers", {}).items()
        },
        tuple(_use_of(one) for one in stored.get("uses", [])),
        tuple(Condition(one["code"], one["certainty"], one["words"]) for one in stored.get("conditions", [])),
    )


def _use_stored(use: Use) -> dict[str, Any]:
    values = {name: getattr(use, name) for name in Use.__slots__}
    since = use.free_since
    return values | {
        "routes": list(use.routes),
        "criteria": list(use.criteria),
        "free_since": since.isoformat() if since else None,
    }


def _use_of(stored: Mapping[str, Any]) -> Use:
    since = stored["free_since"]
    return Use(
        **{
            **stored,
            "routes": tuple(stored["routes"]),
            "criteria": tuple(stored["criteria"]),
            "free_since": date.fromisoformat(since) if since else None,
        }
    )
