"""A term that is accepted books the individual hours that it proposes: all of them, or nothing at all."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.cast import NOW
from tests.domain.planner.test_planner_actions import ask, solved
from tests.domain.planner.test_planner_reads_the_week import accept, cannot, change
from tests.own import own_service, plan

from stepwell.domain.planner.jobs import JOBS
from stepwell.domain.planner.models import Kind, State
from stepwell.domain.planner.queries.instances import instance_of
from stepwell.domain.week.models import Booking, Series, Session
from stepwell.kernel.errors import Refused

pytestmark = pytest.mark.django_db
BEGINS = date(2026, 10, 12)  # a Monday


@pytest.fixture
def clinic(world):
    from tests.clinic import make_clinic

    clinic = make_clinic(world, people=2)
    clinic.track.individual_weekly_minutes = 60
    clinic.track.save()
    type(clinic.episodes[0]).objects.update(prescribed_weekly_minutes=10 * 60)
    return clinic


def term(clinic, **more):
    return solved(ask(clinic, Kind.TERM, first_on=BEGINS, **more))


def own_series():
    return Series.objects.filter(client__isnull=False)


def test_the_hours_are_booked_with_the_own_counselor_until_the_stay_ends(clinic):
    own_service(clinic.world)
    proposal = term(clinic)
    assert proposal.state == State.READY
    shown = change(clinic, proposal)
    assert shown.books
    counselor = clinic.world.staff["counselor"]
    assert shown.hours_with == f"{counselor.name} 2"
    accept(clinic, proposal)
    series = list(own_series().order_by("client__family_name"))
    assert {one.client for one in series} == set(clinic.clients)
    assert {(one.leader, one.minutes, one.service.name) for one in series} == {(counselor, 60, "Individual counseling")}
    assert {one.ends_on for one in series} <= {one.planned_end_on for one in clinic.episodes}
    assert all(one.sessions.order_by("starts_at").first().on >= BEGINS for one in series)
    for client in clinic.clients:
        assert Booking.objects.filter(client=client, session__series__client=client).count() > 8
    again = solved(ask(clinic, Kind.TERM, first_on=BEGINS))
    assert again.state == State.NOTHING
    assert change(clinic, again).hours == ()


def test_hours_lie_beside_the_groups_and_by_day(clinic):
    proposal = term(clinic)
    assert not change(clinic, proposal).books
    assert proposal.state == State.NOTHING
    # just before the group on one of its days
    assert {one.words[4:] for one in change(clinic, proposal).hours} <= {"16:00", "17:00"}
    times = instance_of(JOBS, proposal, NOW).hour_times
    assert times[0].words == "Mon 08:00 to 20:00"
    assert len(times) == 5


def test_an_hour_that_is_in_the_way_since_undoes_all_of_it(clinic):
    own_service(clinic.world)
    proposal = term(clinic)
    held = proposal.result["plan"]["hours"][0]
    day = BEGINS + timedelta(days=held["start"] // 96)
    plan(
        clinic,
        own_service(clinic.world, "other"),
        who="director",
        first_on=day,
        starts_at_time=time(held["start"] % 96 // 4),
        weeks=None,
        person=1,
    )
    with pytest.raises(Refused, match="has changed"):
        accept(clinic, proposal)
    assert not own_series().filter(ends_on__gt=day + timedelta(days=7)).exists()


def test_who_has_sessions_of_their_own_since_isnt_given_a_second_hour(clinic):
    service = own_service(clinic.world)
    proposal = term(clinic)
    plan(clinic, service, first_on=date(2026, 10, 9), starts_at_time=time(9))
    with pytest.raises(Refused, match="by now"):
        accept(clinic, proposal)
    assert own_series().count() == 1


def test_who_told_since_that_they_cannot_come_then_is_asked_again(clinic):
    own_service(clinic.world)
    proposal = term(clinic)
    for hour in proposal.result["plan"]["hours"]:
        client = next(one for one in clinic.clients if str(one.pk) == hour["person"])
        cannot(clinic, client, {hour["start"] // 96}, "08:00", "18:00")
    with pytest.raises(Refused, match="can’t come"):
        accept(clinic, proposal)
    assert not own_series().exists()


def test_a_service_that_closed_since_is_said(clinic):
    service = own_service(clinic.world)
    proposal = term(clinic)
    type(service).objects.update(is_open=False)
    with pytest.raises(Refused, match="one to one"):
        accept(clinic, proposal)


def test_what_takes_place_once_is_planned_around(clinic):
    service = own_service(clinic.world, "other")
    own_service(clinic.world)
    for offset, hour in ((0, 16), (1, 16), (3, 17)):
        day = BEGINS + timedelta(days=14 + offset)
        plan(clinic, service, first_on=day, starts_at_time=time(hour), weeks=None)
    instance = instance_of(JOBS, ask(clinic, Kind.TERM, first_on=BEGINS), NOW)
    counselor = instance.leader[str(clinic.world.staff["counselor"].pk)]
    person = instance.person[str(clinic.clients[0].pk)]
    for day, hour in ((0, 16), (1, 16), (3, 17)):
        start = day * 96 + hour * 4
        assert start not in instance.hour_starts_of(person)
        assert not any(one.start <= start < one.end for one in counselor.free)
        assert not any(one.start <= start < one.end for one in instance.room[str(clinic.other_place.pk)].free)
    accept(clinic, term(clinic))
    assert own_series().filter(service__name="Individual counseling").count() == 2


def test_an_hour_is_never_with_somebody_outside_of_the_care_team(clinic):
    team = {str(one) for one in clinic.clients[0].care_team.values_list("staff_id", flat=True)}
    instance = instance_of(JOBS, ask(clinic, Kind.TERM, first_on=BEGINS), NOW)
    person = instance.person[str(clinic.clients[0].pk)]
    assert person.hour_with == team
    assert all(
        instance.gives_hours_to(one, person) == (one.key in team and "hour" in one.licenses) for one in instance.leaders
    )


def test_hours_keep_the_wall_clock_when_the_clocks_change(clinic):
    own_service(clinic.world)
    accept(clinic, term(clinic))
    zone = ZoneInfo(clinic.world.site.zone)
    for series in own_series():
        sessions = Session.objects.filter(series=series)
        clocks = {one.starts_at.astimezone(zone).time() for one in sessions}
        assert clocks == {series.starts_at_time}
        offsets = {one.starts_at.astimezone(zone).utcoffset() for one in sessions}
        assert len(offsets) == 2  # the first Sunday of November lies among them
        assert min(one.starts_at for one in sessions) > datetime(2026, 10, 12, tzinfo=zone)
