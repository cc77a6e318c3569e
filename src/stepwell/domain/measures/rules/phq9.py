"""What PHQ-9 has beyond its sum and its item 9 flag: the pattern of a major depressive episode."""

from stepwell.domain.measures.rules.asking import Answers
from stepwell.domain.measures.rules.definitions import Flag, FlagSeverity

_LEAST = {**{f"q{number}": 2 for number in range(1, 9)}, "q9": 1}


def flags(answers: Answers) -> tuple[Flag, ...]:
    """Pattern: ≥5 items at ≥2 (item 9 counts at ≥1), item 1 or 2 among them (docs/clinical.md, "PHQ-9"; unconfirmed).

    Raised as soon as the answers given establish it, also while others are missing. A pattern, never a diagnosis.
    """
    counted = {item for item, least in _LEAST.items() if answers.get(item, 0) >= least}
    if len(counted) >= 5 and counted & {"q1", "q2"}:
        reason = "Five or more symptoms count, low mood or lost interest among them. A clinician reviews it."
        return (Flag("major-depressive-pattern", FlagSeverity.REVIEW, reason),)
    return ()
