"""A time that is on another day says so, and a night in which the clocks change has words for it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.kernel.calendar import clocks_change, end_of_day, local_instant
from stepwell.kernel.wording import clocks_words, end_clock

DENVER = ZoneInfo("America/Denver")
BEGAN = datetime(2026, 10, 10, 23, 0, tzinfo=DENVER)  # a Saturday


def words(day, zone=DENVER):
    return clocks_words(local_instant(day, time(0), zone), end_of_day(day, zone), zone)


@pytest.mark.parametrize(
    ("minutes", "said"), [(45, "23:45"), (60, "00:00"), (195, "02:15 Sun"), (24 * 60, "23:00 Sun")]
)
def test_an_end_on_another_day_names_it_and_midnight_itself_does_not(minutes, said):
    assert end_clock(BEGAN, BEGAN + timedelta(minutes=minutes)) == said


@pytest.mark.parametrize(
    ("day", "zone", "said"),
    [
        (date(2026, 11, 1), "America/Denver", "Clocks go back at 02:00, to 01:00."),
        (date(2027, 3, 14), "America/Denver", "Clocks go forward at 02:00, to 03:00."),
        (date(2026, 10, 4), "Australia/Lord_Howe", "Clocks go forward at 02:00, to 02:30."),
        (date(2026, 9, 5), "America/Santiago", "Clocks go forward at 00:00, to 01:00."),
        (date(2026, 11, 2), "America/Denver", ""),
        (date(2026, 11, 1), "America/Phoenix", ""),
    ],
)
def test_the_day_on_which_the_clocks_change_has_words_for_it_and_no_other(day, zone, said):
    assert words(day, ZoneInfo(zone)) == said


def test_a_stretch_that_is_over_before_the_clocks_change_has_none():
    began = datetime(2026, 11, 1, 6, tzinfo=UTC)  # midnight in Denver
    assert clocks_words(began, began + timedelta(minutes=119), DENVER) == ""
    assert clocks_words(began, began + timedelta(minutes=120), DENVER) == "Clocks go back at 02:00, to 01:00."


@given(st.dates(date(1970, 1, 1), date(2037, 12, 30)), st.sampled_from(["America/Denver", "Australia/Lord_Howe"]))
def test_what_is_said_is_the_instant_before_which_the_old_time_holds(day, name):
    zone = ZoneInfo(name)
    change = clocks_change(local_instant(day, time(0), zone), end_of_day(day, zone), zone)
    if change is None:
        assert end_of_day(day, zone) - local_instant(day, time(0), zone) == timedelta(hours=24)
        return
    before, after = change
    assert before.astimezone(UTC) == after.astimezone(UTC)
    instant = after.astimezone(UTC)
    assert (instant - timedelta(seconds=1)).astimezone(zone).utcoffset() == before.utcoffset()
    assert instant.astimezone(zone).utcoffset() == after.utcoffset() != before.utcoffset()
