"""What is still missing before a signature, and the diagnoses that a signature makes. Pure.

What must be there is ours: every section was asked or declined, risk and summary are in the writer's words, each
substance has a diagnosis or "none", and where that isn't what the criteria come to, the reason. Trauma may stay empty.
"""

from dataclasses import dataclass
from datetime import date

from stepwell.domain.assessment.rules.content import Condition, Content, Use
from stepwell.domain.assessment.rules.diagnosis import code_of, label_of
from stepwell.domain.assessment.rules.sections import SECTIONS, Need, Section
from stepwell.kernel.errors import Refusal


@dataclass(frozen=True, slots=True)
class Diagnosed:
    """One diagnosis as it is signed."""

    code: str
    display: str
    certainty: str
    substance: str = ""
    detail: str = ""


def missing(content: Content, on: date) -> tuple[Refusal, ...]:
    """Everything that stands in the way of a signature, in the order of the page; `where` is the field."""
    found = [one for section in SECTIONS if (one := _missing_in(section, content))]
    found += [one for use in content.uses if (one := _missing_of_use(use, on))]
    found += [_missing_certainty(condition) for condition in content.conditions if not condition.certainty]
    return tuple(found)


def diagnoses(content: Content) -> tuple[Diagnosed, ...]:
    """What the assessment says somebody has: use disorders first, in the order they were written."""
    found = [
        Diagnosed(
            code_of(use.of, use.verdict, use.product),
            label_of(use.of, use.verdict),
            "confirmed",
            use.substance,
            _specifiers(use),
        )
        for use in content.uses
        if use.verdict is not None and use.verdict.severity is not None
    ]
    found += [Diagnosed(one.code, one.label, one.certainty, detail=one.words.strip()) for one in content.conditions]
    return tuple(found)


def _missing_in(section: Section, content: Content) -> Refusal | None:
    said = content.answer(section.code)
    where = f"words_{section.code}"
    if section.need is Need.WORDS and not said.words.strip():
        return Refusal(f"{section.label}: nothing is written yet.", where, "Write it in a sentence or two.")
    if section.need is Need.ANSWER and said.is_empty:
        return Refusal(f"{section.label}: not asked yet.", where, "Ask, or mark “Prefers not to say”.")
    return None


def _missing_of_use(use: Use, on: date) -> Refusal | None:
    if use.verdict is None:
        mend = "Choose one, or “No use disorder”."
        return Refusal(f"{use.of.label}: no diagnosis is chosen.", f"use_{use.substance}_diagnosis", mend)
    if use.verdict != use.suggestion(on).verdict and not use.reason.strip():
        what = f"{use.of.label}: the diagnosis isn't what the criteria come to."
        return Refusal(what, f"use_{use.substance}_reason", "Write why, or choose again.")
    return None


def _missing_certainty(condition: Condition) -> Refusal:
    where = f"condition_{condition.code.replace('.', '_')}_certainty"
    return Refusal(f"{condition.label}: how certain is it?", where, "Choose confirmed, provisional or by history.")


def _specifiers(use: Use) -> str:
    said = []
    if use.is_controlled and use.verdict and use.verdict.remission:
        said.append("in a controlled environment")
    if use.on_maintenance and use.of.has_maintenance:
        said.append("on maintenance therapy")
    return ", ".join(said)
