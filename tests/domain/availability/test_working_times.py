"""When staff work: weekday by weekday, by editions, on the site's clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import NOW, TODAY

from stepwell.domain.availability.actions import say_working_times
from stepwell.domain.availability.queries import working_at
from stepwell.domain.availability.rules import WorkingWeek, WorkTimes, first_outside, week_faults
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.kernel.period import Period

DENVER = ZoneInfo("America/Denver")
MONDAY = date(2026, 10, 5)
NINE_TO_FIVE = (time(9), time(17))
FOUR_DAYS = WorkingWeek(MONDAY, (NINE_TO_FIVE,) * 4 + (None,) * 3)
ANY = WorkingWeek(date(2026, 11, 2), (None,) * 7)


def meeting(day: date, start: str, minutes: int = 60) -> Period:
    begins = datetime.combine(day, time.fromisoformat(start), DENVER).astimezone(UTC)
    return Period(begins, begins + timedelta(minutes=minutes))


def outside(*weeks: WorkingWeek, day: date, start: str, minutes: int = 60) -> str:
    found = first_outside(WorkTimes(weeks), [meeting(day, start, minutes)], DENVER)
    return "" if found is None else found[1]


def test_a_day_off_and_an_hour_too_late_are_said_by_weekday():
    assert outside(FOUR_DAYS, day=MONDAY, start="16:00") == ""
    assert outside(FOUR_DAYS, day=MONDAY, start="16:30") == "works on Mondays 09:00 to 17:00"
    assert outside(FOUR_DAYS, day=date(2026, 10, 9), start="10:00") == "doesn’t work on Fridays"
    assert FOUR_DAYS.words == "Mon, Tue, Wed, Thu 09:00 to 17:00"
    assert ANY.words == "any time"


def test_what_nobody_said_is_any_time_and_an_edition_holds_until_the_next():
    friday = date(2026, 10, 9)
    assert outside(day=friday, start="03:00") == ""
    assert outside(FOUR_DAYS, ANY, day=friday, start="03:00") == "doesn’t work on Fridays"
    assert outside(FOUR_DAYS, ANY, day=date(2026, 11, 6), start="03:00") == ""
    assert outside(FOUR_DAYS, day=date(2026, 10, 2), start="03:00") == ""  # before anybody said it
    late = WorkingWeek(date(2026, 11, 2), (None,) * 4 + ((time(12), time(20)),) + (None,) * 2)
    assert outside(FOUR_DAYS, late, day=date(2026, 11, 6), start="13:00") == ""
    assert outside(FOUR_DAYS, late, day=date(2026, 11, 2), start="13:00") == "doesn’t work on Mondays"


def test_a_shift_over_midnight_holds_a_session_over_midnight_also_when_the_clocks_change():
    night = WorkingWeek(MONDAY, ((time(20), time(4)),) * 7)
    assert outside(night, day=MONDAY, start="23:00", minutes=180) == ""
    assert outside(night, day=MONDAY, start="03:00", minutes=120).startswith("works on Mondays 20:00 to 04:00")
    saturday = date(2026, 10, 31)  # the clocks go back in the night to Sunday
    assert outside(night, day=saturday, start="22:00", minutes=7 * 60) == ""
    assert outside(night, day=saturday, start="22:00", minutes=8 * 60) != ""
    forward = date(2027, 3, 13)
    assert outside(night, day=forward, start="22:00", minutes=5 * 60) == ""
    assert outside(night, day=forward, start="22:00", minutes=6 * 60) != ""


HOURS = st.one_of(st.none(), st.tuples(st.times(), st.times()).filter(lambda one: one[0] != one[1]))
WEEKS = st.lists(HOURS, min_size=7, max_size=7).map(lambda days: WorkingWeek(MONDAY, tuple(days)))


@given(WEEKS, st.integers(0, 6), st.integers(0, 23), st.integers(1, 12))
def test_what_a_plan_keeps_to_and_what_is_asked_by_hand_are_the_same(week, weekday, hour, quarters):
    day = MONDAY + timedelta(days=14 + weekday)
    start = weekday * 1440 + hour * 60
    span = (start, start + 15 * quarters)
    spans = [span] if span[1] <= 7 * 1440 else [(start, 7 * 1440), (0, span[1] - 7 * 1440)]
    times = WorkTimes((week,))
    busy = any(one[0] < other[1] and other[0] < one[1] for one in times.busy(day) for other in spans)
    assert busy == (first_outside(times, [meeting(day, f"{hour:02}:00", 15 * quarters)], DENVER) is not None)


def test_what_is_wrong_with_a_week_is_said_by_its_field():
    odd = WorkingWeek(date(2026, 10, 1), ((time(9), time(9)), *((None,) * 6)))
    assert {one.where for one in week_faults(odd, MONDAY)} == {"until_0", "from_on"}
    whole = WorkingWeek(MONDAY, ((time(0), time(0)), *((None,) * 6)))
    assert week_faults(whole, MONDAY) == []


def say(world, week, who="director", staff="colleague"):
    say_working_times(actor=world.actor(who), site=world.site, staff_id=world.staff[staff].pk, week=week, now=NOW)


def editions(world):
    found = working_at(world.site).get(world.staff["colleague"].pk, WorkTimes())
    return [(one.from_on, one.days) for one in found.editions]


@pytest.mark.django_db
def test_an_edition_stays_until_its_day_and_the_same_again_changes_nothing(world):
    now = WorkingWeek(TODAY, FOUR_DAYS.days)
    later = WorkingWeek(TODAY + timedelta(days=30), (NINE_TO_FIVE, *((None,) * 6)))
    say(world, now)
    say(world, later)
    say(world, now)
    assert editions(world) == [(now.from_on, now.days), (later.from_on, later.days)]
    say(world, WorkingWeek(later.from_on, now.days))
    say(world, WorkingWeek(TODAY + timedelta(days=7), ANY.days))
    assert editions(world) == [(now.from_on, now.days), (TODAY + timedelta(days=7), ANY.days)]
    with pytest.raises(Refused, match="has passed"):
        say(world, WorkingWeek(TODAY - timedelta(days=1), ANY.days))


@pytest.mark.django_db
def test_who_sets_up_the_site_says_it_of_who_works_there(world):
    week = WorkingWeek(TODAY, FOUR_DAYS.days)
    for who in ("counselor", "supervisor", "admissions"):
        with pytest.raises((NotAllowed, NotFound)):
            say(world, week, who)
    with pytest.raises((NotAllowed, NotFound)):
        say_working_times(
            actor=world.actor("director"),
            site=world.other_site,
            staff_id=world.staff["colleague"].pk,
            week=week,
            now=NOW,
        )
    assert editions(world) == []
