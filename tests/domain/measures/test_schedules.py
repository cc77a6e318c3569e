"""When an instrument is due: by the edition of the day, never in the past, within the week's minutes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.measures.rules import read_shelf
from stepwell.domain.measures.rules.schedules import (
    AHEAD,
    PRESETS,
    Audience,
    Condition,
    Draft,
    Due,
    Edition,
    Schedule,
    Standing,
    Stay,
    Why,
    applies,
    check_schedule,
    due_of,
    edition_on,
    every_words,
    within_minutes,
)
from stepwell.kernel.errors import Refused

START = date(2026, 3, 2)
LONG_AGO = date(2025, 1, 1)
STAY = Stay(started_on=START, planned_end_on=START + timedelta(days=84), track_id=5)


def days(number):
    return timedelta(days=number)


def schedule(*editions, **condition):
    return Schedule("phq-9", Condition(**condition), editions or (Edition(LONG_AGO, every_days=14),))


def due(*schedules, stay=STAY, today=START):
    return due_of(schedules, stay, today)


def test_every_two_weeks_counts_from_the_start_and_then_from_the_last_answers():
    (first,) = due(schedule())
    assert (first.due_on, first.why, first.reason) == (START + days(14), Why.EVERY, "every 2 weeks")
    (after,) = due(schedule(), stay=replace(STAY, done={"phq-9": START + days(20)}))
    assert after.due_on == START + days(34)


def test_the_start_a_review_and_the_end_are_met_by_what_was_answered_shortly_before():
    once = schedule(Edition(LONG_AGO, at_start=True, at_review=True, at_end=True))
    stay = replace(STAY, review_on=START + days(60))
    assert due(once, stay=stay)[0].why is Why.START
    screened = replace(stay, done={"phq-9": START - days(14)})
    assert due(once, stay=screened)[0].why is Why.REVIEW
    assert due(once, stay=replace(stay, done={"phq-9": START + days(46)}))[0].why is Why.END
    assert due(once, stay=replace(stay, done={"phq-9": START + days(70)})) == ()


def test_one_screened_too_long_ago_is_asked_at_the_start():
    once = schedule(Edition(LONG_AGO, at_start=True))
    assert due(once, stay=replace(STAY, done={"phq-9": START - days(15)}))[0].due_on == START


def test_who_started_before_a_schedule_began_is_not_asked_for_their_start():
    assert due(schedule(Edition(START + days(1), at_start=True))) == ()


def test_of_several_schedules_for_one_instrument_the_earliest_asks():
    (found,) = due(schedule(), schedule(Edition(LONG_AGO, every_days=7), audience=Audience.TRACK, track_id=5))
    assert found.due_on == START + days(7)


def test_asked_more_often_from_a_day_on_nobody_is_late_because_of_it():
    (found,) = due(schedule(Edition(LONG_AGO, every_days=56), Edition(START + days(30), every_days=7)))
    assert found.due_on == START + days(30)


def test_asked_less_often_what_was_late_stays_late():
    editions = Edition(LONG_AGO, every_days=7), Edition(START + days(30), every_days=56)
    assert due(schedule(*editions), today=START + days(40))[0].due_on == START + days(7)


def test_a_schedule_that_was_stopped_asks_for_nothing_more_and_begins_again():
    stopped = Edition(LONG_AGO, every_days=7), Edition(START + days(30), is_asked=False)
    assert due(schedule(*stopped), today=START + days(29))
    assert due(schedule(*stopped), today=START + days(30)) == ()
    again = (*stopped, Edition(START + days(50), every_days=7))
    # what was late before it was stopped is late again; a day within the pause never is
    assert due(schedule(*again), today=START + days(50))[0].due_on == START + days(7)
    answered = replace(STAY, done={"phq-9": START + days(28)})
    assert due(schedule(*again), stay=answered, today=START + days(50))[0].due_on == START + days(50)


@given(st.integers(1, 60), st.one_of(st.none(), st.integers(1, 60)), st.integers(0, 90), st.integers(-14, 80))
def test_a_later_edition_moves_no_day_before_it(every, then, from_day, done):
    stay = replace(STAY, done={"phq-9": START + days(done)})
    before = due(schedule(Edition(LONG_AGO, every_days=every)), stay=stay)[0]
    changed_on = START + days(from_day)
    later = Edition(changed_on, every_days=then, at_end=True)
    found = due(schedule(Edition(LONG_AGO, every_days=every), later), stay=stay, today=START)
    repeated = [one for one in found if one.why is Why.EVERY]
    if before.due_on < changed_on:
        assert repeated == [before]
    else:
        assert all(one.due_on >= changed_on for one in repeated)


@given(st.integers(1, 366), st.integers(-14, 200))
def test_one_repeated_opens_before_its_day_and_after_the_last_answers(every, done):
    (found,) = due(
        schedule(Edition(LONG_AGO, every_days=every)), stay=replace(STAY, done={"phq-9": START + days(done)})
    )
    assert START + days(max(0, done)) < found.opens_on <= found.due_on <= found.opens_on + AHEAD


@pytest.mark.parametrize(
    ("condition", "asked"),
    [
        (Condition(), True),
        (Condition(Audience.TRACK, 5), True),
        (Condition(Audience.TRACK, 6), False),
        (Condition(Audience.DIAGNOSIS, diagnosis="F43.1"), True),
        (Condition(Audience.DIAGNOSIS, diagnosis="f431"), True),
        (Condition(Audience.DIAGNOSIS, diagnosis="F32"), False),
        (Condition(Audience.RESULT, result_of="phq-9", at_least=10), True),
        (Condition(Audience.RESULT, result_of="phq-9", at_least=11), False),
        (Condition(Audience.RESULT, result_of="gad-7", at_least=0), False),
    ],
)
def test_for_whom_a_schedule_is(condition, asked):
    stay = replace(STAY, diagnoses=frozenset({"F11.20", "F43.12"}), highest={"phq-9": 10})
    assert applies(condition, stay) is asked
    assert bool(due_of([Schedule("phq-9", condition, (Edition(LONG_AGO, every_days=7),))], stay, START)) is asked


def test_coming_due_late_in_words():
    one = Due("phq-9", START, Why.START, START - AHEAD)
    assert [one.standing(START + days(n)) for n in (-4, -3, 0, 1)] == [
        Standing.COMING,
        Standing.DUE,
        Standing.DUE,
        Standing.OVERDUE,
    ]
    assert [one.words(START + days(n)) for n in (-1, 0, 1, 2)] == [
        "due Mon 2 Mar",
        "due today",
        "1 day late",
        "2 days late",
    ]
    assert one.reason == "at the start"
    assert [every_words(n) for n in (1, 7, 10, 28)] == ["every day", "every week", "every 10 days", "every 4 weeks"]


def test_before_its_first_edition_a_schedule_holds_nothing():
    assert edition_on((), START) is None
    assert edition_on((Edition(START),), START - days(1)) is None


def some(*late):
    return [Due(f"i{n}", START - days(n), Why.EVERY, START) for n in late]


def test_the_latest_comes_first_and_one_that_is_too_long_makes_room():
    minutes = {"i1": 3, "i2": 8, "i3": 5}
    found = within_minutes(some(1, 2, 3), minutes, asked=20, most=30)
    assert [one.code for one in found.now] == ["i3", "i1"]
    assert [one.code for one in found.left_out] == ["i2"]


@given(st.lists(st.integers(1, 20), max_size=8), st.integers(0, 40), st.integers(0, 40))
def test_never_more_than_the_minutes_and_nothing_is_lost(lengths, asked, most):
    late = some(*range(len(lengths)))
    minutes = {f"i{n}": length for n, length in enumerate(lengths)}
    found = within_minutes(late, minutes, asked=asked, most=most)
    assert {*found.now} | {*found.left_out} == {*late}
    assert not found.now or asked + sum(minutes[one.code] for one in found.now) <= most


KNOWN = {
    "today": START,
    "codes": ["phq-9", "bam"],
    "scored": {"phq-9": (0, 27)},
    "tracks": [5],
}
GOOD = Edition(START, every_days=14)


@pytest.mark.parametrize(
    ("draft", "where"),
    [
        (Draft("nothing", Condition(), GOOD), "code"),
        (Draft("phq-9", Condition(), replace(GOOD, from_on=START - days(1))), "from_on"),
        (Draft("phq-9", Condition(), replace(GOOD, every_days=0)), "every_days"),
        (Draft("phq-9", Condition(), replace(GOOD, every_days=367)), "every_days"),
        (Draft("phq-9", Condition(), Edition(START)), "at_start"),
        (Draft("phq-9", Condition(Audience.TRACK), GOOD), "track"),
        (Draft("phq-9", Condition(Audience.DIAGNOSIS, diagnosis=" "), GOOD), "diagnosis"),
        (Draft("phq-9", Condition(Audience.RESULT, result_of="bam", at_least=3), GOOD), "result_of"),
        (Draft("phq-9", Condition(Audience.RESULT, result_of="phq-9", at_least=28), GOOD), "at_least"),
        (Draft("phq-9", Condition(Audience.RESULT, result_of="phq-9"), GOOD), "at_least"),
    ],
)
def test_what_makes_no_sense_is_refused_where_it_stands(draft, where):
    with pytest.raises(Refused) as refused:
        check_schedule(draft, **KNOWN)
    assert where in [one.where for one in refused.value.refusals]


def test_what_makes_sense_passes_and_stopping_says_no_day():
    check_schedule(Draft("phq-9", Condition(), GOOD), **KNOWN)
    check_schedule(Draft("phq-9", Condition(Audience.TRACK, 5), Edition(START, is_asked=False)), **KNOWN)
    check_schedule(Draft("bam", Condition(Audience.DIAGNOSIS, diagnosis="F43"), GOOD), **KNOWN)
    check_schedule(Draft("bam", Condition(Audience.RESULT, result_of="phq-9", at_least=10), GOOD), **KNOWN)


def test_every_preset_is_of_an_instrument_that_ships_and_says_where_it_comes_from():
    known = read_shelf(None).instruments
    for preset in PRESETS:
        assert preset.code in known
        assert "ours" in preset.source.casefold()
        assert preset.result_of in ("", preset.code)
