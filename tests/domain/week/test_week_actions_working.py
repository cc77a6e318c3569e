"""Outside of when somebody works a reason is asked for, and kept; the planner keeps to their times."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from tests.cast import NOW, TODAY
from tests.clinic import make_clinic
from tests.domain.planner.test_planner_actions import ask, solved
from tests.domain.planner.test_planner_reads_the_week import another_group
from tests.own import own_service, plan

from stepwell.domain.availability.actions import say_working_times
from stepwell.domain.availability.rules import WorkingWeek
from stepwell.domain.planner import actions as planner
from stepwell.domain.planner import queries
from stepwell.domain.planner.models import Kind, State
from stepwell.domain.week.actions import change_sessions, lead_session
from stepwell.domain.week.models import LedDespite
from stepwell.domain.week.rules.phases import Change, Scope
from stepwell.kernel.errors import Refused

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
