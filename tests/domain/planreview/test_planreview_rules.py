"""What a version says, what changed, and when it is due: pure."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.planreview.rules.clock import Certification, Protocol, check_protocol, clocks_of, opens_on
from stepwell.domain.planreview.rules.difference import Kind, difference
from stepwell.domain.planreview.rules.snapshot import (
    Aim,
    Concern,
    Served,
    Snapshot,
    Step,
    as_stored,
    mark_of,
    of_stored,
    with_progress,
    with_steps,
)
from stepwell.kernel.errors import Refused

START = date(2026, 8, 3)
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)
ids = st.uuids().map(str)
parts = st.sampled_from(["", "prescriber", "nurse", "peer"])
served = st.builds(Served, ids, texts, st.sampled_from(["group", "medication"]), parts, texts, st.booleans())
some_served = st.lists(served, max_size=2).map(tuple)
endings = st.sampled_from(["", "reached", "set aside", "written by mistake"])
steps = st.builds(
    Step, ids, texts, texts, texts, texts, st.dates(), texts, parts, st.booleans(), some_served, closed_as=endings
)
areas = st.lists(st.sampled_from(["cravings", "aftercare"]), unique=True).map(tuple)
aims = st.builds(Aim, ids, texts, texts, areas, st.lists(steps, max_size=2).map(tuple), st.booleans(), endings)
concerns = st.builds(
    Concern, ids, st.integers(1, 9), texts, texts, texts, areas, parts, st.sampled_from(["", "action"]),
    st.lists(aims, max_size=2).map(tuple), st.booleans(), endings,
)  # fmt: skip
snapshots = st.builds(Snapshot, texts, texts, texts, st.lists(concerns, max_size=3).map(tuple))


def a_plan(**step: object) -> Snapshot:
    given = Served("s1", "Relapse prevention", "group", "", "Evening group", False)
    one = Step("o1", "1.1", "Calls before nine", "Evenings", "5 of 7", date(2026, 10, 20), "Maya", "", False, (given,))
    aim = Aim("g1", "Sleep.", "Sleeps at home", (), (replace(one, **step),))
    return Snapshot("Evening", "", "", (Concern("p1", 1, "Sleep", "", "Nights.", (), "", "", (aim,)),))


@given(snapshots)
def test_what_is_kept_is_read_back_as_it_was(said):
    assert of_stored(as_stored(said)) == said


@given(snapshots)
def test_nothing_differs_from_itself(said):
    assert difference(said, said) == ()


@given(snapshots, snapshots)
def test_what_is_added_one_way_is_gone_the_other_way(one, other):
    there = [change.title for change in difference(one, other) if change.kind is Kind.ADDED]
    back = [change.title for change in difference(other, one) if change.kind is Kind.GONE]
    assert set(there) <= set(back)


def test_a_note_that_is_signed_meanwhile_changes_nothing_that_was_agreed():
    seen = with_steps(a_plan(), lambda step: replace(step, evidence="Evening group, 5 Oct 2026"))
    assert mark_of(seen) == mark_of(a_plan())
    assert mark_of(with_progress(a_plan(), {"o1": "closer"})) == mark_of(a_plan())
    assert mark_of(a_plan(target="6 of 7")) != mark_of(a_plan())


def test_changes_are_said_in_words_and_side_by_side():
    (changed,) = difference(a_plan(), a_plan(target="6 of 7"))
    assert changed.words == "Changed: objective 1.1, Calls before nine"
    assert changed.sides == [("Target", "5 of 7", "6 of 7")]
    (closed,) = difference(a_plan(), a_plan(is_closed=True))
    assert (closed.kind, closed.sides) == (Kind.CLOSED, [])
    assert [one.kind for one in difference(a_plan(is_closed=True), a_plan())] == [Kind.REOPENED]
    assert {one.kind for one in difference(None, a_plan())} == {Kind.ADDED}
    (gone,) = difference(a_plan(), a_plan(served=()))
    assert gone.words == "No longer there: what is done for 1.1, Relapse prevention"


def closed(plan: Snapshot, **goal: object) -> Snapshot:
    """The plan with its problem reached, and its goal as it is said."""
    (concern,) = plan.concerns
    aims = tuple(replace(aim, **goal) for aim in concern.aims)
    return replace(plan, concerns=(replace(concern, aims=aims, is_closed=True, closed_as="reached"),))


def test_a_closed_problem_and_a_closed_goal_are_told_with_how_they_ended():
    ended = closed(a_plan(), is_closed=True, closed_as="set aside")
    problem, goal = difference(a_plan(), ended)
    assert problem.words == "Closed: problem 1, Sleep (reached)"
    assert goal.words == "Closed: goal for problem 1, Sleep. (set aside)"
    assert goal.sides == [("How it ended", "", "Set aside: not wanted, or not now")]
    assert [one.kind for one in difference(ended, a_plan())] == [Kind.REOPENED, Kind.REOPENED]
    assert mark_of(ended) != mark_of(a_plan())


def test_a_version_from_before_anything_but_objectives_was_closed_is_read_as_it_was():
    stored = as_stored(a_plan(is_closed=True))
    (concern,) = stored["concerns"]
    for part in (concern, *concern["aims"], *concern["aims"][0]["steps"]):
        for name in ("closed_as", *(("is_closed",) if "served" not in part else ())):
            del part[name]
    assert of_stored(stored | {"form": 1}) == a_plan(is_closed=True)


def test_the_review_is_due_by_whichever_clock_is_first():
    own = clocks_of(START)
    assert (own.review_on, own.review_why) == (START + timedelta(days=30), "The program’s own: every 30 days")
    payer = clocks_of(START, payer_reviews=[(START + timedelta(days=14), "Prairie Plan")])
    assert (payer.review_on, payer.review_why) == (START + timedelta(days=14), "Prairie Plan reviews on this day")
    later = clocks_of(START, signed_on=[START + timedelta(days=14)], payer_reviews=[(START + timedelta(days=14), "x")])
    assert later.review_on == START + timedelta(days=44)
    assert opens_on(own, Protocol()) == START + timedelta(days=23)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (44, Certification.HOLDS),
        (45, Certification.PREPARE),
        (52, Certification.PREPARE),
        (53, Certification.DUE),
        (60, Certification.DUE),
        (61, Certification.LAPSED),
    ],
)
def test_a_certification_is_prepared_given_and_lapses_on_its_days(day, state):
    assert clocks_of(START).certification(START + timedelta(days=day)) is state


def test_what_was_reviewed_since_the_first_notice_waits_for_the_prescriber_alone():
    clocks = clocks_of(START, signed_on=[START + timedelta(days=46)])
    assert clocks.certification(START + timedelta(days=46)) is Certification.DUE
    renewed = clocks_of(START, certified_on=[START + timedelta(days=50)])
    assert renewed.certify_on == START + timedelta(days=110)


def test_only_the_payers_that_ask_are_counted_where_a_site_names_them():
    named = Protocol(certify_for=("Prairie  plan",))
    assert clocks_of(START, payers=["PRAIRIE PLAN"], protocol=named).certify_on is not None
    none = clocks_of(START, payers=["Other"], protocol=named)
    assert (none.certify_on, none.certification(date(2030, 1, 1))) == (None, Certification.NOT_ASKED)


@pytest.mark.parametrize(
    ("numbers", "where"),
    [
        ({"review_days": 0}, "review_days"),
        ({"certify_days": 400}, "certify_days"),
        ({"ahead_days": 30}, "ahead_days"),
        ({"first_day": 53}, "second_day"),
        ({"second_day": 60}, "second_day"),
    ],
)
def test_a_sites_numbers_that_make_no_sense_are_refused_at_their_field(numbers, where):
    with pytest.raises(Refused) as refused:
        check_protocol(replace(Protocol(), **numbers))
    assert where in {one.where for one in refused.value.refusals}
