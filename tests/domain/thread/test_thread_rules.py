"""Which links a chart needs, which are missing since when: every rule with its edge, and what holds for any chart."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.thread.rules import (
    NOBODY,
    OURS,
    TERMS,
    Aim,
    Chart,
    Days,
    Finding,
    Kind,
    Planned,
    Served,
    SessionFact,
    Shown,
    Step,
    Tally,
    Who,
    Written,
    editions_of,
    standing_of,
    tallies_of,
    total_of,
)
from stepwell.domain.thread.rules.days import missing_on
from stepwell.domain.week.rules.signing import LATE_AFTER

TODAY = date(2026, 10, 6)
MAYA, REED = Who(1, "Maya Okafor"), Who(2, "Reed Alvarez")
OPIOIDS, SLEEP = ("icd", "F11.20"), ("icd", "F51.05")


def days(number: int) -> date:
    """So many days ago."""
    return TODAY - timedelta(days=number)


def step(**changed: Any) -> Step:
    served = (Served(UUID(int=4), "Relapse prevention", days(20), is_carried=True),)
    whole: dict[str, Any] = {"served": served, "last_note_on": days(2), "shown": None, "bare_since": days(20)}
    given = {"id": UUID(int=3), "number": "1.1", "title": "Call before nine", "owner": REED, **whole, **changed}
    return Step(**given)


def chart(*steps: Step, **changed: Any) -> Chart:
    aim = Aim(UUID(int=2), "Sleep at home", days(20), has_steps=bool(steps), steps=steps)
    problem = Planned(UUID(int=1), 1, "Opioid use disorder", OPIOIDS, days(20), (aim,))
    whole: dict[str, Any] = {
        "started_on": days(21),
        "counselor": MAYA,
        "assessed_on": days(22),
        "findings": (Finding(7, "Opioid use disorder", OPIOIDS, is_answered=False),),
        "problems": (problem,),
        "review_on": days(-39),
        "signed": Written(6),
        "named": Written(6),
    }
    return Chart(**{**whole, **changed})


def test_what_needs_no_group_is_no_gap_without_one_and_is_noted_where_it_comes_in_a_session() -> None:
    alone = Served(UUID(int=5), "Weekly hour", days(20), is_carried=False, needs_group=False)
    pills = replace(alone, title="Naltrexone", is_noted=False)
    assert gaps(chart(step(served=(alone,)))) == []
    assert [kind for kind, _, _ in gaps(chart(step(served=(alone,), last_note_on=None)))] == [Kind.NOTE]
    assert gaps(chart(step(served=(pills,), last_note_on=None))) == []


def gaps(some: Chart) -> list[tuple[Kind, date, Who]]:
    return [(gap.kind, gap.since, gap.owner) for gap in standing_of(some, today=TODAY).gaps]


def needed(some: Chart, kind: Kind) -> int:
    return dict(standing_of(some, today=TODAY).needed).get(kind, 0)


def test_a_whole_chart_counts_every_link_and_misses_none():
    standing = standing_of(chart(step()), today=TODAY)
    assert standing.is_whole
    assert (standing.there, standing.in_all) == (21, 21)
    once = [kind for kind in Kind if kind is not Kind.MEASURED]
    assert dict(standing.needed) == {**dict.fromkeys(once, 1), Kind.SIGNED: 6, Kind.NAMED: 6}


def test_without_a_signed_assessment_the_stay_has_no_beginning():
    assert gaps(chart(step(), assessed_on=None)) == [(Kind.ASSESSED, days(21), MAYA)]


@pytest.mark.parametrize(("started", "is_due"), [(6, False), (7, True)])
def test_a_plan_is_due_a_week_after_the_start(started, is_due):
    some = chart(started_on=days(started), problems=(), findings=())
    assert gaps(some) == ([(Kind.PLANNED, days(started) + timedelta(days=OURS.plan), MAYA)] if is_due else [])
    assert needed(some, Kind.PLANNED) == is_due
    assert needed(some, Kind.REVIEWED) == 0


@pytest.mark.parametrize(("review_on", "is_late"), [(TODAY, False), (days(1), True)])
def test_a_review_is_overdue_the_day_after_its_last_day(review_on, is_late):
    assert gaps(chart(step(), review_on=review_on)) == ([(Kind.REVIEWED, TODAY, MAYA)] if is_late else [])


@pytest.mark.parametrize(("coding", "is_answered", "is_missing"), [
    (OPIOIDS, False, False), (SLEEP, True, False), (SLEEP, False, True), (("other", "F11.20"), False, True),
])  # fmt: skip
def test_a_diagnosis_is_addressed_by_its_code_or_by_somebodys_word(coding, is_answered, is_missing):
    some = chart(step(), findings=(Finding(8, "Insomnia", coding, is_answered),))
    assert gaps(some) == ([(Kind.ADDRESSED, days(21), MAYA)] if is_missing else [])


def test_a_diagnosis_that_was_signed_after_the_start_is_missing_since_then():
    some = chart(step(), assessed_on=days(3), findings=(Finding(8, "Insomnia", SLEEP, is_answered=False),))
    assert gaps(some) == [(Kind.ADDRESSED, days(3), MAYA)]


def test_a_problem_without_a_code_addresses_no_diagnosis():
    bare = Planned(UUID(int=1), 1, "Sleep", ("", ""), days(20), chart(step()).problems[0].aims)
    assert [kind for kind, *_ in gaps(chart(problems=(bare,)))] == [Kind.ADDRESSED]


def test_a_problem_needs_a_goal_and_a_goal_an_objective():
    no_goal = Planned(UUID(int=1), 1, "Opioid use disorder", OPIOIDS, days(5), ())
    assert gaps(chart(problems=(no_goal,))) == [(Kind.GOAL, days(5), MAYA)]
    assert gaps(chart()) == [(Kind.OBJECTIVE, days(20), MAYA)]


def test_what_is_closed_misses_nothing_and_is_not_counted():
    done = Planned(UUID(int=1), 1, "Opioid use disorder", OPIOIDS, days(20), (), closed_on=days(1))
    some = chart(problems=(done,))
    assert gaps(some) == []
    assert [needed(some, kind) for kind in (Kind.GOAL, Kind.OBJECTIVE, Kind.PLANNED)] == [0, 0, 1]
    ended = replace(done, closed_on=None, had_aims=True)
    assert gaps(chart(problems=(ended,))) == []


@pytest.mark.parametrize(("changed", "is_missing"), [
    ({"closed_on": days(22)}, False), ({"closed_on": days(1)}, False), ({"closed_on": days(23)}, True),
    ({"closed_on": days(1), "is_mistake": True}, True),
])  # fmt: skip
def test_a_closed_problem_still_addresses_its_diagnosis_until_that_is_made_anew(changed, is_missing):
    done = replace(Planned(UUID(int=1), 1, "Opioid use disorder", OPIOIDS, days(30), ()), **changed)
    assert (Kind.ADDRESSED in [kind for kind, *_ in gaps(chart(problems=(done,)))]) is is_missing


def test_a_goal_whose_objectives_are_all_closed_misses_nothing():
    reached = Aim(UUID(int=2), "Sleep at home", days(20), has_steps=True, steps=())
    done = Planned(UUID(int=1), 1, "Opioid use disorder", OPIOIDS, days(20), (reached,))
    assert gaps(chart(problems=(done,))) == []


def test_what_serves_nothing_and_what_no_group_carries_is_the_objectives_owners():
    assert gaps(chart(step(served=(), bare_since=days(4)))) == [(Kind.INTERVENTION, days(4), REED)]
    alone = (Served(UUID(int=4), "Skills", days(3), is_carried=False),)
    assert gaps(chart(step(served=alone))) == [(Kind.GROUP, days(3), REED)]


@pytest.mark.parametrize(
    ("served", "last_note", "since", "counts"),
    [(13, None, None, 0), (14, None, TODAY, 1), (20, 13, None, 1), (20, 14, TODAY, 1), (30, 20, days(6), 1)],
)
def test_an_objective_needs_a_note_every_fortnight(served, last_note, since, counts):
    group = (Served(UUID(int=4), "Relapse prevention", days(served), is_carried=True),)
    some = chart(step(served=group, last_note_on=None if last_note is None else days(last_note)))
    assert gaps(some) == ([(Kind.NOTE, since, REED)] if since else [])
    assert needed(some, Kind.NOTE) == counts


@pytest.mark.parametrize(
    ("chosen", "last", "due", "since", "counts"),
    [
        (40, None, 0, None, 0), (40, None, 1, TODAY, 1), (90, 28, 0, None, 1), (90, 29, 1, TODAY, 1),
        (5, 60, 32, days(5), 1), (5, None, -9, None, 0), (90, 80, None, None, 1), (90, None, None, None, 0),
    ],
)  # fmt: skip
def test_an_instrument_that_shows_an_objective_is_overdue_the_day_after_it_was_due(chosen, last, due, since, counts):
    ago = [None if number is None else days(number) for number in (last, due)]
    some = chart(step(shown=Shown("phq-9", "PHQ-9", days(chosen), *ago)))
    assert gaps(some) == ([(Kind.MEASURED, since, REED)] if since else [])
    assert needed(some, Kind.MEASURED) == counts


def test_a_session_without_its_note_is_its_leaders():
    late = SessionFact(uuid4(), uuid4(), "Evening group", days(3), days(2), MAYA)
    unsigned = standing_of(chart(step(), signed=Written(7, (late,))), today=TODAY)
    assert [(gap.kind, gap.since, gap.owner) for gap in unsigned.gaps] == [(Kind.SIGNED, days(2), MAYA)]
    assert (unsigned.there, unsigned.in_all) == (21, 22)
    assert unsigned.gaps[0].within == str(late.session_id)
    assert gaps(chart(step(), named=Written(7, (late,)))) == [(Kind.NAMED, days(2), MAYA)]


def test_what_matters_most_stands_first_and_then_what_is_missing_longest():
    bare, alone = step(served=(), bare_since=days(1)), (Served(uuid4(), "Skills", days(19), is_carried=False),)
    older = step(id=uuid4(), number="1.2", served=(), bare_since=days(9))
    some = chart(bare, step(id=uuid4(), number="1.3", served=alone), older, assessed_on=None)
    assert [(kind, since) for kind, since, _ in gaps(some)] == [
        (Kind.ASSESSED, days(21)), (Kind.INTERVENTION, days(9)), (Kind.INTERVENTION, days(1)), (Kind.GROUP, days(19)),
    ]  # fmt: skip


def test_a_place_says_nothing_about_anybodys_health():
    some = chart(step(served=()), findings=(Finding(8, "Insomnia", SLEEP, is_answered=False),))
    places = [gap.place for gap in standing_of(some, today=TODAY).gaps]
    assert places == ["Diagnosis", "Objective 1.1"]


def test_the_words_name_the_days_that_the_rules_count():
    assert f"Ours: {OURS.plan} days" in TERMS[Kind.PLANNED].source
    assert f"Ours: {OURS.finding} days" in TERMS[Kind.ADDRESSED].source
    assert f"Ours: {OURS.note} days" in TERMS[Kind.NOTE].source
    assert f"{LATE_AFTER.total_seconds() / 3600:.0f} hours" in TERMS[Kind.SIGNED].not_counted
    assert list(TERMS) == list(Kind)


def test_a_sites_own_days_say_when_something_is_missing():
    own = editions_of([Days(days(100), plan=3, finding=5, note=21)])
    group = (Served(UUID(int=4), "Relapse prevention", days(20), is_carried=True),)
    assert gaps(chart(step(served=group, last_note_on=None), days=own)) == []
    assert gaps(chart(started_on=days(3), problems=(), findings=(), days=own)) == [(Kind.PLANNED, TODAY, MAYA)]
    sleep = (Finding(8, "Insomnia", SLEEP, is_answered=False),)
    assert gaps(chart(step(), assessed_on=days(4), findings=sleep, days=own)) == []
    assert gaps(chart(step(), assessed_on=days(5), findings=sleep, days=own)) == [(Kind.ADDRESSED, TODAY, MAYA)]


def test_a_later_edition_holds_from_its_day_and_moves_no_day_before_it():
    served = (Served(UUID(int=4), "Relapse prevention", days(20), is_carried=True),)
    some = step(served=served, last_note_on=None)
    longer, stricter = Days(days(3), note=30), Days(days(3), note=2)
    assert gaps(chart(some, days=editions_of([longer]))) == [(Kind.NOTE, days(6), REED)]
    young = step(served=(replace(served[0], since=days(10)),), last_note_on=None)
    assert gaps(chart(young, days=editions_of([stricter]))) == [(Kind.NOTE, days(3), REED)]
    assert gaps(chart(young, days=editions_of([longer]))) == []


any_days = st.integers(-60, 120).map(days)
edition_s = st.builds(Days, any_days, *[st.integers(0, 40)] * 3)


@given(st.lists(edition_s, max_size=3, unique_by=lambda one: one.from_on), edition_s, any_days)
def test_whatever_follows_nothing_that_was_missing_before_it_moves(own, later, since):
    begun = [one for one in own if one.from_on < later.from_on]
    before = missing_on(editions_of(begun), "note", since)
    after = missing_on(editions_of([*begun, later]), "note", since)
    assert after == before if before < later.from_on else after >= later.from_on


# Any chart: what holds whatever stands in it.
some_days = st.integers(0, 120).map(days)
codings = st.sampled_from([OPIOIDS, SLEEP, ("", "")])
served_s = st.builds(Served, st.uuids(), st.just("Skills"), some_days, st.booleans())
shown_s = st.none() | st.builds(
    Shown, st.just("phq-9"), st.just("PHQ-9"), some_days, st.none() | some_days, st.none() | some_days
)
step_s = st.builds(
    Step, st.uuids(), st.just("1.1"), st.just("Call"), st.just(REED), some_days,
    st.lists(served_s, max_size=3).map(tuple), st.none() | some_days, shown_s,
)  # fmt: skip
steps_s = st.lists(step_s, max_size=3).map(tuple)
aim_s = st.builds(
    lambda steps, closed: Aim(uuid4(), "Home", days(9), has_steps=closed or bool(steps), steps=steps),
    steps_s, st.booleans(),
)  # fmt: skip
problem_s = st.builds(
    Planned, st.uuids(), st.integers(1, 9), st.just("Sleep"), codings, some_days,
    st.lists(aim_s, max_size=2).map(tuple),
)  # fmt: skip
session_s = st.builds(
    SessionFact, st.uuids(), st.none() | st.uuids(), st.just("Group"), some_days, some_days, st.just(MAYA)
)
written_s = st.lists(session_s, max_size=3).flatmap(
    lambda missing: st.integers(len(missing), 40).map(lambda needs: Written(needs, tuple(missing)))
)
chart_s = st.builds(
    Chart, some_days, st.just(NOBODY), st.none() | some_days,
    st.lists(st.builds(Finding, st.integers(), st.just("Insomnia"), codings, st.booleans()), max_size=3).map(tuple),
    st.lists(problem_s, max_size=3).map(tuple), some_days, written_s, written_s,
    st.lists(edition_s, max_size=3, unique_by=lambda one: one.from_on).map(editions_of),
)  # fmt: skip


@given(chart_s)
def test_what_is_missing_is_what_is_needed_and_not_there(some):
    standing = standing_of(some, today=TODAY)
    counts = dict(standing.needed)
    for kind in Kind:
        missing = [gap for gap in standing.gaps if gap.kind is kind]
        assert len(missing) <= counts.get(kind, 0)
    assert 0 <= standing.there <= standing.in_all
    assert standing.is_whole == (standing.there == standing.in_all)
    assert list(standing.gaps) == sorted(standing.gaps, key=lambda gap: gap.order)


@given(chart_s)
def test_nothing_is_missing_since_a_day_to_come(some):
    assert all(gap.since <= TODAY for gap in standing_of(some, today=TODAY).gaps)


@given(chart_s, st.integers(1, 60))
def test_time_alone_mends_nothing(some, later):
    """A link that is missing today is missing later too, since the same day, unless somebody does something."""
    now, then = (standing_of(some, today=TODAY + timedelta(days=number)) for number in (0, later))
    assert {(gap.kind, gap.subject, gap.since) for gap in now.gaps} <= {
        (gap.kind, gap.subject, gap.since) for gap in then.gaps
    }


@given(st.lists(chart_s, max_size=4))
def test_a_sum_is_the_sum_of_its_charts(some):
    standings = [standing_of(one, today=TODAY) for one in some]
    total = total_of(standings)
    by_kind = tallies_of(standings)
    assert total == Tally(sum(one.there for one in by_kind.values()), sum(one.needed for one in by_kind.values()))
    assert total.missing == sum(len(one.gaps) for one in standings)
    assert total.words == f"{total.there} of {total.needed}"
    for kind, tally in by_kind.items():
        assert tally.missing == sum(gap.kind is kind for one in standings for gap in one.gaps)
