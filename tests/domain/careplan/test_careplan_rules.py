from dataclasses import replace
from datetime import date

import pytest

from stepwell.domain.careplan.rules import (
    MEDICARE_REVIEW,
    ObjectiveDraft,
    ReviewRule,
    check_objective,
    next_review,
)
from stepwell.kernel.errors import Refused

TODAY = date(2026, 10, 6)
ENDS = date(2026, 12, 27)  # the last day of twelve weeks from 5 October
GOOD = ObjectiveDraft("Rides out an urge", "Urge rating 0 to 10", "4 or less", date(2026, 11, 6), "counselor")


def refused_fields(draft: ObjectiveDraft) -> list[str]:
    with pytest.raises(Refused) as refused:
        check_objective(draft, today=TODAY, track_ends_on=ENDS)
    return [refusal.where for refusal in refused.value.refusals]


def test_a_track_ends_on_the_last_day_of_its_last_week() -> None:
    assert date(2026, 12, 27) == ENDS


@pytest.mark.parametrize("due_on", [date(2026, 10, 7), ENDS])
def test_an_objective_due_within_the_track_is_accepted(due_on: date) -> None:
    check_objective(replace(GOOD, due_on=due_on), today=TODAY, track_ends_on=ENDS)


def test_an_empty_objective_is_refused_for_every_field_at_once() -> None:
    assert refused_fields(ObjectiveDraft(" ", "", "\n", None, "")) == [
        "specific",
        "measure",
        "target",
        "due_on",
        "owner",
    ]


@pytest.mark.parametrize("due_on", [date(2026, 10, 5), TODAY, date(2026, 12, 28)])
def test_a_date_that_is_not_ahead_or_after_the_track_is_refused(due_on: date) -> None:
    assert refused_fields(replace(GOOD, due_on=due_on)) == ["due_on"]


def test_the_first_review_counts_from_the_start_and_the_next_from_the_latest() -> None:
    assert next_review(date(2026, 1, 1), [], [MEDICARE_REVIEW]).due_on == date(2026, 3, 2)
    reviewed_on = [date(2026, 2, 20), date(2026, 2, 1)]
    assert next_review(date(2026, 1, 1), reviewed_on, [MEDICARE_REVIEW]).due_on == date(2026, 4, 21)


def test_the_strictest_rule_sets_the_review_and_is_its_reason() -> None:
    own = ReviewRule(30, "The program's own")
    review = next_review(date(2026, 1, 1), [], [MEDICARE_REVIEW, own])
    assert (review.due_on, review.reason) == (date(2026, 1, 31), "The program's own")


def test_a_review_needs_a_rule_and_a_rule_a_day() -> None:
    with pytest.raises(ValueError, match="review rule"):
        next_review(date(2026, 1, 1), [], [])
    with pytest.raises(Refused, match="at least a day"):
        ReviewRule(0, "none")
