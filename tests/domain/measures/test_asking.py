"""One question at a time: what comes next, what is left out, what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.measures.rules import asked_items, load_instrument, next_item, score, skipped_items
from stepwell.kernel.errors import Refused

AUDIT, PHQ, CSSRS = load_instrument("audit"), load_instrument("phq-9"), load_instrument("c-ssrs-screener")


def walk(code: str, says: dict[str, int]) -> list[str]:
    """The order in which questions are put to someone who answers by `says`, else 0."""
    instrument = load_instrument(code)
    answers: dict[str, int] = {}
    while (item := next_item(instrument, answers)) is not None:
        answers[item.id] = says.get(item.id, 0)
    return list(answers)


def test_audit_goes_to_nine_when_nothing_is_drunk() -> None:
    assert walk("audit", {}) == ["q1", "q9", "q10"]


def test_audit_goes_to_nine_after_two_and_three_at_zero() -> None:
    assert walk("audit", {"q1": 1}) == ["q1", "q2", "q3", "q9", "q10"]


def test_audit_asks_everything_otherwise_or_when_skips_are_off() -> None:
    assert len(walk("audit", {"q1": 1, "q3": 1})) == 10
    assert len(asked_items(AUDIT, {"q1": 0}, optional_skips=False)) == 10
    item = next_item(AUDIT, {"q1": 0}, optional_skips=False)
    assert item is not None
    assert item.id == "q2"


def test_an_optional_skip_may_be_answered_all_the_same() -> None:
    assert skipped_items(AUDIT, {"q1": 0, "q4": 0}) == ("q2", "q3", "q5", "q6", "q7", "q8")
    assert score(AUDIT, {"q1": 0, "q4": 0, "q9": 0, "q10": 0}).total == 0


def test_an_optional_skip_ends_once_its_range_is_not_idle() -> None:
    assert skipped_items(AUDIT, {"q1": 0, "q5": 2}) == ()
    assert score(AUDIT, {"q1": 0, "q5": 2, "q9": 0, "q10": 0}).total is None


def test_phq_asks_about_difficulty_only_when_something_bothers() -> None:
    assert "difficulty" not in walk("phq-9", {})
    assert walk("phq-9", {"q4": 1})[-1] == "difficulty"


def test_cssrs_goes_to_six_after_no_to_two() -> None:
    assert walk("c-ssrs-screener", {"q1": 1}) == ["q1", "q2", "q6"]
    assert walk("c-ssrs-screener", {"q2": 1, "q6": 1}) == ["q1", "q2", "q3", "q4", "q5", "q6", "q6_recent"]


def test_an_answer_to_a_question_not_asked_is_refused_by_name_and_tells_nothing() -> None:
    with pytest.raises(Refused) as caught:
        score(CSSRS, {"q2": 0, "q4": 1, "q6": 0, "q6_recent": 1})
    assert [refusal.where for refusal in caught.value.refusals] == ["q4", "q6_recent"]
    assert "suicid" not in str(caught.value).lower()


def test_unknown_questions_and_values_are_refused_together() -> None:
    with pytest.raises(Refused) as caught:
        score(AUDIT, {"q9": 1, "q11": 0, "q1": 5})
    assert [refusal.where for refusal in caught.value.refusals] == ["q9", "q11", "q1"]


@given(st.data())
def test_following_the_questions_always_ends_in_a_complete_result(data: st.DataObject) -> None:
    for instrument in (AUDIT, PHQ, CSSRS):
        answers: dict[str, int] = {}
        while (item := next_item(instrument, answers)) is not None:
            answers[item.id] = data.draw(st.sampled_from(item.values))
        assert score(instrument, answers).complete
