"""The day in words."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from stepwell.portal.today.words import before_words, between, part_of_day, until

AT = datetime(2026, 10, 6, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hour", "part"),
    [(3, "evening"), (4, "morning"), (11, "morning"), (12, "afternoon"), (16, "afternoon"), (17, "evening")],
)
def test_the_part_of_the_day(hour, part):
    assert part_of_day(AT.replace(hour=hour)) == part


def test_a_time_says_am_and_pm_once_where_they_agree():
    assert between(AT.replace(hour=17, minute=30), AT.replace(hour=20, minute=30)) == "5:30 \N{EN DASH} 8:30 pm"
    assert between(AT.replace(hour=11), AT.replace(hour=14)) == "11:00 am \N{EN DASH} 2:00 pm"


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(minutes=-5), "now"),
        (timedelta(seconds=40), "now"),
        (timedelta(minutes=40), "in 40 min"),
        (timedelta(minutes=70), "in 1 hour"),
        (timedelta(hours=8, minutes=49), "in 9 hours"),
        (timedelta(hours=24), "tomorrow"),
        (timedelta(days=3), "in 3 days"),
    ],
)
def test_how_long_until_it_begins(away, words):
    assert until(SimpleNamespace(starts_at=AT + away), AT) == words


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(hours=2), "today’s Evening group"),
        (timedelta(hours=9), "tonight’s Evening group"),
        (timedelta(days=1), "tomorrow’s Evening group"),
        (timedelta(days=2), "Thursday’s Evening group"),
        (timedelta(days=9), "October 15’s Evening group"),
    ],
)
def test_what_is_to_be_done_before_it(away, words):
    assert before_words(SimpleNamespace(starts_at=AT + away, name="Evening group"), AT) == words
