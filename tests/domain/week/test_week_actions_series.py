"""Groups that meet every week: their sessions, the night when clocks change, rooms taken twice, and moving one."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app
from tests.cast import NOW
from tests.clinic import make_clinic

from stepwell.domain.catalog.actions import add_day_template
from stepwell.domain.catalog.rules import Segment
from stepwell.domain.week.actions import Taken, extend_series, move_session, record_attendance, start_series
from stepwell.domain.week.models import Booking, Session, Status
from stepwell.domain.week.queries.sessions import series_to_extend
from stepwell.domain.worklist.models import Task
from stepwell.kernel.actor import system
from stepwell.kernel.errors import NotAllowed, NotFound, Refused

DENVER = ZoneInfo("America/Denver")
JOBS = system("jobs")


def another(clinic, **said):
    """A second group beside the first, at another hour, led by a colleague in the other room."""
    given = {
        "actor": clinic.world.actor("director"),
        "track": clinic.track,
        "service": clinic.service,
        "template": clinic.template,
        "name": "Family group",
        "leader": clinic.world.staff["colleague"],
        "place": clinic.other_place,
        "weekdays": (3,),
        "starts_at_time": time(18, 0),
        "first_on": date(2026, 10, 8),
        "weeks": 4,
        "capacity": 10,
        "now": NOW,
    }
    return start_series(**{**given, **said})


def test_sessions_stand_up_to_the_horizon_with_their_segments(world):
    clinic = make_clinic(world, people=0)
    assert len(clinic.sessions) == 3 * 16 + 1  # to a Tuesday in sixteen weeks
    first = clinic.session
    assert first.starts_at.astimezone(DENVER) == datetime(2026, 10, 5, 18, 0, tzinfo=DENVER)
    labels = [segment.label for segment in first.segments.all()]
    assert labels[0] == "Test and safety pulse"
    assert len(labels) == 6
    assert [one.number for one in clinic.sessions[:3]] == [1, 2, 3]


def test_a_group_keeps_to_the_wall_clock_when_clocks_go_back(world):
    clinic = make_clinic(world, people=0)
    before, after = (
        next(one for one in clinic.sessions if one.on == day) for day in (date(2026, 10, 29), date(2026, 11, 2))
    )
    assert [one.starts_at.astimezone(DENVER).time() for one in (before, after)] == [time(18, 0)] * 2
    assert after.starts_at - before.starts_at == timedelta(days=4, hours=1)
    assert {one.ends_at - one.starts_at for one in (before, after)} == {timedelta(minutes=195)}


def test_a_night_group_runs_its_real_length_through_the_change(world):
    clinic = make_clinic(world, people=0)
    template = add_day_template(
        actor=world.actor("director"), site=world.site, name="Night", segments=(Segment("Group", 180, clinical=True),)
    )
    night = another(
        clinic, name="Night", template=template, weekdays=(5,), starts_at_time=time(23, 30), first_on=date(2026, 10, 31)
    )
    session = night.sessions.order_by("starts_at").first()
    assert session.ends_at - session.starts_at == timedelta(minutes=180)
    assert session.ends_at.astimezone(DENVER).time() == time(1, 30)  # 02:30 by the clock that went back


def test_extending_makes_what_is_missing_and_once(world):
    clinic = make_clinic(world, people=2)
    later = NOW + timedelta(weeks=2)
    assert extend_series(actor=JOBS, series_id=clinic.series.pk, now=later) == 6
    assert extend_series(actor=JOBS, series_id=clinic.series.pk, now=later) == 0
    assert clinic.series.sessions.count() == 3 * 16 + 1 + 6


def test_extending_books_members_up_to_the_end_of_their_stay(world):
    clinic = make_clinic(world, people=2)
    clinic.episodes[0].planned_end_on = date(2027, 6, 1)
    clinic.episodes[0].save()
    extend_series(actor=JOBS, series_id=clinic.series.pk, now=NOW + timedelta(weeks=2))
    newest = clinic.series.sessions.order_by("-starts_at")[:6]
    booked = Booking.objects.filter(session__in=[one.pk for one in newest])
    assert {one.client_id for one in booked} == {clinic.clients[0].pk}


def test_a_meeting_whose_room_is_taken_is_left_out_and_the_leader_is_told(world):
    clinic = make_clinic(world, people=0)
    day = clinic.series.extended_to + timedelta(days=(3 - clinic.series.extended_to.weekday()) % 7)
    another(clinic, place=clinic.place, first_on=day, weeks=1, now=NOW + timedelta(weeks=16))
    assert extend_series(actor=JOBS, series_id=clinic.series.pk, now=NOW + timedelta(weeks=2)) == 5
    task = Task.objects.get(kind="week.conflict", subject_id=str(clinic.series.pk))
    assert task.owner == world.staff["counselor"]


def test_a_series_with_a_last_day_ends_there(world):
    clinic = make_clinic(world, people=0, weeks=2)
    assert len(clinic.sessions) == 6
    assert extend_series(actor=JOBS, series_id=clinic.series.pk, now=NOW + timedelta(weeks=20)) == 0


def test_the_nightly_job_finds_the_groups_that_go_on(world):
    clinic = make_clinic(world, people=0)
    ended = another(clinic, weeks=1)
    found = series_to_extend(JOBS, NOW + timedelta(weeks=8))
    assert clinic.series.pk in found
    assert ended.pk not in found
    assert {"week.extend_series", "week.extend_every_series", "week.close_leader_places"} <= set(app.tasks)


def test_a_taken_room_is_refused_in_words(world):
    clinic = make_clinic(world, people=0)
    with pytest.raises(Taken) as refused:
        another(clinic, place=clinic.place, starts_at_time=time(19, 0))
    (refusal,) = refused.value.refusals
    assert refusal.what == "Room 2 is taken: Evening IOP, Thu 18:00 to 21:15."
    assert refusal.mend.startswith("First on 8 Oct.")


def test_a_leader_who_leads_elsewhere_is_refused_in_words(world):
    clinic = make_clinic(world, people=0)
    with pytest.raises(Taken, match="Maya Okafor leads another group: Evening IOP, Thu 18:00 to 21:15"):
        another(clinic, leader=world.staff["counselor"])


def test_the_database_itself_refuses_a_room_taken_twice(world):
    clinic = make_clinic(world, people=0)
    family = another(clinic)
    session = family.sessions.first()
    with pytest.raises(IntegrityError, match="place_not_taken_twice"), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(place=clinic.place)


def test_a_group_larger_than_its_room_is_refused(world):
    clinic = make_clinic(world, people=0)
    with pytest.raises(Refused, match="Room 3 has 14 seats"):
        another(clinic, capacity=15)


def test_a_moved_session_takes_everybody_along(world):
    clinic = make_clinic(world, people=2)
    session = clinic.sessions[3]
    to = session.starts_at - timedelta(hours=3)
    moved = move_session(
        actor=world.actor("counselor"), session_id=session.pk, starts_at=to, place_id=clinic.other_place.pk, now=NOW
    )
    assert moved.starts_at == to
    assert moved.place_id == clinic.other_place.pk
    assert set(moved.bookings.values_list("starts_at", "ends_at")) == {(to, to + timedelta(minutes=195))}
    assert moved.segments.first().starts_at == to


def test_moving_onto_another_group_is_refused_and_nothing_moves(world):
    clinic = make_clinic(world, people=2)
    another(clinic, starts_at_time=time(15, 0))
    thursday = next(one for one in clinic.sessions if one.on == date(2026, 10, 8))
    with pytest.raises(Taken, match="Room 3 is taken: Family group, Thu 15:00 to 18:15"):
        move_session(
            actor=world.actor("counselor"),
            session_id=thursday.pk,
            starts_at=thursday.starts_at - timedelta(hours=1),
            place_id=clinic.other_place.pk,
            now=NOW,
        )
    thursday.refresh_from_db()
    assert thursday.place_id == clinic.place.pk


def test_a_session_with_a_roll_stays_where_it_was(world):
    clinic = make_clinic(world, people=1)
    record_attendance(
        actor=world.actor("counselor"),
        session_id=clinic.session.pk,
        client_id=clinic.clients[0].pk,
        status=Status.PRESENT,
        now=NOW,
    )
    with pytest.raises(Refused, match="roll of this session was called"):
        move_session(
            actor=world.actor("counselor"),
            session_id=clinic.session.pk,
            starts_at=NOW + timedelta(days=1),
            place_id=clinic.place.pk,
            now=NOW,
        )


def test_a_session_moves_into_the_future_alone(world):
    clinic = make_clinic(world, people=0)
    with pytest.raises(Refused, match="has passed"):
        move_session(
            actor=world.actor("supervisor"),
            session_id=clinic.sessions[3].pk,
            starts_at=datetime(2026, 10, 6, 14, 0, tzinfo=UTC),
            place_id=clinic.place.pk,
            now=NOW,
        )


WHO_MOVES = {
    "counselor": None,  # leads it
    "supervisor": None,
    "director": None,
    "colleague": NotFound,
    "case manager": NotFound,
    "elsewhere": NotFound,
    "admissions": NotAllowed,
    "client": NotAllowed,
    "stranger": NotAllowed,
}


@pytest.mark.parametrize(("who", "error"), WHO_MOVES.items())
def test_who_leads_or_stands_in_moves_a_session(world, who, error):
    clinic = make_clinic(world, people=0)
    asked = {
        "actor": world.actor(who),
        "session_id": clinic.sessions[3].pk,
        "starts_at": clinic.sessions[3].starts_at + timedelta(minutes=15),
        "place_id": clinic.place.pk,
        "now": NOW,
    }
    if error is None:
        assert move_session(**asked).pk == clinic.sessions[3].pk
    else:
        with pytest.raises(error):
            move_session(**asked)


@pytest.mark.parametrize(
    "who", ["counselor", "colleague", "case manager", "elsewhere", "admissions", "client", "stranger"]
)
def test_nobody_but_director_and_supervisor_starts_a_group(world, who):
    clinic = make_clinic(world, people=0)
    with pytest.raises(NotAllowed):
        another(clinic, actor=world.actor(who))
