"""Letting a person start: all of it or nothing, once, and only after a clinician decided."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections
from tests.cast import NOW, make_world
from tests.clinic import make_clinic, place_one

from stepwell.domain.admissions.actions.enquiry import open_enquiry
from stepwell.domain.admissions.models import Episode, PlacementNeed
from stepwell.domain.admissions.rules.drafting import EVALUATE_NOW, SAFE_PLACE
from stepwell.domain.catalog.actions import open_track
from stepwell.domain.people.models import Client, Function, Phase
from stepwell.domain.week.actions import start_series
from stepwell.domain.week.models import Booking
from stepwell.domain.week.queries import get_start, stand_of
from stepwell.domain.worklist.models import Task
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry
from stepwell.workflows.admit import StartedAlready, admit

START = date(2026, 10, 8)


def start(clinic, enquiry, **said):
    world = clinic.world
    given = {
        "actor": world.actor("admissions"),
        "enquiry_id": enquiry.pk,
        "track_id": clinic.track.pk,
        "started_on": START,
        "counselor_id": world.staff["counselor"].pk,
        "therapist_id": None,
        "case_manager_id": world.staff["case manager"].pk,
        "now": NOW,
    }
    return admit(**{**given, **said})


def test_the_sessions_stand_in_the_week_at_once(world):
    clinic = make_clinic(world, people=0)
    episode = start(clinic, place_one(world))
    stand = stand_of(world.actor("admissions"), episode)
    assert stand.sessions == 36
    assert f"{stand.first_at:%a %d %H:%M}" == "Thu 08 18:00"
    assert stand.first_place == "Room 2"
    assert episode.planned_end_on == START + timedelta(weeks=12)
    assert episode.prescribed_weekly_minutes == 540


def test_care_team_phase_and_the_plan_to_write_come_with_it(world):
    clinic = make_clinic(world, people=0)
    episode = start(clinic, place_one(world))
    client = Client.objects.get(pk=episode.client_id)
    assert client.phase == Phase.IN_TREATMENT
    team = set(client.care_team.filter(ended_at__isnull=True).values_list("function", "staff__name"))
    assert team == {
        (Function.COUNSELOR, "Maya Okafor"),
        (Function.CASE_MANAGER, "Dee-Ann Price"),
        (Function.GROUP_LEADER, "Maya Okafor"),
    }
    task = Task.objects.get(kind="plan.write", subject_id=str(episode.pk))
    assert (task.owner, task.due_at) == (world.staff["counselor"], NOW + timedelta(days=7))
    assert not Task.objects.filter(client=client, kind="enquiry.answer", done_at=None).exists()
    verbs = set(Entry.objects.filter(client_id=client.pk).values_list("verb", flat=True))
    assert {"episode.started", "client.enrolled", "client.phase_changed", "task.raised"} <= verbs


def test_every_group_of_the_track_is_joined(world):
    clinic = make_clinic(world, people=0)
    start_series(
        actor=world.actor("director"),
        track=clinic.track,
        service=clinic.service,
        template=clinic.template,
        name="Family evening",
        leader=world.staff["colleague"],
        place=clinic.other_place,
        weekdays=(4,),
        starts_at_time=clinic.series.starts_at_time,
        first_on=date(2026, 10, 9),
        weeks=None,
        capacity=10,
        now=NOW,
    )
    episode = start(clinic, place_one(world))
    assert stand_of(world.actor("admissions"), episode).sessions == 48


def test_without_a_decided_level_nobody_starts(world):
    clinic = make_clinic(world, people=0)
    arrival = open_enquiry(
        actor=world.actor("admissions"),
        site=world.site,
        details={"given_names": "Nell", "family_name": "Abara"},
        now=NOW,
        is_new=True,
    )
    with pytest.raises(Refused, match="No level of care is decided yet"):
        start(clinic, arrival.enquiry)
    assert not Episode.objects.filter(enquiry=arrival.enquiry).exists()


def test_a_person_to_be_evaluated_now_does_not_start(world):
    clinic = make_clinic(world, people=0)
    enquiry = place_one(world)
    PlacementNeed.objects.create(placement=enquiry.placements.get(), kind=EVALUATE_NOW, text="Evaluate now.")
    with pytest.raises(Refused, match="to be evaluated now"):
        start(clinic, enquiry)


def test_where_home_isnt_safe_a_start_waits_until_it_is_settled_where_they_stay(world):
    from stepwell.domain.admissions.actions.placement import meet_need

    clinic = make_clinic(world, people=0)
    enquiry = place_one(world)
    need = PlacementNeed.objects.create(placement=enquiry.placements.get(), kind=SAFE_PLACE, text="Settle it.")
    with pytest.raises(Refused, match="isn’t settled"):
        start(clinic, enquiry)
    meet_need(actor=world.actor("supervisor"), need_id=need.pk, note="A bed at the recovery residence.", now=NOW)
    assert start(clinic, enquiry).started_on


def test_another_level_needs_a_reason_and_keeps_it(world):
    clinic = make_clinic(world, people=0)
    clinic.track.level_code = "2.5"
    clinic.track.save()
    enquiry = place_one(world)
    with pytest.raises(Refused) as refused:
        start(clinic, enquiry)
    assert refused.value.refusals[0].where == "reason"
    episode = start(clinic, enquiry, reason="The day program is full.")
    assert (episode.level_code, episode.level_reason) == ("2.5", "The day program is full.")


def test_a_full_group_leaves_nothing_behind(world):
    clinic = make_clinic(world, people=1, capacity=1)
    enquiry = place_one(world, 3)
    tasks = Task.objects.count()
    with pytest.raises(Refused, match="is full"):
        start(clinic, enquiry)
    assert not Episode.objects.filter(enquiry=enquiry).exists()
    assert not Booking.objects.filter(client=enquiry.client).exists()
    assert Client.objects.get(pk=enquiry.client_id).phase == Phase.ENQUIRING
    assert Task.objects.count() == tasks


def test_the_second_is_told_and_nothing_is_doubled(world):
    clinic = make_clinic(world, people=0)
    enquiry = place_one(world)
    episode = start(clinic, enquiry)
    with pytest.raises(StartedAlready, match="They start in Evening IOP on Thu 8 Oct already") as told:
        start(clinic, enquiry)
    assert told.value.episode == episode
    assert Episode.objects.filter(client=enquiry.client).count() == 1


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"started_on": date(2027, 10, 8)}, "started_on"),
        ({"started_on": date(2026, 9, 20)}, "started_on"),
        ({"counselor_id": 0}, "counselor_id"),
        ({"therapist_id": 0}, "therapist_id"),
        ({"case_manager_id": 0}, "case_manager_id"),
    ],
)
def test_what_does_not_fit_is_named(world, said, where):
    clinic = make_clinic(world, people=0)
    with pytest.raises(Refused) as refused:
        start(clinic, place_one(world), **said)
    assert refused.value.refusals[0].where == where


def test_a_track_without_a_group_takes_nobody(world):
    clinic = make_clinic(world, people=0)
    bare = open_track(
        actor=world.actor("director"),
        site=world.site,
        name="Day IOP",
        level_code="2.1",
        standard_code="asam-2.1-adult",
        template=clinic.template,
        days_a_week=3,
        weeks=12,
    ).track
    with pytest.raises(Refused, match="Day IOP has no group"):
        start(clinic, place_one(world), track_id=bare.pk)


WHO_STARTS = {
    "admissions": None,
    "director": None,
    "supervisor": None,
    "counselor": NotAllowed,
    "colleague": NotAllowed,
    "case manager": NotAllowed,
    "elsewhere": NotAllowed,
    "client": NotAllowed,
    "stranger": NotAllowed,
}


@pytest.mark.parametrize(("who", "error"), WHO_STARTS.items())
def test_who_lets_a_person_start(world, who, error):
    clinic = make_clinic(world, people=0)
    enquiry = place_one(world)
    if error is None:
        assert start(clinic, enquiry, actor=world.actor(who)).enquiry_id == enquiry.pk
    else:
        with pytest.raises(error):
            start(clinic, enquiry, actor=world.actor(who))
        with pytest.raises(error):
            get_start(world.actor(who), enquiry.pk, NOW)


def test_another_sites_enquiry_is_not_found(world):
    other = make_world()
    clinic = make_clinic(world, people=0)
    with pytest.raises(NotFound):
        start(clinic, place_one(world), actor=other.actor("admissions"))


def test_two_at_once_make_one_stay(committed):
    world = make_world()
    clinic = make_clinic(world, people=0)
    enquiry = place_one(world)
    outcome = []
    barrier = Barrier(2)

    def try_it(who):
        try:
            barrier.wait(10)
            outcome.append(start(clinic, enquiry, actor=world.actor(who)).pk)
        except StartedAlready as told:
            outcome.append(str(told))
        finally:
            connections.close_all()

    threads = [Thread(target=try_it, args=(who,)) for who in ("admissions", "director")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert Episode.objects.filter(client=enquiry.client).count() == 1
    assert sorted(isinstance(one, str) for one in outcome) == [False, True]
    assert Booking.objects.filter(client=enquiry.client).count() == 36
