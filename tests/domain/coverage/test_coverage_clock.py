"""The third clock: units used, booked and left, and the day on which an authorization runs out. No database."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stepwell.domain.coverage.rules.clock import DayUse, Lack, Reach, third_clock
from stepwell.domain.coverage.rules.missing import missing_items
from stepwell.domain.coverage.rules.terms import Terms, Unit, faults

FIRST, TODAY = date(2026, 10, 5), date(2026, 10, 12)


def terms(units=10, unit=Unit.DAY, first=FIRST, last=FIRST + timedelta(days=27), day_minutes=180, **more):
    return Terms("Plan A", more.get("number", "A-1"), unit, units, first, last, day_minutes)


def days_from(first, number, *, step=2, **minutes):
    return [DayUse(first + timedelta(days=step * place), **minutes) for place in range(number)]


def test_a_day_under_the_payers_rule_is_no_unit_and_a_full_one_is_one():
    clock = third_clock([terms()], [DayUse(FIRST, 179), DayUse(FIRST + timedelta(days=1), 180)], TODAY)
    assert (clock.reaches[0].used, clock.reaches[0].left) == (1, 9)


def test_a_payer_without_a_day_rule_takes_any_clinical_minute_as_a_day():
    assert third_clock([terms(day_minutes=0)], [DayUse(FIRST, 1), DayUse(TODAY, 0)], TODAY).reaches[0].used == 1


@pytest.mark.parametrize(("unit", "used"), [(Unit.HOUR, 2), (Unit.QUARTER, 11)])
def test_hours_and_quarters_are_whole_ones_of_each_day(unit, used):
    assert third_clock([terms(20, unit)], [DayUse(FIRST, 170)], TODAY).reaches[0].used == used


def test_the_units_run_out_on_the_first_booked_day_that_none_is_left_for():
    ahead = days_from(TODAY, 4, booked_minutes=180)
    clock = third_clock([terms(5)], [*days_from(FIRST, 3, delivered_minutes=180), *ahead], TODAY)
    assert (clock.lacks_on, clock.lack, clock.days_covered) == (ahead[2].day, Lack.UNITS, 2)
    assert clock.runway == 4
    assert clock.reaches[0].last_covered_on == ahead[1].day
    assert clock.words == "The units run out: Fri 16 Oct is the first booked day without one."
    assert clock.reaches[0].words == "3 of 5 days used, 2 booked. The units reach until Wed 14 Oct."
    assert clock.is_pressing(4)
    assert not clock.is_pressing(3)


def test_the_dates_run_out_where_something_is_booked_after_the_last_day():
    clock = third_clock([terms(last=TODAY)], days_from(TODAY, 2, booked_minutes=180), TODAY)
    assert (clock.lacks_on, clock.lack) == (TODAY + timedelta(days=2), Lack.DATES)
    assert clock.words == "The dates run out: Wed 14 Oct is booked and no authorization covers it."
    assert clock.reaches[0].words == "0 of 10 days used, 1 booked. It ends on Mon 12 Oct, with 9 not planned for."


def test_who_has_all_their_booked_days_covered_has_no_end_in_sight():
    clock = third_clock([terms()], days_from(TODAY, 3, booked_minutes=180), TODAY)
    assert (clock.runway, clock.words, clock.is_pressing(90)) == (None, "Everything that is booked is covered.", False)


def test_the_next_authorization_takes_over_where_the_first_has_no_unit_left():
    first, second = terms(2), terms(3, first=TODAY, last=TODAY + timedelta(days=60), number="A-2")
    clock = third_clock([second, first], days_from(TODAY, 6, booked_minutes=180), TODAY)
    assert [(one.booked, one.left) for one in clock.reaches] == [(2, 2), (3, 3)]
    assert clock.lacks_on == TODAY + timedelta(days=10)
    assert clock.current is not None
    assert clock.current.terms.number == "A-1"


def test_a_day_of_hours_is_shared_between_two():
    first, second = terms(2, Unit.HOUR), terms(3, Unit.HOUR, last=TODAY + timedelta(days=60), number="A-2")
    clock = third_clock([first, second], [DayUse(FIRST, 180)], TODAY)
    assert ([one.used for one in clock.reaches], clock.beyond) == ([2, 1], 0)
    assert clock.current is not None
    assert clock.current.terms.number == "A-2"


def test_today_counts_what_was_delivered_as_used_and_the_rest_as_booked():
    clock = third_clock([terms(9, Unit.HOUR)], [DayUse(TODAY, 90, 30, 60)], TODAY)
    reach = clock.reaches[0]
    assert (reach.used, reach.unrecorded, reach.booked, reach.unplanned) == (1, 1, 1, 6)
    assert "1 without a roll." in reach.words


def test_days_that_were_delivered_without_cover_are_told():
    late, before = FIRST + timedelta(days=2), DayUse(FIRST - timedelta(days=7), 180)
    clock = third_clock([terms(1)], [DayUse(FIRST, 180), DayUse(late, 180), before], TODAY)
    assert (clock.beyond, clock.reaches[0].used) == (1, 1)
    assert "1 delivered day without an authorization." in clock.words


def test_without_any_there_is_nothing_to_run_out():
    clock = third_clock([], days_from(TODAY, 2, booked_minutes=180), TODAY)
    assert (clock.current, clock.runway, clock.words) == (None, None, "No authorization is entered.")


def test_an_authorization_that_is_over_is_the_last_word_where_no_other_goes_on():
    clock = third_clock([terms(last=FIRST)], [DayUse(TODAY, booked_minutes=180)], TODAY)
    assert clock.current is not None
    assert (clock.current.terms.last_on, clock.runway) == (FIRST, 0)


MINUTES = st.integers(0, 400)
USES = st.lists(
    st.builds(
        lambda place, past, none, ahead: DayUse(FIRST + timedelta(days=place), past, none, ahead),
        st.integers(-3, 40),
        MINUTES,
        MINUTES,
        MINUTES,
    ),
    max_size=12,
    unique_by=lambda one: one.day,
)
ONE = st.builds(
    lambda units, unit, start, length, least: terms(
        units, unit, FIRST + timedelta(days=start), FIRST + timedelta(days=start + length), least
    ),
    st.integers(1, 12),
    st.sampled_from(Unit),
    st.integers(0, 10),
    st.integers(0, 30),
    st.sampled_from([0, 180]),
)


@settings(max_examples=150, deadline=None)
@given(held=st.lists(ONE, max_size=3), uses=USES)
def test_used_and_left_are_always_all_units_and_nothing_is_used_twice(held, uses):
    clock = third_clock(held, uses, TODAY)
    for reach in clock.reaches:
        assert reach.used + reach.left == reach.terms.units
        assert min(reach.used, reach.unrecorded, reach.booked, reach.left, reach.unplanned) >= 0
        assert reach.terms.first_on <= reach.last_covered_on <= reach.terms.last_on
    assert clock.lacks_on is None or clock.lacks_on >= TODAY


@settings(max_examples=150, deadline=None)
@given(held=ONE, uses=USES, place=st.integers(0, 11), more=st.integers(1, 300))
def test_more_delivered_never_leaves_more_to_plan_for(held, uses, place, more):
    before = third_clock([held], uses, TODAY).reaches[0].unplanned
    if uses:
        one = uses[place % len(uses)]
        grown = DayUse(one.day, one.delivered_minutes + more, one.unrecorded_minutes, one.booked_minutes)
        uses = [grown if other is one else other for other in uses]
    assert third_clock([held], uses, TODAY).reaches[0].unplanned <= before


def test_every_fault_of_what_was_typed_has_its_field():
    wrong = Terms(" ", "", Unit.DAY, 0, date(2026, 10, 6), date(2026, 10, 5), 2_000, date(1500, 1, 1))
    assert [one.where for one in faults(wrong)] == [
        "payer", "number", "units", "day_minutes", "next_review_on", "last_on",
    ]  # fmt: skip
    assert faults(terms()) == ()


def test_units_are_said_in_words():
    said = [unit.counted(number) for unit in Unit for number in (1, 3)]
    assert said == ["1 day", "3 days", "1 hour", "3 hours", "1 unit of 15 minutes", "3 units of 15 minutes"]


def test_how_it_runs_down_names_the_days_that_took_a_unit_and_what_is_not_authorized():
    used = days_from(FIRST, 3, delivered_minutes=180)
    ahead = days_from(TODAY, 4, booked_minutes=180)
    (reach,) = third_clock([terms(5)], [*used, DayUse(FIRST + timedelta(days=1), 90), *ahead], TODAY).reaches
    assert [(step.left, step.is_ahead) for step in reach.course] == [
        (4, False), (3, False), (2, False), (1, True), (0, True), (-1, True), (-2, True),
    ]  # fmt: skip
    assert [step.day for step in reach.course] == [one.day for one in (*used, *ahead)]


@settings(max_examples=100, deadline=None)
@given(held=st.lists(ONE, min_size=1, max_size=3), uses=USES)
def test_it_runs_down_day_by_day_to_what_nobody_has_planned_for(held, uses):
    for reach in third_clock(held, uses, TODAY).reaches:
        lefts = [reach.terms.units, *(step.left for step in reach.course)]
        assert lefts == sorted(set(lefts), reverse=True)
        assert lefts[-1] <= reach.unplanned
        assert lefts[-1] == reach.unplanned or reach.unplanned == 0 or reach.terms.unit is not Unit.DAY


@pytest.mark.parametrize(
    ("review_on", "notes", "unrecorded", "said"),
    [
        (TODAY, 0, 0, ()),
        (None, 0, 0, ("No day for the next review",)),
        (TODAY - timedelta(days=1), 1, 0, ("The review of Sun 11 Oct is past: enter the next one", "1 note to sign")),
        (TODAY, 3, 2, ("3 notes to sign", "2 days without a roll")),
    ],
)
def test_what_is_missing_is_said_before_somebody_speaks_with_the_payer(review_on, notes, unrecorded, said):
    held = Terms("Plan A", "A-1", Unit.DAY, 10, FIRST, FIRST + timedelta(days=27), 180, review_on)
    reach = Reach(held, 0, unrecorded, 0, held.last_on, Lack.DATES)
    assert missing_items(reach, TODAY, unsigned_notes=notes) == said
