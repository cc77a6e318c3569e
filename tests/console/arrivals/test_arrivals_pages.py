"""The desk's page: names, times and rooms; one verb; nothing of care."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.clinic import make_clinic

from stepwell.domain.week.models import Booking
from stepwell.kernel import clock

EVENING = datetime(2026, 10, 6, 17, 30, tzinfo=ZoneInfo("America/Denver"))


@pytest.fixture(autouse=True)
def _stands():
    with clock.standing_at(EVENING):
        yield


def test_the_desk_marks_who_is_here_and_the_roll_shows_it(world):
    clinic, desk = make_clinic(world, people=2), world.browser("front desk")
    today = desk.get("/app/today/").text
    assert "0 of 2 expected today are here" in today
    assert 'data-go="r"' in today
    shown = desk.get("/app/arrivals/").text
    assert "Ana Reyes" in shown
    assert "Room 2" in shown
    for words in ("Evening IOP", "2.1", "/app/clients/", "/app/groups/"):
        assert words not in shown.split("<main")[1], words
    booking = Booking.objects.get(session=clinic.sessions[1], client=clinic.clients[0])
    assert desk.get(f"/app/arrivals/{booking.pk}/").status_code == 405
    assert desk.post(f"/app/arrivals/{booking.pk}/").status_code == 303
    assert "Here since 17:30" in desk.get("/app/arrivals/").text
    roll = world.browser("counselor").get(f"/app/groups/{clinic.sessions[1].pk}/").text
    assert "arrived 17:30" in roll


def test_too_early_is_said(world):
    clinic, desk = make_clinic(world, people=1), world.browser("front desk")
    booking = Booking.objects.get(session=clinic.sessions[1], client=clinic.clients[0])
    with clock.standing_at(EVENING - timedelta(hours=3)):
        assert "Not yet" in desk.get("/app/arrivals/").text
        desk.post(f"/app/arrivals/{booking.pk}/")
        assert "more than an hour before" in desk.get("/app/arrivals/").text
    assert Booking.objects.filter(pk=booking.pk, arrived_at__isnull=True).exists()


def test_an_empty_day_says_where_the_week_is(world):
    assert "Nobody else is expected today" in world.browser("front desk").get("/app/arrivals/").text


@pytest.mark.parametrize("who", ["counselor", "director", "billing", "client", "stranger"])
def test_others_have_the_roll_and_not_the_desk(world, who):
    assert world.browser(who).get("/app/arrivals/").status_code == 403
