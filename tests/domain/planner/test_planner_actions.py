"""Asking, solving in a process of its own, and accepting: nothing changes before, and everything is checked again."""

import sys
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.cast import NOW, TODAY
from tests.clinic import make_clinic
from tests.domain.planner.weeks import PLAN, WEEK

from stepwell.domain.planner import actions, queries
from stepwell.domain.planner.models import Kind, Proposal, State
from stepwell.domain.planner.rules.wire import instance_bytes, plan_json, read_instance, read_plan
from stepwell.kernel import clock
from stepwell.kernel.errors import NotAllowed, NotFound, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(world):
    return make_clinic(world, people=2)


def placed(clinic):
    """The one client is in the clinic's track and in none of its groups."""
    from stepwell.domain.week.models import Booking, Enrollment

    Booking.objects.filter(client=clinic.clients[0]).delete()
    Enrollment.objects.filter(client=clinic.clients[0]).delete()
    return clinic


def ask(clinic, kind=Kind.PLACE, who="director", **more):
    given = {"first_on": TODAY + timedelta(days=1), **more}
    return actions.propose(actor=clinic.world.actor(who), site=clinic.world.site, kind=kind, now=NOW, **given)


def solved(proposal):
    from stepwell.domain.planner import jobs

    begun = actions.begin_solving(actor=jobs.JOBS, proposal_id=proposal.pk, now=NOW)
    jobs.run(begun, NOW)
    proposal.refresh_from_db()
    return proposal


def test_an_instance_and_a_plan_come_through_the_wire_as_they_were():
    week = replace(WEEK, present=PLAN, apart=(("ana", "luis"),))
    assert read_instance(instance_bytes(week)) == week
    import orjson

    assert read_plan(orjson.loads(orjson.dumps(plan_json(PLAN)))) == PLAN


def test_who_is_short_of_hours_is_placed_once_a_person_accepts(clinic):
    from stepwell.domain.week.models import Enrollment

    proposal = solved(ask(placed(clinic)))
    assert proposal.state == State.READY
    assert not Enrollment.objects.filter(client=clinic.clients[0]).exists()
    director = clinic.world.actor("director")
    (member,) = queries.change_of(director, proposal).members
    assert (member.client, member.series) == (clinic.clients[0], clinic.series)
    actions.accept_proposal(actor=director, proposal_id=proposal.pk, now=NOW)
    actions.accept_proposal(actor=director, proposal_id=proposal.pk, now=NOW)
    assert Enrollment.objects.get(client=clinic.clients[0]).series == clinic.series


def test_where_the_week_has_changed_accepting_says_so_and_changes_nothing(clinic):
    from stepwell.domain.week.models import Enrollment, Series

    proposal = solved(ask(placed(clinic)))
    Series.objects.filter(pk=clinic.series.pk).update(capacity=0)
    with pytest.raises(Refused) as refused:
        actions.accept_proposal(actor=clinic.world.actor("director"), proposal_id=proposal.pk, now=NOW)
    assert "has changed" in str(refused.value)
    assert not Enrollment.objects.filter(client=clinic.clients[0]).exists()
    proposal.refresh_from_db()
    assert proposal.state == State.READY


def test_an_absence_is_covered_by_who_is_free(clinic):
    from stepwell.domain.people.models import CareTeamMember
    from stepwell.domain.week.models import Session

    first, last = TODAY, TODAY + timedelta(days=6)
    away = clinic.world.staff["counselor"].pk
    proposal = solved(ask(clinic, Kind.COVER, away_id=away, first_on=first, last_on=last))
    assert proposal.state == State.READY
    covers = queries.change_of(clinic.world.actor("director"), proposal).covers
    assert covers
    assert all(one.leader is not None and one.leader.pk != away for one in covers)
    actions.accept_proposal(actor=clinic.world.actor("director"), proposal_id=proposal.pk, now=NOW)
    led = {one.leader_id for one in Session.objects.filter(pk__in=[one.session.pk for one in covers])}
    assert away not in led
    assert CareTeamMember.objects.filter(client=clinic.clients[0], staff_id__in=led).exists()


def test_a_worker_that_died_is_seen_and_the_planner_is_asked_again(clinic):
    from stepwell.domain.planner.jobs import JOBS

    director = clinic.world.actor("director")
    proposal = ask(placed(clinic))
    actions.begin_solving(actor=JOBS, proposal_id=proposal.pk, now=NOW)
    assert actions.begin_solving(actor=JOBS, proposal_id=proposal.pk, now=NOW) is None
    with pytest.raises(Refused):
        actions.ask_again(actor=director, proposal_id=proposal.pk, now=NOW)
    later = NOW + timedelta(minutes=1)
    assert queries.is_gone(queries.find_proposal(director, proposal.pk), later)
    assert actions.ask_again(actor=director, proposal_id=proposal.pk, now=later).state == State.WAITING


DIES_ONCE = """
import os, runpy, signal, sys
died = sys.argv.pop(1)
if not os.path.exists(died):
    open(died, "w").close()
    os.kill(os.getpid(), signal.SIGKILL)
sys.argv[0] = "solver"
runpy.run_module("stepwell.domain.planner.solver", run_name="__main__", alter_sys=False)
"""


def test_a_solver_that_is_killed_is_started_anew_and_the_proposal_is_found_all_the_same(clinic, monkeypatch, tmp_path):
    from stepwell.domain.planner import jobs
    from stepwell.platform.ledger.models import Entry

    monkeypatch.setattr(jobs, "SOLVER", (sys.executable, "-c", DIES_ONCE, str(tmp_path / "died")))
    proposal = solved(ask(placed(clinic)))
    assert (tmp_path / "died").exists()
    assert proposal.state == State.READY
    assert Entry.objects.filter(verb="proposal.searched_anew", subject_id=str(proposal.pk)).count() == 1


def test_a_solver_that_is_killed_again_is_given_up_and_the_page_offers_to_ask_again(clinic, monkeypatch):
    from stepwell.domain.planner import jobs

    killed = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    monkeypatch.setattr(jobs, "SOLVER", (sys.executable, "-c", killed))
    proposal, page = ask(placed(clinic)), clinic.world.browser("director")
    with pytest.raises(RuntimeError, match=r"ended twice without an answer, with -9"):
        solved(proposal)
    with clock.standing_at(clock.now() + timedelta(minutes=1)):
        shown = page.get(reverse("proposal", args=[proposal.pk])).text
    assert "The search was lost" in shown
    assert "Ask again" in shown
    assert "Nothing of the week has changed" in shown


def test_stopping_is_told_to_the_worker_and_a_dismissed_proposal_is_over(clinic):
    from stepwell.domain.planner.jobs import JOBS

    director = clinic.world.actor("director")
    proposal = ask(placed(clinic))
    actions.begin_solving(actor=JOBS, proposal_id=proposal.pk, now=NOW)
    assert not actions.tell_progress(actor=JOBS, proposal_id=proposal.pk, news=[[1.0, None, 0]], now=NOW)
    actions.ask_to_stop(actor=director, proposal_id=proposal.pk, now=NOW)
    assert actions.tell_progress(actor=JOBS, proposal_id=proposal.pk, news=[[2.0, 30, 0]], now=NOW)
    with pytest.raises(Refused):
        actions.dismiss(actor=director, proposal_id=proposal.pk, now=NOW)
    done = actions.finish_solving(actor=JOBS, proposal_id=proposal.pk, result={"plan": None}, now=NOW)
    assert (done.state, len(done.progress)) == (State.NOTHING, 2)
    assert actions.dismiss(actor=director, proposal_id=proposal.pk, now=NOW).state == State.DISMISSED
    with pytest.raises(Refused):
        actions.accept_proposal(actor=director, proposal_id=proposal.pk, now=NOW)


@pytest.mark.parametrize(
    "more",
    [
        {"first_on": TODAY - timedelta(days=1)},
        {"first_on": TODAY + timedelta(days=200)},
        {"first_on": TODAY, "last_on": TODAY - timedelta(days=1)},
        {"kind": Kind.COVER, "first_on": TODAY, "last_on": TODAY + timedelta(days=7)},
        {"kind": Kind.COVER, "first_on": TODAY},
        {"kind": Kind.CLOSED},
        {"kind": Kind.TERM, "track_id": 987_654_321},
        {"kind": Kind.TERM, "first_on": TODAY + timedelta(days=85)},
    ],
)
def test_odd_days_and_nobody_away_are_refused(clinic, more):
    with pytest.raises(Refused):
        ask(clinic, **more)


def test_only_who_answers_for_the_week_asks(clinic):
    ask(clinic, who="supervisor")
    for who in ("counselor", "admissions", "client", "stranger"):
        with pytest.raises((NotAllowed, NotFound)):
            ask(clinic, who=who)
    with pytest.raises((NotAllowed, NotFound)):
        queries.find_proposal(clinic.world.actor("elsewhere"), Proposal.objects.latest("asked_at").pk)
