"""The schedule and the form that moves a session."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import NOW, make_world
from tests.clinic import make_clinic
from tests.console.group.test_group_pages import get, post
from tests.domain.week.test_week_actions_series import another

from stepwell.domain.week.models import Session
from stepwell.kernel import clock

WHO = {
    "counselor": 200,
    "colleague": 200,
    "case manager": 200,
    "supervisor": 200,
    "director": 200,
    "admissions": 200,
    "elsewhere": 200,
    "client": 403,
    "stranger": 403,
}


@pytest.mark.parametrize(("who", "status"), WHO.items())
def test_who_sees_the_schedule(world, who, status):
    make_clinic(world, people=1)
    answer = get(world, who, "/app/schedule/")
    assert answer.status_code == status
    assert "Reyes" not in answer.text


def test_the_week_in_the_address_is_shown(world):
    make_clinic(world, people=1)
    text = get(world, "counselor", "/app/schedule/?week=2026-10-15").text
    assert "Week of 12 October" in text
    assert "18:00–21:15" in text
    assert "?week=2026-10-05" in text
    assert "?week=2026-10-19" in text


@pytest.mark.parametrize("week", ["", "x", "2026-99-99", "0001-01-01", "9999-12-31"])
def test_a_week_that_is_none_is_this_one(world, week):
    answer = get(world, "counselor", f"/app/schedule/?week={week}")
    assert answer.status_code == 200
    assert "Week of 5 October" in answer.text


def test_an_empty_week_says_what_is_next(world):
    assert "No session this week" in get(world, "counselor", "/app/schedule/").text


def test_a_link_leads_to_the_group_for_who_may_open_it(world):
    clinic = make_clinic(world, people=1)
    address = f"/app/groups/{clinic.session.pk}/"
    assert address in get(world, "counselor", "/app/schedule/").text
    assert address not in get(world, "colleague", "/app/schedule/").text


def queries_of_the_schedule(groups):
    world = make_world()
    clinic = make_clinic(world, people=2)
    for number in range(groups):
        another(clinic, name=f"Group {number}", starts_at_time=time(4 + 4 * number, 0), weekdays=(4,))
    browser = world.browser("counselor")
    with clock.standing_at(NOW), CaptureQueriesContext(connection) as queries:
        assert browser.get("/app/schedule/").status_code == 200
    return len(queries)


def test_the_schedule_takes_the_same_queries_for_any_week(db):
    assert queries_of_the_schedule(1) == queries_of_the_schedule(4)


def thursday(clinic):
    return next(one for one in clinic.sessions if one.on == date(2026, 10, 8))


def test_a_double_booked_room_is_a_409_that_names_it(world):
    clinic = make_clinic(world, people=1)
    another(clinic, starts_at_time=time(15, 0))
    address = f"/app/schedule/sessions/{thursday(clinic).pk}/move/"
    said = {"on": "2026-10-08", "time": "14:00", "place": clinic.other_place.pk}
    answer = post(world, "counselor", address, said)
    assert answer.status_code == 409
    assert "Room 3 is taken: Family group, Thu 15:00 to 18:15." in answer.text
    assert 'value="14:00"' in answer.text
    assert Session.objects.get(pk=thursday(clinic).pk).place_id == clinic.place.pk


def test_a_session_moves_and_the_schedule_shows_it(world):
    clinic = make_clinic(world, people=1)
    address = f"/app/schedule/sessions/{thursday(clinic).pk}/move/"
    said = {"on": "2026-10-09", "time": "10:30", "place": clinic.place.pk}
    answer = post(world, "counselor", address, said)
    assert answer.status_code == 303
    assert "10:30–13:45" in get(world, "counselor", answer.headers["Location"]).text
    assert post(world, "counselor", address, said).status_code == 303  # sent twice


@pytest.mark.parametrize(
    "said", [{}, {"on": "x", "time": "y", "place": "z"}, {"on": "2026-10-06", "time": "08:00", "place": ""}]
)
def test_what_is_missing_is_asked_for_again(world, said):
    clinic = make_clinic(world, people=0)
    assert post(world, "counselor", f"/app/schedule/sessions/{thursday(clinic).pk}/move/", said).status_code == 422


def test_the_past_is_refused_beside_its_field(world):
    clinic = make_clinic(world, people=0)
    said = {"on": "2026-10-06", "time": "08:00", "place": clinic.place.pk}
    answer = post(world, "counselor", f"/app/schedule/sessions/{thursday(clinic).pk}/move/", said)
    assert answer.status_code == 422
    assert "This time has passed." in answer.text


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("supervisor", 200),
        ("director", 200),
        ("colleague", 404),
        ("elsewhere", 404),
        ("admissions", 403),
        ("client", 403),
    ],
)
def test_who_gets_the_form(world, who, status):
    clinic = make_clinic(world, people=0)
    assert get(world, who, f"/app/schedule/sessions/{thursday(clinic).pk}/move/").status_code == status


def test_a_session_over_midnight_names_the_day_on_which_it_ends_and_the_night_says_what_its_clocks_do(world):
    clinic = make_clinic(world, people=1)
    late = another(clinic, name="Late", starts_at_time=time(23, 0), weekdays=(5,))
    text = get(world, "director", "/app/schedule/?week=2026-10-28").text
    # 195 minutes from 23:00 on the night in which an hour comes twice
    assert "23:00–01:15 Sun" in text
    assert text.count("Clocks go back at 02:00, to 01:00.") == 1
    assert "23:00–02:15 Sun" in get(world, "director", "/app/schedule/?week=2026-10-15").text
    night = Session.objects.get(series=late, on=date(2026, 10, 31))
    assert "to 01:15 Sun" in get(world, "supervisor", f"/app/groups/{night.pk}/").text
    sheet = get(world, "director", "/app/schedule/day/?on=2026-10-31").text
    assert "23:00 to 01:15 Sun" in sheet
    assert "Clocks go back" not in sheet
    assert "Clocks go back at 02:00, to 01:00." in get(world, "director", "/app/schedule/day/?on=2026-11-01").text


@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31"])
def test_the_first_and_the_last_day_that_anybody_could_mean_are_shown(world, day):
    make_clinic(world, people=1)
    assert get(world, "director", f"/app/schedule/?week={day}").status_code == 200
    assert get(world, "director", f"/app/schedule/day/?on={day}").status_code == 200
