"""A step down: out of one track's groups, into the other's the day after, with the same team; all of it or nothing."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import NOW
from tests.clinic import make_clinic

from stepwell.domain.admissions.models import Episode
from stepwell.domain.admissions.queries.episode import open_stays
from stepwell.domain.admissions.rules.ending import EndReason
from stepwell.domain.catalog import actions as catalog
from stepwell.domain.people.models import CareTeamMember, Phase
from stepwell.domain.safety.actions import raise_event
from stepwell.domain.safety.models import Source
from stepwell.domain.week.actions import start_series
from stepwell.domain.week.models import Booking
from stepwell.domain.week.queries.over_weeks import weeks_of_stay
from stepwell.domain.worklist.models import Task
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.workflows.change_level import change_level

LAST_ON = date(2026, 10, 6)
NEXT_ON = LAST_ON + timedelta(days=1)
WHY = "Nine weeks of steady attendance; works days again."


@pytest.fixture
def clinic(world):
    made = make_clinic(world, people=2)
    made.weekly = weekly_track(made)
    return made


def weekly_track(clinic, *, capacity=8):
    """Outpatient, once a week on Wednesday at five, led by a colleague."""
    director = clinic.world.actor("director")
    track = catalog.open_track(
        actor=director,
        site=clinic.world.site,
        name="Weekly outpatient",
        level_code="1.5",
        standard_code="asam-1.5",
        template=clinic.template,
        days_a_week=1,
        weeks=20,
    ).track
    start_series(
        actor=director,
        track=track,
        service=clinic.service,
        template=clinic.template,
        name="Wednesday group",
        leader=clinic.world.staff["colleague"],
        place=clinic.other_place,
        weekdays=(2,),
        starts_at_time=time(17, 0),
        first_on=date(2026, 10, 5),
        weeks=None,
        capacity=capacity,
        now=NOW,
    )
    return track


def step_down(clinic, who="supervisor", *, number=0, why=WHY, track=None):
    return change_level(
        actor=clinic.world.actor(who),
        episode_id=clinic.episodes[number].pk,
        track_id=(track or clinic.weekly).pk,
        last_on=LAST_ON,
        reason=why,
        now=NOW,
    )


def team_of(client):
    return set(CareTeamMember.objects.filter(client=client, ended_at=None).values_list("function", "staff__name"))


def test_one_stay_ends_as_transferred_and_the_other_begins_the_day_after(clinic):
    following = step_down(clinic)
    before = Episode.objects.get(pk=clinic.episodes[0].pk)
    assert (before.ended_on, before.end_reason) == (NEXT_ON, EndReason.TRANSFERRED.value)
    assert (following.started_on, following.level_code, following.level_reason) == (NEXT_ON, "1.5", WHY)
    assert following.prescribed_weekly_minutes == 180
    client = following.client
    client.refresh_from_db()
    assert client.phase == Phase.IN_TREATMENT


def test_the_team_stays_and_the_new_groups_leader_joins_it(clinic):
    before = team_of(clinic.clients[0])
    step_down(clinic)
    after = team_of(clinic.clients[0])
    assert {one for one in before if one[0] != "group leader"} <= after
    assert ("group leader", "Tess Brandt") in after


def test_the_old_groups_seats_are_free_and_the_new_ones_are_booked(clinic):
    step_down(clinic)
    ahead = Booking.objects.filter(client=clinic.clients[0], session__on__gte=NEXT_ON, canceled_at=None)
    assert set(ahead.values_list("session__series__name", flat=True)) == {"Wednesday group"}
    assert ahead.earliest("starts_at").session.on == date(2026, 10, 7)


def test_the_counselor_looks_at_the_plan_again(clinic):
    following = step_down(clinic)
    task = Task.objects.get(kind="plan.write", subject_id=following.pk, done_at=None)
    assert (task.title, task.owner) == ("Look at the plan again", clinic.world.staff["counselor"])
    assert not Task.objects.filter(kind="plan.write", subject_id=clinic.episodes[0].pk, done_at=None).exists()


def test_a_full_group_refuses_the_whole_and_nothing_has_changed(clinic):
    full = make_full(clinic)
    with pytest.raises(Refused, match="is full"):
        step_down(clinic, number=1, track=full)
    assert Episode.objects.get(pk=clinic.episodes[1].pk).ended_on is None
    assert Episode.objects.filter(client=clinic.clients[1]).count() == 1


def make_full(clinic):
    """The other track has one seat, and somebody took it."""
    clinic.weekly.series.update(capacity=1)
    step_down(clinic, number=0)
    return clinic.weekly


@pytest.mark.parametrize(
    ("given", "said"),
    [({"why": "  "}, "Why they go on there is missing"), ({"track": "same"}, "They are in Evening IOP already")],
)
def test_what_cannot_be_is_refused_in_words(clinic, given, said):
    if given.get("track") == "same":
        given = {"track": clinic.track}
    with pytest.raises(Refused, match=said):
        step_down(clinic, **given)


def test_a_track_without_a_group_and_one_that_is_closed_take_nobody(clinic):
    clinic.weekly.is_open = False
    clinic.weekly.save()
    with pytest.raises(Refused, match="takes nobody new"):
        step_down(clinic)
    clinic.weekly.series.update(ends_on=LAST_ON)
    with pytest.raises(Refused, match="has no group"):
        step_down(clinic)


def test_nobody_is_moved_while_they_may_not_be_safe(clinic):
    event = {"client": clinic.clients[0], "key": uuid4(), "source": Source.CRAVING, "raised_at": NOW}
    raise_event(actor=clinic.world.actor("counselor"), **event, now=NOW)
    with pytest.raises(Refused, match="may not be safe"):
        step_down(clinic)
    assert Episode.objects.filter(client=clinic.clients[0]).count() == 1


def test_a_second_press_is_told_that_it_has_ended(clinic):
    step_down(clinic)
    with pytest.raises(Refused, match="has ended already"):
        step_down(clinic)


@pytest.mark.parametrize("who", ["counselor", "case manager", "admissions", "elsewhere", "stranger", "client"])
def test_nobody_else_moves_somebody(clinic, who):
    with pytest.raises((NotAllowed, NotFound)):
        step_down(clinic, who)


def test_from_the_chart_the_other_tracks_are_offered_with_their_hours(clinic):
    browser, page = clinic.world.browser("supervisor"), reverse("end_stay", args=[clinic.clients[0].pk])
    shown = browser.get(page).content.decode()
    assert "Goes on in Weekly outpatient: level 1.5, 3 h a week" in shown
    assert "Goes on in Evening IOP" not in shown
    without = browser.post(page, {"last_on": "2026-10-06", "goes_on": "", "reason": ""})
    assert (without.status_code, "Choose how it ended." in without.content.decode()) == (422, True)
    unsaid = browser.post(page, {"last_on": "2026-10-06", "goes_on": clinic.weekly.pk, "why": ""})
    assert (unsaid.status_code, "Why they go on there is missing" in unsaid.content.decode()) == (422, True)
    done = browser.post(page, {"last_on": "2026-10-06", "goes_on": clinic.weekly.pk, "why": WHY})
    said = browser.get(done.headers["Location"]).content.decode()
    assert "They go on in Weekly outpatient from Wed 7 Oct, with the same team." in said


def test_past_weeks_stand_against_what_was_prescribed_in_them(clinic):
    last_on, now = date(2026, 10, 25), NOW + timedelta(days=19)
    asked = {"episode_id": clinic.episodes[0].pk, "track_id": clinic.weekly.pk, "last_on": last_on, "reason": WHY}
    following = change_level(actor=clinic.world.actor("supervisor"), **asked, now=now)
    counselor, client = clinic.world.actor("counselor"), following.client
    stays = open_stays(counselor, [client.pk])[client.pk]
    with CaptureQueriesContext(connection) as queries:
        weeks = weeks_of_stay(counselor, client, stays, now + timedelta(days=14))
    week = timedelta(days=7)
    assert [one.start_on for one in weeks] == [weeks[0].start_on + number * week for number in range(len(weeks))]
    assert weeks[0].start_on <= clinic.episodes[0].started_on < weeks[1].start_on
    holds = {one.start_on: one.hours.prescribed_minutes for one in weeks}
    assert set(holds.values()) == {540, 180}
    assert all(
        minutes == (540 if start_on + week <= following.started_on else 180) for start_on, minutes in holds.items()
    )
    assert len(queries) <= 5
    # a stay that ended long before is no part of it
    Episode.objects.filter(pk=clinic.episodes[0].pk).update(ended_on=last_on - week)
    assert weeks_of_stay(counselor, client, stays, now + timedelta(days=14))[0].hours.prescribed_minutes == 180
