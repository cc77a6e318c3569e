"""When withdrawal needs a medical review before or beside IOP (docs/clinical.md, "Safety")."""

from dataclasses import dataclass

from stepwell.kernel.errors import refuse

CIWA_AR_MAXIMUM = 67
CIWA_AR_REVIEW_AT = 10


@dataclass(frozen=True, slots=True)
class WithdrawalReview:
    """Whether a medical review is needed, why, and what isn't known yet. Unknown is never read as no."""

    needed: bool
    reason: str
    unknown: tuple[str, ...] = ()


def withdrawal_needs_medical_review(
    *,
    uses_alcohol_or_benzodiazepine: bool | None,
    seizure_or_dt_history: bool | None,
    ciwa_ar: int | None = None,
) -> WithdrawalReview:
    """Alcohol/benzodiazepine + seizure/DT history, or CIWA-Ar ≥10 ⇒ medical review, not IOP alone.

    Unconfirmed as a rule; CIWA-Ar 0 to 67 and mild ≤9 were seen (docs/clinical.md, "Safety"). None = not known.
    """
    if ciwa_ar is not None and not 0 <= ciwa_ar <= CIWA_AR_MAXIMUM:
        raise refuse("A CIWA-Ar score is from 0 to 67.", "ciwa_ar", "Check the score sheet.")
    reasons: list[str] = []
    if uses_alcohol_or_benzodiazepine and seizure_or_dt_history:
        reasons.append("alcohol or benzodiazepine use with a history of seizure or delirium tremens")
    if ciwa_ar is not None and ciwa_ar >= CIWA_AR_REVIEW_AT:
        reasons.append("CIWA-Ar of 10 or more")
    if reasons:
        return WithdrawalReview(True, f"Medical review, not IOP alone: {' and '.join(reasons)}.")
    unknown = _unknown(uses_alcohol_or_benzodiazepine, seizure_or_dt_history)
    if unknown:
        return WithdrawalReview(False, f"Not settled: ask about {' and '.join(unknown)}.", unknown)
    return WithdrawalReview(False, "Neither rule for a medical review applies.")


def _unknown(uses: bool | None, history: bool | None) -> tuple[str, ...]:
    """What could still bring the rule about: nothing, once either half is a known no."""
    if uses is False or history is False:
        return ()
    facts = (("alcohol and benzodiazepine use", uses), ("past seizures or delirium tremens", history))
    return tuple(words for words, known in facts if known is None)
