"""What a suggestion is made of and what it says, in either edition: ratings in, a level and its reason out. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from stepwell.domain.admissions.rules.levels import AnyDimension, Dimension, Edition, FourthDimension, Level

STOP_MUST_HAPPEN = "Evaluate now: level 4, level 3.7 or an emergency department."
SAFE_PLACE_MUST_HAPPEN = "Where they live isn’t safe for it: settle with them where they stay, before the first day."


@dataclass(frozen=True, slots=True)
class Rating:
    """One dimension's severity, 0 to 4, and the evidence for it in the rater's words."""

    dimension: Dimension
    severity: int
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class FourthRating:
    """One dimension of the fourth edition: the rating as the rater read it in their book, its parts together, and the
    level that the book names for it as the least; both empty while it isn't rated. The sixth has words alone.
    """

    dimension: FourthDimension
    minimum: str = ""
    codes: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A level to consider, or none. While `stop` is set nothing but immediate evaluation is suggested; the fourth
    edition names a level even then, because its ratings do.

    `per_dimension` is the least intensive level whose rule that single rating allows: None where no rule does.
    `missing` names dimensions still to rate; `ratings` are those it was made from, in order.
    """

    edition: Edition
    level: Level | None
    stop: bool
    at_least: bool
    reason: str
    governing: tuple[AnyDimension, ...]
    per_dimension: tuple[tuple[AnyDimension, Level | None], ...]
    what_would_change_it: tuple[str, ...]
    ratings: tuple[Rating, ...] | tuple[FourthRating, ...]
    missing: tuple[AnyDimension, ...]


def listed(dimensions: Iterable[AnyDimension]) -> str:
    """Their labels in a sentence."""
    *most, last = (each.label for each in dimensions)
    return f"{', '.join(most)} and {last}" if most else last
