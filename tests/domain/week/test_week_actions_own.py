"""One person's own sessions: planned once or weekly, refused where somebody or something is taken, ended, moved."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from tests.cast import NOW, TODAY
from tests.clinic import make_clinic
from tests.own import WEDNESDAY, own_service, plan, relative

from stepwell.domain.admissions.rules.ending import EndReason
from stepwell.domain.availability.actions import say_own_time
from stepwell.domain.availability.rules import Kind, OwnTime, Sense
from stepwell.domain.people.actions import join_care_team
from stepwell.domain.people.models import Function
from stepwell.domain.week.actions import (
    Taken,
    ask_family,
    cancel_session,
    end_own,
    enroll,
    extend_series,
    move_session,
    record_attendance,
    restore_session,
    wait_for_seat,
)
from stepwell.domain.week.actions.make_up import book_make_up
from stepwell.domain.week.models import Booking, CancelReason, Series, Status
from stepwell.domain.week.queries import week_of_client
from stepwell.domain.week.queries.groups import list_groups
from stepwell.domain.week.queries.own import choices_for, own_sessions
from stepwell.domain.week.queries.schedule import my_sessions, schedule
from stepwell.domain.week.rules.roll import TypedPair
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry
from stepwell.workflows.discharge import discharge

DENVER = ZoneInfo("America/Denver")


def ahead_of(series):
    return list(series.sessions.filter(canceled_at__isnull=True).order_by("starts_at"))


def first(series):
    return ahead_of(series)[0]


def test_a_weekly_hour_stands_until_the_stay_ends_and_counts_in_the_week(world):
    clinic = make_clinic(world, people=1)
    series = plan(clinic, own_service(world))
    sessions = ahead_of(series)
    assert [one.on for one in sessions] == [WEDNESDAY + timedelta(weeks=n) for n in range(12)]
    assert sessions[-1].on < clinic.episodes[0].planned_end_on <= sessions[-1].on + timedelta(weeks=1)
    week = week_of_client(world.actor("counselor"), clinic.clients[0], NOW)
    (own,) = [one for one in week.visits if one.name == "Individual counseling"]
    assert (own.clinical_minutes, own.leader) == (60, "Maya Okafor")
    record_attendance(
        actor=world.actor("counselor"),
        session_id=own.session_id,
        client_id=clinic.clients[0].pk,
        status=Status.LATE,
        intervals=[TypedPair("10:15", "")],
        now=own.ends_at,
    )
    after = week_of_client(world.actor("counselor"), clinic.clients[0], own.ends_at)
    assert [one.delivered_minutes for one in after.visits if one.session_id == own.session_id] == [45]
    assert after.stays[0].hours.delivered_minutes == 45


def test_a_contact_whose_service_counts_for_nothing_gives_no_clinical_minutes(world):
    clinic = make_clinic(world, people=1)
    plan(clinic, own_service(world, "other"), minutes=30, weeks=None)
    week = week_of_client(world.actor("counselor"), clinic.clients[0], NOW)
    assert [one.clinical_minutes for one in week.visits if one.name == "Case management"] == [0]


def test_once_is_one_session(world):
    series = plan(make_clinic(world, people=1), own_service(world), weeks=None)
    assert [one.on for one in ahead_of(series)] == [WEDNESDAY]
    assert extend_series(actor=world.actor("director"), series_id=series.pk, now=NOW + timedelta(weeks=3)) == 0


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"first_on": TODAY - timedelta(days=1)}, "first_on"),
        ({"first_on": TODAY, "starts_at_time": time(8, 0)}, "starts_at_time"),
        ({"first_on": date(2027, 6, 1)}, "first_on"),
        ({"minutes": 5}, "minutes"),
        ({"minutes": 500}, "minutes"),
        ({"weeks": 0}, "weeks"),
        ({"family": [987_654]}, "family"),
    ],
)
def test_what_cant_be_is_refused_at_its_field_and_nothing_is_planned(world, change, where):
    clinic = make_clinic(world, people=1)
    with pytest.raises(Refused) as refused:
        plan(clinic, own_service(world), **change)
    assert where in {one.where for one in refused.value.refusals}
    assert not Series.objects.filter(client=clinic.clients[0]).exists()


def test_a_groups_service_and_a_leader_off_the_team_are_refused(world):
    clinic = make_clinic(world, people=1)
    service = own_service(world)
    with pytest.raises(Refused, match="isn't offered one to one"):
        plan(clinic, clinic.service)
    with pytest.raises(Refused, match="aren't on the care team"):
        plan(clinic, service, leader_id=world.staff["colleague"].pk)
    with pytest.raises(Refused, match="isn't open"):
        plan(clinic, service, place_id=987_654)


def test_a_room_a_leader_and_a_person_who_are_taken_are_named_and_never_another_person(world):
    clinic = make_clinic(world, people=2)
    service = own_service(world)
    plan(clinic, service)
    team = {"actor": world.actor("director"), "function": Function.THERAPIST, "now": NOW}
    join_care_team(client=clinic.clients[1], staff=world.staff["colleague"], **team)
    colleague = {"leader_id": world.staff["colleague"].pk}
    with pytest.raises(Taken, match="Room 3 is taken: Individual counseling"):
        plan(clinic, service, person=1, **colleague)
    with pytest.raises(Taken, match="Maya Okafor has another session: Individual counseling") as taken:
        plan(clinic, service, person=1, place_id=clinic.place.pk)
    assert "Reyes" not in str(taken.value)
    with pytest.raises(Taken, match="This person is booked already: Evening IOP"):
        plan(clinic, service, person=1, first_on=date(2026, 10, 8), starts_at_time=time(18, 30), **colleague)
    assert plan(clinic, service, person=1, place_id=clinic.place.pk, **colleague).sessions.count() == 12


def test_the_same_sent_twice_is_planned_once(world):
    clinic = make_clinic(world, people=1)
    service = own_service(world)
    plan(clinic, service)
    with pytest.raises(Taken):
        plan(clinic, service)
    assert Series.objects.filter(client=clinic.clients[0]).count() == 1


def test_nobody_else_sits_in_somebodys_own_session_not_even_past_the_actions(world):
    clinic = make_clinic(world, people=2)
    series = plan(clinic, own_service(world))
    session, other = first(series), clinic.clients[1]
    with pytest.raises(NotFound):
        enroll(
            actor=world.actor("director"),
            series=series,
            client=other,
            episode=clinic.episodes[1],
            joined_on=WEDNESDAY,
            now=NOW,
        )
    with pytest.raises(NotFound):
        book_make_up(actor=world.actor("counselor"), client_id=other.pk, session_id=session.pk, now=NOW)
    with pytest.raises(NotFound):
        wait_for_seat(
            actor=world.actor("director"), series_id=series.pk, client_id=other.pk, episode=clinic.episodes[1], now=NOW
        )
    with pytest.raises(IntegrityError, match="another person's own"), transaction.atomic():
        Booking.objects.create(session=session, client=other, starts_at=session.starts_at, ends_at=session.ends_at)


def test_own_sessions_are_no_group_and_show_to_who_may_open_them(world):
    clinic = make_clinic(world, people=1)
    series = plan(clinic, own_service(world))
    session = first(series)
    assert series.pk not in [one.series.pk for one in list_groups(world.actor("director"), world.site, NOW)]
    shown = schedule(world.actor("counselor"), world.site, WEDNESDAY, NOW)
    assert [one.whose for day in shown.days for one in day.sessions if one.session_id == session.pk] == ["Ana Reyes"]
    assert Entry.objects.filter(verb__contains="list", actor_key=world.actor("counselor").key).exists()
    others = schedule(world.actor("colleague"), world.site, WEDNESDAY, NOW)
    assert session.pk not in [one.session_id for day in others.days for one in day.sessions]
    mine = my_sessions(world.actor("counselor"), datetime(2026, 10, 7, 15, tzinfo=DENVER))
    assert [one.session_id for one in mine] == [session.pk]


def test_who_isnt_on_the_team_can_neither_plan_nor_end(world):
    clinic = make_clinic(world, people=1)
    service = own_service(world)
    for who in ("colleague", "elsewhere"):
        with pytest.raises(NotFound):
            plan(clinic, service, who)
    for who in ("admissions", "client", "front desk", "billing"):
        with pytest.raises(NotAllowed):
            plan(clinic, service, who)
    series = plan(clinic, service, "case manager")
    with pytest.raises(NotFound):
        end_own(actor=world.actor("colleague"), series_id=series.pk, ends_on=TODAY, now=NOW)
    with pytest.raises(NotFound):
        end_own(actor=world.actor("director"), series_id=clinic.series.pk, ends_on=TODAY, now=NOW)


def test_one_moves_and_one_is_canceled_and_restored_as_a_groups(world):
    clinic = make_clinic(world, people=1)
    series = plan(clinic, own_service(world))
    counselor = world.actor("counselor")
    one, other = ahead_of(series)[:2]
    moved = move_session(
        actor=counselor,
        session_id=one.pk,
        starts_at=one.starts_at + timedelta(hours=2),
        place_id=clinic.other_place.pk,
        now=NOW,
    )
    assert Booking.objects.get(session=moved).starts_at == moved.starts_at
    cancel_session(actor=counselor, session_id=other.pk, reason=CancelReason.LEADER, now=NOW)
    assert Booking.objects.filter(session=other, canceled_at__isnull=True).count() == 0
    restore_session(actor=counselor, session_id=other.pk, now=NOW)
    assert Booking.objects.filter(session=other, canceled_at__isnull=True).count() == 1


def test_they_end_from_a_day_on_and_the_hour_is_free_again(world):
    clinic = make_clinic(world, people=1)
    service = own_service(world)
    series = plan(clinic, service)
    end_own(actor=world.actor("counselor"), series_id=series.pk, ends_on=date(2026, 10, 21), now=NOW)
    end_own(actor=world.actor("counselor"), series_id=series.pk, ends_on=date(2026, 10, 21), now=NOW)
    assert [one.on.day for one in ahead_of(series)] == [7, 14]
    again = plan(clinic, service, first_on=date(2026, 10, 21))
    assert len(ahead_of(again)) == 10


def test_what_was_attended_stays_when_they_end(world):
    clinic = make_clinic(world, people=1)
    series = plan(clinic, own_service(world))
    session = first(series)
    record_attendance(
        actor=world.actor("counselor"),
        session_id=session.pk,
        client_id=clinic.clients[0].pk,
        status=Status.PRESENT,
        now=session.ends_at,
    )
    with pytest.raises(Refused, match="attended"):
        end_own(actor=world.actor("counselor"), series_id=series.pk, ends_on=WEDNESDAY, now=session.ends_at)
    assert len(ahead_of(series)) == 12


def test_a_stay_that_ends_ends_its_own_sessions(world):
    clinic = make_clinic(world, people=1)
    series = plan(clinic, own_service(world))
    discharge(
        actor=world.actor("director"),
        episode_id=clinic.episodes[0].pk,
        last_on=date(2026, 10, 7),
        reason=EndReason.COMPLETED,
        now=NOW + timedelta(days=2),
    )
    assert [one.on for one in ahead_of(series)] == [WEDNESDAY]


def test_family_comes_only_while_a_consent_names_them(world):
    clinic = make_clinic(world, people=1)
    client = clinic.clients[0]
    named, other = relative(world, client), relative(world, client, "Sol Reyes", consents=False)
    service = own_service(world, "family")
    with pytest.raises(Refused, match="No consent in force names Sol Reyes"):
        plan(clinic, service, family=[other.pk])
    with pytest.raises(Refused, match="Family comes to a family session"):
        plan(clinic, own_service(world), family=[named.pk])
    series = plan(clinic, service, family=[named.pk])
    with pytest.raises(Refused, match="No consent in force names Sol Reyes"):
        ask_family(actor=world.actor("counselor"), series_id=series.pk, family=[named.pk, other.pk], now=NOW)
    (row,) = own_sessions(world.actor("counselor"), client, NOW)
    assert [(one.name, one.may_come) for one in row.family] == [("Rita Reyes", True)]
    (row,) = own_sessions(world.actor("counselor"), client, NOW + timedelta(days=61))
    assert [(one.name, one.may_come) for one in row.family] == [("Rita Reyes", False)]
    ask_family(actor=world.actor("counselor"), series_id=series.pk, family=[], now=NOW)
    assert not series.companions.exists()


def test_somebody_elses_family_is_nobody_here(world):
    clinic = make_clinic(world, people=2)
    theirs = relative(world, clinic.clients[1])
    with pytest.raises(Refused, match="isn't one of their people"):
        plan(clinic, own_service(world, "family"), family=[theirs.pk])
    assert choices_for(world.actor("counselor"), clinic.clients[0], NOW).relatives == []


NIGHTS = [
    # 01:30 comes twice that night: the first of the two
    (date(2026, 11, 1), time(1, 30), "2026-11-01T07:30:00+00:00"),
    # 02:30 doesn't come that night
    (date(2027, 3, 14), time(2, 30), "2027-03-14T09:30:00+00:00"),
    # over midnight: the day on which it begins
    (date(2026, 10, 31), time(23, 30), "2026-11-01T05:30:00+00:00"),
]


@pytest.mark.parametrize(("on", "at", "instant"), NIGHTS)
def test_an_hour_lasts_an_hour_on_both_nights_of_the_clocks_and_over_midnight(world, on, at, instant):
    started_on = on - timedelta(days=30)
    now = datetime.combine(started_on, time(15), DENVER)
    clinic = make_clinic(world, people=1, first_on=started_on, now=now, weekdays=(2,))
    series = plan(clinic, own_service(world), first_on=on, starts_at_time=at, weeks=None, now=now)
    session = first(series)
    assert (session.on, session.starts_at.isoformat()) == (on, instant)
    assert session.ends_at - session.starts_at == timedelta(hours=1)
    record_attendance(
        actor=world.actor("counselor"),
        session_id=session.pk,
        client_id=clinic.clients[0].pk,
        status=Status.PRESENT,
        now=session.ends_at,
    )
    week = week_of_client(world.actor("counselor"), clinic.clients[0], session.ends_at, on=on)
    held = [(day.day, one.delivered_minutes) for day in week.days for one in day.visits if one.session_id == session.pk]
    assert held == [(on, 60)]


def test_an_hour_when_they_told_that_they_cannot_come_asks_why_and_keeps_it(world):
    clinic = make_clinic(world, people=1)
    client, service = clinic.clients[0], own_service(world)
    work = OwnTime(Sense.CANNOT, Kind.WORK, frozenset({WEDNESDAY.weekday()}), time(9), time(12), TODAY)
    say_own_time(actor=world.actor("counselor"), client_id=client.pk, own=work, now=NOW)
    with pytest.raises(Refused) as refused:
        plan(clinic, service)
    (refusal,) = refused.value.refusals
    assert refusal.where == "despite"
    assert refusal.mend == "Choose another time or group, or say why all the same."
    assert not Series.objects.filter(client=client).exists()
    plan(clinic, service, despite="Their shift begins later that week.")
    (own,) = own_sessions(world.actor("counselor"), client, NOW)
    assert own.comes_despite == "Their shift begins later that week."
    plan(clinic, service, first_on=WEDNESDAY + timedelta(days=1), despite="Not needed.")
    assert [one.comes_despite for one in own_sessions(world.actor("counselor"), client, NOW)][1] == ""


@pytest.mark.parametrize("series", [1, 3])
def test_the_page_takes_as_many_queries_for_three_as_for_one(world, query_count, series):
    clinic = make_clinic(world, people=1)
    service = own_service(world, "family")
    rita = relative(world, clinic.clients[0])
    for number in range(series):
        plan(clinic, service, starts_at_time=time(9 + number), family=[rita.pk])
    counselor = world.actor("counselor")
    with query_count(11):  # three of them write the read down
        assert len(own_sessions(counselor, clinic.clients[0], NOW)) == series
