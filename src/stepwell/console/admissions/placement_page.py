"""The placement page as values for its templates: dimensions, what is known, what is suggested, what a level asks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.forms import BoundField

from stepwell.console.admissions.placement_form import PlacementForm
from stepwell.domain.admissions.models import Placement, PlacementNeed
from stepwell.domain.admissions.rules.drafting import Draft
from stepwell.domain.admissions.rules.fourth import ANY, LEAST
from stepwell.domain.admissions.rules.known import Known
from stepwell.domain.admissions.rules.levels import (
    SEVERITY,
    AnyDimension,
    Edition,
    FourthDimension,
    Level,
    dimensions_of,
    find_level,
)
from stepwell.domain.admissions.rules.ratings import Suggestion
from stepwell.domain.admissions.rules.withdrawal import WithdrawalReview
from stepwell.kernel.errors import Refused
from stepwell.kernel.wording import date_and_time

_KNOWN = {True: "yes", False: "no", None: "not known"}


@dataclass(frozen=True, slots=True)
class Step:
    """One severity to choose."""

    value: int
    word: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One dimension of the form: a severity in the third edition, codes and a least level in the fourth, in its sixth
    words alone. `theirs` is what somebody else saved meanwhile, where it differs.
    """

    dimension: AnyDimension
    evidence: BoundField
    severity: BoundField | None
    steps: tuple[Step, ...]
    codes: BoundField | None
    minimum: BoundField | None
    known: tuple[Known, ...]
    theirs: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One dimension in the overview: how serious or its codes, and the level that alone would do."""

    number: int
    name: str
    severity: int | None
    word: str
    codes: str
    level: str
    governs: bool
    evidence: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the ratings and the withdrawal questions come to."""

    suggestion: Suggestion
    lines: tuple[Line, ...]
    withdrawal: WithdrawalReview | None
    chosen: Level | None
    differs: bool

    @property
    def is_fourth(self) -> bool:
        """Whether it is rated in the fourth edition, whose rules nobody has confirmed from the book."""
        return self.suggestion.edition is Edition.FOURTH

    @property
    def chosen_hours(self) -> str:
        """What the chosen level asks of a week."""
        return hours_words(self.chosen) if self.chosen else ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decided placement to read."""

    placement: Placement
    edition: Edition
    level: Level | None
    suggested: Level | None
    at: str
    lines: tuple[Line, ...]
    needs: Sequence[PlacementNeed]
    withdrawal: tuple[tuple[str, str], ...]

    @property
    def is_fourth(self) -> bool:
        """Whether it was rated in the fourth edition."""
        return self.edition is Edition.FOURTH


def rows_of(form: PlacementForm, known: Iterable[Known], theirs: Draft | None = None) -> tuple[Row, ...]:
    """The six dimensions of the form, each with what is known beside it."""
    found = tuple(known)
    return tuple(_row(form, each, found, theirs) for each in dimensions_of(form.edition))


def _row(form: PlacementForm, each: AnyDimension, known: tuple[Known, ...], theirs: Draft | None) -> Row:
    severity, codes, minimum = (_field(form, f"{name}_{each.value}") for name in ("dimension", "codes", "minimum"))
    marked = form.marked(f"dimension_{each.value}")
    return Row(
        dimension=each,
        evidence=form[f"evidence_{each.value}"],
        severity=severity,
        steps=tuple(Step(value, word, marked == str(value)) for value, word in SEVERITY.items()),
        codes=codes,
        minimum=minimum,
        known=tuple(one for one in known if one.dimension is each),
        theirs=_theirs(form, each.value, theirs),
    )


def _field(form: PlacementForm, name: str) -> BoundField | None:
    return form[name] if name in form.fields else None


def _theirs(form: PlacementForm, number: int, theirs: Draft | None) -> str:
    """What somebody else has there, in words; nothing where it is the same, or of the other edition."""
    if theirs is None or theirs.edition is not form.edition:
        return ""
    severity, words = theirs.severities.get(number), theirs.evidence.get(number, "")
    codes, least = theirs.codes.get(number, ""), theirs.minimums.get(number, "")
    stored = (words, "" if severity is None else str(severity), codes, least)
    if stored == tuple(form.marked(f"{name}_{number}") for name in ("evidence", "dimension", "codes", "minimum")):
        return ""
    rated = ", ".join(part for part in (codes, LEAST.get(least, "")) if part)
    if severity is not None:
        rated = f"{severity} {SEVERITY[severity]}"
    return f"{rated or 'not rated'}. {words or 'No evidence.'}"


def verdict_of(draft: Draft) -> Verdict:
    """The suggestion beside the clinician's level."""
    suggestion = draft.suggestion()
    try:
        withdrawal = draft.withdrawal()
    except Refused:
        withdrawal = None
    chosen = find_level(draft.chosen_level, draft.edition)
    return Verdict(
        suggestion=suggestion,
        lines=_lines(suggestion, draft),
        withdrawal=withdrawal,
        chosen=chosen,
        differs=chosen is not None and chosen != suggestion.level,
    )


def decision_of(placement: Placement, needs: Sequence[PlacementNeed], draft: Draft, zone: str) -> Decision:
    """A decision as it was made: what was suggested then is what was kept then."""
    return Decision(
        placement=placement,
        edition=draft.edition,
        level=find_level(placement.chosen_level, draft.edition),
        suggested=find_level(placement.suggested_level, draft.edition),
        at=date_and_time(placement.decided_at, ZoneInfo(zone)) if placement.decided_at else "",
        lines=_lines(draft.suggestion(), draft, is_whole=True),
        needs=needs,
        withdrawal=(
            ("Uses alcohol or a benzodiazepine", _KNOWN[draft.uses_alcohol_or_benzodiazepine]),
            ("Withdrawal seizure or delirium tremens", _KNOWN[draft.seizure_or_dt_history]),
            ("CIWA-Ar", "not done" if draft.ciwa_ar is None else str(draft.ciwa_ar)),
        ),
    )


def _lines(suggestion: Suggestion, draft: Draft, *, is_whole: bool = False) -> tuple[Line, ...]:
    """The dimensions that set a level; the `is_whole` placement has them all."""
    alone = dict(suggestion.per_dimension)
    return tuple(
        Line(
            number=each.value,
            name=each.label,
            severity=draft.severities.get(each.value),
            word=SEVERITY.get(draft.severities.get(each.value, -1), ""),
            codes=draft.codes.get(each.value, ""),
            level=level.code if (level := alone.get(each)) else _any(draft.minimums.get(each.value)),
            governs=each in suggestion.governing,
            evidence=draft.evidence.get(each.value, ""),
        )
        for each in dimensions_of(draft.edition)
        if not isinstance(each, FourthDimension) or each.sets_level or is_whole
    )


def _any(minimum: str | None) -> str:
    return LEAST[ANY] if minimum == ANY else ""


def hours_words(level: Level) -> str:
    """At least 9 hours a week, or under 9, or nothing where the level isn't made of hours."""
    if level.hours is None:
        return ""
    if level.hours.under is not None:
        least = f"from {level.hours.at_least} " if level.hours.at_least else ""
        return f"{least}under {level.hours.under} hours a week".capitalize()
    return f"At least {level.hours.at_least} hours a week"
