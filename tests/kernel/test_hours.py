import pytest

from stepwell.kernel.hours import hours_of, in_hours


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 h"), (30, "30 min"), (50, "50 min"), (90, "1.5 h"), (170, "2 h 50 min"), (179, "2 h 59 min"), (540, "9 h")],
)
def test_minutes_read_exactly(minutes: int, words: str) -> None:
    assert in_hours(minutes) == words


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [(450, 540, "7.5 of 9 h"), (170, 540, "2 h 50 min of 9 h"), (50, 60, "50 min of 1 h"), (0, 540, "0 of 9 h")],
)
def test_a_part_of_a_whole_shares_the_unit_where_it_can(part: int, whole: int, words: str) -> None:
    assert hours_of(part, whole) == words
