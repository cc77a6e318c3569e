"""The clinician's decision beside the suggestion, and what it needs to be written down."""

import pytest

from stepwell.domain.admissions.rules.placement import (
    SAFE_PLACE_MUST_HAPPEN,
    STOP_MUST_HAPPEN,
    Dimension,
    Edition,
    Rating,
    Suggestion,
    decide_placement,
    suggest_level,
    withdrawal_needs_medical_review,
)
from stepwell.kernel.errors import Refused


def suggest(*severities: int, evidence: str = "seen") -> Suggestion:
    return suggest_level([Rating(each, value, evidence) for each, value in zip(Dimension, severities, strict=False)])


IOP = suggest(1, 1, 2, 1, 3, 2)
STOP = suggest(1, 1, 4, 1, 1, 1)
NONE = suggest(2, 1, 1, 1, 1, 1)


def places(error: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [refusal.where for refusal in error.value.refusals]


def test_the_suggested_level_needs_no_reason() -> None:
    placement = decide_placement(IOP, "2.1")
    assert placement.chosen.code == "2.1"
    assert not placement.differs
    assert placement.must_happen == ()
    assert placement.edition is Edition.THIRD


def test_another_level_needs_a_reason_and_keeps_both() -> None:
    with pytest.raises(Refused) as caught:
        decide_placement(IOP, "2.5", "  ")
    assert places(caught) == ["reason"]
    placement = decide_placement(IOP, "2.5", "Both earlier stays ended in use within a week at 9 h.")
    assert placement.differs
    assert placement.suggested is not None
    assert (placement.suggested.code, placement.chosen.code) == ("2.1", "2.5")


def test_no_suggestion_needs_a_reason_too() -> None:
    with pytest.raises(Refused, match="No level is suggested"):
        decide_placement(NONE, "2.1")
    assert not decide_placement(NONE, "2.1", "Withdrawal is over; nurse agrees.").differs


@pytest.mark.parametrize(
    ("home", "needs"),
    [(2, ()), (3, (SAFE_PLACE_MUST_HAPPEN,)), (4, (STOP_MUST_HAPPEN, SAFE_PLACE_MUST_HAPPEN))],
)
def test_a_home_that_isnt_safe_is_settled_whatever_level_is_chosen(home: int, needs: tuple[str, ...]) -> None:
    placement = decide_placement(suggest(1, 1, 1, 1, 1, home), "2.1", stop_reason="Seen at 9:00.")
    assert placement.must_happen == needs


@pytest.mark.parametrize("code", ["3.7", "4", "3.7-WM", "4-WM"])
def test_a_stop_may_end_where_evaluation_leads(code: str) -> None:
    assert decide_placement(STOP, code).must_happen == (STOP_MUST_HAPPEN,)


@pytest.mark.parametrize("code", ["1", "2.1", "2.5", "3.1", "3.5"])
def test_a_stop_needs_a_reason_of_its_own_for_anything_else(code: str) -> None:
    with pytest.raises(Refused) as caught:
        decide_placement(STOP, code, "Wants to be at home.")
    assert places(caught) == ["stop_reason"]
    assert "emergency department" in str(caught.value)
    placement = decide_placement(STOP, code, stop_reason="Dr. Vance evaluated at 10:40; no intent now.")
    assert placement.stop_reason.startswith("Dr. Vance")
    assert placement.must_happen == (STOP_MUST_HAPPEN,)


def test_unrated_dimensions_and_missing_evidence_are_each_named() -> None:
    with pytest.raises(Refused) as caught:
        decide_placement(suggest(1, 1, 1, 1, evidence=" "), "1", "Because")
    assert places(caught) == [
        *(f"dimension_{number}" for number in (5, 6)),
        *(f"evidence_{number}" for number in (1, 2, 3, 4)),
    ]


@pytest.mark.parametrize("code", ["", "2.7", "nine"])
def test_an_unknown_level_is_refused(code: str) -> None:
    with pytest.raises(Refused, match="Choose a level of care"):
        decide_placement(IOP, code, "Because")


def test_a_level_of_the_other_edition_is_no_level_of_this_one() -> None:
    with pytest.raises(Refused, match="Choose a level of care"):
        decide_placement(IOP, "1.7", "The payer asks for it.")


@pytest.mark.parametrize(
    ("uses", "history", "ciwa", "needed", "unknown"),
    [
        (True, True, None, True, 0),
        (False, False, 10, True, 0),
        (True, True, 30, True, 0),
        (True, False, 9, False, 0),
        (False, True, 0, False, 0),
        (False, None, None, False, 0),
        (None, False, None, False, 0),
        (True, None, None, False, 1),
        (None, True, 4, False, 1),
        (None, None, None, False, 2),
    ],
)
def test_withdrawal_review(
    uses: bool | None, history: bool | None, ciwa: int | None, needed: bool, unknown: int
) -> None:
    review = withdrawal_needs_medical_review(
        uses_alcohol_or_benzodiazepine=uses, seizure_or_dt_history=history, ciwa_ar=ciwa
    )
    assert review.needed is needed
    assert len(review.unknown) == unknown
    placement = decide_placement(IOP, "2.1", withdrawal=review)
    assert bool(placement.must_happen) == (needed or unknown > 0)


@pytest.mark.parametrize("score", [-1, 68])
def test_ciwa_outside_its_range_is_refused(score: int) -> None:
    with pytest.raises(Refused, match="0 to 67"):
        withdrawal_needs_medical_review(uses_alcohol_or_benzodiazepine=True, seizure_or_dt_history=True, ciwa_ar=score)
