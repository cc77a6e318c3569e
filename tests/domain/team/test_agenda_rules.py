"""Whom a meeting talks about: everybody with a reason, each reason in words, the most pressing first."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.team.rules.agenda import LOOKS_AHEAD, Facts, Why, agenda, reasons_for, since_of
from stepwell.domain.team.rules.minutes import DecisionDraft, check_decision, check_sign_off, check_words, mark_of
from stepwell.kernel.errors import Refused

TODAY, LAST = date(2026, 10, 6), date(2026, 9, 29)
DAY = timedelta(days=1)
# In the middle of a stay, with nothing to talk about.
QUIET = Facts(UUID(int=1), "reyes ana", LAST - 20 * DAY, TODAY + 60 * DAY, "2.1")


def whys(**changes):
    return [one.why for one in reasons_for(replace(QUIET, **changes), last_on=LAST, today=TODAY)]


def words(**changes):
    return [one.words for one in reasons_for(replace(QUIET, **changes), last_on=LAST, today=TODAY)]


def test_who_gives_no_reason_isnt_on_it():
    assert whys() == []
    assert agenda([QUIET], last_on=LAST, today=TODAY) == ()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"open_events": 1, "events_since": 2}, "A safety event is open."),
        ({"events_since": 2}, "2 safety events since Tue 29 Sep."),
        ({"carried": True}, "Was on the last agenda and not reached."),
        ({"asked": (("Maya Okafor", "Housing"),)}, "Maya Okafor: Housing"),
        ({"started_on": LAST}, "Started Tue 29 Sep."),
        ({"started_on": TODAY + DAY}, "Starts Wed 7 Oct."),
        ({"decided_level": "1.0"}, "Level 1.0 was decided; the stay is at 2.1."),
        ({"planned_end_on": TODAY + LOOKS_AHEAD}, "The planned end is Fri 16 Oct: what comes next?"),
        ({"review_on": TODAY}, "The plan’s review is due Tue 6 Oct."),
        ({"review_on": TODAY - DAY}, "The plan’s review was due Mon 5 Oct."),
        ({"missed": 2}, "2 missed sessions since Tue 29 Sep."),
    ],
)
def test_each_reason_says_what_it_is(changes, said):
    assert words(**changes) == [said]


@pytest.mark.parametrize(
    "changes",
    [
        {"missed": 1},
        {"decided_level": "2.1"},
        {"planned_end_on": TODAY + LOOKS_AHEAD + DAY},
        {"started_on": LAST - DAY},
        {"review_on": TODAY + LOOKS_AHEAD + DAY},
    ],
)
def test_what_just_isnt_one_is_none(changes):
    assert whys(**changes) == []


def test_before_the_first_meeting_it_looks_back_two_weeks():
    assert since_of(None, TODAY) == TODAY - 14 * DAY
    assert since_of(LAST, TODAY) == LAST


facts = st.builds(
    Facts,
    st.integers(1, 30).map(lambda number: UUID(int=number)),
    st.sampled_from(["a", "b"]),
    st.dates(TODAY - 90 * DAY, TODAY + 3 * DAY),
    st.dates(TODAY, TODAY + 90 * DAY),
    st.just("2.1"),
    st.integers(0, 1),
    st.integers(0, 2),
    st.sampled_from(["", "1.0"]),
    st.integers(0, 4),
    st.sampled_from([(), (("A", "b"),)]),
    st.booleans(),
)


@given(
    st.lists(facts, unique_by=lambda one: one.client_id), st.one_of(st.none(), st.dates(TODAY - 20 * DAY, TODAY - DAY))
)
def test_nobody_is_left_out_nobody_stands_twice_and_danger_comes_first(people, last_on):
    lines = agenda(people, last_on=last_on, today=TODAY)
    told = {one.client_id: reasons_for(one, last_on=last_on, today=TODAY) for one in people}
    assert {line.client_id for line in lines} == {who for who, reasons in told.items() if reasons}
    assert len({line.client_id for line in lines}) == len(lines)
    firsts = [[*Why].index(line.reasons[0].why) for line in lines]
    assert firsts == sorted(firsts)
    for line in lines:
        order = [[*Why].index(one.why) for one in line.reasons]
        assert order == sorted(order)
    assert agenda(people[::-1], last_on=last_on, today=TODAY) == lines


def test_a_decision_says_who_does_what_until_when():
    assert check_decision(DecisionDraft("  Calls  the landlord ", 1, TODAY), today=TODAY) == "Calls the landlord"
    with pytest.raises(Refused) as refused:
        check_decision(DecisionDraft(" ", None, None), today=TODAY)
    assert [one.where for one in refused.value.refusals] == ["words", "owner", "due_on"]
    for wrong in (
        DecisionDraft("x" * 201, 1, TODAY),
        DecisionDraft("a\0", 1, TODAY),
        DecisionDraft("a", 1, TODAY - DAY),
    ):
        with pytest.raises(Refused):
            check_decision(wrong, today=TODAY)
    with pytest.raises(Refused):
        check_decision(DecisionDraft("a", 1, TODAY + 200 * DAY), today=TODAY)


def test_words_that_cant_be_kept_name_their_field():
    assert check_words(" a ", where="note", most=5) == "a"
    for wrong in ("x" * 6, "a\0"):
        with pytest.raises(Refused) as refused:
            check_words(wrong, where="note", most=5)
        assert refused.value.refusals[0].where == "note"


def test_minutes_are_signed_when_there_is_something_to_sign():
    check_sign_off(starts_on=TODAY, today=TODAY, there=1, discussed=1)
    with pytest.raises(Refused) as refused:
        check_sign_off(starts_on=TODAY + DAY, today=TODAY, there=0, discussed=0)
    assert len(refused.value.refusals) == 3


def test_the_mark_changes_with_a_note_a_decision_and_a_person():
    marks = {mark_of([1, 2], 1, [4]), mark_of([1, 3], 1, [4]), mark_of([1, 2], 2, [4]), mark_of([1, 2], 1, [4, 5])}
    assert len(marks) == 4
    assert mark_of([2, 1], 1, [5, 4]) == mark_of([1, 2], 1, [4, 5])
