"""Who is paged next, and when."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.safety.rules.ladder import Round, Rung, Step, Waits, next_step

NOW = datetime(2026, 10, 6, 15, 0, tzinfo=UTC)
WAITS = Waits(timedelta(minutes=15), timedelta(minutes=60))


def at(minutes):
    return NOW + timedelta(minutes=minutes)


def step(*rounds, acknowledged=None, resolved=False):
    return next_step(
        received_at=NOW,
        acknowledged_at=acknowledged,
        is_resolved=resolved,
        rounds=[Round(rung, at(minutes), reached) for rung, minutes, reached in rounds],
        waits=WAITS,
    )


def test_the_first_on_call_is_paged_at_once():
    assert step() == Step(Rung.FIRST, NOW)


def test_each_next_one_is_paged_when_nobody_has_acknowledged_in_time():
    assert step((Rung.FIRST, 0, True)) == Step(Rung.SECOND, at(15))
    assert step((Rung.FIRST, 0, True), (Rung.SECOND, 15, True)) == Step(Rung.LEADERS, at(30))


def test_where_nobody_was_reached_the_next_one_is_paged_at_once():
    assert step((Rung.FIRST, 0, False)) == Step(Rung.SECOND, at(0))
    assert step((Rung.FIRST, 0, False), (Rung.SECOND, 0, False)) == Step(Rung.LEADERS, at(0))


def test_after_the_last_rung_it_begins_anew_and_never_runs_round():
    assert step((Rung.LEADERS, 30, True)) == Step(Rung.FIRST, at(45))
    assert step((Rung.LEADERS, 30, False)) == Step(Rung.FIRST, at(45))


def test_acknowledging_stops_the_ladder_and_resolving_ends_it():
    assert step((Rung.FIRST, 0, True), acknowledged=at(5)) == Step(Rung.TAKEN, at(65))
    assert step((Rung.FIRST, 0, True), acknowledged=at(5), resolved=True) is None


def test_what_lies_acknowledged_reminds_who_has_it_then_who_leads_once_each():
    before = (Rung.FIRST, 0, True)
    assert step(before, (Rung.TAKEN, 65, True), acknowledged=at(5)) == Step(Rung.LEADERS, at(125))
    assert step(before, (Rung.TAKEN, 65, True), (Rung.LEADERS, 125, True), acknowledged=at(5)) is None


def test_a_reminder_pressed_by_hand_up_the_ladder_ends_it_too():
    assert step((Rung.FIRST, 0, True), (Rung.SECOND, 20, True), acknowledged=at(5)) is None


@given(st.lists(st.booleans(), max_size=30))
def test_nobody_is_paged_twice_within_the_wait_whoever_is_reached(reached):
    """A clock that asks each minute, for as long as there are answers to give."""
    rounds: list[Round] = []
    for answer in reached:
        found = next_step(received_at=NOW, acknowledged_at=None, is_resolved=False, rounds=rounds, waits=WAITS)
        assert found is not None
        earlier = [one.at for one in rounds if one.rung is found.rung]
        assert all(found.at - one >= WAITS.answer for one in earlier)
        rounds.append(Round(found.rung, found.at, answer))
