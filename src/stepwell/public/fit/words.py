"""What the result says, and the steps it is drawn on. Never a refusal, never a promise."""

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from stepwell.domain.admissions.rules.fit import QUESTIONS, Kind, Outcome

_NUMBERS = (
    _("None"), _("One"), _("Two"), _("Three"), _("Four"), _("Five"), _("Six"), _("Seven"), _("Eight")
)  # fmt: skip
_WORDS = {
    Kind.TODAY: (
        _("Get help today"),
        _("Call now: a person answers, day and night. You don’t have to finish these questions."),
    ),
    Kind.MORE: (
        _("More support first may be safer"),
        _(
            "Some of your answers point to more medical care than IOP gives alone. A person helps you find it, and IOP "
            "can come after."
        ),
    ),
    Kind.PERSON: (
        _("A person can tell better than a page"),
        _("Nothing you answered turns you away. Some of it is better weighed together, so talk to a person."),
    ),
    Kind.LESS: (
        _("Less may be enough"),
        _("Weekly visits may be enough for now. A person tells you more, and you can come back to this at any time."),
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
        agree, eight = gettext(_NUMBERS[found.agree]), gettext(_NUMBERS[len(QUESTIONS)]).lower()
        lead = gettext("%(agree)s of your %(eight)s answers point here. A person decides it with you.")
        return gettext("IOP may well fit you"), lead % {"agree": agree, "eight": eight}
    heading, lead = _WORDS[found.kind]
    return gettext(heading), gettext(lead)


def treads(kind: Kind) -> list[Tread]:
    """The four steps of care; none where a page can't say which. Hours: docs/clinical.md, "Levels of care"."""
    lit = {Kind.LESS: {0}, Kind.FIT: {1}, Kind.MORE: {2, 3}}.get(kind)
    if lit is None:
        return []
    steps = (
        (gettext("Weekly"), gettext("under 9 h")),
        ("IOP", "9–19 h"),
        (gettext("Full day"), gettext("20 h or more")),
        (gettext("Overnight"), "24 h"),
    )
    heights = (30, 68, 102, 138)
    return [
        Tread(label, hours, 148 * at, 150 - heights[at], heights[at], at in lit)
        for at, (label, hours) in enumerate(steps)
    ]
