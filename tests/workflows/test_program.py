"""A changed day and a closed one reach the sessions that stand ahead, never what was held."""

from datetime import date, time, timedelta

import pytest
from tests.cast import NOW
from tests.clinic import admit_one, make_clinic

from stepwell.domain.catalog.actions import bring_up
from stepwell.domain.catalog.models import ClosedDay, Track
from stepwell.domain.catalog.queries import as_of, find_track, segments_of
from stepwell.domain.catalog.rules import DEFAULT_DAY, Segment
from stepwell.domain.week.actions import Taken, extend_series, start_series
from stepwell.domain.week.models import Booking, Enrollment, Session
from stepwell.domain.worklist.models import Task
from stepwell.kernel.actor import system
from stepwell.kernel.errors import NotAllowed, Refused
from stepwell.workflows.changes import tell_changes
from stepwell.workflows.program import change_day, close_day, closing_of, day_change, open_day

SHORT = (Segment("Group", 120, True), Segment("Break", 10, False))
LONG = (*DEFAULT_DAY, Segment("Arts", 60, True))
FROM = date(2026, 11, 2)  # a Monday, four weeks after the first session


def lengths(clinic):
    rows = Session.objects.filter(series=clinic.series, canceled_at__isnull=True).order_by("starts_at")
    return [(one.on, int((one.ends_at - one.starts_at).total_seconds() // 60)) for one in rows]


def changed(world, clinic, segments=SHORT, from_on=FROM, name="Evening", now=NOW):
    who = {"actor": world.actor("director"), "template_id": clinic.template.pk, "now": now}
    return change_day(**who, name=name, segments=segments, from_on=from_on)


def test_a_changed_day_is_looked_at_then_holds_for_the_sessions_from_its_day_on(world):
    clinic = make_clinic(world, people=1)
    looked = day_change(world.actor("director"), clinic.template.pk, SHORT, FROM, NOW)
    later = [one for one in clinic.sessions if one.on >= FROM]
    assert (looked.touched.sessions, looked.touched.groups, looked.touched.first_on) == (
        len(later),
        ("Evening IOP",),
        FROM,
    )
    assert (looked.before_minutes, looked.after_minutes) == (180, 120)
    assert [(track.pk, minutes) for track, minutes in looked.tracks] == [(clinic.track.pk, 360)]
    changed(world, clinic)
    assert all(minutes == (130 if on >= FROM else 195) for on, minutes in lengths(clinic))
    last = clinic.sessions[-1]
    assert [(one.label, one.is_clinical) for one in last.segments.all()] == [("Group", True), ("Break", False)]
    ends = Booking.objects.filter(session__series=clinic.series, session__on__gte=FROM).values_list(
        "ends_at", "session__ends_at"
    )
    assert ends
    assert all(mine == its for mine, its in ends)


def test_who_has_started_keeps_their_hours_and_who_starts_later_gets_the_new_ones(world):
    clinic = make_clinic(world, people=1)
    changed(world, clinic)
    clinic.episodes[0].refresh_from_db()
    assert clinic.episodes[0].prescribed_weekly_minutes == 540
    track = find_track(world.actor("director"), clinic.track.pk)
    assert [as_of(track, day).prescribed_weekly_minutes for day in (FROM - timedelta(days=1), FROM)] == [540, 360]
    assert admit_one(clinic, 1, started_on=FROM).prescribed_weekly_minutes == 360
    assert Track.objects.get(pk=track.pk).prescribed_weekly_minutes == 540
    assert bring_up(actor=system("jobs"), now=NOW + timedelta(days=30)) == 1
    assert Track.objects.get(pk=track.pk).prescribed_weekly_minutes == 360


def test_sessions_that_are_made_later_go_as_the_day_holds_then(world):
    clinic = make_clinic(world, people=0)
    changed(world, clinic)
    known = clinic.series.sessions.count()
    extend_series(actor=system("jobs"), series_id=clinic.series.pk, now=NOW + timedelta(days=14))
    assert clinic.series.sessions.count() > known
    assert lengths(clinic)[-1][1] == 130


def test_a_session_that_grows_into_another_one_is_named_and_nothing_is_saved(world):
    clinic = make_clinic(world, people=0)
    late = start_series(
        actor=world.actor("director"), track=clinic.track, service=clinic.service, template=clinic.template,
        name="Late group", leader=world.staff["colleague"], place=clinic.place, weekdays=(0,),
        starts_at_time=time(21, 30),
        first_on=FROM, weeks=4, capacity=8, now=NOW,
    )  # fmt: skip
    before = lengths(clinic)
    with pytest.raises(Taken, match="Room 2 is taken, Late group, Mon 21:30") as taken:
        changed(world, clinic, LONG)
    assert "First on Mon 2 Nov" in taken.value.refusals[0].mend
    assert lengths(clinic) == before
    clinic.template.refresh_from_db()
    assert segments_of(clinic.template) == DEFAULT_DAY
    assert late.sessions.count() == 4
    looked = day_change(world.actor("director"), clinic.template.pk, LONG, FROM, NOW)
    assert len(looked.touched.in_the_way) == 1


def test_the_past_stays_and_a_planned_change_is_not_jumped_over(world):
    clinic = make_clinic(world, people=0)
    with pytest.raises(Refused, match="The past stays"):
        changed(world, clinic, from_on=NOW.date() - timedelta(days=1))
    changed(world, clinic)
    with pytest.raises(Refused, match="changes again on Mon 2 Nov"):
        changed(world, clinic, LONG, from_on=FROM - timedelta(days=1))
    changed(world, clinic, LONG)
    assert clinic.template.segments.filter(from_on=FROM).count() == len(LONG)


@pytest.mark.parametrize("who", ["supervisor", "counselor", "elsewhere", "client"])
def test_nobody_but_a_director_changes_or_closes_a_day(world, who):
    clinic = make_clinic(world, people=0)
    with pytest.raises(NotAllowed):
        change_day(
            actor=world.actor(who), template_id=clinic.template.pk, name="X", segments=SHORT, from_on=FROM, now=NOW
        )
    with pytest.raises(NotAllowed):
        close_day(actor=world.actor(who), site=world.site, on=FROM, name="X", now=NOW)


def test_a_closed_day_cancels_its_sessions_and_opened_again_gives_them_back(world):
    clinic, director = make_clinic(world, people=2), world.actor("director")
    on = FROM
    assert closing_of(director, world.site, on, NOW).sessions == 1
    assert close_day(actor=director, site=world.site, on=on, name="Election", now=NOW).sessions == 1
    session = Session.objects.get(series=clinic.series, on=on)
    assert session.canceled_at == NOW
    assert Booking.objects.filter(session=session, canceled_at__isnull=True).count() == 0
    tell_changes(NOW + timedelta(minutes=2))
    assert {one.client_id for one in Task.objects.filter(kind="week.tell")} == {one.pk for one in clinic.clients}
    # one of the two leaves the group meanwhile
    Enrollment.objects.filter(series=clinic.series, client=clinic.clients[0]).update(left_on=on)
    closed = ClosedDay.objects.get()
    _, back = open_day(actor=director, closed_id=closed.pk, now=NOW + timedelta(days=1))
    assert back.sessions == 1
    session.refresh_from_db()
    assert session.canceled_at is None
    booked = Booking.objects.filter(session=session, canceled_at__isnull=True)
    assert [one.client_id for one in booked] == [clinic.clients[1].pk]


def test_groups_skip_a_closed_day_and_a_called_roll_stays(world):
    from stepwell.domain.week.actions import record_attendance
    from stepwell.domain.week.models import Status

    director = world.actor("director")
    close_day(actor=director, site=world.site, on=FROM, name="Holiday", now=NOW)
    clinic = make_clinic(world, people=1)
    assert FROM not in {one.on for one in clinic.sessions}
    today = next(one for one in clinic.sessions if one.on == NOW.date())
    record_attendance(
        actor=world.actor("counselor"), session_id=today.pk, client_id=clinic.clients[0].pk, status=Status.EXCUSED,
        now=NOW,
    )  # fmt: skip
    assert close_day(actor=director, site=world.site, on=NOW.date(), name="Storm", now=NOW).sessions == 0
    with pytest.raises(Refused, match="has passed"):
        close_day(actor=director, site=world.site, on=NOW.date() - timedelta(days=1), name="X", now=NOW)


def test_a_client_reads_on_the_phone_that_a_day_of_this_week_is_closed(world):
    from stepwell.kernel import clock

    close_day(actor=world.actor("director"), site=world.site, on=date(2026, 10, 8), name="Storm", now=NOW)
    close_day(actor=world.actor("director"), site=world.site, on=date(2026, 10, 22), name="Later", now=NOW)
    with clock.standing_at(NOW):
        said = world.browser("client").get("/me/").text
    assert "Thursday, October 8: Storm. No group meets." in said
    assert "Later" not in said
