"""A group that changes: this one, this and later, all to come; what has taken place or was changed by hand stays."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from tests.cast import NOW
from tests.clinic import admit_one, make_clinic
from tests.domain.week.test_week_actions_series import JOBS, another
from tests.domain.week.test_week_actions_working import works

from stepwell.domain.catalog.models import ClosedDay
from stepwell.domain.people.models import CareTeamMember
from stepwell.domain.week.actions import (
    Taken,
    cancel_session,
    change_sessions,
    close_leader_places,
    end_series,
    enroll,
    extend_series,
    foresee_change,
    leave_series,
    move_session,
    record_attendance,
    restore_session,
)
from stepwell.domain.week.models import Booking, CancelReason, Enrollment, LedDespite, Session, Status
from stepwell.domain.week.rules.phases import Change, Scope
from stepwell.kernel.calendar import local_instant
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.workflows.program import close_day, open_day

DENVER = ZoneInfo("America/Denver")


def change(clinic, session, scope=Scope.LATER, who="director", now=NOW, despite="", **what):
    asked = {"session_id": session.pk, "scope": scope, "change": Change(**what), "now": now, "despite": despite}
    return change_sessions(actor=clinic.world.actor(who), **asked)


def cancel(clinic, session, now=NOW):
    return cancel_session(
        actor=clinic.world.actor("director"), session_id=session.pk, reason=CancelReason.LEADER, now=now
    )


def restore(clinic, session, now=NOW):
    return restore_session(actor=clinic.world.actor("director"), session_id=session.pk, now=now)


def wall(session):
    session.refresh_from_db()
    return session.starts_at.astimezone(DENVER).time()


def test_from_a_day_on_the_group_meets_later_with_everybody_and_what_is_made_later_follows(world):
    clinic = make_clinic(world, people=1)
    seen = change(clinic, clinic.sessions[4], starts_at_time=time(18, 30), place_id=clinic.other_place.pk)
    assert len(seen.puts) == 45
    assert [wall(one) for one in clinic.sessions[3:6]] == [time(18, 0), time(18, 30), time(18, 30)]
    moved = clinic.sessions[5]
    assert moved.place_id == clinic.other_place.pk
    assert moved.ends_at - moved.starts_at == timedelta(minutes=195)
    assert set(moved.bookings.values_list("starts_at", "ends_at", "canceled_at")) == {
        (moved.starts_at, moved.ends_at, None)
    }
    assert moved.segments.first().starts_at == moved.starts_at
    extend_series(actor=JOBS, series_id=clinic.series.pk, now=NOW + timedelta(weeks=2))
    last = clinic.series.sessions.order_by("-starts_at").first()
    assert (wall(last), last.place_id) == (time(18, 30), clinic.other_place.pk)


def test_on_both_nights_of_the_change_the_new_time_is_the_wall_clocks(world):
    clinic = make_clinic(world, people=0, weekdays=(6,), starts=time(20, 0), first_on=date(2026, 10, 11))
    change(clinic, clinic.sessions[1], starts_at_time=time(1, 30))
    back = next(one for one in clinic.sessions if one.on == date(2026, 11, 1))  # 01:30 comes twice: the first
    assert wall(back) == time(1, 30)
    assert back.starts_at == datetime(2026, 11, 1, 7, 30, tzinfo=UTC)
    assert back.ends_at - back.starts_at == timedelta(minutes=195)
    later = NOW + timedelta(weeks=10)
    extend_series(actor=JOBS, series_id=clinic.series.pk, now=later)
    ahead = clinic.series.sessions.get(on=date(2027, 3, 7))
    change(clinic, ahead, starts_at_time=time(2, 30), now=later)
    forward = clinic.series.sessions.get(on=date(2027, 3, 14))  # 02:30 is none: 03:30
    assert wall(forward) == time(3, 30)
    change(clinic, forward, starts_at_time=time(20, 0), now=later)
    assert wall(forward) == time(20, 0)


def test_moved_canceled_and_called_sessions_stay_as_they_were(world):
    clinic = make_clinic(world, people=1)
    director = world.actor("director")
    moved, canceled, called = clinic.sessions[4:7]
    move_session(
        actor=director,
        session_id=moved.pk,
        starts_at=moved.starts_at - timedelta(hours=6),
        place_id=clinic.place.pk,
        now=NOW,
    )
    cancel(clinic, canceled)
    record_attendance(
        actor=director, session_id=called.pk, client_id=clinic.clients[0].pk, status=Status.EXCUSED, now=NOW
    )
    seen = change(clinic, clinic.sessions[3], Scope.ALL, starts_at_time=time(19, 0))
    assert seen.by_hand == (moved.on,)
    assert seen.canceled == 1
    assert [wall(one) for one in clinic.sessions[:8]] == [
        time(18, 0),  # was yesterday
        *[time(19, 0)] * 3,
        time(12, 0),
        time(18, 0),
        time(18, 0),
        time(19, 0),
    ]


def test_an_edit_keeps_what_a_later_one_changed_and_says_so(world):
    clinic = make_clinic(world, people=0)
    change(clinic, clinic.sessions[10], starts_at_time=time(19, 0))
    change(clinic, clinic.sessions[4], place_id=clinic.other_place.pk)
    for one, at, place in ((3, 18, clinic.place), (9, 18, clinic.other_place), (10, 19, clinic.other_place)):
        assert wall(clinic.sessions[one]) == time(at, 0)
        assert clinic.sessions[one].place_id == place.pk


def days_of(clinic, upto):
    return [one.on for one in clinic.series.sessions.filter(canceled_at=None, on__lt=upto).order_by("on")]


def test_from_a_day_on_the_group_meets_on_other_days_and_so_do_those_made_later(world):
    clinic = make_clinic(world, people=1, weekdays=(0, 2), weeks=None)
    wednesday = next(one for one in clinic.sessions if one.on == date(2026, 10, 7))
    change(clinic, wednesday, weekdays=(1, 3))
    assert days_of(clinic, date(2026, 10, 21)) == [
        date(2026, 10, 5),
        date(2026, 10, 8),
        *(date(2026, 10, day) for day in (13, 15, 20)),
    ]
    booked = Booking.objects.filter(session__series=clinic.series, canceled_at=None, starts_at__gt=NOW)
    assert booked.count() == clinic.series.sessions.filter(starts_at__gt=NOW, on__lt=date(2026, 12, 28)).count()
    extend_series(actor=JOBS, series_id=clinic.series.pk, now=NOW + timedelta(weeks=3))
    found = [one.on for one in clinic.series.sessions.filter(on__gte=date(2026, 10, 8)).order_by("on")]
    assert {one.weekday() for one in found} == {1, 3}
    assert found == sorted({*found})
    weeks = [one.isocalendar()[1] for one in found if date(2026, 10, 12) <= one < date(2027, 2, 8)]
    assert all(weeks.count(week) == 2 for week in set(weeks))


def test_a_new_day_that_is_closed_is_canceled_and_a_day_that_was_closed_is_made(world):
    clinic = make_clinic(world, people=1, weekdays=(0, 2), weeks=4)
    director = world.actor("director")
    close_day(actor=director, site=world.site, on=date(2026, 10, 13), name="Closed", now=NOW)
    close_day(actor=director, site=world.site, on=date(2026, 10, 19), name="Closed too", now=NOW)
    first = clinic.series.sessions.get(on=date(2026, 10, 7))
    seen = change(clinic, first, Scope.ALL, weekdays=(1, 3))
    assert seen.shift.canceled_on == (date(2026, 10, 13),)
    assert date(2026, 10, 13) not in days_of(clinic, date(2026, 11, 1))
    back = ClosedDay.objects.get(on=date(2026, 10, 13))
    open_day(actor=director, closed_id=back.pk, now=NOW)
    assert date(2026, 10, 13) in days_of(clinic, date(2026, 11, 1))


def test_as_many_days_as_before_and_one_session_alone_is_moved_by_itself(world):
    clinic = make_clinic(world, people=0, weekdays=(0, 2))
    with pytest.raises(Refused, match="The group meets on 2 days a week"):
        change(clinic, clinic.sessions[3], weekdays=(1,))
    with pytest.raises(Refused, match="Other weekdays are for a group that goes on"):
        change(clinic, clinic.sessions[3], Scope.ONE, weekdays=(1, 3))


def test_on_other_days_what_is_in_the_way_is_named(world):
    clinic = make_clinic(world, people=0, weekdays=(0, 2))
    another(clinic, place=clinic.place)
    with pytest.raises(Taken, match="Room 2 is taken: Family group, Thu 18:00 to 21:15"):
        change(clinic, clinic.sessions[3], weekdays=(1, 3))


def test_whoever_leaves_before_the_new_day_is_not_booked_on_it(world):
    clinic = make_clinic(world, people=1, weekdays=(0, 2))
    member = Enrollment.objects.get(series=clinic.series)
    leave_series(actor=world.actor("director"), enrollment=member, left_on=date(2026, 10, 15), now=NOW)
    change(clinic, clinic.sessions[2], weekdays=(1, 3))
    held = member.client.bookings.filter(canceled_at=None, session__on__gte=date(2026, 10, 8))
    assert [one.session.on for one in held.select_related("session")] == [date(2026, 10, 13)]


def test_another_leader_for_one_session_is_let_into_the_charts_and_only_by_who_may_let_them(world):
    clinic = make_clinic(world, people=1)
    change(clinic, clinic.sessions[4], Scope.ONE, leader_id=world.staff["colleague"].pk)
    assert "Tess Brandt" in leaders(clinic.clients[0])
    with pytest.raises(NotAllowed):
        change(clinic, clinic.sessions[5], Scope.ONE, "counselor", leader_id=world.staff["colleague"].pk)
    world.staff["nurse"].credentials = ""
    world.staff["nurse"].save()
    with pytest.raises(Refused, match="no credential on file"):
        change(clinic, clinic.sessions[5], Scope.ONE, leader_id=world.staff["nurse"].pk)


def test_one_session_alone_changes_and_the_group_stays(world):
    clinic = make_clinic(world, people=1)
    change(clinic, clinic.sessions[4], Scope.ONE, "counselor", starts_at_time=time(17, 0))
    assert [wall(one) for one in clinic.sessions[3:6]] == [time(18, 0), time(17, 0), time(18, 0)]
    assert not clinic.series.phases.exists()
    with pytest.raises(NotAllowed):
        change(clinic, clinic.sessions[4], who="counselor", starts_at_time=time(16, 0))


def test_what_is_in_the_way_is_named_and_people_are_only_counted(world):
    clinic = make_clinic(world, people=2)
    family = another(clinic, starts_at_time=time(22, 0))
    for client, episode in zip(clinic.clients, clinic.episodes, strict=True):
        enroll(
            actor=world.actor("director"),
            series=family,
            client=client,
            episode=episode,
            joined_on=date(2026, 10, 8),
            now=NOW,
        )
    asked = {"session_id": clinic.sessions[3].pk, "scope": Scope.LATER, "now": NOW}
    wanted = Change(starts_at_time=time(20, 0), place_id=clinic.other_place.pk)
    seen = foresee_change(actor=world.actor("director"), change=wanted, **asked)
    said = [one.what for one in seen.refusals]
    assert said == [
        "Room 3 is taken: Family group, Thu 22:00 to 01:15 Fri.",
        "2 people are booked elsewhere at that time: Family group, Thu 22:00 to 01:15 Fri.",
    ]
    with pytest.raises(Taken):
        change_sessions(actor=world.actor("director"), change=wanted, **asked)
    assert wall(clinic.sessions[3]) == time(18, 0)


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ({}, "Nothing is different yet."),
        ({"place_id": 987_654_321}, "This place belongs to another site."),
        ({"leader_id": 987_654_321}, "This leader doesn't work at this site."),
    ],
)
def test_what_cannot_be_meant_is_refused(world, what, words):
    clinic = make_clinic(world, people=0)
    with pytest.raises(Refused, match=words):
        change(clinic, clinic.sessions[4], **what)


def test_today_cannot_be_moved_into_the_past(world):
    clinic = make_clinic(world, people=0)
    with pytest.raises(Refused, match="On Tue 6 Oct this time has passed"):
        change(clinic, clinic.sessions[3], Scope.ALL, starts_at_time=time(8, 0))


def leaders(client):
    places = CareTeamMember.objects.filter(client=client, function="group leader", ended_at=None)
    return {one.staff.name for one in places.select_related("staff")}


def test_a_new_leader_opens_the_charts_and_the_one_before_leaves_after_their_last_session(world):
    clinic = make_clinic(world, people=1)
    client = clinic.clients[0]
    change(clinic, clinic.sessions[4], leader_id=world.staff["colleague"].pk)
    assert leaders(client) == {"Maya Okafor", "Tess Brandt"}
    assert close_leader_places(actor=JOBS, now=NOW) == 0
    assert leaders(admit_one(clinic, 5).client) == {"Maya Okafor", "Tess Brandt"}
    close_leader_places(actor=JOBS, now=clinic.sessions[4].ends_at)
    assert leaders(client) == {"Tess Brandt"}


def test_a_canceled_session_frees_everybody_and_comes_back_with_who_belongs(world):
    clinic = make_clinic(world, people=2)
    session = clinic.sessions[4]
    cancel(clinic, session)
    session.refresh_from_db()
    assert (session.cancel_reason, session.canceled_by) == ("leader", world.staff["director"])
    assert not session.bookings.filter(canceled_at=None).exists()
    newcomer = admit_one(clinic, 5).client
    restore(clinic, session)
    assert {one.client_id for one in session.bookings.filter(canceled_at=None)} == {
        *(one.pk for one in clinic.clients),
        newcomer.pk,
    }
    with pytest.raises(NotFound):
        restore(clinic, session)


def test_a_canceled_session_is_not_restored_onto_somebody_else(world):
    clinic = make_clinic(world, people=0)
    thursday = next(one for one in clinic.sessions if one.on == date(2026, 10, 8))
    cancel(clinic, thursday)
    another(clinic, place=clinic.place, weeks=1)
    with pytest.raises(Taken, match="Room 2 is taken: Family group"):
        restore(clinic, thursday)
    with pytest.raises(Refused, match="This time has passed"):
        restore(clinic, thursday, now=thursday.starts_at)


def test_a_session_that_has_begun_or_was_called_is_not_canceled(world):
    clinic = make_clinic(world, people=1)
    with pytest.raises(Refused, match="has begun, or its roll was called"):
        cancel(clinic, clinic.session)


def test_a_group_ends_from_a_day_on(world):
    clinic = make_clinic(world, people=1)
    director = world.actor("director")
    end_series(actor=director, series_id=clinic.series.pk, ends_on=date(2026, 10, 12), now=NOW)
    assert clinic.series.sessions.filter(canceled_at=None).count() == 3
    assert Enrollment.objects.get(series=clinic.series).left_on == date(2026, 10, 12)
    assert clinic.clients[0].bookings.filter(canceled_at=None).count() == 3
    assert extend_series(actor=JOBS, series_id=clinic.series.pk, now=NOW + timedelta(weeks=9)) == 0
    with pytest.raises(Refused, match="The group has ended by that day"):
        restore(clinic, clinic.sessions[6])
    with pytest.raises(Refused, match="ends before that day already"):
        end_series(actor=director, series_id=clinic.series.pk, ends_on=date(2026, 10, 13), now=NOW)
    with pytest.raises(Refused, match="This day has passed"):
        end_series(actor=director, series_id=clinic.series.pk, ends_on=date(2026, 10, 5), now=NOW)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_after_any_edits_sessions_are_what_a_simple_model_says(world, seed):
    """The model keeps for each session what the group's plan says, and what the session says of itself; and how often
    its leader was put outside of when they work, for which a reason was given each time.
    """
    clinic, dice = make_clinic(world, people=1, weeks=4), Random(seed)
    works(clinic, "counselor", days=range(7), hours=(time(9), time(16)))
    sessions = [one for one in clinic.sessions if one.starts_at > NOW]
    plan = {one.pk: (time(18, 0), clinic.place.pk) for one in sessions}
    own = dict(plan)
    canceled, held, reasons, asked = set(), set(), [], []
    for _ in range(12):
        one, why = dice.choice(sessions), dice.choice(["", "They swapped."])
        verb = dice.choice(["change", "change", "one", "move", "cancel", "restore", "hold"])
        at, place = (
            time(dice.choice([9, 12, 18]), dice.choice([0, 30])),
            dice.choice([clinic.place, clinic.other_place]),
        )
        try:
            if verb == "change":
                change(clinic, one, starts_at_time=at, place_id=place.pk, despite=why)
                reasons += [why] if at.hour == 18 else []
                for each in sessions[sessions.index(one) :]:
                    if each.pk not in canceled | held and own[each.pk] == plan[each.pk]:
                        own[each.pk] = (at, place.pk)
                    plan[each.pk] = (at, place.pk)
            elif verb == "one":
                change(clinic, one, Scope.ONE, starts_at_time=at, place_id=place.pk, despite=why)
                reasons += [why] if at.hour == 18 else []
                own[one.pk] = (at, place.pk)
            elif verb == "move":
                where = {"session_id": one.pk, "starts_at": local_instant(one.on, at, DENVER), "place_id": place.pk}
                move_session(actor=world.actor("director"), **where, despite=why, now=NOW)
                reasons += [why] if at.hour == 18 and own[one.pk][0] != at else []
                own[one.pk] = (at, place.pk)
            elif verb == "cancel":
                cancel(clinic, one)
                canceled.add(one.pk)
            elif verb == "restore":
                restore(clinic, one)
                canceled.discard(one.pk)
            else:
                who = {"session_id": one.pk, "client_id": clinic.clients[0].pk, "status": Status.EXCUSED}
                record_attendance(actor=world.actor("director"), **who, now=NOW)
                held.add(one.pk)
        except (Refused, NotFound) as refused:
            asked += [(why, at.hour)] if "works on" in str(refused) else []
            continue
        assert "" not in reasons
        assert LedDespite.objects.count() == len(reasons)
        for each in Session.objects.filter(pk__in=own):
            assert (each.starts_at.astimezone(DENVER).time(), each.place_id) == own[each.pk], (verb, each.on)
            assert (each.canceled_at is not None) == (each.pk in canceled)
            live = each.bookings.filter(canceled_at=None).values_list("starts_at", flat=True)
            assert list(live) == ([] if each.pk in canceled else [each.starts_at])
    assert set(asked) <= {("", 18)}
