"""The front desk: who is expected, by name, time and room alone, and who is here."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.cast import TODAY
from tests.clinic import make_clinic
from tests.own import own_service, plan

from stepwell.domain.week.actions import mark_arrived, record_attendance, take_back_arrival
from stepwell.domain.week.models import Booking, Status
from stepwell.domain.week.queries.expected import counted_today, expected_today
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry

# Tuesday, half an hour before the group of the evening
EVENING = datetime(2026, 10, 6, 17, 30, tzinfo=ZoneInfo("America/Denver"))


def booking_of(clinic, number=0, session=1):
    return Booking.objects.get(session=clinic.sessions[session], client=clinic.clients[number])


def test_everybody_of_today_shows_by_time_with_name_time_and_room(world):
    clinic = make_clinic(world, people=3)
    plan(clinic, own_service(world), person=1, first_on=TODAY, starts_at_time=time(17, 0), weeks=None)
    shown = expected_today(world.actor("front desk"), world.site, EVENING)
    found = [(one.name, one.place, f"{one.starts_at:%H:%M}") for one in shown.people]
    assert found[0] == ("Darnell Whitfield", "Room 3", "17:00")
    everybody = [(name, "Room 2", "18:00") for name in ("Ana Reyes", "Josie Tran", "Darnell Whitfield")]
    assert found[1:] == everybody
    assert {*vars(type(shown.people[0]))["__slots__"]} == {
        "booking_id", "name", "starts_at", "ends_at", "place", "arrived_at", "can_mark",
    }  # fmt: skip


def test_they_are_marked_once_and_it_is_no_roll(world):
    clinic = make_clinic(world, people=2)
    desk = world.actor("front desk")
    booking = booking_of(clinic)
    mark_arrived(actor=desk, booking_id=booking.pk, now=EVENING)
    mark_arrived(actor=desk, booking_id=booking.pk, now=EVENING + timedelta(minutes=1))
    booking.refresh_from_db()
    assert (booking.arrived_at, booking.arrived_how, booking.status) == (EVENING, "desk", "booked")
    assert Entry.objects.filter(verb="attendance.arrived", client_id=booking.client_id).count() == 1
    assert counted_today(desk, [world.site], EVENING) == (1, 2)


def test_a_mistake_is_taken_back_but_not_what_they_said_themselves(world):
    clinic = make_clinic(world, people=1)
    desk, booking = world.actor("front desk"), booking_of(clinic)
    mark_arrived(actor=desk, booking_id=booking.pk, now=EVENING)
    take_back_arrival(actor=desk, booking_id=booking.pk, arrived_at=EVENING, now=EVENING)
    assert counted_today(desk, [world.site], EVENING) == (0, 1)
    Booking.objects.filter(pk=booking.pk).update(arrived_at=EVENING, arrived_how="phone")
    with pytest.raises(Refused, match="changed since"):
        take_back_arrival(actor=desk, booking_id=booking.pk, arrived_at=EVENING, now=EVENING)


def test_too_early_and_over_are_said_and_another_day_is_nobodys(world):
    clinic = make_clinic(world, people=1)
    desk, booking = world.actor("front desk"), booking_of(clinic)
    with pytest.raises(Refused, match="more than an hour before"):
        mark_arrived(actor=desk, booking_id=booking.pk, now=EVENING - timedelta(hours=2))
    with pytest.raises(Refused, match="is over"):
        mark_arrived(actor=desk, booking_id=booking.pk, now=EVENING + timedelta(hours=5))
    with pytest.raises(NotFound):
        mark_arrived(actor=desk, booking_id=booking_of(clinic, session=2).pk, now=EVENING)


def test_who_said_that_they_cant_come_isnt_expected(world):
    clinic = make_clinic(world, people=1)
    session = clinic.sessions[1]
    record_attendance(
        actor=world.actor("counselor"),
        session_id=session.pk,
        client_id=clinic.clients[0].pk,
        status=Status.EXCUSED,
        now=EVENING,
    )
    assert expected_today(world.actor("front desk"), world.site, EVENING).people == ()


def test_it_is_the_desks_alone_and_of_ones_own_site(world):
    clinic = make_clinic(world, people=1)
    for who in ("counselor", "director", "billing", "client"):
        with pytest.raises(NotAllowed):
            expected_today(world.actor(who), world.site, EVENING)
    with pytest.raises(NotAllowed):
        expected_today(world.actor("front desk"), world.other_site, EVENING)
    assert expected_today(world.actor("admissions"), world.site, EVENING).people
    assert booking_of(clinic).arrived_at is None


def test_a_session_over_midnight_is_still_expected_after_it(world):
    clinic = make_clinic(world, people=1)
    plan(clinic, own_service(world), first_on=TODAY, starts_at_time=time(23, 30), weeks=None)
    after = datetime(2026, 10, 7, 0, 10, tzinfo=ZoneInfo("America/Denver"))
    (one,) = expected_today(world.actor("front desk"), world.site, after).people
    assert one.can_mark
    assert mark_arrived(actor=world.actor("front desk"), booking_id=one.booking_id, now=after).arrived_at == after


@pytest.mark.parametrize("people", [2, 10])
def test_the_list_takes_as_many_queries_for_ten_as_for_two(world, query_count, people):
    make_clinic(world, people=people)
    desk = world.actor("front desk")
    with query_count(4):  # three of them write the read down
        expected_today(desk, world.site, EVENING)
