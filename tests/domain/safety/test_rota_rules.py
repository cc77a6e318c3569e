"""Who is on call when, and which hours nobody covers."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.safety.rules.rota import Asked, covered, faults, gaps, held_days, stretches
from stepwell.kernel.period import Period, total_minutes

DENVER = ZoneInfo("America/Denver")
NOW = datetime(2026, 10, 6, 15, 0, tzinfo=UTC)
TUESDAY = date(2026, 10, 6)
WEEK = Asked(TUESDAY, time(8), TUESDAY + timedelta(days=7), time(8))


def hours(first: int, last: int) -> Period:
    return Period(NOW + timedelta(hours=first), NOW + timedelta(hours=last))


def test_a_stretch_keeps_its_time_on_the_wall_over_the_night_when_clocks_change():
    again = Asked(date(2026, 10, 27), time(8), date(2026, 11, 3), time(8), 1, date(2026, 11, 3))
    first, second = stretches(again, DENVER)
    assert first.ended_at == second.started_at
    assert (first.elapsed, second.elapsed) == (timedelta(days=7, hours=1), timedelta(days=7))
    assert faults(again, DENVER, NOW) == []


def test_it_comes_again_up_to_its_last_day_and_no_later():
    every_other = Asked(TUESDAY, time(8), TUESDAY + timedelta(days=7), time(8), 2, TUESDAY + timedelta(days=30))
    assert [one.started_at.astimezone(DENVER).date() for one in stretches(every_other, DENVER)] == [
        TUESDAY,
        TUESDAY + timedelta(days=14),
        TUESDAY + timedelta(days=28),
    ]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (Asked(TUESDAY, time(8), TUESDAY, time(8)), "until_on"),
        (Asked(TUESDAY, time(8), TUESDAY - timedelta(days=1), time(8)), "until_on"),
        (Asked(TUESDAY, time(8), TUESDAY + timedelta(days=15), time(8)), "until_on"),
        (Asked(date(2026, 10, 1), time(8), date(2026, 10, 2), time(8)), "until_on"),
        (Asked(date(2028, 10, 1), time(8), date(2028, 10, 2), time(8)), "from_on"),
        (Asked(TUESDAY, time(8), TUESDAY + timedelta(days=7), time(8), 1), "last_on"),
        (Asked(TUESDAY, time(8), TUESDAY + timedelta(days=7), time(8), 1, TUESDAY - timedelta(days=1)), "last_on"),
        (Asked(TUESDAY, time(8), TUESDAY + timedelta(days=9), time(8), 1, TUESDAY + timedelta(days=30)), "every_weeks"),
        (Asked(TUESDAY, time(8), TUESDAY + timedelta(days=1), time(8), 1, TUESDAY + timedelta(days=500)), "last_on"),
    ],
)
def test_a_slip_of_the_hand_is_refused_at_its_field(asked, field):
    assert [one.where for one in faults(asked, DENVER, NOW)] == [field]


def test_a_week_that_has_begun_may_be_written_down():
    assert faults(WEEK, DENVER, NOW + timedelta(days=3)) == []


def test_hours_that_nobody_covers_are_told_one_by_one():
    window = hours(0, 24)
    assert gaps(window, []) == (window,)
    assert gaps(window, [hours(0, 8), hours(10, 24)]) == (hours(8, 10),)
    assert gaps(window, [hours(-5, 30)]) == ()


def test_who_may_answer_no_more_covers_nothing_from_that_midnight_on():
    held = held_days(date(2026, 9, 1), date(2026, 10, 8), Period(NOW, NOW + timedelta(days=7)), DENVER)
    assert held is not None
    parts = covered(Period(NOW, NOW + timedelta(days=7)), [held])
    assert [one.ended_at.astimezone(DENVER).isoformat() for one in parts] == ["2026-10-08T00:00:00-06:00"]
    assert held_days(date(2026, 9, 1), date(2026, 10, 1), Period(NOW, NOW + timedelta(days=7)), DENVER) is None
    assert held_days(date(2027, 9, 1), None, Period(NOW, NOW + timedelta(days=7)), DENVER) is None


@given(st.lists(st.tuples(st.integers(-50, 200), st.integers(1, 60)), max_size=12))
def test_every_minute_of_a_window_is_covered_or_a_gap_and_never_both(spans):
    window, covering = hours(0, 168), [hours(start, start + length) for start, length in spans]
    left = gaps(window, covering)
    within = [part for one in covering if (part := one.intersection(window))]
    assert total_minutes(left) + total_minutes(within) == window.minutes
    assert not [gap for gap in left for one in covering if gap.overlaps(one)]
