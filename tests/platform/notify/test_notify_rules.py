"""When a message goes, when again, and when never more."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.platform.notify.rules import (
    QuietHours,
    State,
    after_report,
    give_up_at,
    is_too_late,
    next_try,
    wait_before,
)

DENVER = ZoneInfo("America/Denver")
NIGHT = QuietHours(time(21), time(8), DENVER)
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
TIMES = st.times().map(lambda one: one.replace(second=0, microsecond=0))


def denver(*parts):
    return datetime(*parts, tzinfo=DENVER).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "goes"),
    [
        (denver(2026, 10, 6, 20, 59), denver(2026, 10, 6, 20, 59)),
        (denver(2026, 10, 6, 21, 0), denver(2026, 10, 7, 8, 0)),
        (denver(2026, 10, 7, 3, 0), denver(2026, 10, 7, 8, 0)),
        (denver(2026, 10, 7, 8, 0), denver(2026, 10, 7, 8, 0)),
        # the clocks go back, and forward: it is eight by the wall, whatever the night was long
        (denver(2026, 10, 31, 23, 0), denver(2026, 11, 1, 8, 0)),
        (denver(2026, 3, 7, 23, 0), denver(2026, 3, 8, 8, 0)),
    ],
)
def test_what_is_asked_for_at_night_goes_in_the_morning(now, goes):
    assert NIGHT.allowed_at(now) == goes


def test_quiet_hours_that_end_in_the_hour_the_clocks_skip_end_after_it():
    until = QuietHours(time(21), time(2, 30), DENVER)
    assert until.allowed_at(denver(2026, 3, 8, 1, 0)) == denver(2026, 3, 8, 3, 30)


@given(INSTANTS, TIMES, TIMES)
def test_a_message_is_never_held_longer_than_a_day_and_goes_when_it_is_not_quiet(now, begins, ends):
    quiet = QuietHours(begins, ends, DENVER)
    goes = quiet.allowed_at(now)
    assert now <= goes <= now + timedelta(hours=25)
    assert quiet.allowed_at(goes) == goes or goes.astimezone(DENVER).dst() != now.astimezone(DENVER).dst()


@given(st.integers(1, 400), st.floats(0, 1), st.none() | st.timedeltas(timedelta(0), timedelta(days=3)))
def test_tries_come_later_and_later_but_never_more_than_an_hour_and_a_half_apart(attempt, jitter, asked_for):
    waited = wait_before(attempt, asked_for=asked_for, jitter=jitter)
    assert timedelta(seconds=15) <= waited <= timedelta(minutes=90)
    assert waited <= wait_before(attempt + 1, asked_for=asked_for, jitter=1.0)
    if asked_for is not None and asked_for <= timedelta(hours=1):
        assert waited >= asked_for


def test_an_urgent_message_is_given_up_while_somebody_can_still_call():
    now = denver(2026, 10, 6, 9, 0)
    assert next_try(3, now=now, give_up=give_up_at(now, is_urgent=True)) is not None
    assert next_try(9, now=now, give_up=give_up_at(now, is_urgent=True)) is None
    assert next_try(9, now=now, give_up=give_up_at(now, is_urgent=False)) is not None


@given(INSTANTS, st.timedeltas(timedelta(-3), timedelta(3)), st.booleans(), st.integers(0, 9))
def test_after_its_time_only_an_urgent_one_that_was_never_tried_is_tried(give_up, later, is_urgent, tries):
    late = is_too_late(give_up + later, give_up, is_urgent=is_urgent, tries=tries)
    assert late is (later > timedelta(0) and (tries > 0 or not is_urgent))


@given(st.sampled_from(State), st.sampled_from(State))
def test_a_late_word_never_takes_a_message_back(stands, said):
    after = after_report(stands, said)
    assert after in (stands, said)
    if stands.is_over:
        assert after is stands
    if stands is State.SENT and said in (State.QUEUED, State.HELD):
        assert after is State.SENT
