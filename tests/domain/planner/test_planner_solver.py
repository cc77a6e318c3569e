"""What the solver returns passes the check, is priced as it says, and is no worse than any other way of planning."""

from dataclasses import replace
from threading import Event

import pytest
from hypothesis import given, settings
from tests.domain.planner.weeks import (
    ANA,
    BLUE,
    HELD,
    LUIS,
    MAYA,
    MON_WED,
    PLAN,
    ROOM,
    SMALL_ROOM,
    TESS,
    TUE_THU,
    WEEK,
    at,
    day,
    weeks,
)

from stepwell.domain.planner.rules import pricing
from stepwell.domain.planner.rules.absence import moves, only_touched, without
from stepwell.domain.planner.rules.by_hand import hold
from stepwell.domain.planner.rules.checking import check_plan
from stepwell.domain.planner.rules.greedy import greedy
from stepwell.domain.planner.rules.instance import Group, Instance, Person
from stepwell.domain.planner.rules.plan import Held, Plan, Seat
from stepwell.domain.planner.solver.conflicts import explain
from stepwell.domain.planner.solver.solving import Limits, gap, solve
from stepwell.domain.planner.solver.wishes import granted

QUICK = Limits(seconds=20, cores=1)


@given(weeks())
@settings(max_examples=40, deadline=None)
def test_the_plan_passes_the_check_costs_what_was_said_and_is_no_dearer_than_first_come(week):
    solved = solve(week, QUICK)
    assert solved.plan is not None
    assert check_plan(week, solved.plan) == []
    assert solved.proven
    assert pricing.price(week, solved.plan).total == solved.objective
    assert solved.objective <= pricing.price(week, greedy(week)).total


def test_a_plan_without_a_wish_left_is_proven_best():
    news = []
    solved = solve(WEEK, QUICK, tell=news.append)
    assert (solved.objective, solved.bound, solved.gap) == (0, 0, 0)
    assert news[-1].objective == 0


def test_what_holds_now_stays_where_nothing_forces_a_change():
    assert moves(PLAN, solve(replace(WEEK, present=PLAN), QUICK).plan).total == 0


def test_after_an_illness_only_what_must_is_moved():
    ill = without(WEEK, PLAN, leaders=["tess"])
    solved = solve(ill, QUICK)
    found = moves(PLAN, solved.plan)
    assert check_plan(ill, solved.plan) == []
    assert (found.people, found.meetings, found.leaders, found.hours) == (0, 0, 2, 0)
    assert [one.words for one in pricing.price(ill, solved.plan).wishes] == ["Maya leads Blue."]


def test_whoever_isnt_touched_by_an_illness_stays_where_they_are():
    other = replace(BLUE, key="red", name="Red", options=(TUE_THU, MON_WED))
    people = (ANA, LUIS, replace(ANA, key="bo", name="Bo"))
    held = (HELD, replace(HELD, group="red", option=TUE_THU, leader="maya"))
    hours = (*PLAN.hours, replace(PLAN.hours[0], person="bo", start=at(1, 17)))
    present = Plan(held, (*PLAN.seats, Seat("bo", "red")), hours)
    ill = only_touched(without(replace(WEEK, groups=(BLUE, other), people=people), present, leaders=["tess"]))
    assert [len(one.options) for one in ill.groups] == [2, 1]
    assert [len(one.free) for one in ill.people] == [5, 5, 3]
    solved = solve(ill, QUICK)
    assert moves(present, solved.plan).leaders == 2
    assert moves(present, solved.plan).people == 0
    away = only_touched(without(replace(WEEK, people=people, groups=(BLUE, other)), present, leaders=["maya"]))
    assert [len(one.options) for one in away.groups] == [1, 2]
    assert all(one.free == ANA.free for one in away.people)


def test_a_search_that_is_stopped_says_how_far_it_came():
    stop = Event()
    stop.set()
    solved = solve(WEEK, QUICK, stop=stop)
    assert solved.seconds < 20
    assert solved.gap is None or 0 <= solved.gap <= 1
    assert gap(200, 198) == pytest.approx(0.01)


def test_a_week_that_cant_be_names_the_fewest_rules_in_conflict():
    busy = replace(WEEK, people=(ANA, replace(LUIS, free=(day(0, 16, 21),))))
    assert solve(busy, QUICK).impossible
    conflict = explain(busy, 20)
    assert conflict.smallest
    assert {(one.family, one.key) for one in conflict.rules} == {("minimum", "luis"), ("person time", "luis")}
    assert conflict.words == ("Luis needs at least 6 h a week.", "Luis can come Mon 16:00 to 21:00.")


def test_seats_and_licenses_can_be_in_conflict_too():
    small = replace(WEEK, groups=(replace(BLUE, capacity=1),))
    assert {one.family for one in explain(small, 20).rules} == {"minimum", "seats"}
    away = without(WEEK, Plan(), leaders=["tess", "maya"])
    assert {one.family for one in explain(away, 20).rules} <= {"minimum", "leader time", "license"}
    closed = without(WEEK, Plan(), rooms=["one", "two"])
    assert "rooms" in {one.family for one in explain(closed, 20).rules}
    apart = replace(WEEK, apart=(("ana", "luis"),))
    assert "apart" in {one.family for one in explain(apart, 20).rules}


def test_when_staff_work_is_kept_to_and_named_in_a_conflict_by_its_weekday():
    from stepwell.domain.planner.rules.instance import Stretch

    weekdays = tuple(day(number, 9, 22) for number in range(5) if number != 2)
    tess = replace(TESS, name="Ty", works=weekdays)
    alone = replace(WEEK, leaders=(tess,), people=(replace(ANA, needs_hour=False, prescribed_minutes=360),))
    assert solve(alone, QUICK).plan.held[0].option == TUE_THU
    thursdays = replace(alone, groups=(replace(BLUE, options=(MON_WED,)),))
    assert solve(thursdays, QUICK).impossible
    conflict = explain(thursdays, 20)
    assert conflict.smallest
    assert conflict.words == ("Ana needs at least 6 h a week.", "Ty doesn’t work on Wednesdays.")
    early = replace(tess, works=(day(0, 9, 17), *weekdays[1:], day(2, 9, 22)))
    assert explain(replace(thursdays, leaders=(early,)), 20).words[-1] == "Ty works on Mondays 09:00 to 17:00."
    assert replace(tess, works=(Stretch(0, 672),)).works_on(2) == ""


def test_a_room_that_cannot_be_used_then_is_named_in_a_conflict():
    from stepwell.domain.planner.rules.instance import Stretch

    small = replace(SMALL_ROOM, free=())
    large = replace(ROOM, free=(Stretch(0, at(2, 0)), Stretch(at(2, 20), at(6, 24))))
    week = replace(WEEK, rooms=(small, large), groups=(replace(BLUE, options=(MON_WED,)),))
    assert {one.family for one in explain(week, 20).rules} == {"minimum", "room time", "rooms"}


def test_a_week_that_can_be_has_no_conflict_and_one_that_ran_out_of_time_says_so():
    assert explain(WEEK, 20) is None
    assert explain(WEEK, 0) is None


def test_each_wish_says_what_granting_it_would_cost():
    ill = without(replace(WEEK, leaders=(MAYA, replace(TESS, caseload=1))), PLAN, leaders=["maya"])
    solved = solve(ill, QUICK)
    wishes = pricing.price(ill, solved.plan).wishes
    found = {one.wish.kind: one for one in granted(ill, solved, wishes, QUICK)}
    assert found["no hour"].possible
    assert found["no hour"].more == 0
    assert found["no hour"].proven
    assert not found["other counselor"].possible
    assert found["other counselor"].more is None


def test_of_two_groups_that_give_the_same_the_one_without_a_wait_is_proposed_and_the_wait_has_its_cost():
    morning = replace(BLUE, key="morning", name="Morning", length=4, clinical_minutes=60, options=((at(0, 9),),))
    late = replace(morning, key="late", name="Late", options=((at(0, 13),),))
    near = replace(morning, key="near", name="Near", options=((at(0, 11),),))
    ana = replace(ANA, prescribed_minutes=120, minimum_minutes=120, free=(day(0, 8, 15),), needs_hour=False)
    week = replace(WEEK, people=(ana,), groups=(morning, late, near), leaders=(replace(TESS, free=(day(0, 8, 15),)),))
    solved = solve(week, QUICK)
    assert solved.plan.groups_of["ana"] in ({"morning", "near"}, {"late", "near"})
    assert (solved.objective, solved.bound) == (0, 0)
    apart = replace(week, groups=(morning, late))
    waits = solve(apart, QUICK)
    (wish,) = pricing.price(apart, waits.plan).of_kind("wait")
    assert wish.words == "Ana waits between sessions, Mon 10:00 to 13:00."
    (asked,) = granted(apart, waits, [wish], QUICK)
    assert not asked.possible


def test_every_kind_of_wish_can_be_asked_for():
    week = replace(WEEK, present=PLAN, groups=(replace(BLUE, rooms=frozenset({"one", "two"})), *WEEK.groups[1:]))
    ways = [
        pricing.Wish("left group", "ana", "", 1, "blue"),
        pricing.Wish("no hour", "ana", "", 1),
        pricing.Wish("other counselor", "ana", "", 1),
        pricing.Wish("hour moved", "ana", "", 1),
        pricing.Wish("own trip", "ana", "", 1),
        pricing.Wish("wait", "ana", "", 1),
        pricing.Wish("short", "ana", "", 1),
        pricing.Wish("over", "ana", "", 1),
        pricing.Wish("not held", "blue", "", 1),
        pricing.Wish("other time", "blue", "", 1),
        pricing.Wish("other leader", "blue", "", 1),
        pricing.Wish("other room", "blue", "", 1),
        pricing.Wish("closed room", "blue", "", 1),
    ]
    found = list(granted(week, solve(week, QUICK), ways, QUICK))
    assert [one.more for one in found] == [0] * len(ways)
    assert list(granted(week, replace(solve(week, QUICK), plan=None), ways, QUICK)) == []
    assert at(0, 18) == PLAN.held[0].option[0]


TUE, WED = (at(1, 18),), (at(2, 18),)


def two_sessions(*options, brings=frozenset()):
    """Two sessions of the week that are to move, each with a room and a leader of its own, and one client in both."""

    def session(key, leader, room):
        named = {"leaders": frozenset({leader}), "rooms": frozenset({room})}
        return Group(key, f"Session {key}", key, 12, 180, options, "", 5, room_seats=0, brings=brings, **named)

    people = tuple(Person(f"ana|{key}", "Ana", key, 180, 0, needs_hour=False, client="ana") for key in ("a", "b"))
    held = (Held("a", (at(0, 9),), "maya", ("one",)), Held("b", (at(0, 13),), "tess", ("two",)))
    present = Plan(held, tuple(Seat(one.key, one.track) for one in people))
    groups = (session("a", "maya", "one"), session("b", "tess", "two"))
    return Instance(people, (MAYA, TESS), (SMALL_ROOM, ROOM), groups, present=present)


def test_who_is_booked_in_two_sessions_that_move_is_in_one_of_them_at_a_time():
    plan = solve(two_sessions(TUE), QUICK).plan
    assert [one.option for one in plan.held] == [TUE, TUE]
    assert len(plan.seats) == 1
    both = replace(plan, seats=two_sessions(TUE).present.seats)
    assert [one.words for one in check_plan(two_sessions(TUE), both)] == ["Ana is planned twice: Tue 18:00 to 21:00."]
    apart = solve(two_sessions(TUE, WED), QUICK).plan
    assert {one.option for one in apart.held} == {TUE, WED}
    assert len(apart.seats) == 2


def test_sessions_to_which_the_same_person_comes_in_any_case_are_never_at_once():
    week = two_sessions(TUE, brings=frozenset({"ana"}))
    plan = solve(week, QUICK).plan
    assert len(plan.held) == len(greedy(week).held) == 1
    held = tuple(replace(one, option=TUE) for one in week.present.held)
    words = "Session a and Session b would meet at once, and somebody is booked in both."
    assert words in {one.words for one in check_plan(week, Plan(held))}
    assert {one.option for one in solve(two_sessions(TUE, WED, brings=frozenset({"ana"})), QUICK).plan.held} == {
        TUE,
        WED,
    }


def test_by_hand_who_sits_in_another_session_at_that_time_stays_there():
    week = two_sessions(TUE, WED)
    plan = solve(week, QUICK).plan
    first, second = plan.held
    moved = hold(week, plan, replace(first, option=second.option), who_can=True)
    assert moved.members_of == {second.group: (f"ana|{second.group}",)}
    assert check_plan(week, moved) == []
