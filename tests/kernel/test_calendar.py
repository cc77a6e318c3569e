from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.kernel.calendar import end_of_day, local_instant, week_of
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import Refused

DENVER = ZoneInfo("America/Denver")
MONDAY, SUNDAY = 0, 6


def test_a_time_in_the_spring_gap_moves_forward() -> None:
    instant = local_instant(date(2026, 3, 8), time(2, 30), DENVER)
    assert instant.astimezone(DENVER).time() == time(3, 30)


@pytest.mark.parametrize("fold", [0, 1])
def test_a_time_that_comes_twice_in_fall_is_the_first(fold: int) -> None:
    instant = local_instant(date(2026, 11, 1), time(1, 30, fold=fold), DENVER)
    assert instant == datetime(2026, 11, 1, 7, 30, tzinfo=UTC)


def test_a_midnight_that_does_not_exist_is_the_first_moment_of_the_day() -> None:
    beirut = ZoneInfo("Asia/Beirut")
    instant = local_instant(date(2026, 3, 29), time(0), beirut)
    assert instant.astimezone(beirut) == datetime(2026, 3, 29, 1, tzinfo=beirut)


def test_a_wall_time_with_a_zone_is_an_error() -> None:
    with pytest.raises(ValueError, match="wall time"):
        local_instant(date(2026, 3, 8), time(2, tzinfo=UTC), DENVER)


@pytest.mark.parametrize("day", [date.min, date(1899, 12, 31), date(2200, 1, 1), date.max])
def test_a_day_too_far_away_is_refused_and_never_overflows(day: date) -> None:
    with pytest.raises(Refused):
        week_of(day, MONDAY)
    with pytest.raises(Refused):
        local_instant(day, time(0), DENVER)


@pytest.mark.parametrize(("first_weekday", "start_on"), [(SUNDAY, date(2026, 10, 4)), (MONDAY, date(2026, 10, 5))])
def test_a_week_starts_on_the_sites_first_day(first_weekday: int, start_on: date) -> None:
    assert week_of(date(2026, 10, 6), first_weekday) == (start_on, start_on + timedelta(days=6))


def test_sunday_ends_a_week_that_starts_on_monday_and_begins_one_that_starts_on_sunday() -> None:
    sunday = date(2026, 10, 4)
    assert week_of(sunday, MONDAY)[1] == sunday
    assert week_of(sunday, SUNDAY)[0] == sunday


@pytest.mark.parametrize("weekday", [-1, 7])
def test_an_unknown_first_weekday_is_an_error(weekday: int) -> None:
    with pytest.raises(ValueError, match="weekday"):
        week_of(date(2026, 10, 6), weekday)


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(0, 6))
def test_every_day_is_in_exactly_its_week(day: date, first_weekday: int) -> None:
    start_on, end_on = week_of(day, first_weekday)
    assert start_on <= day <= end_on
    assert start_on.weekday() == first_weekday
    assert week_of(end_on + timedelta(days=1), first_weekday)[0] == end_on + timedelta(days=1)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 8), 23), (date(2026, 11, 1), 25), (date(2026, 10, 4), 24)])
def test_a_day_is_an_hour_shorter_in_spring_and_longer_in_fall(day: date, hours: int) -> None:
    yesterday = day - timedelta(days=1)
    assert end_of_day(day, DENVER) - end_of_day(yesterday, DENVER) == timedelta(hours=hours)


@given(st.dates(date(1970, 1, 1), date(2100, 1, 1)), st.sampled_from(["America/Denver", "Asia/Beirut", "Asia/Tokyo"]))
def test_a_day_ends_where_the_next_one_begins(day: date, zone_name: str) -> None:
    zone = ZoneInfo(zone_name)
    end = end_of_day(day, zone)
    assert day_at(end, zone) == day + timedelta(days=1)
    assert day_at(end - timedelta(microseconds=1), zone) == day


def test_the_last_day_there_is_has_no_end_that_anybody_means() -> None:
    with pytest.raises(Refused, match="too far away"):
        end_of_day(date.max, DENVER)
