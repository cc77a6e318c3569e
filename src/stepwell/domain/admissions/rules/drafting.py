"""What is on the placement page before anybody decides: plain values, and what they come to. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from stepwell.domain.admissions.rules.fourth import RESIDENCE_MUST_HAPPEN, suggest_fourth
from stepwell.domain.admissions.rules.levels import Dimension, Edition, FourthDimension
from stepwell.domain.admissions.rules.placement import Placement, decide_placement
from stepwell.domain.admissions.rules.ratings import (
    SAFE_PLACE_MUST_HAPPEN,
    STOP_MUST_HAPPEN,
    FourthRating,
    Rating,
    Suggestion,
)
from stepwell.domain.admissions.rules.suggestion import suggest_level
from stepwell.domain.admissions.rules.withdrawal import WithdrawalReview, withdrawal_needs_medical_review

EVALUATE_NOW = "placement.evaluate_now"
WITHDRAWAL_REVIEW = "placement.withdrawal_review"
SAFE_PLACE = "placement.safe_place"
_KINDS = {
    STOP_MUST_HAPPEN: EVALUATE_NOW,
    SAFE_PLACE_MUST_HAPPEN: SAFE_PLACE,
    RESIDENCE_MUST_HAPPEN: SAFE_PLACE,
}
NEED_TITLES = {
    EVALUATE_NOW: "Evaluate now",
    WITHDRAWAL_REVIEW: "Medical review",
    SAFE_PLACE: "A safe place to stay",
}
# A start waits for these: docs/clinical.md, "Levels of care".
BEFORE_A_START = frozenset({EVALUATE_NOW, SAFE_PLACE})


@dataclass(frozen=True, slots=True)
class Draft:
    """Ratings and evidence by dimension number, all of one edition; what isn't rated isn't there. None: not known.

    The third edition has `severities`; the fourth `codes`, as they stand in the book, and the `minimums` they name.
    """

    severities: Mapping[int, int] = field(default_factory=dict)
    evidence: Mapping[int, str] = field(default_factory=dict)
    uses_alcohol_or_benzodiazepine: bool | None = None
    seizure_or_dt_history: bool | None = None
    ciwa_ar: int | None = None
    chosen_level: str = ""
    reason: str = ""
    stop_reason: str = ""
    edition: Edition = Edition.THIRD
    codes: Mapping[int, str] = field(default_factory=dict)
    minimums: Mapping[int, str] = field(default_factory=dict)

    def suggestion(self) -> Suggestion:
        """What the ratings come to so far."""
        if self.edition is Edition.FOURTH:
            return suggest_fourth([self._fourth(each) for each in FourthDimension])
        rated = ((each, self.severities.get(each.value)) for each in Dimension)
        return suggest_level(
            [Rating(each, value, self.evidence.get(each.value, "")) for each, value in rated if value is not None]
        )

    def withdrawal(self) -> WithdrawalReview:
        """Whether withdrawal needs a medical review."""
        return withdrawal_needs_medical_review(
            uses_alcohol_or_benzodiazepine=self.uses_alcohol_or_benzodiazepine,
            seizure_or_dt_history=self.seizure_or_dt_history,
            ciwa_ar=self.ciwa_ar,
        )

    def begun_in(self, edition: Edition) -> "Draft":
        """The same in the other edition: what isn't rated by dimensions stays, nothing else is carried over."""
        return Draft(
            edition=edition,
            uses_alcohol_or_benzodiazepine=self.uses_alcohol_or_benzodiazepine,
            seizure_or_dt_history=self.seizure_or_dt_history,
            ciwa_ar=self.ciwa_ar,
        )

    def _fourth(self, each: FourthDimension) -> FourthRating:
        number = each.value
        return FourthRating(
            each, self.minimums.get(number, ""), self.codes.get(number, ""), self.evidence.get(number, "")
        )

    def decide(self) -> Placement:
        """The decision, or Refused with everything that stands in the way."""
        return decide_placement(
            self.suggestion(),
            self.chosen_level,
            self.reason,
            stop_reason=self.stop_reason,
            withdrawal=self.withdrawal(),
        )


def need_kind(text: str) -> str:
    """The kind of task that a sentence of `Placement.must_happen` becomes."""
    return _KINDS.get(text, WITHDRAWAL_REVIEW)
