"""What is known already, laid beside the dimension it may speak to. Shown with its source, never filled in. Pure.

Which finding goes beside which dimension is ours: a help to remember, not a rating.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from stepwell.domain.admissions.rules.levels import AnyDimension, Dimension, Edition, FourthDimension


@dataclass(frozen=True, slots=True)
class Screen:
    """An instrument's standing: `words` as "16, Moderately severe", or why there are none."""

    code: str
    title: str
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class Known:
    """One finding, and where it comes from."""

    dimension: AnyDimension
    text: str
    source: str


_BESIDE: dict[Edition, dict[str, tuple[AnyDimension, ...]]] = {
    Edition.THIRD: {
        "audit": (Dimension.INTOXICATION, Dimension.RETURN_TO_USE),
        "phq-9": (Dimension.MIND,),
        "c-ssrs-screener": (Dimension.MIND,),
    },
    Edition.FOURTH: {
        "audit": (FourthDimension.INTOXICATION, FourthDimension.USE_RISK),
        "phq-9": (FourthDimension.MIND,),
        "c-ssrs-screener": (FourthDimension.MIND,),
    },
}
_BODY: dict[Edition, AnyDimension] = {
    Edition.THIRD: Dimension.PHYSICAL,
    Edition.FOURTH: FourthDimension.PHYSICAL,
}
_COUNTED = (
    ("condition", "condition", "conditions"),
    ("allergy", "allergy", "allergies"),
    ("medication", "medication", "medications"),
)


def known_findings(
    screens: Sequence[Screen], counts: dict[str, int], source: str, edition: Edition = Edition.THIRD
) -> tuple[Known, ...]:
    """Screening results, and how much a referrer sent by kind (`counts`), each beside its dimensions."""
    found = [
        Known(dimension, f"{screen.title}: {screen.words}", screen.source)
        for screen in screens
        for dimension in _BESIDE[edition].get(screen.code, ())
    ]
    for kind, one, many in _COUNTED:
        number = counts.get(kind, 0)
        if number:
            found.append(Known(_BODY[edition], f"{number} {one if number == 1 else many} in the referral", source))
    return tuple(found)
