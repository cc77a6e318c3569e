"""C-SSRS screener triage. A level with its reason in words; no total, ever."""

from stepwell.domain.measures.rules.asking import Answers
from stepwell.domain.measures.rules.definitions import Triage, TriageResult

_RULES = (
    (Triage.HIGH, "q4", "some intention of acting, in the past month (question 4)"),
    (Triage.HIGH, "q5", "a plan with intent, in the past month (question 5)"),
    (Triage.HIGH, "q6_recent", "suicidal behavior within the past three months (question 6)"),
    (Triage.MODERATE, "q3", "thoughts of how, in the past month (question 3)"),
    (Triage.MODERATE, "q6", "suicidal behavior in the lifetime (question 6)"),
    (Triage.LOW, "q2", "thoughts of suicide, in the past month (question 2)"),
    (Triage.LOW, "q1", "a wish to be dead, in the past month (question 1)"),
)


def triage(answers: Answers, missing: tuple[str, ...]) -> TriageResult:
    """HIGH: 4 or 5, or behavior within 3 months. MODERATE: 3, or behavior before that. LOW: 1 or 2 only. Else NONE.

    Source: docs/clinical.md, "C-SSRS screener". Points are never summed: a lone recent
    behavior is HIGH. Missing answers never lower a level: the worst established one stands as "at least".
    """
    yes = [(level, words) for level, item, words in _RULES if answers.get(item) == 1]
    level = max((level for level, _ in yes), default=Triage.NONE)
    words = [text for each, text in yes if each is level]
    reason = f"Yes to {'; '.join(words)}." if words else "No question was answered yes."
    if missing:
        reason += " Incomplete: not every question is answered."
    return TriageResult(level, bool(missing) and level is not Triage.HIGH, reason)
