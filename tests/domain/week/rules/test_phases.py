"""Edits of a group against a simple model: each session carries its own plan, and an edit walks along them."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.week.rules.phases import (
    Change,
    Fate,
    Meeting,
    Phase,
    Plan,
    Scope,
    changed_from,
    fate,
    is_by_hand,
    plan_at,
)
from stepwell.kernel.calendar import local_instant

DENVER = ZoneInfo("America/Denver")
FIRST = date(2026, 10, 26)  # the clocks go back in this week, and forward below
BASE = Plan(time(18), 1, 1, tuple(range(7)))


def meeting(day, plan, **more):
    return Meeting(day, local_instant(day, plan.starts_at_time, DENVER), plan.place_id, plan.leader_id, **more)


@dataclass
class Simple:
    """What a session should be: the plan it was given, and its own values."""

    plan: Plan
    own: Meeting


TIMES = st.sampled_from([time(2, 30), time(9), time(18), time(23, 30)])
CHANGES = st.builds(
    Change,
    st.none() | TIMES,
    st.none() | st.integers(1, 3),
    st.none() | st.integers(1, 3),
)
DAYS = st.integers(0, 13)
EDITS = st.one_of(
    st.tuples(st.just("change"), DAYS, CHANGES),
    st.tuples(st.just("by hand"), DAYS, st.integers(4, 6)),
    st.tuples(st.sampled_from(["cancel", "restore", "hold"]), DAYS, st.none()),
)


@given(st.lists(EDITS, max_size=12), st.sampled_from([date(2026, 10, 26), date(2027, 3, 8)]))
def test_whatever_is_edited_what_remains_is_what_the_simple_model_says(edits, first):
    days = [first + timedelta(days=number) for number in range(14)]
    phases = (Phase(first, BASE),)
    model = [Simple(BASE, meeting(day, BASE)) for day in days]
    meetings = [one.own for one in model]
    for verb, number, what in edits:
        if verb == "change":
            from_on = days[number]
            after = changed_from(phases, what, from_on)
            meetings = [
                meeting(one.on, plan_at(after, one.on)) if fate(one, phases, from_on, DENVER) is Fate.CHANGES else one
                for one in meetings
            ]
            phases = after
            for one in model[number:]:
                new = Plan(
                    what.starts_at_time or one.plan.starts_at_time,
                    what.place_id or one.plan.place_id,
                    what.leader_id or one.plan.leader_id,
                    one.plan.weekdays,
                )
                if one.own == meeting(one.own.on, one.plan):
                    one.own = meeting(one.own.on, new)
                one.plan = new
        else:
            to = {"by hand": {"place_id": what}, "cancel": {"is_canceled": True}, "restore": {"is_canceled": False}}
            change = to.get(verb, {"is_held": True})
            model[number].own = replace(model[number].own, **change)
            meetings[number] = replace(meetings[number], **change)
        assert meetings == [one.own for one in model]
        assert [plan_at(phases, day) for day in days] == [one.plan for one in model]
    assert plan_at(phases, date(2030, 1, 1)) == model[-1].plan  # sessions made later follow the last one


@given(st.lists(st.tuples(DAYS, CHANGES), max_size=8))
def test_phases_stay_in_order_and_no_two_say_the_same_in_a_row(edits):
    phases = (Phase(FIRST, BASE),)
    for number, change in edits:
        phases = changed_from(phases, change, FIRST + timedelta(days=number))
    assert [one.from_on for one in phases] == sorted({one.from_on for one in phases})
    assert all(one.plan != two.plan for one, two in pairwise(phases))


def test_a_later_phase_keeps_what_an_earlier_edit_does_not_change():
    later = changed_from((Phase(FIRST, BASE),), Change(starts_at_time=time(19)), FIRST + timedelta(days=7))
    both = changed_from(later, Change(place_id=2), FIRST + timedelta(days=2))
    assert plan_at(both, FIRST + timedelta(days=8)) == Plan(time(19), 2, 1, BASE.weekdays)
    assert plan_at(both, FIRST - timedelta(days=1)) == BASE


@pytest.mark.parametrize(
    ("one", "found"),
    [
        (meeting(FIRST, BASE), Fate.EARLIER),
        (meeting(FIRST + timedelta(days=2), BASE, is_held=True), Fate.HELD),
        (meeting(FIRST + timedelta(days=2), BASE, is_canceled=True), Fate.CANCELED),
        (meeting(FIRST + timedelta(days=2), replace(BASE, leader_id=2)), Fate.BY_HAND),
        (meeting(FIRST + timedelta(days=2), BASE), Fate.CHANGES),
    ],
)
def test_what_an_edit_does_to_a_session(one, found):
    phases = (Phase(FIRST, BASE),)
    assert fate(one, phases, FIRST + timedelta(days=1), DENVER) is found


def test_a_session_on_another_weekday_was_moved_by_hand():
    assert is_by_hand(meeting(FIRST, BASE), replace(BASE, weekdays=(1, 2)), DENVER)


def test_on_the_nights_of_the_change_a_session_is_where_the_wall_clock_puts_it():
    gap, fold = date(2027, 3, 14), date(2026, 11, 1)
    night = replace(BASE, starts_at_time=time(2, 30))
    early = replace(BASE, starts_at_time=time(1, 30))
    assert local_instant(gap, time(2, 30), DENVER) == datetime(2027, 3, 14, 3, 30, tzinfo=DENVER)
    assert not is_by_hand(meeting(gap, night), night, DENVER)
    assert not is_by_hand(meeting(fold, early), early, DENVER)


def test_each_scope_is_offered_in_words():
    assert [one.label for one in Scope] == ["This session alone", "This one and all later", "All to come"]
