"""A finished plan is checked and priced by counting it out; the first-come plan keeps every rule but the minimum."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from tests.domain.planner.weeks import (
    ANA,
    BLUE,
    EVENINGS,
    HELD,
    LUIS,
    MAYA,
    MON_WED,
    PLAN,
    ROOM,
    SMALL_ROOM,
    TUE_THU,
    WEEK,
    at,
    day,
    weeks,
)

from stepwell.domain.planner.rules import pricing
from stepwell.domain.planner.rules.absence import Moves, moves, without
from stepwell.domain.planner.rules.checking import check_plan
from stepwell.domain.planner.rules.greedy import greedy, unmet_minutes
from stepwell.domain.planner.rules.instance import Instance, Stretch, hour_starts, moments
from stepwell.domain.planner.rules.plan import Held, Hour, Plan, Seat


def changed(instance: Instance, **people: object) -> Instance:
    """The week with something else about Ana."""
    return replace(instance, people=(replace(ANA, **people), LUIS))


def ana_hour(**other: object) -> Plan:
    """The plan with something else about Ana's hour."""
    return replace(PLAN, hours=(replace(PLAN.hours[0], **other), PLAN.hours[1]))


def rules(instance: Instance, plan: Plan) -> set[str]:
    return {one.rule for one in check_plan(instance, plan)}


SATURDAY = replace(WEEK, groups=(replace(BLUE, options=((at(5, 9),),)),))
BY_MAYA = replace(PLAN, held=(replace(HELD, leader="maya"),))


def test_a_plan_that_keeps_every_rule_has_nothing_wrong():
    assert check_plan(WEEK, PLAN) == []
    assert pricing.price(WEEK, PLAN).wishes == ()


ONE_MONDAY = (1, 0, 0, 0, 0, 0, 0)
IN_BOTH = replace(PLAN, held=(replace(HELD, rooms=("one", "two")),), hours=())


@pytest.mark.parametrize(
    ("rule", "instance", "plan"),
    [
        ("unknown", WEEK, replace(PLAN, seats=(Seat("nobody", "blue"),))),
        ("twice", WEEK, replace(PLAN, held=(HELD, HELD))),
        ("twice", WEEK, replace(PLAN, seats=(*PLAN.seats, PLAN.seats[0]))),
        ("twice", WEEK, replace(PLAN, hours=(*PLAN.hours, PLAN.hours[0]))),
        ("option", WEEK, replace(PLAN, held=(replace(HELD, option=(at(4, 18), at(2, 18))),))),
        ("license", WEEK, replace(PLAN, held=(replace(HELD, leader="peer"),))),
        ("leader time", SATURDAY, Plan((Held("blue", (at(5, 9),), "tess", ("two",)),))),
        ("room", WEEK, replace(PLAN, held=(replace(HELD, rooms=("two",)),))),
        ("room", WEEK, replace(PLAN, held=(replace(HELD, rooms=("closet", "two")),))),
        ("room", WEEK, replace(PLAN, hours=(replace(PLAN.hours[0], room="closet"),))),
        ("room twice", WEEK, replace(PLAN, hours=(PLAN.hours[0], Hour("luis", "maya", at(2, 19), "two")))),
        ("seats", replace(WEEK, groups=(replace(BLUE, capacity=1),)), PLAN),
        ("seats", WEEK, replace(PLAN, held=())),
        ("track", changed(WEEK, track="day"), PLAN),
        ("track", replace(WEEK, groups=(replace(BLUE, language="es"),)), BY_MAYA),
        ("person time", changed(WEEK, free=(day(0, 16, 21),)), PLAN),
        ("person time", changed(WEEK, free=(day(0, 18, 21), day(2, 18, 21))), PLAN),
        ("person twice", WEEK, replace(PLAN, hours=(replace(PLAN.hours[0], start=at(0, 18)),))),
        ("leader twice", WEEK, replace(BY_MAYA, hours=(replace(PLAN.hours[0], start=at(2, 19)),))),
        ("apart", replace(WEEK, apart=(("ana", "luis"),)), PLAN),
        ("hour", changed(WEEK, needs_hour=False), PLAN),
        ("hour", WEEK, replace(PLAN, hours=(replace(PLAN.hours[0], start=at(0, 16) + 2),))),
        ("license", WEEK, replace(PLAN, hours=(replace(PLAN.hours[0], leader="peer"),))),
        ("license", changed(WEEK, language="es"), replace(PLAN, hours=(replace(PLAN.hours[0], leader="tess"),))),
        ("leader time", without(WEEK, PLAN, leaders=["maya"]), PLAN),
        ("leader time", replace(WEEK, leaders=tuple(replace(one, works=EVENINGS[:2]) for one in WEEK.leaders)), PLAN),
        ("leader hours", replace(WEEK, leaders=tuple(replace(one, weekly_minutes=300) for one in WEEK.leaders)), PLAN),
        ("caseload", replace(WEEK, leaders=tuple(replace(one, caseload=1) for one in WEEK.leaders)), PLAN),
        ("minimum", WEEK, replace(PLAN, seats=(Seat("ana", "blue"),))),
        ("maximum", changed(WEEK, prescribed_minutes=300, minimum_minutes=300), PLAN),
        ("room", without(WEEK, PLAN, rooms=["two"]), PLAN),
        ("room time", replace(WEEK, rooms=(replace(SMALL_ROOM, free=()), ROOM)), PLAN),
        ("room time", replace(WEEK, rooms=(SMALL_ROOM, replace(ROOM, free=(day(0, 0, 24),)))), PLAN),
        ("hour", replace(WEEK, hour_times=(day(0, 8, 18),)), PLAN),
        ("license", changed(WEEK, hour_with=frozenset({"tess"})), PLAN),
        ("room time", replace(WEEK, rooms=(replace(SMALL_ROOM, closed=ONE_MONDAY), ROOM)), PLAN),
        ("room", replace(WEEK, groups=(replace(BLUE, rooms=frozenset({"one", "two"})),)), IN_BOTH),
    ],
)  # fmt: skip
def test_each_broken_rule_is_found_and_said(rule, instance, plan):
    found = check_plan(instance, plan)
    assert rule in {one.rule for one in found}
    assert all(one.words.endswith(".") for one in found)


def test_who_is_kept_apart_is_said_without_names():
    words = [one.words for one in check_plan(replace(WEEK, apart=(("ana", "luis"),)), PLAN)]
    assert words == ["Two people who are kept apart sit in one group."]


@pytest.mark.parametrize(
    ("kind", "price", "instance", "plan"),
    [
        ("short", 4 * pricing.SHORT, WEEK, replace(PLAN, hours=PLAN.hours[:1])),
        ("no hour", pricing.NO_HOUR, WEEK, replace(PLAN, hours=PLAN.hours[:1])),
        ("over", 4 * pricing.OVER, changed(WEEK, prescribed_minutes=360), PLAN),
        ("other counselor", pricing.OTHER_COUNSELOR, WEEK, ana_hour(leader="tess")),
        ("own trip", pricing.OWN_TRIP, WEEK, ana_hour(start=at(1, 17))),
        ("wait", pricing.WAIT, changed(WEEK, fixed=(day(0, 13, 14),)), PLAN),
        ("closed room", pricing.CLOSED_ROOM, replace(WEEK, rooms=(SMALL_ROOM, replace(ROOM, closed=ONE_MONDAY))), PLAN),
    ],
)  # fmt: skip
def test_each_wish_has_its_price(kind, price, instance, plan):
    assert check_plan(instance, plan) == []
    assert [one.price for one in pricing.price(instance, plan).of_kind(kind)] == [price]


def test_what_changes_against_the_present_plan_is_priced():
    week = replace(WEEK, present=PLAN)
    later = Plan(
        (replace(HELD, option=TUE_THU, leader="maya"),),
        (Seat("ana", "blue"),),
        (Hour("ana", "tess", at(1, 17), "one"),),
    )
    found = {one.kind: one.price for one in pricing.price(week, later).wishes}
    assert found["other time"] == pricing.OTHER_TIME
    assert found["other leader"] == pricing.OTHER_LEADER
    assert found["left group"] == pricing.LEFT_GROUP
    assert "other room" not in found
    both = replace(week, groups=(replace(BLUE, rooms=frozenset({"one", "two"})),))
    elsewhere = replace(PLAN, held=(replace(HELD, rooms=("one", "one")),))
    assert [one.words for one in pricing.price(both, elsewhere).of_kind("other room")] == ["Blue meets in Room 1."]
    assert pricing.price(both, PLAN).of_kind("other room") == ()
    assert found["hour moved"] == pricing.HOUR_MOVED
    assert pricing.price(week, Plan()).of_kind("not held")[0].words == "Blue isn’t held."
    assert moves(PLAN, later) == Moves(people=1, meetings=2, leaders=2, hours=2)
    assert moves(PLAN, PLAN).total == 0


def test_a_group_that_is_gone_since_costs_nothing_more():
    week = replace(WEEK, groups=(), present=PLAN)
    assert {one.kind for one in pricing.price(week, Plan()).wishes} == {"short", "no hour"}


def test_an_hour_just_before_just_after_or_an_hour_away_needs_no_trip_of_its_own():
    group = day(0, 18, 21)
    assert [pricing.is_near(at(0, hour), group) for hour in (15, 16, 17, 21, 22, 23)] == [
        False,
        True,
        True,
        True,
        True,
        False,
    ]
    assert not pricing.is_near(at(1, 0), day(0, 21, 24))


def test_a_wait_is_more_than_an_hour_of_a_day_that_nothing_fills():
    hour = day(0, 17, 18)
    for fixed, waits in {
        (day(0, 16, 17),): "",  # the hour is between
        (day(0, 15, 16),): "",  # an hour before it and none after
        (day(0, 14, 15),): "Mon 15:00 to 18:00",  # what is left is too long
        (day(0, 22, 23),): "",
        (day(0, 23, 24),): "Mon 21:00 to 23:00",
        (day(1, 9, 10), day(1, 15, 16)): "",  # both are there in any case
        (day(0, 12, 13), day(2, 12, 13)): "Mon 13:00 to 18:00; Wed 13:00 to 18:00",
    }.items():
        assert PLAN.hours[0].start == hour.start
        found = pricing.price(changed(WEEK, fixed=fixed), PLAN).of_kind("wait")
        assert [one.words for one in found] == ([f"Ana waits between sessions, {waits}."] if waits else [])


def test_times_are_said_by_weekday_and_clock():
    assert moments(MON_WED) == "Mon 18:00, Wed 18:00"
    assert Stretch(at(6, 9) + 1, at(6, 10)).words == "Sun 09:15 to 10:00"
    assert hour_starts([Stretch(at(0, 9) + 1, at(0, 11) + 3)]) == [at(0, 10)]


def test_first_come_keeps_what_holds_now_and_finds_hours_by_the_own_counselor():
    week = replace(WEEK, groups=(BLUE,), present=PLAN)
    assert greedy(week) == replace(PLAN, held=(replace(HELD, rooms=("one", "one")),), hours=greedy(week).hours)
    assert [one.leader for one in greedy(week).hours] == ["maya", "maya"]
    assert unmet_minutes(week, greedy(week)) == 0
    assert unmet_minutes(week, Plan()) == 840


def test_first_come_does_without_where_nobody_can():
    assert greedy(without(WEEK, Plan(), leaders=["maya", "tess"])) == Plan()
    tired = replace(WEEK, leaders=(replace(MAYA, caseload=1),))
    assert len(greedy(tired).hours) == 1
    apart = greedy(replace(WEEK, apart=(("ana", "luis"),)))
    assert [one.person for one in apart.seats] == ["ana"]


@given(weeks())
@settings(max_examples=150, deadline=None)
def test_the_first_come_plan_keeps_every_rule_for_any_week(week):
    assert rules(week, greedy(week)) <= {"minimum"}
    assert pricing.price(week, greedy(week)).total >= 0
