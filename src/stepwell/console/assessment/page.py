"""The assessment page as values for its templates: sections, use histories, conditions; and a signed one to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.forms import BoundField

from stepwell.console.assessment.form import AssessmentForm, name_of_condition
from stepwell.domain.assessment.models import TakenItem
from stepwell.domain.assessment.rules import conditions, substances
from stepwell.domain.assessment.rules.completion import missing
from stepwell.domain.assessment.rules.content import Answer, Content, Use
from stepwell.domain.assessment.rules.diagnosis import CRITERIA, code_of, label_of
from stepwell.domain.assessment.rules.offers import Offer
from stepwell.domain.assessment.rules.sections import SECTIONS, Need, Section
from stepwell.kernel.wording import short_date

# Ours: how many offers stand open beside one section.
MOST_OFFERS = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One section of the form. `theirs` is what somebody else saved meanwhile, where it differs."""

    section: Section
    words: BoundField
    declined: BoundField | None
    choice: BoundField | None
    standing: str
    offers: tuple[Offer, ...]
    more_offers: tuple[Offer, ...]
    taken: tuple[TakenItem, ...]
    theirs: str = ""


@dataclass(frozen=True, slots=True)
class UseRow:
    """One substance of the form: its fields by name, and what the criteria come to."""

    code: str
    label: str
    fields: dict[str, BoundField]
    suggested: "Suggested"


@dataclass(frozen=True, slots=True)
class Suggested:
    """What the criteria of one substance come to, in words."""

    element: str
    verdict: str
    code: str
    how: str
    differs: bool


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """One condition of the form."""

    code: str
    label: str
    certainty: BoundField
    words: BoundField


@dataclass(frozen=True, slots=True)
class ReadSection:
    """One section of a signed assessment."""

    label: str
    choice: str
    words: str
    standing: str


@dataclass(frozen=True, slots=True)
class ReadUse:
    """One use history of a signed assessment: (label, words) that were said."""

    label: str
    lines: tuple[tuple[str, str], ...]


def rows_of(
    form: AssessmentForm, content: Content, found: Sequence[Offer], taken: Sequence[TakenItem], theirs: Content | None
) -> tuple[Row, ...]:
    """Every section with what can be taken over beside it."""
    rows = []
    for section in SECTIONS:
        here = tuple(offer for offer in found if offer.section == section.code)
        rows.append(
            Row(
                section,
                form[f"words_{section.code}"],
                form[f"declined_{section.code}"] if section.need is not Need.WORDS else None,
                form[f"choice_{section.code}"] if section.choices else None,
                standing_of(content.answer(section.code)),
                here[:MOST_OFFERS],
                here[MOST_OFFERS:],
                tuple(one for one in taken if one.section == section.code),
                _theirs(section, content, theirs),
            )
        )
    return tuple(rows)


def use_rows_of(form: AssessmentForm, content: Content, on: date) -> tuple[UseRow, ...]:
    """Every substance that is on the page."""
    return tuple(
        UseRow(
            use.substance,
            use.of.label,
            {
                name: form[f"use_{use.substance}_{name}"]
                for name in Use.__slots__
                if f"use_{use.substance}_{name}" in form.fields
            },
            suggested_of(use, on),
        )
        for use in content.uses
    )


def condition_rows_of(form: AssessmentForm) -> tuple[ConditionRow, ...]:
    """Every condition that is on the page."""
    return tuple(
        ConditionRow(
            code,
            conditions.LABELS[code],
            form[f"{name_of_condition(code)}_certainty"],
            form[f"{name_of_condition(code)}_words"],
        )
        for code in form.others
    )


def suggested_of(use: Use, on: date) -> Suggested:
    """What the criteria come to, and how."""
    suggestion = use.suggestion(on)
    asked = 11 if use.of.has_withdrawal else 10
    how = [f"{suggestion.count} of {asked} criteria count."]
    if suggestion.left_out:
        left = " and ".join(suggestion.left_out)
        how.append(f"{left.capitalize()} can't count: it is taken as prescribed.")
    if suggestion.verdict.severity is None:
        how.append("A use disorder needs two.")
    return Suggested(
        f"use_{use.substance}_suggested",
        label_of(use.of, suggestion.verdict),
        code_of(use.of, suggestion.verdict, use.product),
        " ".join(how),
        use.verdict is not None and use.verdict != suggestion.verdict,
    )


def suggestions_of(content: Content, on: date) -> tuple[Suggested, ...]:
    """For each substance."""
    return tuple(suggested_of(use, on) for use in content.uses)


def standing_of(said: Answer) -> str:
    """`asked`, `declined`, or `open`."""
    if said.is_declined:
        return "declined"
    return "open" if said.is_empty else "asked"


def left_words(content: Content, on: date) -> str:
    """`3 things are missing before it can be signed`."""
    left = len(missing(content, on))
    if not left:
        return "Nothing is missing: it can be signed"
    return f"{left} {'thing is' if left == 1 else 'things are'} missing before it can be signed"


def read_sections(content: Content) -> tuple[ReadSection, ...]:
    """The sections to read."""
    words = {"declined": "Prefers not to say", "open": "Not asked", "asked": ""}
    return tuple(
        ReadSection(section.label, section.choice_label(said.choice), said.words.strip(), words[standing_of(said)])
        for section in SECTIONS
        for said in (content.answer(section.code),)
    )


def read_uses(content: Content) -> tuple[ReadUse, ...]:
    """The use histories to read: what was said, and nothing else."""
    return tuple(ReadUse(use.of.label, tuple(line for line in _lines(use) if line[1])) for use in content.uses)


def _lines(use: Use) -> list[tuple[str, str]]:
    routes = dict(substances.ROUTES)
    said = [
        ("First use", f"at {use.first_age}" if use.first_age is not None else ""),
        ("Last use", use.last_use),
        ("Pattern", dict(substances.PATTERNS).get(use.pattern, "")),
        ("How", ", ".join(routes[one] for one in use.routes)),
        ("Product", dict(substances.PRODUCTS).get(use.product, "")),
        ("How much", use.amount),
        ("Longest time without", use.longest_without),
        ("Treatment before", use.treatment),
        (
            "Overdose",
            {"no": "No", "once": "Once", "more": "More than once", "unsure": "Not sure"}.get(use.overdose, ""),
        ),
        ("Withdrawal before", use.withdrawal),
        ("Criteria met", "; ".join(label for code, label in CRITERIA if code in use.criteria)),
        ("Taken as prescribed", "Yes" if use.as_prescribed else ""),
        ("None but craving since", short_date(use.free_since) if use.free_since else ""),
        ("Why it differs from the criteria", use.reason),
    ]
    if use.verdict is not None:
        said.append(
            ("Diagnosis", f"{label_of(use.of, use.verdict)} {code_of(use.of, use.verdict, use.product)}".strip())
        )
    return said


def _theirs(section: Section, content: Content, theirs: Content | None) -> str:
    if theirs is None or theirs.answer(section.code) == content.answer(section.code):
        return ""
    said = theirs.answer(section.code)
    parts = (section.choice_label(said.choice), said.words, "prefers not to say" if said.is_declined else "")
    return ". ".join(part for part in parts if part) or "nothing"
