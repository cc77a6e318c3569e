"""Triage: a level with its reason in words, by the steps of the instrument's file. No total, ever."""

from stepwell.domain.measures.rules.asking import Answers
from stepwell.domain.measures.rules.definitions import Instrument, Triage, TriageResult


def triage(instrument: Instrument, answers: Answers, missing: tuple[str, ...]) -> TriageResult:
    """The worst level that a "yes" establishes (C-SSRS screener: docs/clinical.md).

    Points are never summed: a lone recent behavior is HIGH. Missing answers never lower a level: the worst
    established one stands as "at least".
    """
    yes = [step for step in instrument.triage if answers.get(step.item) == 1]
    level = max((step.level for step in yes), default=Triage.NONE)
    words = [step.words for step in yes if step.level is level]
    reason = f"Yes to {'; '.join(words)}." if words else "No question was answered yes."
    if missing:
        reason += " Incomplete: not every question is answered."
    return TriageResult(level, bool(missing) and level is not Triage.HIGH, reason)
