"""The placement page as values for its templates: dimensions, what is known, what is suggested, what a level asks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.forms import BoundField

from stepwell.console.admissions.placement_form import PlacementForm
from stepwell.domain.admissions.models import Placement, PlacementNeed
from stepwell.domain.admissions.rules.drafting import Draft
from stepwell.domain.admissions.rules.known import Known
from stepwell.domain.admissions.rules.levels import SEVERITY, Dimension, Level, find_level
from stepwell.domain.admissions.rules.suggestion import Suggestion
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
    """One dimension of the form. `theirs` is what somebody else saved meanwhile, where it differs."""

    dimension: Dimension
    evidence: BoundField
    severity: BoundField
    steps: tuple[Step, ...]
    known: tuple[Known, ...]
    theirs: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One dimension in the overview: how serious, and the level that alone would do."""

    number: int
    name: str
    severity: int | None
    word: str
    level: str
    governs: bool
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the ratings and the withdrawal questions come to."""

    suggestion: Suggestion
    lines: tuple[Line, ...]
    withdrawal: WithdrawalReview | None
    chosen: Level | None
    differs: bool

    @property
    def chosen_hours(self) -> str:
        """What the chosen level asks of a week."""
        return hours_words(self.chosen) if self.chosen else ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decided placement to read."""

    placement: Placement
    level: Level | None
    suggested: Level | None
    at: str
    lines: tuple[Line, ...]
    needs: Sequence[PlacementNeed]
    withdrawal: tuple[tuple[str, str], ...]


def rows_of(form: PlacementForm, known: Iterable[Known], theirs: Draft | None = None) -> tuple[Row, ...]:
    """The six dimensions of the form, each with what is known beside it."""
    found = tuple(known)
    return tuple(
        Row(
            dimension=each,
            evidence=evidence,
            severity=severity,
            steps=tuple(Step(value, word, marked == str(value)) for value, word in SEVERITY.items()),
            known=tuple(one for one in found if one.dimension is each),
            theirs=_theirs(each, evidence, marked, theirs),
        )
        for each, evidence, severity, marked in form.dimensions()
    )


def _theirs(each: Dimension, evidence: BoundField, marked: str, theirs: Draft | None) -> str:
    if theirs is None:
        return ""
    severity, words = theirs.severities.get(each.value), theirs.evidence.get(each.value, "")
    if (evidence.value() or "") == words and marked == ("" if severity is None else str(severity)):
        return ""
    rated = "not rated" if severity is None else f"{severity} {SEVERITY[severity]}"
    return f"{rated}. {words or 'No evidence.'}"


def verdict_of(draft: Draft) -> Verdict:
    """The suggestion beside the clinician's level."""
    suggestion = draft.suggestion()
    try:
        withdrawal = draft.withdrawal()
    except Refused:
        withdrawal = None
    chosen = find_level(draft.chosen_level)
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
        level=find_level(placement.chosen_level),
        suggested=find_level(placement.suggested_level),
        at=date_and_time(placement.decided_at, ZoneInfo(zone)) if placement.decided_at else "",
        lines=_lines(draft.suggestion(), draft),
        needs=needs,
        withdrawal=(
            ("Uses alcohol or a benzodiazepine", _KNOWN[draft.uses_alcohol_or_benzodiazepine]),
            ("Withdrawal seizure or delirium tremens", _KNOWN[draft.seizure_or_dt_history]),
            ("CIWA-Ar", "not done" if draft.ciwa_ar is None else str(draft.ciwa_ar)),
        ),
    )


def _lines(suggestion: Suggestion, draft: Draft) -> tuple[Line, ...]:
    alone = dict(suggestion.per_dimension)
    return tuple(
        Line(
            number=each.value,
            name=each.label,
            severity=draft.severities.get(each.value),
            word=SEVERITY.get(draft.severities.get(each.value, -1), ""),
            level=level.code if (level := alone.get(each)) else "",
            governs=each in suggestion.governing,
            evidence=draft.evidence.get(each.value, ""),
        )
        for each in Dimension
    )


def hours_words(level: Level) -> str:
    """At least 9 hours a week, or under 9, or nothing where the level isn't made of hours."""
    if level.hours is None:
        return ""
    if level.hours.under is not None:
        least = f"from {level.hours.at_least} " if level.hours.at_least else ""
        return f"{least}under {level.hours.under} hours a week".capitalize()
    return f"At least {level.hours.at_least} hours a week"
