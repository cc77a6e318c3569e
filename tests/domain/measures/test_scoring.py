"""AUDIT and PHQ-9: totals, bands, flags, and what is said when answers are missing."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.measures.rules import FlagSeverity, Instrument, Scored, band_of, load_instrument, score

AUDIT, PHQ = load_instrument("audit"), load_instrument("phq-9")


def audit(*values: int) -> Scored:
    return score(AUDIT, {f"q{number}": value for number, value in enumerate(values, 1)})


def phq(*values: int) -> Scored:
    return score(PHQ, {f"q{number}": value for number, value in enumerate(values, 1)})


def codes(scored: Scored) -> list[str]:
    return [flag.code for flag in scored.flags]


def full(instrument: Instrument) -> st.SearchStrategy[dict[str, int]]:
    return st.fixed_dictionaries({i.id: st.sampled_from(i.values) for i in instrument.items if i.required})


def test_the_published_audit_vector() -> None:
    result = audit(2, 1, 1, 0, 0, 0, 1, 0, 0, 2)
    assert result.total == 7
    assert result.band is not None
    assert result.band.code == "I"
    assert result.subscales[0].value == 4
    assert result.subscales[0].positive_for == ("women", "men")
    assert result.complete


@pytest.mark.parametrize(
    ("total", "zone"), [(0, "I"), (7, "I"), (8, "II"), (15, "II"), (16, "III"), (19, "III"), (20, "IV"), (40, "IV")]
)
def test_audit_zones(total: int, zone: str) -> None:
    assert band_of(AUDIT, total).code == zone


def test_audit_c_cutoffs_differ_and_missing_is_no_value() -> None:
    assert audit(1, 1, 1, 0, 0, 0, 0, 0, 0, 0).subscales[0].positive_for == ("women",)
    assert audit(1, 1).subscales[0].value is None
    assert score(AUDIT, {"q1": 0, "q9": 0, "q10": 0}).subscales[0].value == 0


@pytest.mark.parametrize("answers", [{"q1": 3, "q2": 0, "q3": 0}, {"q1": 4, "q2": 0, "q3": 0}])
def test_audit_c_from_question_one_alone_is_reviewed(answers: dict[str, int]) -> None:
    assert codes(score(AUDIT, answers)) == ["audit-c-question-1-only"]


@pytest.mark.parametrize("answers", [{"q1": 2, "q2": 0, "q3": 0}, {"q1": 3, "q2": 0, "q3": 1}, {"q1": 3, "q2": 0}])
def test_audit_c_otherwise_is_not(answers: dict[str, int]) -> None:
    assert codes(score(AUDIT, answers)) == []


@pytest.mark.parametrize(
    ("values", "zone", "intervention", "raised"),
    [
        ((1, 1, 1, 2, 2, 2, 0, 0, 0, 0), "II", "III", True),
        ((1, 0, 1, 0, 0, 0, 0, 0, 4, 0), "I", "II", True),
        ((1, 0, 1, 0, 0, 0, 0, 0, 0, 4), "I", "II", True),
        ((1, 0, 1, 2, 2, 0, 0, 0, 0, 0), "I", "I", False),
        ((1, 0, 1, 0, 0, 0, 0, 0, 2, 2), "I", "I", False),
        ((4, 4, 4, 4, 4, 4, 0, 0, 4, 4), "IV", "IV", False),
    ],
)
def test_single_answers_raise_the_intervention_not_the_zone(
    values: tuple[int, ...], zone: str, intervention: str, raised: bool
) -> None:
    result = audit(*values)
    assert result.band is not None
    assert result.intervention is not None
    assert (result.band.code, result.intervention.zone, result.intervention.raised) == (zone, intervention, raised)


def test_no_intervention_without_a_total() -> None:
    assert audit(1, 1, 1).intervention is None
    assert phq(*[0] * 9).intervention is None


@pytest.mark.parametrize(
    ("total", "band"),
    [
        *[(0, "minimal"), (4, "minimal"), (5, "mild"), (9, "mild"), (10, "moderate"), (14, "moderate")],
        *[(15, "moderately-severe"), (19, "moderately-severe"), (20, "severe"), (27, "severe")],
    ],
)
def test_phq_bands(total: int, band: str) -> None:
    assert band_of(PHQ, total).code == band


def test_question_nine_alone_raises_safety_even_with_everything_else_missing() -> None:
    result = score(PHQ, {"q9": 1})
    assert result.total is None
    assert codes(result) == ["suicide-risk"]
    assert result.flags[0].severity is FlagSeverity.SAFETY


def test_question_nine_at_zero_raises_nothing_however_high_the_total() -> None:
    assert "suicide-risk" not in codes(phq(3, 3, 3, 3, 3, 3, 3, 3, 0))


@pytest.mark.parametrize(
    ("values", "pattern"),
    [
        ((2, 2, 2, 2, 2, 0, 0, 0, 0), True),
        ((2, 0, 2, 2, 2, 0, 0, 0, 1), True),
        ((2, 2, 2, 2, 1, 1, 1, 1, 0), False),
        ((1, 1, 3, 3, 3, 3, 3, 3, 3), False),
        ((0, 2, 2, 2, 2, 2), True),
    ],
)
def test_the_depressive_pattern(values: tuple[int, ...], pattern: bool) -> None:
    assert ("major-depressive-pattern" in codes(phq(*values))) is pattern


def test_difficulty_is_neither_scored_nor_required() -> None:
    answers = {f"q{number}": 1 for number in range(1, 10)}
    assert score(PHQ, answers).total == score(PHQ, {**answers, "difficulty": 3}).total == 9


def test_an_instrument_without_a_pattern_of_its_own_has_its_item_flags_only() -> None:
    other = replace(PHQ, patterns=())
    assert codes(score(other, {f"q{number}": 3 for number in range(1, 10)})) == ["suicide-risk"]


@given(full(AUDIT), full(PHQ))
def test_totals_are_the_sum_in_range(drinks: dict[str, int], moods: dict[str, int]) -> None:
    for instrument, answers in ((AUDIT, drinks), (PHQ, moods)):
        result = score(instrument, answers)
        assert result.total == sum(answers.values())
        assert 0 <= result.total <= instrument.maximum
        assert result.band is not None


@given(full(PHQ), st.sampled_from([f"q{number}" for number in range(1, 10)]))
def test_one_answer_higher_is_never_a_lower_total_and_loses_no_flag(answers: dict[str, int], item: str) -> None:
    higher = {**answers, item: min(3, answers[item] + 1)}
    before, after = score(PHQ, answers), score(PHQ, higher)
    assert (before.total or 0) <= (after.total or 0)
    assert {*codes(before)} <= {*codes(after)}


@given(full(PHQ), st.sets(st.sampled_from([f"q{number}" for number in range(1, 10)]), min_size=1))
def test_missing_never_yields_a_total(answers: dict[str, int], dropped: set[str]) -> None:
    kept = {item: value for item, value in answers.items() if item not in dropped}
    result = score(PHQ, kept)
    assert result.total is None
    assert result.band is None
    assert set(result.missing) == dropped


@given(full(AUDIT), st.sets(st.sampled_from([f"q{number}" for number in range(1, 11)]), min_size=1))
def test_audit_with_missing_has_no_total_unless_a_skip_says_so(answers: dict[str, int], dropped: set[str]) -> None:
    kept = {item: value for item, value in answers.items() if item not in dropped}
    assert score(AUDIT, kept, optional_skips=False).total is None
    result = score(AUDIT, kept)
    assert (result.total is None) == bool(dropped - set(result.skipped))
