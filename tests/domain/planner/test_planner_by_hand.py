"""A proposal changed by hand: one placement elsewhere, what it breaks named, the rest kept, and the price said anew."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from tests.cast import NOW, TODAY
from tests.clinic import make_clinic
from tests.domain.planner.test_planner_actions import ask, placed, solved
from tests.domain.planner.test_planner_reads_the_week import another_group, cannot
from tests.domain.planner.weeks import MON_WED, PLAN, TUE_THU, WEEK, at, weeks

from stepwell.domain.planner import actions, queries
from stepwell.domain.planner.models import Kind, State
from stepwell.domain.planner.queries.by_hand import by_hand
from stepwell.domain.planner.queries.proposals import mark, plan_of
from stepwell.domain.planner.rules import pricing
from stepwell.domain.planner.rules.by_hand import Of, Place, Placement, choices, foresee, hold, put, seat
from stepwell.domain.planner.rules.greedy import greedy
from stepwell.domain.planner.rules.plan import Hour, Seat
from stepwell.domain.week.models import Enrollment, Session
from stepwell.kernel.errors import NotFound, Refused

BLUE, ANA_SEATS, ANA_HOUR = (Placement(of, key) for of, key in zip(Of, ("blue", "ana", "ana"), strict=True))
HELD_NOW = replace(WEEK, present=PLAN)


# the rules, pure


def test_a_group_goes_to_another_time_and_everything_else_of_the_plan_stays():
    found = foresee(HELD_NOW, PLAN, put(HELD_NOW, PLAN, BLUE, Place(TUE_THU, "tess", "two")))
    assert found.broken == ()
    assert found.plan.held_of["blue"].option == TUE_THU
    assert (found.plan.seats, found.plan.hours) == (PLAN.seats, PLAN.hours)
    # both are moved, and both come for the hour alone now
    assert found.more == 2 * pricing.OTHER_TIME + 2 * pricing.OWN_TRIP
    assert {one.kind for one in found.opened} == {"other time", "own trip"}
    assert foresee(HELD_NOW, found.plan, PLAN).met == found.opened


def test_what_a_change_breaks_is_named_and_has_no_price():
    by_maya = Hour("ana", "maya", at(2, 17), "one")
    found = foresee(WEEK, PLAN, put(WEEK, PLAN, ANA_HOUR, Place((by_maya.start,), "maya", "one")))
    words = " ".join(one.words for one in found.broken)
    assert "Maya is planned twice" in words
    assert "Room 1 is planned twice" in words
    assert found.price is None
    alone = foresee(WEEK, PLAN, seat(PLAN, "ana", ()))
    assert [one.rule for one in alone.broken] == ["minimum"]


def test_what_was_broken_before_is_not_held_against_a_change():
    apart = replace(WEEK, apart=(("ana", "luis"),))
    assert foresee(apart, PLAN, put(apart, PLAN, BLUE, Place(TUE_THU, "tess", "two"))).broken == ()


def test_where_who_can_comes_the_others_give_up_their_seat_and_take_it_again():
    from tests.domain.planner.weeks import ANA, LUIS

    evenings = tuple(one for one in ANA.free if one.start < at(2, 0))
    week = replace(HELD_NOW, people=(replace(ANA, free=evenings, minimum_minutes=0), replace(LUIS, minimum_minutes=0)))
    there = replace(PLAN.held[0], option=TUE_THU)
    moved = hold(week, PLAN, there, who_can=True)
    assert moved.seats == (Seat("luis", "blue"),)
    back = hold(HELD_NOW, moved, PLAN.held[0], who_can=True)
    assert back.seats == PLAN.seats


def test_among_what_is_chosen_is_what_could_be_and_nothing_else():
    for_blue = choices(WEEK, PLAN, BLUE)
    assert (for_blue.now, for_blue.options) == (Place(MON_WED, "tess", "two"), (MON_WED, TUE_THU))
    assert [one.key for one in for_blue.leaders] == ["maya", "tess"]
    assert [one.key for one in for_blue.rooms] == ["one", "two"]
    assert not for_blue.offer(Place(TUE_THU, "peer", "two"))
    assert not for_blue.offer(Place((at(4, 18),), "tess", "two"))
    assert [one.key for one in choices(WEEK, PLAN, ANA_SEATS).groups] == ["blue"]
    assert not choices(WEEK, PLAN, ANA_SEATS).offer(Place(groups=frozenset({"day"})))
    assert choices(WEEK, PLAN, ANA_HOUR).offer(Place())
    assert choices(WEEK, PLAN, Placement(Of.GROUP, "nothing")) is None


@given(weeks())
@settings(max_examples=40)
def test_putting_something_where_it_is_changes_nothing(week):
    plan = greedy(week)
    every = [Placement(Of.GROUP, one.group) for one in plan.held]
    every += [Placement(Of.SEATS, one.key) for one in week.people]
    every += [Placement(Of.HOUR, one.person) for one in plan.hours]
    for one in every:
        assert put(week, plan, one, choices(week, plan, one).now) == plan


# in the house


@pytest.fixture
def clinic(world):
    return make_clinic(world, people=2)


def change(clinic, proposal, placement, place, seen=0):
    director = clinic.world.actor("director")
    return actions.change_by_hand(
        actor=director, proposal_id=proposal.pk, placement=placement, place=place, seen=seen, now=NOW
    )


def of(proposal, clinic, placement):
    return by_hand(clinic.world.actor("director"), proposal, placement, NOW)


@pytest.mark.django_db
def test_somebody_is_put_into_another_group_than_the_planner_chose_and_joins_that(clinic):
    another_group(clinic)
    proposal = solved(ask(placed(clinic)))
    client = clinic.clients[0]
    (chosen,) = queries.change_of(clinic.world.actor("director"), proposal).members
    seats = Placement(Of.SEATS, str(client.pk))
    other = next(one for one in of(proposal, clinic, seats).choices.groups if one.key != str(chosen.series.pk))
    changed = change(clinic, proposal, seats, Place(groups=frozenset({other.key})))
    assert changed.result["by_hand"][0]["words"] == f"{mark(client.pk)}: {other.name}."
    assert not Enrollment.objects.filter(client=client).exists()
    (member,) = queries.change_of(clinic.world.actor("director"), changed).members
    assert str(member.series.pk) == other.key
    actions.accept_proposal(actor=clinic.world.actor("director"), proposal_id=proposal.pk, now=NOW, seen=1)
    assert str(Enrollment.objects.get(client=client).series_id) == other.key


@pytest.mark.django_db
def test_a_conflict_is_named_and_the_proposal_stays_as_it_was(clinic):
    another_group(clinic)
    proposal = solved(ask(placed(clinic)))
    client = clinic.clients[0]
    seats = Placement(Of.SEATS, str(client.pk))
    cannot(clinic, client, {0, 1, 3}, "12:00", "16:00")
    afternoon = next(one for one in of(proposal, clinic, seats).choices.groups if one.name == "Afternoon")
    before = proposal.result
    with pytest.raises(Refused) as refused:
        change(clinic, proposal, seats, Place(groups=frozenset({afternoon.key})))
    assert f"{mark(client.pk)} can’t come Mon 13:00" in str(refused.value)
    proposal.refresh_from_db()
    assert proposal.result == before


@pytest.mark.django_db
def test_who_changes_or_accepts_what_somebody_else_changed_meanwhile_looks_first(clinic):
    proposal = solved(ask(placed(clinic)))
    seats = Placement(Of.SEATS, str(clinic.clients[0].pk))
    nothing = change(clinic, proposal, seats, Place())
    assert nothing.state == State.NOTHING
    for again in (
        lambda: change(clinic, proposal, seats, Place(groups=frozenset({str(clinic.series.pk)}))),
        lambda: actions.accept_proposal(actor=clinic.world.actor("director"), proposal_id=proposal.pk, now=NOW, seen=0),
    ):
        with pytest.raises(Refused):
            again()
    own = actions.as_proposed(actor=clinic.world.actor("director"), proposal_id=proposal.pk, now=NOW)
    assert own.state == State.READY
    assert own.result == proposal.result
    with pytest.raises(Refused, match="meanwhile"):
        actions.accept_proposal(actor=clinic.world.actor("director"), proposal_id=proposal.pk, now=NOW, seen=1)


@pytest.mark.django_db
def test_an_absence_is_covered_by_who_a_person_chose_or_at_another_time(clinic):
    from stepwell.domain.people.models import Staff

    away, last = clinic.world.staff["counselor"], TODAY + timedelta(days=6)
    proposal = solved(ask(clinic, Kind.COVER, away_id=away.pk, first_on=TODAY, last_on=last))
    cover = queries.change_of(clinic.world.actor("director"), proposal).covers[-1]
    session = Placement(Of.GROUP, str(cover.session.pk))
    found = of(proposal, clinic, session)
    assert len(found.choices.options) > 1
    leader = next(one for one in found.choices.leaders if int(one.key) not in (away.pk, cover.leader.pk))
    places = (replace(found.choices.now, leader=leader.key, option=one) for one in found.choices.options[1:])
    place = next(one for one in places if not found.put(one).broken)
    change(clinic, proposal, session, place)
    actions.accept_proposal(actor=clinic.world.actor("director"), proposal_id=proposal.pk, now=NOW)
    moved = Session.objects.get(pk=cover.session.pk)
    assert moved.leader == Staff.objects.get(pk=int(leader.key))
    assert moved.starts_at != cover.session.starts_at


@pytest.mark.django_db
def test_a_closed_day_is_made_up_for_at_the_time_that_a_person_chose_and_who_can_comes(clinic):
    from stepwell.workflows.program import close_day

    day = date(2026, 10, 13)
    first, _ = clinic.clients
    cannot(clinic, first, {2})
    close_day(actor=clinic.world.actor("director"), site=clinic.world.site, on=day, name="Storm", now=NOW)
    session = Session.objects.get(series=clinic.series, on=day)
    proposal = solved(ask(clinic, Kind.CLOSED, first_on=day))
    found = of(proposal, clinic, Placement(Of.GROUP, str(session.pk)))
    wednesday = next(one for one in found.choices.options if one == (at(2, 18),))
    changed = change(clinic, proposal, found.placement, replace(found.choices.now, option=wednesday))
    (cover,) = queries.change_of(clinic.world.actor("director"), changed).covers
    assert (cover.come, cover.booked) == (1, 2)
    assert f"{cover.starts_at.astimezone(ZoneInfo(clinic.world.site.zone)):%a %H:%M}" == "Wed 18:00"
    assert any("leaves" in one["words"] for one in changed.result["wishes"])
    actions.accept_proposal(actor=clinic.world.actor("director"), proposal_id=proposal.pk, now=NOW)
    session.refresh_from_db()
    assert session.starts_at == cover.starts_at
    assert session.bookings.filter(canceled_at__isnull=True).count() == 1


@pytest.mark.django_db
def test_what_a_kind_of_proposal_does_not_place_is_not_found_and_a_decided_one_is_closed(clinic):
    proposal = solved(ask(placed(clinic)))
    with pytest.raises(NotFound):
        of(proposal, clinic, Placement(Of.GROUP, str(clinic.series.pk)))
    with pytest.raises(NotFound):
        of(proposal, clinic, Placement(Of.SEATS, str(clinic.series.pk)))
    actions.dismiss(actor=clinic.world.actor("director"), proposal_id=proposal.pk, now=NOW)
    with pytest.raises(Refused, match="open"):
        change(clinic, proposal, Placement(Of.SEATS, str(clinic.clients[0].pk)), Place())


@pytest.mark.django_db
def test_a_week_that_has_lost_a_group_since_is_asked_anew(clinic):
    another_group(clinic)
    proposal = solved(ask(placed(clinic)))
    key = plan_of(proposal).seats[0].group
    Session.objects.filter(series_id=key).update(canceled_at=NOW)
    from stepwell.domain.week.models import Series

    Series.objects.filter(pk=key).update(ends_on=TODAY)
    with pytest.raises(Refused, match="has changed"):
        of(proposal, clinic, Placement(Of.SEATS, str(clinic.clients[0].pk)))


@pytest.mark.django_db
def test_a_group_of_a_term_that_the_planner_leaves_alone_is_put_at_another_time_by_hand(clinic):
    from stepwell.domain.week.models import Series

    another_group(clinic)
    director, begins = clinic.world.actor("director"), date(2026, 10, 12)
    proposal = solved(ask(clinic, Kind.TERM, first_on=begins))
    found = queries.change_of(director, proposal)
    assert [one.series.name for one in found.kept] == ["Afternoon", "Evening IOP"]
    assert {(one.client, one.series) for one in found.sitting} == {(one, clinic.series) for one in clinic.clients}
    afternoon = Series.objects.get(name="Afternoon")
    group = of(proposal, clinic, Placement(Of.GROUP, str(afternoon.pk)))
    evening = next(one for one in group.choices.options if one != group.choices.now.option)
    changed = change(clinic, proposal, group.placement, replace(group.choices.now, option=evening))
    assert changed.state == State.READY
    after = queries.change_of(director, changed)
    assert [one.series.name for one in after.kept] == ["Evening IOP"]
    assert [one.series for one in after.groups] == [afternoon]
    actions.accept_proposal(actor=director, proposal_id=proposal.pk, now=NOW, seen=1)
    ahead = Session.objects.filter(series=afternoon, on__gte=begins)
    zone = ZoneInfo(clinic.world.site.zone)
    assert {f"{one.starts_at.astimezone(zone):%H:%M}" for one in ahead} == {"18:00"}


@pytest.mark.django_db
def test_somebody_for_whom_no_group_was_found_is_named_and_put_into_one_by_hand(clinic):
    another_group(clinic)
    proposal = solved(ask(placed(clinic)))
    client, director = clinic.clients[0], clinic.world.actor("director")
    out = change(clinic, proposal, Placement(Of.SEATS, str(client.pk)), Place())
    assert [(one.client, one.series) for one in queries.change_of(director, out).sitting] == [(client, None)]
    back = Place(groups=frozenset({str(clinic.series.pk)}))
    again = change(clinic, proposal, Placement(Of.SEATS, str(client.pk)), back, seen=1)
    assert queries.change_of(director, again).sitting == ()
