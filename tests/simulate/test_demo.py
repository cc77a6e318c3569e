"""The demo: made once, through the real actions, and never over a real program."""

from datetime import UTC, datetime

import pytest

from stepwell.domain.admissions.models import Placement, PlacementRating
from stepwell.domain.admissions.queries.pipeline import pipeline
from stepwell.domain.admissions.rules.levels import FourthDimension
from stepwell.domain.assessment.models import Assessment
from stepwell.domain.availability.models import OwnTime, WorkingTimes
from stepwell.domain.careplan.models import Intervention
from stepwell.domain.catalog.models import StaffLoad
from stepwell.domain.consent.models import Consent
from stepwell.domain.contact.models import SafeContact
from stepwell.domain.meals.models import Diet
from stepwell.domain.measures.models import Asking
from stepwell.domain.orientation.models import Orientation
from stepwell.domain.people.actions import open_site
from stepwell.domain.people.models import Client, Site
from stepwell.domain.people.queries import load_actor, my_sites
from stepwell.domain.planreview.models import PlanSignature
from stepwell.domain.safety.queries import count_open_events
from stepwell.domain.safety.queries.rota import on_call_now
from stepwell.domain.team.models import MeetingDay
from stepwell.domain.thread.queries.charts import charts_of
from stepwell.domain.thread.rules import Kind
from stepwell.domain.week.models import LedDespite, Note, Outreach
from stepwell.domain.week.queries.rescue import patterns
from stepwell.domain.week.rules.rescue import Protocol, pattern_of
from stepwell.domain.week.rules.roll import AttendanceStatus
from stepwell.domain.worklist.models import Task
from stepwell.domain.worklist.queries import open_tasks
from stepwell.kernel import clock
from stepwell.kernel.actor import system
from stepwell.kernel.errors import Refused
from stepwell.platform.accounts.models import User
from stepwell.platform.ledger.models import Entry
from stepwell.platform.ledger.verify import verify
from stepwell.run import prepare_demo
from stepwell.simulate.demo import fill_demo
from stepwell.simulate.group import EVENINGS_AWAY
from stepwell.simulate.people import CLIENTS
from stepwell.workflows.share import share

# The clocks of Denver went back on 1 November 2026: the story crosses that night.
MORNING = datetime(2026, 11, 17, 16, 30, tzinfo=UTC)


@pytest.fixture
def nobody(db):
    """As on the first start. Other tests' committed worlds are set aside for this transaction."""
    Site.objects.update(is_simulated=True)


def test_a_real_program_is_not_touched(nobody):
    open_site(actor=system("setup"), name="A real place", zone="America/Denver")
    clients = Client.objects.count()
    with pytest.raises(Refused, match="holds a real program"):
        fill_demo()
    assert Client.objects.count() == clients


def test_a_demo_that_stands_is_left_as_it_is(nobody):
    open_site(actor=system("setup"), name="Made up", zone="America/Denver", is_simulated=True)
    clients = Client.objects.count()
    fill_demo()
    assert Client.objects.count() == clients


def test_demo_data_is_made_by_the_demo_alone(monkeypatch):
    monkeypatch.delenv("STEPWELL_DEMO", raising=False)
    with pytest.raises(Refused, match=r"Start it with \./dev run"):
        prepare_demo()


@pytest.mark.parametrize("place", range(EVENINGS_AWAY + 1))
def test_who_stays_away_shows_whenever_they_came_to_their_individual_hour_in_between(place):
    last = [AttendanceStatus.NO_SHOW] * EVENINGS_AWAY
    last.insert(place, AttendanceStatus.PRESENT)
    assert pattern_of([*last, AttendanceStatus.PRESENT], Protocol())


def test_the_demo_is_a_morning_with_work_in_it(db, monkeypatch):
    monkeypatch.setattr("stepwell.simulate.demo.my_sites", lambda _actor: [])
    before = Entry.objects.count()
    with clock.standing_at(MORNING):
        fill_demo()
        maya = load_actor(User.objects.get(email="maya@stepwell.example").pk)
        standings = [row.standing for row in charts_of(maya, now=MORNING)]
        assert sum(one.is_whole for one in standings) >= 1
        kinds = {gap.kind for one in standings for gap in one.gaps}
        assert {Kind.ASSESSED, Kind.ADDRESSED, Kind.OBJECTIVE, Kind.INTERVENTION, Kind.MEASURED} <= kinds
        kinds = {task.kind for task in open_tasks(maya)}
        assert {"safety.answer", "checkin.look", "notes.unsigned", "plan.write"} <= kinds
        assert {"measures.due", "feedback.low"} <= kinds
        assert {*Asking.objects.filter(asked_by=None).values_list("client__given_names", flat=True)} == {"Ana"}
        dee = load_actor(User.objects.get(email="dee@stepwell.example").pk)
        assert "coverage.runs_out" in {task.kind for task in open_tasks(dee)}
        assert "Marcus" in {one.client.given_names for one in patterns(maya, now=MORNING, most=9)}
        assert Outreach.objects.get(help_for__starts_at__gt=MORNING).client.given_names == "Marcus"
        assert count_open_events(maya) == 1
        rota = on_call_now(maya, my_sites(maya), MORNING)[0]
        assert rota.first.staff.name in ("Ingrid Lindqvist", "Tess Brandt")
        assert rota.second.staff.name in ("Maya Okafor", "Dee-Ann Price")
        assert rota.gaps == ()
        ty = load_actor(User.objects.get(email="ty@stepwell.example").pk)
        board = pipeline(ty, MORNING)
        assert "More care to find, and a warm handover" in {card.blocker for one in board.columns for card in one.cards}
        assert not Task.objects.filter(site__name="Cedar Street", kind="orientation.sign", done_at=None).exists()
        for email, who in (("al@stepwell.example", "Ana"), ("court@stepwell.example", "Darnell")):
            visitor = load_actor(User.objects.get(email=email).pk)
            assert [one.opened.client.given_names for one in share(actor=visitor, now=MORNING)] == [who]
        owed = Note.objects.filter(signed_at__isnull=True, booking__session__series__client__isnull=False)
        assert {one.booking.session.series.name for one in owed} == {"Individual counseling", "Family session"}
        assert {tuple(one.company) for one in owed} == {(), ("Rita Reyes",)}
    certified = PlanSignature.objects.get(party="certifier")
    assert (certified.version.client.given_names, certified.signed_as) == ("Ana", "Noor Haddad, MD")
    assert Intervention.objects.get(part="prescriber").objective.goal.problem.client == certified.version.client
    assert Assessment.objects.filter(signed_at__isnull=False).count() == len(CLIENTS) - 2
    in_fourth = Placement.objects.filter(edition="asam-4").select_related("client").order_by("decided_at")
    assert [one.client.given_names for one in in_fourth] == [CLIENTS[-1].given, "Kit"]
    assert {(one.suggested_level, one.chosen_level, one.reason) for one in in_fourth} == {("2.1", "2.1", "")}
    rated = PlacementRating.objects.filter(placement__in=in_fourth).exclude(dimension=FourthDimension.PERSON)
    assert {one.evidence.endswith("The rating is made up.") for one in rated} == {True}
    assert Consent.objects.filter(form="care").count() == len(CLIENTS)
    assert SafeContact.objects.count() == 2
    assert (OwnTime.objects.count(), StaffLoad.objects.count()) == (2, 2)
    assert {one.staff.name for one in WorkingTimes.objects.all()} == {"Maya Okafor", "Tess Brandt", "Dee-Ann Price"}
    assert not LedDespite.objects.exists()
    assert Diet.objects.count() >= 4
    assert MeetingDay.objects.count() == 1
    assert Orientation.objects.filter(signed_how="room").count() > 8
    assert Note.objects.filter(signed_at__isnull=False).count() > 50
    assert Entry.objects.count() - before > 500
    assert verify().faults == ()
