"""Outside of when somebody works a reason is asked for, and kept; the planner keeps to their times."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from tests.cast import NOW, TODAY
from tests.clinic import make_clinic
from tests.domain.planner.test_planner_actions import ask, solved
from tests.domain.planner.test_planner_reads_the_week import another_group
from tests.domain.week.test_week_actions_series import another
from tests.own import own_service, plan

from stepwell.domain.availability.actions import say_working_times
from stepwell.domain.availability.rules import WorkingWeek
from stepwell.domain.catalog.actions import close_place, reopen_place
from stepwell.domain.catalog.models import ClosedPlace
from stepwell.domain.planner import actions as planner
from stepwell.domain.planner import queries
from stepwell.domain.planner.models import Kind, State
from stepwell.domain.week.actions import (
    change_sessions,
    foresee_join,
    join_sessions,
    lead_session,
    merge_series,
    move_session,
    move_session_back,
    restore_session,
    split_series,
    split_session,
)
from stepwell.domain.week.actions.foresee import foresee_move
from stepwell.domain.week.models import LedDespite
from stepwell.domain.week.rules.phases import Change, Scope
from stepwell.kernel.errors import Refused
from stepwell.platform.ledger.unit import rehearse

pytestmark = pytest.mark.django_db
DAYTIME = (time(9), time(17))


@pytest.fixture
def clinic(world):
    return make_clinic(world, people=2)


def works(clinic, who="colleague", days=(0, 1, 2, 3), hours=DAYTIME):
    week = WorkingWeek(TODAY, tuple(hours if day in days else None for day in range(7)))
    world = clinic.world
    say_working_times(actor=world.actor("director"), site=world.site, staff_id=world.staff[who].pk, week=week, now=NOW)


def test_a_group_outside_of_its_leaders_times_is_started_with_a_reason(clinic):
    works(clinic, days=(0, 1))
    with pytest.raises(Refused, match="doesn’t work on Thursdays"):
        another_group(clinic)
    series = another_group(clinic, weekdays=(0, 1))
    assert not LedDespite.objects.exists()
    assert series.leader == clinic.world.staff["colleague"]


def test_the_reason_of_each_way_to_lead_is_kept(clinic):
    works(clinic)
    director, colleague = clinic.world.actor("director"), clinic.world.staff["colleague"]
    session = next(one for one in clinic.sessions if one.on > TODAY)
    asked = {"actor": director, "session_id": session.pk, "now": NOW}
    with pytest.raises(Refused, match="works on"):
        lead_session(**asked, staff_id=colleague.pk)
    lead_session(**asked, staff_id=colleague.pk, despite=" They swapped. ")
    later = {**asked, "scope": Scope.LATER, "change": Change(leader_id=colleague.pk, starts_at_time=time(17, 30))}
    with pytest.raises(Refused, match="works on"):
        change_sessions(**later)
    change_sessions(**later, despite="Until somebody is found.")
    kept = list(LedDespite.objects.values_list("series", "session", "staff", "reason"))
    assert kept == [
        (clinic.series.pk, session.pk, colleague.pk, "They swapped."),
        (clinic.series.pk, None, colleague.pk, "Until somebody is found."),
    ]
    # another room alone asks for nothing
    change_sessions(**{**later, "change": Change(place_id=clinic.other_place.pk)})


def test_ones_own_session_outside_of_the_leaders_times_asks_as_well(clinic):
    service = own_service(clinic.world)
    works(clinic, "counselor")
    with pytest.raises(Refused, match="doesn’t work on Fridays"):
        plan(clinic, service, first_on=date(2026, 10, 9))
    plan(clinic, service, first_on=date(2026, 10, 9), despite="They come in for it.")
    assert LedDespite.objects.get().reason == "They come in for it."
    plan(clinic, service, person=1, first_on=date(2026, 10, 8))
    assert LedDespite.objects.count() == 1


def test_one_session_moved_outside_of_its_leaders_times_asks_and_going_back_does_not(clinic):
    works(clinic, "counselor", hours=(time(8), time(22)))
    director, session = clinic.world.actor("director"), next(one for one in clinic.sessions if one.on > TODAY)
    was, friday = session.starts_at, session.starts_at + timedelta(days=1)
    asked = {"actor": director, "session_id": session.pk, "place_id": session.place_id, "now": NOW}
    (asks,) = foresee_move(**asked, starts_at=friday).asks
    assert asks.what == "Maya Okafor doesn’t work on Fridays. It meets Fri 9 Oct, 18:00."
    with pytest.raises(Refused, match="doesn’t work on Fridays"):
        move_session(**asked, starts_at=friday)
    move_session(**asked, starts_at=friday, despite=" Thursday is a holiday. ")
    (kept,) = LedDespite.objects.all()
    assert (kept.session, kept.staff, kept.reason) == (session, session.leader, "Thursday is a holiday.")
    asked["place_id"] = clinic.other_place.pk
    assert foresee_move(**asked, starts_at=friday).asks == ()
    move_session(**asked, starts_at=friday)
    works(clinic, "counselor", days=(0,))
    there = {"moved_to": friday, "moved_to_place_id": clinic.other_place.pk}
    back = {**asked, "place_id": clinic.place.pk, "starts_at": was}
    assert move_session_back(**back, **there).starts_at == was
    assert LedDespite.objects.count() == 1


def test_a_second_room_asks_about_who_leads_there_and_is_taken_back_without_a_reason(clinic):
    works(clinic)
    works(clinic, "counselor")
    session, director = next(one for one in clinic.sessions if one.on > TODAY), clinic.world.actor("director")
    asked = {"client_ids": [clinic.clients[0].pk], "place_id": clinic.other_place.pk, "now": NOW}
    asked["leader_id"] = clinic.world.staff["colleague"].pk
    with pytest.raises(Refused, match="works on Thursdays"):
        split_session(actor=director, session_id=session.pk, **asked)
    second = split_session(actor=director, session_id=session.pk, **asked, despite="Somebody is ill.")
    assert LedDespite.objects.get().session == second
    close_place(actor=director, place_id=clinic.place.pk, **closed_on(session), reason="Painting", now=NOW)
    joined = join_sessions(actor=director, session_id=second.pk, into_id=session.pk, now=NOW)
    assert joined.outside == ()
    assert LedDespite.objects.count() == 1


def closed_on(session):
    return {"first_on": session.on, "last_on": session.on}


def test_a_session_joined_with_one_outside_of_its_leaders_times_asks_once_and_a_closed_room_takes_nobody_in(clinic):
    other = another(clinic)
    works(clinic)
    session = next(one for one in clinic.sessions if one.on > TODAY)
    into, director = other.sessions.get(on=session.on), clinic.world.actor("director")
    asked = {"actor": director, "session_id": session.pk, "into_id": into.pk, "now": NOW}
    closure = close_place(actor=director, place_id=into.place_id, **closed_on(into), reason="Painting", now=NOW)
    assert [one.what for one in foresee_join(**asked).refusals] == ["Room 3 is closed Thu 8 Oct: Painting."]
    with pytest.raises(Refused, match="Room 3 is closed"):
        join_sessions(**asked, despite="They swapped.")
    reopen_place(actor=director, place_id=into.place_id, closed_id=closure.pk)
    assert [one.where for one in foresee_join(**asked).refusals] == ["despite"]
    with pytest.raises(Refused, match="works on Thursdays"):
        join_sessions(**asked)
    join_sessions(**asked, despite="They swapped.")
    assert LedDespite.objects.get().session == into
    restore_session(actor=director, session_id=session.pk, now=NOW)
    assert foresee_join(**asked).refusals == ()


def test_a_group_split_or_merged_outside_of_the_leaders_times_asks_once(clinic):
    works(clinic)
    works(clinic, "counselor")
    member = clinic.series.enrollments.order_by("pk").first()
    when = {"actor": clinic.world.actor("director"), "from_on": date(2026, 10, 12), "now": NOW}
    asked = {"enrollment_ids": [member.pk], "name": "Second", "place": clinic.other_place}
    asked["leader"] = clinic.world.staff["colleague"]
    with pytest.raises(Refused, match="works on Mondays"):
        split_series(series_id=clinic.series.pk, **asked, **when)
    second = split_series(series_id=clinic.series.pk, **asked, **when, despite="Until spring.").into
    assert LedDespite.objects.get().series == second
    back = {"series_id": second.pk, "into_id": clinic.series.pk, **when}
    with pytest.raises(Refused, match="Maya Okafor works on Mondays"):
        rehearse(lambda: merge_series(**back))
    assert rehearse(lambda: merge_series(**back, despite="Until spring.")).people == 1
    # why she leads this one stands already
    assert rehearse(lambda: merge_series(**{**back, "series_id": clinic.series.pk, "into_id": second.pk})).people == 1
    ahead = second.sessions.order_by("-on").first().on
    director = clinic.world.actor("director")
    closed = {"first_on": when["from_on"], "last_on": ahead, "reason": "Flood", "now": NOW}
    closure = close_place(actor=director, place_id=second.place_id, **closed)
    with pytest.raises(Refused, match="Room 3 is closed"):
        merge_series(series_id=clinic.series.pk, into_id=second.pk, **when)
    ClosedPlace.objects.filter(pk=closure.pk).update(last_on=ahead - timedelta(days=1))
    assert merge_series(series_id=clinic.series.pk, into_id=second.pk, **when).people == 1


def test_nobody_covers_when_they_do_not_work(clinic):
    from stepwell.domain.people.models import Staff

    able = [clinic.world.staff["counselor"].pk, clinic.world.staff["colleague"].pk]
    Staff.objects.exclude(pk__in=able).update(credentials="")
    asked = {"away_id": able[0], "first_on": TODAY, "last_on": TODAY}
    ready = solved(ask(clinic, Kind.COVER, **asked))
    assert ready.state == State.READY
    works(clinic)
    with pytest.raises(Refused, match="works on"):
        planner.accept_proposal(actor=clinic.world.actor("director"), proposal_id=ready.pk, now=NOW)
    (cover,) = queries.change_of(clinic.world.actor("director"), solved(ask(clinic, Kind.COVER, **asked))).covers
    assert cover.leader is None or cover.starts_at is not None


def test_a_term_moves_a_group_to_who_works_then(clinic):
    works(clinic, "counselor", days=(0, 1))
    proposal = solved(ask(clinic, Kind.TERM, first_on=TODAY + timedelta(days=7)))
    assert proposal.state == State.READY
    (group,) = queries.change_of(clinic.world.actor("director"), proposal).groups
    assert group.leader not in (None, clinic.world.staff["counselor"])
    works(clinic, "counselor", days=range(7), hours=(time(8), time(22)))
    same = solved(ask(clinic, Kind.TERM, first_on=TODAY + timedelta(days=7)))
    assert queries.change_of(clinic.world.actor("director"), same).groups == ()
    assert replace(queries.change_of(clinic.world.actor("director"), same), names={}).groups == ()
