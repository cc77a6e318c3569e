"""The address that a calendar reads: what it gets, what it needn't get again, and what nobody learns from it."""

import logging
from datetime import UTC, date, datetime

import pytest
from django.test import Client as Browser
from icalendar import Calendar
from tests.cast import NOW
from tests.clinic import make_clinic

from stepwell.api.calendar import views
from stepwell.api.pace import Pace
from stepwell.domain.feeds.actions import make_feed, revoke_feed
from stepwell.domain.week.models import Session
from stepwell.kernel import clock
from stepwell.platform.logs import WithoutMessages


@pytest.fixture
def feed(world):
    make_clinic(world, people=0, first_on=date(2026, 10, 5))
    return make_feed(actor=world.actor("counselor"), shows_place=False, now=NOW)


def read(token, **headers):
    with clock.standing_at(NOW):
        return Browser().get(f"/calendar/{token}.ics", headers=headers)


def test_a_calendar_reads_the_sessions_without_a_login(feed):
    answer = read(feed.token)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event.decoded("dtstart").astimezone(UTC) == datetime(2026, 10, 6, 0, tzinfo=UTC)


def test_nothing_in_it_says_what_it_is_about(world, feed):
    words = read(feed.token).text
    for telling in ("Evening IOP", "Room 2", world.site.name, "counselor", "Okafor"):
        assert telling not in words


def test_what_it_has_already_it_isnt_sent_again(world, feed):
    first = read(feed.token)
    again = read(feed.token, if_none_match=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    Session.objects.filter(leader=world.staff["counselor"], number=3).update(canceled_at=NOW)
    assert read(feed.token, if_none_match=first.headers["ETag"]).status_code == 200


def test_unknown_and_revoked_get_the_same_answer(world, feed):
    revoke_feed(actor=world.actor("counselor"), now=NOW)
    answers = [read(token) for token in (feed.token, "x" * 43, "é", "x" * 3000)]
    assert {(one.status_code, one.content, tuple(sorted(one.headers.items()))) for one in answers} == {
        (404, answers[0].content, tuple(sorted(answers[0].headers.items())))
    }


def test_it_is_read_and_nothing_else(feed):
    assert Browser().post(f"/calendar/{feed.token}.ics").status_code == 405


def test_who_comes_too_often_waits_whether_the_token_is_one_or_not(monkeypatch, feed):
    monkeypatch.setattr(views, "_pace", Pace(1 / 60, at_once=2))
    for token in (feed.token, "x" * 43):
        assert read(token).status_code in (200, 404)
        read(token)
        refused = read(token)
        assert (refused.status_code, refused.content) == (429, b"Too often. Come again later.\n")
        assert 0 < int(refused.headers["Retry-After"]) <= 60


def test_the_log_doesnt_hold_the_token(feed):
    record = logging.LogRecord("x", logging.INFO, "x", 1, f"GET /calendar/{feed.token}.ics 200", (), None)
    assert feed.token not in WithoutMessages().format(record)
