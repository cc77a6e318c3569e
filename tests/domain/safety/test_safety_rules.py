"""When something was said, and what the person in danger is told."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from stepwell.domain.safety.rules import Seen, help_status, said_when, since_words
from stepwell.kernel.wording import clock_12
from stepwell.portal.words import help_lines

DENVER = ZoneInfo("America/Denver")
NOW = datetime(2026, 10, 6, 15, 0, tzinfo=UTC)  # Tuesday, 9:00 am


@pytest.mark.parametrize("wrong_by", [timedelta(0), timedelta(days=1), -timedelta(days=1), timedelta(days=400)])
def test_a_phone_whose_clock_is_wrong_still_tells_how_long_it_lay(wrong_by):
    sent_at = NOW + wrong_by
    assert said_when(sent_at - timedelta(minutes=20), sent_at, NOW) == NOW - timedelta(minutes=20)


@pytest.mark.parametrize(
    ("said_at", "sent_at"),
    [
        (None, None),
        (NOW - timedelta(days=1), None),
        (None, NOW),
        (NOW + timedelta(hours=1), NOW),
        (NOW - timedelta(days=8), NOW),
    ],
)
def test_what_cannot_be_true_was_said_now(said_at, sent_at):
    assert said_when(said_at, sent_at, NOW) == NOW


def test_times_are_said_by_the_sites_clock():
    assert clock_12(NOW, DENVER) == "9:00 am"
    assert clock_12(datetime(2026, 10, 6, 6, 5, tzinfo=UTC), DENVER) == "12:05 am"
    assert since_words(NOW, NOW, DENVER) == "9:00 am"
    assert since_words(NOW - timedelta(hours=12), NOW, DENVER) == "Monday, 9:00 pm"
    assert since_words(NOW - timedelta(days=7), NOW, DENVER) == "Sep 29, 9:00 am"


def told(**how):
    known = {"received_at": NOW, "acknowledged_at": None, "acknowledged_by": "", "resolved": False}
    status = help_status(**{**known, **how})
    return status, help_lines(status, NOW + timedelta(minutes=14), DENVER)


def test_until_somebody_acknowledged_it_says_that_nobody_watches():
    status, (line, then) = told()
    assert status.seen is Seen.SENT
    assert line == "Sent at 9:00 am. Not seen yet."
    assert "Nobody at the program is watching this right now" in then
    assert "988" in then
    assert "911" in then


def test_seen_is_said_with_a_name_and_a_time():
    status, (line, _) = told(acknowledged_at=NOW + timedelta(minutes=14), acknowledged_by="Maya Okafor")
    assert status.seen is Seen.ACKNOWLEDGED
    assert line == "Seen by Maya Okafor at 9:14 am."


@pytest.mark.parametrize("resolved", [True, False])
def test_it_never_says_that_help_is_on_the_way(resolved):
    for _, said in (told(), told(acknowledged_at=NOW, acknowledged_by="Maya Okafor", resolved=resolved)):
        words = " ".join(said).lower()
        assert "on the way" not in words
        assert "988" in words
