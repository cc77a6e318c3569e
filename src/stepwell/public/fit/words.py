"""What the result says, and the steps it is drawn on. Never a refusal, never a promise."""

from dataclasses import dataclass

from stepwell.domain.admissions.rules.fit import QUESTIONS, Kind, Outcome

_NUMBERS = ("None", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight")
_WORDS = {
    Kind.TODAY: (
        "Get help today",
        "Call now: a person answers, day and night. You don’t have to finish these questions.",
    ),
    Kind.MORE: (
        "More support first may be safer",
        "Some of your answers point to more medical care than IOP gives alone. A person helps you find it, and IOP can "
        "come after.",
    ),
    Kind.PERSON: (
        "A person can tell better than a page",
        "Nothing you answered turns you away. Some of it is better weighed together, so talk to a person.",
    ),
    Kind.LESS: (
        "Less may be enough",
        "Weekly visits may be enough for now. A person tells you more, and you can come back to this at any time.",
    ),
}


@dataclass(frozen=True, slots=True)
class Tread:
    """One step of the figure: what, how many hours a week, where it is drawn, and whether the answers point to it."""

    label: str
    hours: str
    x: int
    y: int
    height: int
    is_here: bool


def heading_and_lead(found: Outcome) -> tuple[str, str]:
    """The result in two sentences."""
    if found.kind is Kind.FIT:
        eight = _NUMBERS[len(QUESTIONS)].lower()
        return (
            "IOP may well fit you",
            f"{_NUMBERS[found.agree]} of your {eight} answers point here. A person decides it with you.",
        )
    return _WORDS[found.kind]


def treads(kind: Kind) -> list[Tread]:
    """The four steps of care; none where a page can't say which. Hours: docs/clinical.md, "Levels of care"."""
    lit = {Kind.LESS: {0}, Kind.FIT: {1}, Kind.MORE: {2, 3}}.get(kind)
    if lit is None:
        return []
    steps = (("Weekly", "under 9 h"), ("IOP", "9–19 h"), ("Full day", "20 h or more"), ("Overnight", "24 h"))
    heights = (30, 68, 102, 138)
    return [
        Tread(label, hours, 148 * at, 150 - heights[at], heights[at], at in lit)
        for at, (label, hours) in enumerate(steps)
    ]
