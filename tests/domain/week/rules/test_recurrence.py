import itertools
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.week.rules.recurrence import Occurrence, WeeklySeries, occurrences
from stepwell.kernel.errors import Refused

DENVER = ZoneInfo("America/Denver")
EVENING = WeeklySeries(frozenset({0, 2, 3}), time(18), 180, date(2026, 10, 5), 12)
SUNDAY_NIGHT = {"weekdays": frozenset({6}), "minutes": 180, "weeks": 1}


def wall(occurrence: Occurrence) -> tuple[time, time]:
    ends = (occurrence.period.started_at, occurrence.period.ended_at)
    start, end = (end.astimezone(DENVER).time() for end in ends)
    return start, end


def test_three_days_for_twelve_weeks_are_36_sessions() -> None:
    meetings = occurrences(EVENING, DENVER)
    assert len(meetings) == 36
    assert [meeting.day for meeting in meetings[:4]] == [date(2026, 10, day) for day in (5, 7, 8, 12)]


def test_a_series_may_begin_in_the_middle_of_a_week() -> None:
    series = WeeklySeries(frozenset({0, 2}), time(18), 180, date(2026, 10, 7), 1)
    assert [meeting.day for meeting in occurrences(series, DENVER)] == [date(2026, 10, 7), date(2026, 10, 12)]


def test_closed_days_are_skipped_and_not_made_up() -> None:
    thanksgiving = date(2026, 11, 26)
    meetings = occurrences(EVENING, DENVER, {thanksgiving})
    assert len(meetings) == 35
    assert thanksgiving not in {meeting.day for meeting in meetings}


def test_six_in_the_evening_stays_six_when_the_clocks_change() -> None:
    meetings = occurrences(EVENING, DENVER)
    assert {wall(meeting) for meeting in meetings} == {(time(18), time(21))}
    assert {meeting.period.started_at.hour for meeting in meetings} == {0, 1}  # both offsets of the year are in it


def test_a_class_in_the_spring_gap_starts_later_and_keeps_its_length() -> None:
    (meeting,) = occurrences(
        WeeklySeries(**SUNDAY_NIGHT, start_time=time(2, 30), first_on=date(2026, 3, 8)),  # type: ignore[arg-type]
        DENVER,
    )
    assert wall(meeting) == (time(3, 30), time(6, 30))


def test_a_class_over_the_fall_night_keeps_its_length() -> None:
    (meeting,) = occurrences(
        WeeklySeries(**SUNDAY_NIGHT, start_time=time(0, 30), first_on=date(2026, 11, 1)),  # type: ignore[arg-type]
        DENVER,
    )
    assert wall(meeting) == (time(0, 30), time(2, 30))
    assert meeting.period.minutes == 180


def test_a_class_over_midnight_belongs_to_the_day_it_starts() -> None:
    series = WeeklySeries(frozenset({4}), time(22, 30), 180, date(2026, 10, 9), 1)
    (meeting,) = occurrences(series, DENVER)
    assert meeting.day == date(2026, 10, 9)
    assert wall(meeting) == (time(22, 30), time(1, 30))


@given(
    st.frozensets(st.integers(0, 6), min_size=1),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.integers(1, 720),
    st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    st.integers(1, 20),
)
def test_each_weekday_meets_once_a_week_at_its_length(
    weekdays: frozenset[int], start: time, minutes: int, first_on: date, weeks: int
) -> None:
    meetings = occurrences(WeeklySeries(weekdays, start, minutes, first_on, weeks), DENVER)
    assert len(meetings) == len(weekdays) * weeks
    assert all(meeting.period.minutes == minutes for meeting in meetings)
    assert {meeting.day.weekday() for meeting in meetings} == weekdays
    assert all(first_on <= meeting.day < first_on + timedelta(weeks=weeks) for meeting in meetings)
    assert not any(a.period.overlaps(b.period) for a, b in itertools.pairwise(meetings))


def test_a_series_names_everything_that_is_wrong_with_it() -> None:
    with pytest.raises(Refused) as refused:
        WeeklySeries(frozenset(), time(18), 0, date.max, 0)
    assert [refusal.where for refusal in refused.value.refusals] == ["weekdays", "minutes", "first_on", "weeks"]


def test_an_unknown_weekday_is_refused() -> None:
    with pytest.raises(Refused, match="weekday"):
        WeeklySeries(frozenset({7}), time(18), 180, date(2026, 10, 5), 1)
