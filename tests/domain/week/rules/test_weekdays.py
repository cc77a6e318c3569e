"""Other weekdays: the first meeting of a week stays the first, and no week has one too many or too few."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.domain.week.rules.test_phases import BASE

from stepwell.domain.week.rules.phases import Change, Phase, changed_from, plan_at
from stepwell.domain.week.rules.weekdays import day_for, moves, with_moved_days

MONDAY = date(2026, 10, 5)
MON_WED, TUE_THU = (0, 2), (1, 3)


def plan(weekdays):
    return Change(weekdays=weekdays).of(BASE)


def days(weekdays, weeks=4, first=MONDAY):
    return [first + timedelta(days=n) for n in range(7 * weeks) if (first + timedelta(days=n)).weekday() in weekdays]


def edited(before, weekdays, from_on, upto, *, there=None, staying=()):
    """What a change of weekdays does to meetings on `there`."""
    after = changed_from(before, Change(weekdays=weekdays), from_on)
    planned = [on for on in (there or days(range(7), 6)) if on.weekday() in plan_at(before, on).weekdays]
    changing = [on for on in planned if from_on <= on < upto and on not in staying]
    return after, moves(before, after, changing, staying, from_on, upto)


def test_monday_and_wednesday_become_tuesday_and_thursday_of_the_same_week():
    assert day_for(MONDAY, plan(MON_WED), plan(TUE_THU)) == MONDAY + timedelta(days=1)
    assert day_for(MONDAY + timedelta(days=2), plan(MON_WED), plan(TUE_THU)) == MONDAY + timedelta(days=3)


def test_a_day_that_was_closed_is_made_on_its_new_day():
    upto = MONDAY + timedelta(weeks=3)
    there = [on for on in days(MON_WED) if on != MONDAY + timedelta(weeks=1)]
    _, found = edited((Phase(MONDAY, plan(MON_WED)),), TUE_THU, MONDAY, upto, there=there)
    assert found.to_make == (MONDAY + timedelta(days=8),)


def test_a_meeting_that_somebody_put_on_another_day_of_its_week_is_not_made_again():
    friday = MONDAY + timedelta(days=4)
    there = [on for on in days(MON_WED) if on != MONDAY]
    before = (Phase(MONDAY, plan(MON_WED)),)
    _, found = edited(before, TUE_THU, MONDAY, MONDAY + timedelta(weeks=2), there=there, staying=[friday])
    assert found.to_make == ()


def test_what_is_moved_beyond_the_last_day_takes_the_end_along():
    upto = MONDAY + timedelta(days=8)  # up to Monday, not to the Wednesday after it
    _, found = edited((Phase(MONDAY, plan(MON_WED)),), (2, 4), MONDAY, upto)
    assert found.days[MONDAY + timedelta(days=7)] == MONDAY + timedelta(days=9)
    assert found.upto == MONDAY + timedelta(days=10)


WEEKDAYS = st.sets(st.integers(0, 6), min_size=2, max_size=2).map(lambda one: tuple(sorted(one)))
EDITS = st.lists(st.tuples(WEEKDAYS, st.integers(0, 27)), min_size=1, max_size=5)


@given(WEEKDAYS, EDITS)
def test_after_any_changes_of_weekdays_the_meetings_are_where_the_phases_put_them(first, edits):
    """The model: every week has its two meetings, and each knows which of the two it is."""
    phases, upto = (Phase(MONDAY, plan(first)),), MONDAY + timedelta(weeks=4)
    meetings = days(first)
    for weekdays, offset in edits:
        from_on = MONDAY + timedelta(days=offset)
        # what an earlier edit left off its plan is by hand, and stays
        changing = [on for on in meetings if on >= from_on and on.weekday() in plan_at(phases, on).weekdays]
        after = changed_from(phases, Change(weekdays=weekdays), from_on)
        staying = [on for on in meetings if on not in changing]
        monday = from_on - timedelta(days=from_on.weekday())
        found = moves(phases, after, changing, [on for on in staying if on >= monday], from_on, upto)
        assert all(found.days[on].isocalendar()[:2] == on.isocalendar()[:2] for on in changing)
        assert [found.days[on] for on in changing] == sorted(found.days.values())
        moved = [found.days[on] for on in changing]
        assert not found.to_make or found.upto > upto  # every week had its meetings
        if {*moved, *found.to_make} & set(staying):
            continue  # two meetings on one day: the action names the leader who is taken
        phases = with_moved_days(after, found.days, from_on)
        assert [one.from_on for one in phases] == sorted({one.from_on for one in phases})
        assert all(on.weekday() in plan_at(phases, on).weekdays for on in moved)
        meetings, upto = sorted([*staying, *moved, *found.to_make]), found.upto
        assert all(on < upto for on in meetings)
        assert phases[-1].plan.weekdays == weekdays
