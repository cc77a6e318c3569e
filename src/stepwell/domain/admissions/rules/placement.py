"""Placement: the clinician's level beside the suggested one. Nothing here commits by itself.

Public names of levels, suggestion and withdrawal are offered from here too.
"""

from dataclasses import dataclass

from stepwell.domain.admissions.rules.fourth import (
    RESIDENCE_MUST_HAPPEN,
    fourth_refusals,
    medical_words,
    residence_unsettled,
)
from stepwell.domain.admissions.rules.levels import (
    LEVELS,
    SEVERITY,
    Dimension,
    Edition,
    HoursRule,
    Level,
    find_level,
    levels_of,
)
from stepwell.domain.admissions.rules.ratings import (
    SAFE_PLACE_MUST_HAPPEN,
    STOP_MUST_HAPPEN,
    FourthRating,
    Rating,
    Suggestion,
)
from stepwell.domain.admissions.rules.suggestion import suggest_level
from stepwell.domain.admissions.rules.withdrawal import WithdrawalReview, withdrawal_needs_medical_review
from stepwell.kernel.errors import Refusal, Refused

__all__ = [
    "LEVELS",
    "SAFE_PLACE_MUST_HAPPEN",
    "SEVERITY",
    "STOP_MUST_HAPPEN",
    "Dimension",
    "Edition",
    "FourthRating",
    "HoursRule",
    "Level",
    "Placement",
    "Rating",
    "Suggestion",
    "WithdrawalReview",
    "decide_placement",
    "find_level",
    "levels_of",
    "suggest_level",
    "withdrawal_needs_medical_review",
]


HOME_ISNT_SAFE = 3


@dataclass(frozen=True, slots=True)
class Placement:
    """What is stored: suggested and chosen level, why they differ, edition, and what must happen besides.

    Rater and date are the action's to add (docs/clinical.md, "Levels of care").
    """

    edition: Edition
    suggested: Level | None
    chosen: Level
    differs: bool
    reason: str
    stop_reason: str
    must_happen: tuple[str, ...]


def decide_placement(
    suggestion: Suggestion,
    chosen_code: str,
    reason: str = "",
    *,
    stop_reason: str = "",
    withdrawal: WithdrawalReview | None = None,
) -> Placement:
    """The clinician's placement, or Refused with everything that stands in the way (docs/clinical.md: ours).

    Six ratings of one edition, each with evidence, and a level of the same. A level other than the suggested one, also
    where none is suggested, needs `reason`. While a stop is in force, any level but 3.7 and 4 needs `stop_reason`, a
    reason of its own: who evaluated the person and what was found; an ordinary `reason` doesn't stand in for it.
    """
    chosen = find_level(chosen_code, suggestion.edition)
    reason, stop_reason = reason.strip(), stop_reason.strip()
    refusals = _rating_refusals(suggestion)
    if chosen is None:
        refusals.append(Refusal("Choose a level of care.", "chosen_level"))
        raise Refused(*refusals)
    differs = suggestion.level is not None and chosen != suggestion.level
    if suggestion.stop and not chosen.after_stop and not stop_reason:
        what = f"Immediate evaluation comes first. {STOP_MUST_HAPPEN}"
        refusals.append(Refusal(what, "stop_reason", "Then write who evaluated, and what was found."))
    if not suggestion.stop and chosen != suggestion.level and not reason:
        what = "Your level differs from the suggested one." if differs else "No level is suggested."
        refusals.append(Refusal(what, "reason", "Write why you chose it."))
    if refusals:
        raise Refused(*refusals)
    needs = _must_happen(suggestion, chosen, withdrawal)
    return Placement(suggestion.edition, suggestion.level, chosen, differs, reason, stop_reason, needs)


def _rating_refusals(suggestion: Suggestion) -> list[Refusal]:
    """Incomplete ratings and ratings without evidence: a severity nobody can check places nobody."""
    if suggestion.edition is Edition.FOURTH:
        return fourth_refusals(_fourth(suggestion))
    unrated = [
        Refusal(f"{each.label} isn't rated.", f"dimension_{each.value}", "Rate it from 0 to 4.")
        for each in suggestion.missing
    ]
    bare = [
        Refusal(f"{each.label} has no evidence.", f"evidence_{each.value}", "Write what it rests on.")
        for each, evidence in ((rating.dimension, rating.evidence) for rating in suggestion.ratings)
        if not evidence.strip()
    ]
    return unrated + bare


def _must_happen(suggestion: Suggestion, chosen: Level, withdrawal: WithdrawalReview | None) -> tuple[str, ...]:
    """What the placement doesn't settle and the action turns into work, each kind of it once. A home that is rated
    serious or worse is no place to be treated from (docs/clinical.md, "Levels of care": no safe home; from which
    severity on is ours).
    """
    needs = [STOP_MUST_HAPPEN] if suggestion.stop else []
    fourth = _fourth(suggestion)
    if _home_isnt_safe(suggestion):
        needs.append(SAFE_PLACE_MUST_HAPPEN)
    if residence_unsettled(fourth, chosen):
        needs.append(RESIDENCE_MUST_HAPPEN)
    asked = withdrawal.reason if withdrawal is not None and (withdrawal.needed or withdrawal.unknown) else ""
    if review := " ".join(words for words in (asked, medical_words(fourth, chosen)) if words):
        needs.append(review)
    return tuple(needs)


def _fourth(suggestion: Suggestion) -> list[FourthRating]:
    """Its ratings where they are the fourth edition's; none where they aren't."""
    return [one for one in suggestion.ratings if isinstance(one, FourthRating)]


def _home_isnt_safe(suggestion: Suggestion) -> bool:
    third = [one for one in suggestion.ratings if isinstance(one, Rating)]
    return any(one.dimension is Dimension.HOME and one.severity >= HOME_ISNT_SAFE for one in third)
