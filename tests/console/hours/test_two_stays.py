"""Somebody in two tracks at once: each stay has its own hours, on every page that shows them, and its own units."""

from datetime import time, timedelta

import pytest
from django.urls import reverse
from tests.authorizing import authorize, terms
from tests.cast import NOW
from tests.clinic import FIRST_ON, make_clinic

from stepwell.domain.admissions.models import Episode
from stepwell.domain.catalog.actions import open_track
from stepwell.domain.coverage.models import AuthorizationTerms
from stepwell.domain.week.actions import enroll, record_attendance, start_series
from stepwell.domain.week.models import Session, Status
from stepwell.domain.week.queries.covered import clock_of
from stepwell.domain.week.queries.hours import hours_of_clients, week_of_client
from stepwell.domain.week.queries.make_up import make_ups_for
from stepwell.domain.week.queries.today import under_target
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.workflows import coverage


@pytest.fixture
def clinic(world):
    """Two in the evening track; the first lives in the house too, which has a group on Saturdays, 3 hours."""
    with clock.standing_at(NOW):
        made = make_clinic(world, people=2)
        director = world.actor("director")
        made.house = open_track(
            actor=director,
            site=world.site,
            name="Sober living",
            level_code="2.1",
            standard_code="asam-2.1-adult",
            template=made.template,
            days_a_week=1,
            weeks=12,
        ).track
        series = start_series(
            actor=director,
            track=made.house,
            service=made.service,
            template=made.template,
            name="House meeting",
            leader=world.staff["supervisor"],
            place=made.other_place,
            weekdays=(0, 5),
            starts_at_time=time(9, 0),
            first_on=FIRST_ON,
            weeks=None,
            capacity=10,
            now=NOW,
        )
        # the evenings began a week before
        Episode.objects.filter(pk=made.episodes[0].pk).update(started_on=FIRST_ON - timedelta(weeks=1))
        made.living = Episode.objects.create(
            client=made.clients[0],
            track=made.house,
            level_code="2.1",
            prescribed_weekly_minutes=180,
            standard_code="asam-2.1-adult",
            started_on=FIRST_ON,
            planned_end_on=FIRST_ON + timedelta(weeks=12),
        )
        enroll(actor=director, series=series, client=made.clients[0], episode=made.living, joined_on=FIRST_ON, now=NOW)
        for session in (made.session, Session.objects.filter(series=series).earliest("starts_at")):
            record_attendance(
                actor=director, session_id=session.pk, client_id=made.clients[0].pk, status=Status.PRESENT, now=NOW
            )
        yield made


def by_track(stays):
    return {one.track: (one.hours.delivered_minutes, one.hours.booked_ahead_minutes) for one in stays}


BOTH = {"Evening IOP": (180, 360), "Sober living": (180, 180)}


def test_each_stay_has_the_hours_of_its_own_groups(clinic):
    actor = clinic.world.actor("director")
    assert by_track(week_of_client(actor, clinic.clients[0], NOW).stays) == BOTH
    listed = hours_of_clients(actor, [one.pk for one in clinic.clients], NOW)
    assert by_track(listed[clinic.clients[0].pk]) == BOTH
    assert by_track(listed[clinic.clients[1].pk]) == {"Evening IOP": (0, 360)}


def test_a_day_is_judged_for_each_stay_apart(clinic):
    week = week_of_client(clinic.world.actor("director"), clinic.clients[0], NOW)
    monday = [one for one in week.days if one.day == FIRST_ON]
    assert [(one.track, len(one.visits)) for one in monday] == [("Evening IOP", 1), ("Sober living", 1)]
    assert [f"{one.starts_at:%a %H}" for one in week.visits] == ["Mon 09", "Mon 18", "Tue 18", "Thu 18", "Sat 09"]


def test_two_stays_cost_no_query_more(clinic, query_count):
    actor = clinic.world.actor("director")
    with query_count(6 + 2):
        hours_of_clients(actor, [one.pk for one in clinic.clients], NOW)


def test_today_says_which_stay_falls_short_and_a_make_up_is_for_the_one_that_lacks_most(clinic):
    actor = clinic.world.actor("director")
    short = [(one.client.pk, one.track) for one in under_target(actor, now=NOW, most=8)]
    assert (clinic.clients[0].pk, "Sober living") in short
    assert (clinic.clients[0].pk, "Evening IOP") not in short
    assert all(not track for client_id, track in short if client_id == clinic.clients[1].pk)
    stay = make_ups_for(actor, clinic.clients[0].pk, NOW).stay
    assert stay is not None
    assert stay.track == "Sober living"


@pytest.mark.parametrize("page", ["client", "client_week"])
def test_the_chart_and_the_week_show_both(clinic, page):
    browser = clinic.world.browser("director")
    told = browser.get(reverse(page, args=[clinic.clients[0].pk])).text
    assert "Sober living" in told
    assert "Evening IOP" in told
    assert "3 of 3 h delivered" in told
    if page == "client":
        assert "also Evening IOP" in told
    alone = browser.get(reverse(page, args=[clinic.clients[1].pk])).text
    assert "Sober living" not in alone


def test_the_list_and_the_phone_show_a_bar_for_each(clinic):
    world = clinic.world
    assert "Sober living" in world.browser("director").get(reverse("clients")).text
    told = world.browser("director").get(reverse("today")).text
    assert "Sober living" in told


def test_an_authorization_for_one_track_takes_that_stays_minutes_alone(clinic):
    actor, client = clinic.world.actor("director"), clinic.clients[0]
    authorize(clinic.world, client, number="IOP-1", track_id=clinic.track.pk)
    evening = clock_of(actor, client, NOW).reaches[0]
    assert evening.used == 1
    authorize(clinic.world, client, number="SL-1", track_id=clinic.house.pk)
    used = {one.terms.number: (one.used, one.booked) for one in clock_of(actor, client, NOW).reaches}
    assert used["IOP-1"] == (evening.used, evening.booked)
    assert used["SL-1"][0] == 1
    assert sum(one for one, _ in used.values()) == 2


def test_for_which_stay_is_asked_of_somebody_with_two(clinic):
    browser = clinic.world.browser("case manager")
    asked = reverse("client_authorizations", args=[clinic.clients[0].pk])
    assert "For which stay" in browser.get(asked).text
    assert "For which stay" not in browser.get(reverse("client_authorizations", args=[clinic.clients[1].pk])).text
    sent = {"payer": "Plan", "number": "SL-9", "units": 9, "unit": "hour", "first_on": "2026-10-05",
            "last_on": "2026-11-06", "track": clinic.house.pk}  # fmt: skip
    assert browser.post(asked, sent).status_code == 303
    assert AuthorizationTerms.objects.get(number="SL-9").track == clinic.house
    assert "for Sober living" in browser.get(asked).text


def test_a_track_of_elsewhere_is_refused(clinic):
    with pytest.raises(Refused, match="isn't one of their site"):
        coverage.enter(
            actor=clinic.world.actor("director"),
            client_id=clinic.clients[0].pk,
            terms=terms(track_id=987_654),
            now=NOW,
        )
