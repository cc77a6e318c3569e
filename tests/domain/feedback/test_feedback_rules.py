"""When a session is asked about, and which counts show to whom."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.feedback.rules import (
    ASKED_FOR,
    FEWEST,
    MOST_WORDS,
    Helped,
    check_is_asked,
    check_words,
    read_helped,
    shown_counts,
    shown_sum,
)
from stepwell.kernel.errors import Refused

ENDS = datetime(2026, 10, 5, 21, tzinfo=UTC)


def test_it_is_asked_from_the_end_for_two_days():
    check_is_asked(ends_at=ENDS, now=ENDS)
    check_is_asked(ends_at=ENDS, now=ENDS + ASKED_FOR - timedelta(seconds=1))
    with pytest.raises(Refused, match="isn’t over yet"):
        check_is_asked(ends_at=ENDS, now=ENDS - timedelta(seconds=1))
    with pytest.raises(Refused, match="more than two days ago"):
        check_is_asked(ends_at=ENDS, now=ENDS + ASKED_FOR)


def test_only_the_three_answers_are_answers_and_the_last_asks_for_a_talk():
    assert [one.needs_a_talk for one in map(read_helped, ("yes", "some", "not really"))] == [False, False, True]
    with pytest.raises(Refused, match="isn’t one of the answers"):
        read_helped("maybe")
    assert Helped.NO.needs_a_talk


def test_words_are_kept_as_said_and_have_an_end():
    assert check_words("  Shorter breaks. ") == "Shorter breaks."
    with pytest.raises(Refused, match="letters"):
        check_words("x" * (MOST_WORDS + 1))


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((4, 3, 2), (None, None, None)),
        ((20, 12, 11), (20, 12, 11)),
        ((20, 12, 3), (20, None, None)),
        ((20, 0, 3), (None, 0, None)),
        ((20, 5, 3), (20, None, None)),
        ((20, 0, 0), (20, 0, 0)),
        ((0, 0, 12), (0, 0, 12)),
    ],
)
def test_few_are_hidden_and_with_them_what_would_tell_them(counts, shown):
    assert shown_counts(counts, is_exact=False) == shown
    assert shown_counts(counts, is_exact=True) == counts


@given(st.tuples(*[st.integers(0, 40)] * 3))
def test_no_count_under_eleven_shows_or_can_be_told(counts):
    shown = shown_counts(counts, is_exact=False)
    assert not [one for one in shown if one is not None and 0 < one < FEWEST]
    # the sum stands beside them: one alone that is hidden could be told from it
    assert sum(one is None for one in shown) != 1
    assert (shown_sum(counts, is_exact=False) is None) == (0 < sum(counts) < FEWEST)
    assert shown_sum(counts, is_exact=True) == sum(counts)
