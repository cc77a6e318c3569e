"""Groups become one or two: on every day everybody is where the simple model has them, and never in two at once."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.week.rules.regroup import Belongs, moved

FIRST, DAYS = date(2026, 10, 5), 30
DAY = st.integers(0, DAYS - 1)
PEOPLE = st.lists(st.tuples(st.integers(0, 2), DAY, st.none() | DAY), min_size=1, max_size=6)
EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("merge"), st.integers(0, 2), st.integers(0, 2), DAY),
        st.tuples(st.just("split"), st.integers(0, 2), st.sets(st.integers(0, 5)), DAY),
    ),
    max_size=6,
)


def on(number):
    return FIRST + timedelta(days=number)


@given(PEOPLE, EDITS)
def test_after_any_merging_and_splitting_everybody_is_where_a_calendar_of_days_has_them(people, edits):
    """The model: a row of days per person, each with the group of that day."""
    calendar, stays = [], []
    for group, first, last in people:
        until = DAYS if last is None else max(first, last)
        calendar.append([group if first <= day < until else None for day in range(DAYS)])
        stays.append([Belongs(group, on(first), None if last is None else on(until))])
    fresh = 10
    for verb, group, other, day in edits:
        if verb == "merge" and group == other:
            continue
        fresh += 1
        into, who = (other, range(len(people))) if verb == "merge" else (fresh, other)
        for number in who:
            if number >= len(people):
                continue
            stays[number] = [
                each for one in stays[number] for each in (moved(one, into, on(day)) if one.group == group else (one,))
            ]
            for later in range(day, DAYS):
                if calendar[number][later] == group:
                    calendar[number][later] = into
    for number, theirs in enumerate(stays):
        for day in range(DAYS):
            there = [one.group for one in theirs if one.holds_on(on(day))]
            assert there == ([calendar[number][day]] if calendar[number][day] is not None else [])


def test_who_comes_later_joins_the_other_group_then_and_who_leaves_leaves_it_too():
    came, left = on(10), on(20)
    assert moved(Belongs(1, came, left), 2, on(5)) == (Belongs(1, came, came), Belongs(2, came, left))
    assert moved(Belongs(1, came), 2, on(15)) == (Belongs(1, came, on(15)), Belongs(2, on(15), None))
    assert moved(Belongs(1, came, left), 2, left) == (Belongs(1, came, left),)
