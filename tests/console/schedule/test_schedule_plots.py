"""Plots of the week: how full groups were, and hours against what is prescribed, each with its table."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from tests.browser import assert_sound
from tests.cast import NOW, make_world
from tests.clinic import make_clinic
from tests.console.measures.test_progress_page import draw_all

from stepwell.domain.admissions.queries.episode import open_stays
from stepwell.domain.week.actions import record_attendance
from stepwell.domain.week.models import Status
from stepwell.domain.week.queries.over_weeks import groups_filled, weeks_of_stay
from stepwell.kernel import clock

LATER = NOW + timedelta(days=8)


def held(world, people=2):
    """One evening of last week to which one of two came."""
    clinic = make_clinic(world, people=people)
    session = clinic.sessions[1]
    after = session.ends_at
    record_attendance(
        actor=world.actor("counselor"),
        session_id=session.pk,
        client_id=clinic.clients[0].pk,
        status=Status.PRESENT,
        now=after,
    )
    return clinic, session


def test_seats_are_counted_and_nobody_is_named(world):
    clinic, session = held(world)
    (group,) = groups_filled(world.actor("colleague"), world.site, LATER)
    filled = next(one for one in group.sessions if one.on == session.on)
    assert (filled.booked, filled.attended, filled.capacity) == (2, 1, clinic.series.capacity)
    with clock.standing_at(LATER):
        text = world.browser("colleague").get("/app/schedule/?by=seats").text
    assert f"Seats of {clinic.series.name}" in text
    assert "The picture is being drawn" in text
    assert "Reyes" not in text


def test_the_weeks_of_a_stay_stand_against_what_is_prescribed(world):
    clinic, session = held(world)
    client, counselor = clinic.clients[0], world.actor("counselor")
    stays = open_stays(counselor, [client.pk])[client.pk]
    weeks = weeks_of_stay(counselor, client, stays, LATER)
    assert [one.start_on for one in weeks] == sorted({one.start_on for one in weeks})
    week = next(one for one in weeks if one.start_on <= session.on < one.start_on + timedelta(days=7))
    assert week.hours.delivered_minutes > 0
    with clock.standing_at(LATER):
        browser = world.browser("counselor")
        page = reverse("client_week", args=[client.pk])
        assert "Hours a week over the stay" in browser.get(page).text
        draw_all()
        assert "plot-drawing" in browser.get(page).text


def test_everybodys_hours_of_this_week_stand_over_the_rows_by_client(world):
    make_clinic(world, people=2)
    with clock.standing_at(NOW):
        browser = world.browser("counselor")
        assert "Hours this week" in browser.get("/app/schedule/?by=client").text
        assert "Hours this week" not in browser.get("/app/schedule/?by=client&week=2026-11-02").text
        assert "Hours this week" not in world.browser("colleague").get("/app/schedule/?by=client").text


def test_without_a_group_that_met_it_says_so(world):
    with clock.standing_at(NOW):
        assert "No group has met lately" in world.browser("counselor").get("/app/schedule/?by=seats").text


@pytest.mark.browser
def test_the_plots_are_sound_wide_and_narrow(browse, committed):
    world = make_world()
    clinic, _ = held(world)
    with clock.standing_at(LATER):
        page = browse(world.email("counselor"))
        for where in ("/app/schedule/?by=seats", reverse("client_week", args=[clinic.clients[0].pk])):
            page.goto(where)
            draw_all()
            expect(page.locator(".plot-drawing, .plot svg").first).to_be_visible()
            for width, scheme in ((1280, "light"), (390, "dark")):
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme=scheme)
                assert_sound(page)
