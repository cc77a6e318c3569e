"""When somebody is looked for, when it goes to the case manager, and what is a pattern. No database."""

from datetime import UTC, datetime, timedelta

import pytest

from stepwell.domain.week.rules.rescue import (
    Cause,
    Ending,
    Protocol,
    ending_of,
    is_due_on,
    is_missing,
    pattern_of,
)
from stepwell.domain.week.rules.roll import AttendanceStatus as Status

STARTS = datetime(2026, 10, 6, 0, 0, tzinfo=UTC)
P, N, X, B = Status.PRESENT, Status.NO_SHOW, Status.EXCUSED, Status.BOOKED


@pytest.mark.parametrize(
    ("status", "minutes", "called", "missing"),
    [
        (N, 14, True, False),
        (N, 15, False, True),
        (B, 15, True, True),
        (B, 15, False, False),
        (P, 20, True, False),
        (X, 20, True, False),
    ],
)
def test_somebody_is_missing_from_a_quarter_of_an_hour_where_the_roll_says_so(status, minutes, called, missing):
    now = STARTS + timedelta(minutes=minutes)
    assert is_missing(status, STARTS, now, roll_called=called) is missing


def test_it_ends_by_itself_when_they_come_are_excused_or_it_is_off():
    said = [ending_of(one, is_canceled=False) for one in (P, X, N, B)]
    assert said == [Ending.CAME, Ending.EXCUSED, None, None]
    assert ending_of(N, is_canceled=True) is Ending.CANCELED


def test_it_goes_on_when_they_were_tried_as_often_as_the_site_asks_for():
    protocol = Protocol(attempts=2)
    assert [is_due_on(tried, protocol, reached=False) for tried in (1, 2, 3)] == [False, True, True]
    assert not is_due_on(3, protocol, reached=True)


@pytest.mark.parametrize(
    ("latest_first", "words"),
    [
        ([N, N, P], "Missed 2 in a row"),
        ([N, X, N, P], "Missed 2 in a row"),
        ([B, N, P, N, P, N, P], "Missed 3 of the last 6"),
        ([N, P, P, N, P, P, N], ""),
        ([N], ""),
        ([], ""),
        ([P, N, N, N], "Missed 3 of the last 4"),
    ],
)
def test_a_pattern_is_two_in_a_row_or_three_of_the_last_six(latest_first, words):
    assert pattern_of(latest_first, Protocol()) == words


def test_what_is_chosen_is_said_in_words():
    assert [one.label for one in Cause][:4] == ["Transport", "Child care", "Work", "Return to use"]
