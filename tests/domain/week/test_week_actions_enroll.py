"""Joining and leaving a group: seats, overlaps, the leader's place in the care team."""

from datetime import date, time, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections
from tests.cast import NOW, make_world
from tests.clinic import admit_one, make_clinic, place_one
from tests.domain.week.test_week_actions_series import another

from stepwell.domain.people.models import CareTeamMember, Function
from stepwell.domain.people.queries import find_client
from stepwell.domain.week.actions import Taken, close_leader_places, enroll, leave_series, record_attendance
from stepwell.domain.week.models import Booking, Enrollment, Status
from stepwell.kernel.actor import system
from stepwell.kernel.errors import NotAllowed, NotFound, Refused


def leads(client, staff):
    return CareTeamMember.objects.filter(
        client=client, staff=staff, function=Function.GROUP_LEADER, ended_at__isnull=True
    ).exists()


def test_a_member_stands_in_every_session_of_their_stay(world):
    clinic = make_clinic(world, people=1)
    held = Booking.objects.filter(client=clinic.clients[0])
    assert held.count() == 36
    assert max(held.values_list("session__on", flat=True)) < clinic.episodes[0].planned_end_on


def test_enrolling_twice_is_once(world):
    clinic = make_clinic(world, people=1)
    asked = {
        "actor": world.actor("supervisor"),
        "series": clinic.series,
        "client": clinic.clients[0],
        "episode": clinic.episodes[0],
        "joined_on": date(2026, 10, 5),
        "now": NOW,
    }
    assert enroll(**asked) == enroll(**asked)
    assert Enrollment.objects.filter(client=clinic.clients[0]).count() == 1


def test_a_full_group_says_from_when(world):
    clinic = make_clinic(world, people=2, capacity=2)
    with pytest.raises(Refused, match=r"Evening IOP is full: 2 of 2 seats are taken on Mon 5 Oct"):
        admit_one(clinic, 5)


def test_a_seat_is_free_again_after_somebody_leaves(world):
    clinic = make_clinic(world, people=2, capacity=2)
    member = Enrollment.objects.get(client=clinic.clients[0])
    leave_series(actor=world.actor("supervisor"), enrollment=member, left_on=date(2026, 10, 12), now=NOW)
    with pytest.raises(Refused, match="full"):
        admit_one(clinic, 5, started_on=date(2026, 10, 8))
    assert admit_one(clinic, 6, started_on=date(2026, 10, 12)).client.bookings.count() == 36


def test_two_at_the_same_hour_are_refused_without_a_name(world):
    clinic = make_clinic(world, people=1)
    family = another(clinic)
    with pytest.raises(Taken) as refused:
        enroll(
            actor=world.actor("supervisor"),
            series=family,
            client=clinic.clients[0],
            episode=clinic.episodes[0],
            joined_on=date(2026, 10, 5),
            now=NOW,
        )
    assert refused.value.refusals[0].what == "This person is booked already: Evening IOP, Thu 18:00 to 21:15."
    assert not Enrollment.objects.filter(series=family).exists()


def test_the_chart_opens_to_the_leader_and_closes_when_the_client_leaves(world):
    clinic = make_clinic(world, people=1)
    family = another(clinic, starts_at_time=time(12, 0))
    client, colleague = clinic.clients[0], world.staff["colleague"]
    with pytest.raises(NotFound):
        find_client(world.actor("colleague"), client.pk)
    member = enroll(
        actor=world.actor("supervisor"),
        series=family,
        client=client,
        episode=clinic.episodes[0],
        joined_on=date(2026, 10, 8),
        now=NOW,
    )
    assert find_client(world.actor("colleague"), client.pk) == client
    leave_series(actor=world.actor("supervisor"), enrollment=member, left_on=date(2026, 10, 15), now=NOW)
    assert leads(client, colleague)  # they still come on the 8th
    assert Booking.objects.filter(client=client, session__series=family, canceled_at__isnull=True).count() == 1
    assert close_leader_places(actor=system("jobs"), now=NOW) == 0
    assert close_leader_places(actor=system("jobs"), now=NOW + timedelta(days=10)) == 1
    assert not leads(client, colleague)


def test_leaving_today_closes_the_chart_at_once(world):
    clinic = make_clinic(world, people=1)
    family = another(clinic, starts_at_time=time(12, 0), first_on=date(2026, 10, 1))
    member = enroll(
        actor=world.actor("supervisor"),
        series=family,
        client=clinic.clients[0],
        episode=clinic.episodes[0],
        joined_on=date(2026, 10, 5),
        now=NOW,
    )
    leave_series(actor=world.actor("supervisor"), enrollment=member, left_on=date(2026, 10, 6), now=NOW)
    assert not leads(clinic.clients[0], world.staff["colleague"])


def test_what_was_attended_is_not_left_behind(world):
    clinic = make_clinic(world, people=1)
    record_attendance(
        actor=world.actor("counselor"),
        session_id=clinic.session.pk,
        client_id=clinic.clients[0].pk,
        status=Status.PRESENT,
        now=NOW,
    )
    member = Enrollment.objects.get(client=clinic.clients[0])
    with pytest.raises(Refused, match="attended this group after that day"):
        leave_series(actor=world.actor("supervisor"), enrollment=member, left_on=date(2026, 10, 5), now=NOW)


@pytest.mark.parametrize("who", ["counselor", "colleague", "case manager", "elsewhere", "client", "stranger"])
def test_nobody_else_enrolls(world, who):
    clinic = make_clinic(world, people=1)
    with pytest.raises(NotAllowed):
        enroll(
            actor=world.actor(who),
            series=clinic.series,
            client=clinic.clients[0],
            episode=clinic.episodes[0],
            joined_on=date(2026, 10, 5),
            now=NOW,
        )


def test_of_two_at_once_one_gets_the_last_seat(committed):
    world = make_world()
    clinic = make_clinic(world, people=1, capacity=2)
    enquiries = [place_one(world, number) for number in (3, 4)]
    told, started = [], []
    barrier = Barrier(2)

    def start(enquiry):
        from stepwell.workflows.admit import admit

        try:
            barrier.wait(10)
            started.append(
                admit(
                    actor=world.actor("admissions"),
                    enquiry_id=enquiry.pk,
                    track_id=clinic.track.pk,
                    started_on=date(2026, 10, 5),
                    counselor_id=world.staff["counselor"].pk,
                    therapist_id=None,
                    case_manager_id=world.staff["case manager"].pk,
                    now=NOW,
                )
            )
        except Refused as refused:
            told.append(str(refused))
        finally:
            connections.close_all()

    threads = [Thread(target=start, args=(enquiry,)) for enquiry in enquiries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(started) == 1
    assert len(told) == 1
    assert "is full" in told[0]
    assert clinic.session.bookings.filter(canceled_at__isnull=True).count() == 2
