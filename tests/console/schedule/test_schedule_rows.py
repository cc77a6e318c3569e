"""The week by room, by leader and by client: what is free, what is only taken, and who shows to whom."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import expect
from tests.browser import assert_sound
from tests.cast import NOW, make_world
from tests.clinic import admit_one, make_clinic
from tests.console.group.test_group_pages import get
from tests.domain.week.test_week_actions_series import another
from tests.own import own_service, plan

from stepwell.domain.week.queries.schedule_rows import schedule_rows
from stepwell.domain.week.rules.free import SHORTEST, By, free_times
from stepwell.kernel import clock
from stepwell.kernel.period import Period
from stepwell.platform.ledger.models import Entry


def rows_of(world, who, by):
    found = schedule_rows(world.actor(who), world.site, NOW.date(), by, NOW)
    return {row.label: row for row in found.rows}


def told(day):
    return [
        (
            f"{one.starts_at:%H:%M}–{one.ends_at:%H:%M}",
            "free" if one.is_free else one.session.name if one.session else "taken",
        )
        for one in day.slots
    ]


def test_a_room_shows_its_sessions_and_what_is_free_between_them(world):
    clinic = make_clinic(world, people=1)
    another(clinic, starts_at_time=time(9, 0), weekdays=(3,), place=clinic.place)
    rooms = rows_of(world, "colleague", By.ROOM)
    thursday = rooms["Room 2"].days[3]
    assert told(thursday) == [
        ("09:00–12:15", "Family group"),
        ("12:15–18:00", "free"),
        ("18:00–21:15", clinic.series.name),
    ]
    assert rooms["Room 3"].days[3].is_all_free


def test_a_leader_without_a_session_is_free_all_week(world):
    make_clinic(world, people=1)
    leaders = rows_of(world, "colleague", By.LEADER)
    assert all(one.is_all_free for one in leaders[world.staff["colleague"].name].days)
    assert not leaders[world.staff["counselor"].name].days[3].is_all_free


def test_an_hour_that_one_may_not_see_is_taken_and_says_nothing_else(world):
    clinic = make_clinic(world, people=1)
    plan(clinic, own_service(world))
    wednesday = rows_of(world, "colleague", By.ROOM)["Room 3"].days[2]
    assert ("10:00–11:00", "taken") in told(wednesday)
    for by in ("room", "leader"):
        text = get(world, "colleague", f"/app/schedule/?week=2026-10-07&by={by}").text
        assert "Taken" in text
        assert "Individual counseling" not in text
        assert "Reyes" not in text
    assert "Individual counseling" in get(world, "counselor", "/app/schedule/?week=2026-10-07&by=room").text


def test_clients_are_those_whose_week_one_may_see_and_the_reading_is_written_down(world):
    clinic = make_clinic(world, people=2)
    mine = rows_of(world, "counselor", By.CLIENT)
    assert {"Ana Reyes"} <= set(mine)
    assert [name for _, name in told(mine["Ana Reyes"].days[3])] == [clinic.series.name]
    assert rows_of(world, "colleague", By.CLIENT) == {}
    text = get(world, "counselor", "/app/schedule/?week=2026-10-07&by=client").text
    assert "Ana Reyes" in text
    read = Entry.objects.filter(verb="schedule.list_read").latest("pk")
    assert str(clinic.clients[0].pk) in read.detail["clients"]


@pytest.mark.parametrize("who", ["admissions", "front desk"])
def test_who_sees_no_weeks_has_no_rows_by_client(world, who):
    make_clinic(world, people=1)
    text = get(world, who, "/app/schedule/?week=2026-10-07&by=client").text
    assert "by=client" not in text
    assert "Reyes" not in text


@pytest.mark.parametrize("by", ["room", "leader", "client", "nonsense"])
def test_an_empty_week_is_free(world, by):
    assert get(world, "counselor", f"/app/schedule/?by={by}").status_code == 200


def queries_by(by, people, groups):
    world = make_world()
    clinic = make_clinic(world, people=people)
    for number in range(groups):
        another(clinic, name=f"Group {number}", starts_at_time=time(4 + 4 * number, 0), weekdays=(4,))
    browser = world.browser("director")
    with clock.standing_at(NOW), CaptureQueriesContext(connection) as queries:
        assert browser.get(f"/app/schedule/?by={by}").status_code == 200
    return len(queries)


@pytest.mark.parametrize("by", ["room", "leader", "client"])
def test_the_rows_take_the_same_queries_however_many_people_and_groups(db, by):
    few, many = queries_by(by, 1, 1), queries_by(by, 4, 4)
    assert few == many
    assert few <= 40


hours = st.integers(0, 47)


@given(st.lists(st.tuples(hours, st.integers(1, 8)), max_size=6))
def test_free_and_taken_never_overlap_and_nothing_long_is_forgotten(spans):
    at = datetime.fromisoformat("2026-10-07T00:00:00+00:00")
    window = Period(at, at + timedelta(hours=24))
    taken = [
        Period(at + timedelta(minutes=30 * start), at + timedelta(minutes=30 * (start + length)))
        for start, length in spans
    ]
    free = free_times(window, taken)
    assert not any(one.overlaps(other) for one in free for other in taken)
    assert all(one.ended_at - one.started_at >= SHORTEST for one in free)
    for number in range(48):
        half = Period(at + timedelta(minutes=30 * number), at + timedelta(minutes=30 * (number + 1)))
        assert any(one.overlaps(half) for one in (*free, *taken))


@pytest.mark.browser
def test_the_rows_are_sound_wide_narrow_and_dark_and_a_list_on_a_phone(browse):
    world = make_world()
    clinic = make_clinic(world, people=1)
    admit_one(clinic, 1)
    with clock.standing_at(NOW):
        page = browse(world.email("counselor"))
        for by in ("room", "leader", "client"):
            page.set_viewport_size({"width": 1280, "height": 900})
            page.goto(f"/app/schedule/?by={by}")
            assert_sound(page)
            expect(page.get_by_role("navigation", name="Rows").locator("[aria-current]")).to_have_text(f"By {by}")
            page.set_viewport_size({"width": 390, "height": 800})
            page.emulate_media(color_scheme="dark")
            assert_sound(page)
            expect(page.locator(".rows-day").first).to_be_visible()
