"""One person's own sessions from a week on at another time, on another day, in another room: nothing is ended."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.cast import NOW
from tests.clinic import make_clinic
from tests.domain.week.test_week_actions_series import JOBS, another
from tests.own import own_service, plan, relative

from stepwell.domain.people.models import CareTeamMember
from stepwell.domain.week.actions import Taken, change_sessions, extend_series, foresee_change
from stepwell.domain.week.models import Booking, Enrollment, SessionWord
from stepwell.domain.week.queries.own import own_sessions
from stepwell.domain.week.rules.phases import Change, Scope
from stepwell.kernel.errors import NotFound, Refused
from stepwell.platform.ledger.models import Entry

DENVER = ZoneInfo("America/Denver")


def weekly(world, kind="individual", **more):
    clinic = make_clinic(world, people=2)
    series = plan(clinic, own_service(world, kind), **more)
    return clinic, series, list(series.sessions.order_by("starts_at"))


def change(clinic, session, who="counselor", scope=Scope.LATER, now=NOW, **what):
    return change_sessions(
        actor=clinic.world.actor(who), session_id=session.pk, scope=scope, change=Change(**what), now=now
    )


def when(session):
    session.refresh_from_db()
    return session.starts_at.astimezone(DENVER).strftime("%a %H:%M")


def test_from_a_week_on_they_meet_on_another_day_and_the_weeks_before_stay(world):
    clinic, series, sessions = weekly(world)
    seen = change(clinic, sessions[2], weekdays=(4,), starts_at_time=time(9, 0))
    assert seen.first_on == sessions[2].on + timedelta(days=2)
    assert [when(one) for one in sessions[:4]] == ["Wed 10:00", "Wed 10:00", "Fri 09:00", "Fri 09:00"]
    series.refresh_from_db()
    assert (series.weekdays, Enrollment.objects.get(series=series).left_on) == ([4], None)
    places = Booking.objects.filter(session=sessions[3], canceled_at__isnull=True)
    assert places.get().starts_at == sessions[3].starts_at
    shown = own_sessions(world.actor("counselor"), clinic.clients[0], NOW)[0]
    assert shown.meets == "Every Wednesday at 10:00; from Fri 23 Oct every Friday at 09:00"


def test_they_are_told_and_the_ledger_says_whose_they_are(world):
    clinic, _, sessions = weekly(world)
    change(clinic, sessions[2], starts_at_time=time(9, 0))
    told = SessionWord.objects.filter(booking__session=sessions[2], ask_at__isnull=False)
    assert told.get().booking.client_id == clinic.clients[0].pk
    assert Entry.objects.filter(verb="series.changed").get().client_id == clinic.clients[0].pk


def test_what_is_made_later_follows(world):
    clinic = make_clinic(world, people=1)
    series = plan(clinic, own_service(world))
    first = series.sessions.order_by("starts_at")[0]
    change(clinic, first, weekdays=(3,))
    extend_series(actor=JOBS, series_id=series.pk, now=NOW + timedelta(weeks=3))
    days = {one.on.weekday() for one in series.sessions.filter(canceled_at__isnull=True)}
    assert days == {3}


def test_what_is_in_the_way_is_named_before_anything_changes(world):
    clinic, _, sessions = weekly(world)
    other = another(clinic, weekdays=(4,), starts_at_time=time(9, 30), first_on=date(2026, 10, 9))
    asked = {"session_id": sessions[2].pk, "scope": Scope.LATER, "now": NOW}
    wanted = Change(weekdays=(4,), starts_at_time=time(9, 0))
    seen = foresee_change(actor=world.actor("counselor"), change=wanted, **asked)
    assert seen.is_taken
    assert other.name in seen.refusals[0].what
    with pytest.raises(Taken):
        change(clinic, sessions[2], weekdays=(4,), starts_at_time=time(9, 0))
    assert when(sessions[2]) == "Wed 10:00"


def test_twice_a_week_is_another_session(world):
    clinic, _, sessions = weekly(world)
    with pytest.raises(Refused, match="meet once a week"):
        change(clinic, sessions[2], weekdays=(1, 4))


def test_another_leader_is_of_the_care_team_and_no_chart_opens(world):
    clinic, _, sessions = weekly(world)
    teams = CareTeamMember.objects.filter(client=clinic.clients[0])
    before = teams.count()
    with pytest.raises(Refused, match="aren't on the care team"):
        change(clinic, sessions[2], "director", leader_id=world.staff["colleague"].pk)
    change(clinic, sessions[2], leader_id=world.staff["case manager"].pk)
    sessions[3].refresh_from_db()
    assert sessions[3].leader == world.staff["case manager"]
    assert teams.count() == before


def test_who_plans_them_changes_them_whoever_leads_and_nobody_else(world):
    clinic, _, sessions = weekly(world)
    change(clinic, sessions[2], leader_id=world.staff["case manager"].pk)
    change(clinic, sessions[3], starts_at_time=time(11, 0))
    with pytest.raises(NotFound):
        change(clinic, sessions[4], "colleague", starts_at_time=time(12, 0))


def test_family_fits_into_the_room(world):
    clinic = make_clinic(world, people=1)
    rita = relative(world, clinic.clients[0])
    series = plan(clinic, own_service(world, "family"), family=[rita.pk])
    clinic.place.seats = 1
    clinic.place.save(update_fields=["seats"])
    with pytest.raises(Refused, match="has 1 seats"):
        change(clinic, series.sessions.order_by("starts_at")[1], place_id=clinic.place.pk)
