"""Two sessions of a day become one, one becomes two, and both can be taken back; nobody kept apart is named."""

from datetime import date, timedelta

import pytest
from tests.cast import NOW
from tests.clinic import admit_one, make_clinic
from tests.domain.week.test_week_actions_series import another

from stepwell.domain.people.models import CareTeamMember
from stepwell.domain.week.actions import (
    Taken,
    enroll,
    foresee_join,
    join_sessions,
    keep_apart,
    leave_series,
    move_session,
    record_attendance,
    restore_session,
    split_session,
)
from stepwell.domain.week.models import ApartKind, MakeUp, Session, Status
from stepwell.kernel.errors import NotAllowed, NotFound, Refused

THURSDAY = date(2026, 10, 8)


@pytest.fixture
def two(world):
    """Evening IOP on Thursday with two people, and beside it a small group with one of its own."""
    clinic = make_clinic(world, people=2)
    clinic.newcomer = admit_one(clinic, 5)
    member = clinic.series.enrollments.get(client=clinic.newcomer.client)
    leave_series(actor=world.actor("director"), enrollment=member, left_on=THURSDAY, now=NOW)
    clinic.small = another(clinic)
    join_small(clinic, clinic.newcomer)
    clinic.here = clinic.series.sessions.get(on=THURSDAY)
    clinic.there = clinic.small.sessions.get(on=THURSDAY)
    return clinic


def join_small(clinic, episode):
    asked = {"client": episode.client, "episode": episode, "joined_on": THURSDAY, "now": NOW}
    return enroll(actor=clinic.world.actor("director"), series=clinic.small, **asked)


def join(clinic, session=None, into=None, who="director"):
    asked = {"session_id": (session or clinic.there).pk, "into_id": (into or clinic.here).pk, "now": NOW}
    return join_sessions(actor=clinic.world.actor(who), **asked)


def split(clinic, people, who="director", leader="colleague", place=None):
    return split_session(
        actor=clinic.world.actor(who),
        session_id=clinic.here.pk,
        client_ids=[one.pk for one in people],
        place_id=(place or clinic.other_place).pk,
        leader_id=clinic.world.staff[leader].pk,
        now=NOW,
    )


def seated(session):
    return set(session.bookings.filter(canceled_at=None).values_list("client_id", flat=True))


def test_two_small_groups_are_one_that_day_and_one_leader_is_free(two):
    everybody = seated(two.here) | seated(two.there)
    seen = join(two)
    assert (len(seen.people), seen.seated, seen.seats) == (1, 3, 12)
    assert seated(two.here) == everybody
    assert seated(two.there) == set()
    two.there.refresh_from_db()
    assert (two.there.cancel_reason, two.there.merged_into) == ("merged", two.here)
    free = another(two, name="Third group", place=two.other_place, weeks=1)  # leader and room of the small group
    assert free.leader == two.small.leader
    opened = CareTeamMember.objects.filter(client=two.newcomer.client, staff=two.here.leader, ended_at=None)
    assert opened.exists()


def test_what_is_joined_is_parted_again_with_everybody_where_they_were(two):
    before = seated(two.here), seated(two.there)
    join(two)
    restore_session(actor=two.world.actor("director"), session_id=two.there.pk, now=NOW)
    assert (seated(two.here), seated(two.there)) == before
    two.there.refresh_from_db()
    assert two.there.merged_into is None


def test_after_the_roll_of_the_joined_session_it_stays_joined(two):
    join(two)
    asked = {"session_id": two.here.pk, "client_id": two.clients[0].pk, "status": Status.EXCUSED, "now": NOW}
    record_attendance(actor=two.world.actor("director"), **asked)
    with pytest.raises(Refused, match="The roll of the session that they joined was called"):
        restore_session(actor=two.world.actor("director"), session_id=two.there.pk, now=NOW)


def test_a_seat_that_makes_up_for_hours_does_so_in_the_other_session(two):
    booking = two.there.bookings.get()
    made = MakeUp.objects.create(booking=booking, booked_at=NOW)
    join(two)
    made.refresh_from_db()
    assert made.booking.session == two.here
    restore_session(actor=two.world.actor("director"), session_id=two.there.pk, now=NOW)
    made.refresh_from_db()
    assert made.booking == booking


def test_more_than_the_seats_are_refused_with_their_number(two):
    two.small.capacity = 2
    two.small.save()
    with pytest.raises(Refused, match="3 people would sit there, on 2 seats"):
        join(two, two.here, two.there)


def test_who_is_kept_apart_is_minded_and_never_named(two):
    asked = {"client_id": two.newcomer.client_id, "other_id": two.clients[0].pk, "why": "Asked for it.", "now": NOW}
    keep_apart(actor=two.world.actor("supervisor"), kind=ApartKind.APART, **asked)
    with pytest.raises(Refused) as refused:
        join(two)
    said = str(refused.value)
    assert "for a reason that the people's clinicians know" in said
    assert not [one for one in (two.newcomer.client, two.clients[0]) if one.family_name in said]


def test_who_is_booked_elsewhere_at_that_time_is_counted(two):
    director, late = two.world.actor("director"), two.here.starts_at + timedelta(hours=4)
    asked = {"session_id": two.there.pk, "starts_at": late, "place_id": two.other_place.pk, "now": NOW}
    move_session(actor=director, **asked)
    third = another(two, name="Third", weeks=1)
    asked = {"series": third, "client": two.newcomer.client, "episode": two.newcomer, "joined_on": THURSDAY}
    enroll(actor=director, **asked, now=NOW)
    seen = foresee_join(actor=director, session_id=two.there.pk, into_id=two.here.pk, now=NOW)
    assert [one.what for one in seen.refusals] == ["1 person is booked elsewhere at that time."]
    with pytest.raises(Taken):
        join(two)


def test_sessions_of_two_days_or_what_has_taken_place_are_not_joined(two):
    with pytest.raises(Refused, match="aren't two sessions of one day"):
        join(two, two.there, two.sessions[6])
    with pytest.raises(Refused, match="aren't two sessions of one day"):
        join(two, two.there, two.there)
    asked = {"session_id": two.here.pk, "client_id": two.clients[0].pk, "status": Status.EXCUSED, "now": NOW}
    record_attendance(actor=two.world.actor("director"), **asked)
    with pytest.raises(Refused, match="has begun, or its roll was called"):
        join(two)


@pytest.mark.parametrize("who", ["counselor", "admissions", "elsewhere", "client", "stranger"])
def test_nobody_else_joins_or_splits_sessions(two, who):
    with pytest.raises((NotAllowed, NotFound)):
        join(two, who=who)
    with pytest.raises((NotAllowed, NotFound)):
        split(two, two.clients[:1], who=who)


def test_a_session_is_split_into_a_second_room_with_its_own_leader(world):
    clinic = make_clinic(world, people=3)
    clinic.here = clinic.series.sessions.get(on=THURSDAY)
    second = split(clinic, clinic.clients[:1])
    assert seated(second) == {clinic.clients[0].pk}
    assert seated(clinic.here) == {one.pk for one in clinic.clients[1:]}
    assert (second.starts_at, second.segments.count()) == (clinic.here.starts_at, clinic.here.segments.count())
    opened = CareTeamMember.objects.filter(staff=world.staff["colleague"], function="group leader", ended_at=None)
    assert [one.client for one in opened] == [clinic.clients[0]]
    newcomer = admit_one(clinic, 7).client
    assert newcomer.pk in seated(clinic.here)
    assert newcomer.pk not in seated(second)
    join(clinic, second, clinic.here)
    assert seated(clinic.here) == {*(one.pk for one in clinic.clients), newcomer.pk}
    assert not Session.objects.filter(split_from=clinic.here, canceled_at=None).exists()


def test_a_split_that_cannot_be_meant_is_refused(world):
    clinic = make_clinic(world, people=2)
    clinic.here = clinic.series.sessions.get(on=THURSDAY)
    with pytest.raises(Refused, match="Nobody is chosen"):
        split(clinic, [])
    with pytest.raises(Refused, match="Nobody would stay"):
        split(clinic, clinic.clients)
    with pytest.raises(Taken, match="Room 2 is taken"):
        split(clinic, clinic.clients[:1], place=clinic.place)
    with pytest.raises(Refused, match="doesn't work at this site"):
        split(clinic, clinic.clients[:1], leader="elsewhere")
    clinic.other_place.seats = 0
    clinic.other_place.save()
    with pytest.raises(Refused, match="Room 3 has 0 seats"):
        split(clinic, clinic.clients[:1])
