"""Two people answering one sheet: item by item, nothing lost in silence."""

from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.measures.rules import load_instrument
from stepwell.domain.measures.rules.merging import Conflict, Stored, contradictions, merge

ITEMS = [f"q{n}" for n in range(1, 5)]
ANSWERS = st.dictionaries(st.sampled_from(ITEMS), st.integers(0, 3))


def test_a_change_is_taken_over_where_nobody_else_changed() -> None:
    merged = merge(Stored({"q1": 1}, {"q1": 7}), {"q1": 2, "q2": 0}, {"q1": 1}, me=8)
    assert merged.answers == {"q1": 2, "q2": 0}
    assert merged.changed == {"q1", "q2"}
    assert merged.conflicts == ()


def test_what_the_page_did_not_change_keeps_what_somebody_else_answered() -> None:
    merged = merge(Stored({"q1": 3}, {"q1": 7}), {"q1": 1}, {"q1": 1}, me=8)
    assert merged.answers == {"q1": 3}


def test_two_different_changes_are_a_conflict_that_keeps_the_first() -> None:
    merged = merge(Stored({"q1": 3}, {"q1": 7}), {"q1": 2}, {"q1": 1}, me=8)
    assert merged.answers == {"q1": 3}
    assert merged.conflicts == (Conflict("q1", 3, 2, 7),)


def test_one_person_on_a_page_that_lags_behind_is_no_conflict() -> None:
    assert merge(Stored({"q1": 3}, {"q1": 7}), {"q1": 2}, {}, me=7).answers == {"q1": 2}


@given(ANSWERS, ANSWERS, ANSWERS)
def test_every_answer_that_was_given_stands_or_is_named(stored, mine, seen) -> None:
    merged = merge(Stored(stored, dict.fromkeys(stored, 7)), mine, seen, me=8)
    assert set(stored) <= set(merged.answers)
    named = {conflict.item: conflict.yours for conflict in merged.conflicts}
    for item, value in mine.items():
        unchanged = seen.get(item) == value
        assert merged.answers.get(item) == value or named.get(item) == value or unchanged


def test_an_answer_that_an_earlier_one_forbids_is_a_contradiction() -> None:
    screener, audit = load_instrument("c-ssrs-screener"), load_instrument("audit")
    assert contradictions(screener, {"q2": 0, "q3": 1, "q6": 0}) == ("q3",)
    assert contradictions(audit, {"q1": 0, "q2": 1}) == ()  # an optional skip forbids nothing
