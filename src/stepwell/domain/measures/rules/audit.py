"""What AUDIT has beyond its sum: the raised intervention, and the AUDIT-C answer that needs a second look."""

from stepwell.domain.measures.rules.asking import Answers
from stepwell.domain.measures.rules.definitions import Band, Flag, FlagSeverity, Instrument, Intervention

_DEPENDENCE = ("q4", "q5", "q6")
_PROBLEMS = ("q9", "q10")
_AUDIT_C_LEAST_CUTOFF = 3


def intervention(instrument: Instrument, band: Band, answers: Answers) -> Intervention | None:
    """The zone's intervention, one level higher when 4, 5 and 6 are each ≥2, or 9 or 10 is 4.

    Source: comorbidityguidelines.org.au, citing the WHO manual (docs/clinical.md, "AUDIT"; it says "4, 5 and 6", so
    all three). The zone itself stays the total's. None for an instrument whose bands name no intervention.
    """
    if not band.intervention:
        return None
    why = _why_raised(answers)
    place = instrument.bands.index(band)
    if not why or place + 1 == len(instrument.bands):
        return Intervention(band.code, band.intervention, False, f"Follows the total's {band.label}.")
    higher = instrument.bands[place + 1]
    return Intervention(higher.code, higher.intervention, True, f"One level above the total's zone: {why}.")


def _why_raised(answers: Answers) -> str:
    if all(answers.get(item, 0) >= 2 for item in _DEPENDENCE):
        return "questions 4, 5 and 6 are each 2 or more"
    if any(answers.get(item, 0) == 4 for item in _PROBLEMS):
        return "question 9 or 10 is 4"
    return ""


def flags(answers: Answers, skipped: tuple[str, ...]) -> tuple[Flag, ...]:
    """AUDIT-C at a cut-off with all points from question 1 alone ⇒ review recent drinking (docs/clinical.md)."""
    quiet = all(item in skipped or answers.get(item) == 0 for item in ("q2", "q3"))
    if quiet and answers.get("q1", 0) >= _AUDIT_C_LEAST_CUTOFF:
        reason = "All AUDIT-C points come from question 1. Review how much was drunk in recent months."
        return (Flag("audit-c-question-1-only", FlagSeverity.REVIEW, reason),)
    return ()
