"""Codes at the door: hard to guess, never twice, good for the step that shows and the one before; and which session."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.week.rules.arrival import (
    OPENS,
    STEP,
    can_arrive,
    can_join,
    code_of,
    digits_of,
    door_code,
    grouped,
    nearest,
    opens_door,
    own_codes,
    with_arrival,
)
from stepwell.domain.week.rules.roll import AttendanceStatus, TypedPair
from stepwell.kernel.period import Period

SECRET = b"of one device"
START = datetime(2026, 10, 6, 0, 0, tzinfo=UTC)  # 18:00 in Denver
SESSION = Period(START, START + timedelta(hours=3))
DENVER = ZoneInfo("America/Denver")
SECONDS = st.integers(0, 10_000_000).map(lambda seconds: START + timedelta(seconds=seconds))


@given(SECONDS)
def test_the_code_that_shows_and_the_one_before_it_open_and_no_other(now):
    assert opens_door(SECRET, door_code(SECRET, now), now)
    assert opens_door(SECRET, grouped(door_code(SECRET, now - STEP)), now)
    older, newer = door_code(SECRET, now - 2 * STEP), door_code(SECRET, now + STEP)
    shown = {door_code(SECRET, now), door_code(SECRET, now - STEP)}
    for other in {older, newer} - shown:
        assert not opens_door(SECRET, other, now)


def test_another_device_shows_another_code():
    codes = {door_code(f"device {number}".encode(), START) for number in range(50)}
    assert len(codes) > 45


@given(st.text(max_size=12))
def test_what_isnt_six_digits_opens_nothing(typed):
    digits = digits_of(typed)
    assert digits == "" or (len(digits) == 6 and digits.isdigit())
    if not digits:
        assert not opens_door(SECRET, typed, START)


@pytest.mark.parametrize("typed", ["204716", " 204 716 ", "204-716"])
def test_a_code_is_read_however_it_is_spaced(typed):
    assert digits_of(typed) == "204716"


@pytest.mark.parametrize("typed", ["", "20471", "2047160", "٢٠٤٧١٦", "20471a"])
def test_other_digits_are_none(typed):
    assert digits_of(typed) == ""


def test_everybody_has_their_own_code_and_who_is_booked_later_changes_nobodys():
    keys = [str(number) for number in range(3000)]
    codes = own_codes(SECRET, keys)
    assert len({*codes.values()}) == 3000
    assert {key: codes[key] for key in keys[:2000]} == own_codes(SECRET, keys[:2000])
    # among so many two would have met
    assert len({code_of(SECRET, f"{key}/0") for key in keys}) < 3000


@pytest.mark.parametrize(
    ("minutes", "arrives", "joins"),
    [
        (-61, False, False),
        (-60, True, False),
        (-16, True, False),
        (-15, True, True),
        (179, True, True),
        (180, False, False),
    ],
)
def test_arriving_opens_an_hour_before_and_a_meeting_a_quarter(minutes, arrives, joins):
    now = START + timedelta(minutes=minutes)
    assert (can_arrive(SESSION, now), can_join(SESSION, now)) == (arrives, joins)


def test_between_two_sessions_the_next_one_is_meant_and_far_from_all_none():
    later = Period(SESSION.ended_at, SESSION.ended_at + timedelta(hours=1))
    both = [SESSION, later]
    assert nearest(both, START - timedelta(minutes=5)) == SESSION
    assert nearest(both, SESSION.ended_at - timedelta(minutes=5)) == later
    assert nearest(both, START - OPENS - timedelta(seconds=1)) is None
    assert nearest([], START) is None


@pytest.mark.parametrize(
    ("status", "typed", "came", "expected"),
    [
        (AttendanceStatus.LATE, [], 18, [TypedPair("18:18")]),
        (AttendanceStatus.LATE, [TypedPair("", "20:00"), TypedPair("20:10", "21:00")], 18,
         [TypedPair("18:18", "20:00"), TypedPair("20:10", "21:00")]),
        (AttendanceStatus.LATE, [TypedPair("18:30")], 18, [TypedPair("18:30")]),
        (AttendanceStatus.LATE, [], -8, []),
        (AttendanceStatus.LATE, [], 180, []),
        (AttendanceStatus.LATE, [], None, []),
        (AttendanceStatus.PRESENT, [], 18, []),
    ],
)  # fmt: skip
def test_late_without_a_time_means_when_they_said_that_they_are_here(status, typed, came, expected):
    at = None if came is None else START + timedelta(minutes=came)
    assert list(with_arrival(typed, status, at, SESSION, DENVER)) == expected


def test_a_few_seconds_after_the_start_are_no_time_to_be_late():
    assert with_arrival([], AttendanceStatus.LATE, START + timedelta(seconds=20), SESSION, DENVER) == []
