"""Saying when one can come, and what goes by it: make-up seats and joining a group."""

from datetime import date, time, timedelta

import pytest
from tests.cast import NOW, TODAY
from tests.clinic import admit_one, make_clinic

from stepwell.domain.availability import actions, queries
from stepwell.domain.availability.rules import MOST_TIMES, Kind, OwnTime, Sense
from stepwell.kernel.errors import NotAllowed, NotFound, Refused

pytestmark = pytest.mark.django_db


def evening(days=(3,), first_on=TODAY, last_on=None):
    return OwnTime(Sense.CANNOT, Kind.WORK, frozenset(days), time(17), time(22), first_on, last_on)


def say(world, own=None, who="counselor", client=None):
    client_id = (client or world.client).pk
    return actions.say_own_time(actor=world.actor(who), client_id=client_id, own=own or evening(), now=NOW)


def test_what_is_said_stands_with_who_wrote_it_and_twice_is_once(world):
    said = say(world)
    assert say(world).pk == said.pk
    mine = say(world, evening((1,)), "client")
    stands = queries.own_times(world.actor("counselor"), world.client)
    assert [(one.pk, one.written_by_id) for one in stands] == [(said.pk, world.staff["counselor"].pk), (mine.pk, None)]


def test_taken_back_it_is_known_still_and_counts_no_more(world):
    said = say(world, who="client")
    for _ in range(2):
        actions.take_back_own_time(actor=world.actor("client"), client_id=world.client.pk, own_time_id=said.pk, now=NOW)
    counselor = world.actor("counselor")
    assert queries.own_times(counselor, world.client) == []
    assert [one.pk for one in queries.earlier_own_times(counselor, world.client)] == [said.pk]
    assert queries.own_times_of(counselor, [world.client.pk]) == {}


def test_faults_and_too_many_are_refused(world):
    with pytest.raises(Refused):
        say(world, evening(()))
    for number in range(MOST_TIMES):
        say(world, evening(first_on=TODAY + timedelta(days=number)))
    with pytest.raises(Refused, match="stand here already"):
        say(world, evening((0,)))


def test_who_may_not_see_them_neither_writes_nor_reads(world):
    said = say(world)
    for who in ("colleague", "elsewhere", "stranger", "front desk", "billing"):
        with pytest.raises((NotAllowed, NotFound)):
            say(world, who=who)
        with pytest.raises((NotAllowed, NotFound)):
            actions.take_back_own_time(actor=world.actor(who), client_id=world.client.pk, own_time_id=said.pk, now=NOW)
    assert queries.own_times(world.actor("colleague"), world.client) == []
    with pytest.raises(NotFound):
        actions.take_back_own_time(actor=world.actor("client"), client_id=world.client.pk, own_time_id=1, now=NOW)


def test_a_make_up_seat_is_offered_when_they_can_come(world):
    from stepwell.domain.week.models import Booking
    from stepwell.domain.week.queries.make_up import make_ups_for

    clinic = make_clinic(world, people=1)
    client = clinic.clients[0]
    Booking.objects.filter(client=client).delete()
    before = make_ups_for(world.actor("director"), client.pk, NOW)
    assert {seat.starts_at.date() for seat in before.seats} == {TODAY, TODAY + timedelta(days=2)}
    say(world, evening((1,)), "director", client)
    after = make_ups_for(world.actor("director"), client.pk, NOW)
    assert {seat.starts_at.date() for seat in after.seats} == {TODAY + timedelta(days=2)}
    assert "1 when they can’t come" in after.offers.words


def test_joining_a_group_at_such_a_time_asks_for_a_reason_and_keeps_it(world):
    from stepwell.domain.week.actions import enroll, leave_series
    from stepwell.domain.week.models import Enrollment

    clinic = make_clinic(world, people=1)
    client, episode = clinic.clients[0], clinic.episodes[0]
    director = world.actor("director")
    leave_series(actor=director, enrollment=Enrollment.objects.get(client=client), left_on=date(2026, 10, 7), now=NOW)
    say(world, evening((3,)), "director", client)
    asked = {"actor": director, "series": clinic.series, "client": client, "episode": episode, "now": NOW}
    with pytest.raises(Refused) as refused:
        enroll(**asked, joined_on=date(2026, 10, 8))
    (only,) = refused.value.refusals
    assert only.where == "despite"
    assert only.what == "They told that they can’t come Thu 17:00 to 22:00, work. It meets Thu 8 Oct, 18:00."
    member = enroll(**asked, joined_on=date(2026, 10, 8), despite=" The shift is being swapped. ")
    assert Enrollment.objects.get(pk=member.pk).despite == "The shift is being swapped."


def test_a_start_in_a_track_asks_too(world):
    from stepwell.domain.admissions.models import Enquiry
    from stepwell.workflows.admit import admit

    clinic = make_clinic(world, people=0)
    from tests.clinic import place_one

    enquiry = place_one(world, 1)
    say(world, evening((0,)), "admissions", enquiry.client)
    asked = {
        "actor": world.actor("admissions"), "enquiry_id": enquiry.pk, "track_id": clinic.track.pk,
        "started_on": TODAY, "counselor_id": world.staff["counselor"].pk, "therapist_id": None,
        "case_manager_id": world.staff["case manager"].pk, "now": NOW,
    }  # fmt: skip
    with pytest.raises(Refused) as refused:
        admit(**asked)
    assert [one.where for one in refused.value.refusals] == ["despite"]
    assert Enquiry.objects.get(pk=enquiry.pk).started_at is None
    admit(**asked, despite="Leaves work early on Mondays.")
    assert admit_one(clinic, 2).client.enrollments.get().despite == ""
