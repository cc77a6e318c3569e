"""Another leader for one session: who is free and works here, let into the charts until the session is over."""

from datetime import timedelta

import pytest
from tests.cast import NOW
from tests.clinic import make_clinic

from stepwell.domain.people.models import CareTeamMember, Function
from stepwell.domain.week.actions import Taken, close_leader_places, lead_session, start_series
from stepwell.kernel.actor import system
from stepwell.kernel.errors import NotAllowed, NotFound, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(world):
    return make_clinic(world, people=2)


def ahead(clinic):
    return clinic.series.sessions.filter(starts_at__gt=NOW).order_by("starts_at").first()


def lead(clinic, session, who="colleague", by="director"):
    staff = clinic.world.staff[who].pk
    return lead_session(actor=clinic.world.actor(by), session_id=session.pk, staff_id=staff, now=NOW)


def test_a_colleague_leads_one_session_and_the_group_keeps_its_leader(clinic):
    session, colleague = ahead(clinic), clinic.world.staff["colleague"]
    assert lead(clinic, session).leader == colleague
    lead(clinic, session)
    clinic.series.refresh_from_db()
    assert clinic.series.leader != colleague


def test_the_charts_of_who_is_booked_open_to_them_until_the_night_after(clinic):
    session, colleague = ahead(clinic), clinic.world.staff["colleague"]
    booked = session.bookings.filter(canceled_at__isnull=True)
    lead(clinic, session)
    theirs = CareTeamMember.objects.filter(staff=colleague, function=Function.GROUP_LEADER, ended_at__isnull=True)
    assert theirs.count() == booked.count() > 0
    close_leader_places(actor=system("jobs"), now=session.ends_at - timedelta(hours=1))
    assert theirs.exists()
    close_leader_places(actor=system("jobs"), now=session.ends_at + timedelta(hours=1))
    assert not theirs.exists()


def test_who_leads_another_group_then_is_named_as_in_the_way(clinic):
    session, world = ahead(clinic), clinic.world
    start_series(
        actor=world.actor("director"),
        track=clinic.track,
        service=clinic.series.service,
        template=clinic.series.template,
        name="Other group",
        leader=world.staff["colleague"],
        place=clinic.other_place,
        weekdays=[session.on.weekday()],
        starts_at_time=clinic.series.starts_at_time,
        first_on=session.on,
        weeks=1,
        capacity=1,
        now=NOW,
    )
    with pytest.raises(Taken) as taken:
        lead(clinic, session)
    assert "Other group" in str(taken.value)


def test_who_works_elsewhere_and_a_session_that_is_over_are_refused(clinic):
    session = ahead(clinic)
    with pytest.raises(Refused):
        lead(clinic, session, who="elsewhere")
    clinic.world.staff["nurse"].credentials = ""
    clinic.world.staff["nurse"].save()
    with pytest.raises(Refused):
        lead(clinic, session, who="nurse")
    with pytest.raises(Refused):
        lead_session(
            actor=clinic.world.actor("director"),
            session_id=session.pk,
            staff_id=clinic.world.staff["colleague"].pk,
            now=session.ends_at,
        )


@pytest.mark.parametrize("who", ["counselor", "admissions", "elsewhere", "client", "stranger"])
def test_nobody_else_gives_a_session_another_leader(clinic, who):
    with pytest.raises((NotAllowed, NotFound)):
        lead(clinic, ahead(clinic), by=who)
