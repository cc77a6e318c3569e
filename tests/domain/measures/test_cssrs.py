"""C-SSRS screener: triage by the worst answer, never by a sum, never lowered by silence."""

from itertools import product

import pytest

from stepwell.domain.measures.rules import Triage, load_instrument, score
from stepwell.domain.measures.rules.definitions import TriageResult
from stepwell.kernel.errors import Refused

CSSRS = load_instrument("c-ssrs-screener")
IDS = [item.id for item in CSSRS.items]


def triage(**answers: int) -> TriageResult:
    result = score(CSSRS, answers).triage
    assert result is not None
    return result


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        ({"q1": 0, "q2": 0, "q6": 0}, Triage.NONE),
        ({"q1": 1, "q2": 0, "q6": 0}, Triage.LOW),
        ({"q1": 0, "q2": 1, "q3": 0, "q4": 0, "q5": 0, "q6": 0}, Triage.LOW),
        ({"q1": 0, "q2": 1, "q3": 1, "q4": 0, "q5": 0, "q6": 0}, Triage.MODERATE),
        ({"q1": 0, "q2": 0, "q6": 1, "q6_recent": 0}, Triage.MODERATE),
        ({"q1": 0, "q2": 1, "q3": 0, "q4": 1, "q5": 0, "q6": 0}, Triage.HIGH),
        ({"q1": 0, "q2": 1, "q3": 0, "q4": 0, "q5": 1, "q6": 0}, Triage.HIGH),
        ({"q1": 0, "q2": 0, "q6": 1, "q6_recent": 1}, Triage.HIGH),
    ],
)
def test_levels_of_complete_answers(answers: dict[str, int], level: Triage) -> None:
    result = score(CSSRS, answers)
    assert result.complete
    assert result.triage is not None
    assert result.triage.level is level
    assert not result.triage.at_least
    assert result.total is None
    assert result.band is not None
    assert result.band.code == level.name.lower()
    assert [flag.code for flag in result.flags] == (["suicide-risk"] if level else [])


def test_the_reason_names_what_set_the_level() -> None:
    result = triage(q1=1, q2=1, q3=1, q4=1, q5=0, q6=1, q6_recent=1)
    assert "question 4" in result.reason
    assert "question 6" in result.reason
    assert "question 3" not in result.reason


def test_incomplete_keeps_the_worst_and_says_so() -> None:
    result = triage(q2=1, q3=1)
    assert (result.level, result.at_least) == (Triage.MODERATE, True)
    assert "Incomplete" in result.reason


def test_nothing_answered_is_not_no_risk() -> None:
    result = score(CSSRS, {"q1": 0})
    assert result.band is None
    assert result.triage is not None
    assert result.triage.at_least
    assert not result.complete


def test_behavior_without_a_time_is_at_least_moderate() -> None:
    assert triage(q1=0, q2=0, q6=1).level is Triage.MODERATE
    assert triage(q1=0, q2=0, q6=1).at_least


def test_intent_is_high_with_everything_else_missing() -> None:
    assert triage(q4=1).level is Triage.HIGH
    assert not triage(q4=1).at_least


def test_one_more_yes_or_one_answer_less_never_lowers_over_all_answers() -> None:
    """Every way to answer yes, no or nothing to the seven questions: 3^7."""
    levels: dict[tuple[int, ...], Triage] = {}
    for values in product((-1, 0, 1), repeat=7):
        answers = {item: value for item, value in zip(IDS, values, strict=True) if value >= 0}
        try:
            result = score(CSSRS, answers)
        except Refused:
            continue
        assert result.total is None
        assert result.triage is not None
        levels[values] = result.triage.level
    for values, level in levels.items():
        for place in range(7):
            more = (*values[:place], 1, *values[place + 1 :])
            assert levels.get(more, Triage.HIGH) >= level
    assert len(levels) > 700
