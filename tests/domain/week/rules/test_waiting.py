"""The line for a group: never more than fit, whatever comes between, and in a fair order."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.week.rules.waiting import HOLD_AHEAD, Hold, Waiting, first_free, holds_to_make, in_order

TODAY = date(2026, 10, 6)
SINCE = datetime(2026, 10, 1, tzinfo=UTC)


def waiting(number, *, ahead=False, held=False, until=60):
    return Waiting(UUID(int=number), SINCE + timedelta(hours=number), ahead, TODAY + timedelta(days=until), held)


def sessions(*taken):
    return [(TODAY + timedelta(days=2 * number), count) for number, count in enumerate(taken)]


def test_who_waits_longest_is_first_but_for_a_reason():
    line = [waiting(3), waiting(1), waiting(2, ahead=True)]
    assert [one.wait_id.int for one in in_order(line)] == [2, 1, 3]


def test_a_seat_is_free_from_where_it_stays_free():
    assert first_free(sessions(2, 1, 2, 1, 1), 2, date(2027, 1, 1)) == TODAY + timedelta(days=6)
    assert first_free(sessions(1, 1, 2), 2, date(2027, 1, 1)) is None
    assert first_free(sessions(1, 1, 2), 2, TODAY + timedelta(days=3)) == TODAY
    assert first_free([], 2, date(2027, 1, 1)) is None


def test_what_gets_free_late_is_not_held_yet():
    far = [(TODAY, 1), (TODAY + HOLD_AHEAD + timedelta(days=1), 0)]
    assert holds_to_make([waiting(1)], far, 1, TODAY) == []
    assert holds_to_make([waiting(1)], [(TODAY, 1), (TODAY + HOLD_AHEAD, 0)], 1, TODAY) == [
        Hold(UUID(int=1), TODAY + HOLD_AHEAD)
    ]


STEPS = st.lists(
    st.tuples(st.sampled_from(["wait", "ahead", "join", "leave", "confirm", "pass", "withdraw"]), st.integers(0, 9)),
    max_size=40,
)


@given(STEPS, st.integers(1, 4))
def test_at_no_interleaving_sit_more_than_fit_and_nobody_is_overtaken_without_a_reason(steps, capacity):
    """Members all stay; who joins without waiting gets only a seat that is held for nobody."""
    members, line, ended = set(), {}, TODAY + timedelta(days=60)

    def hold(besides=None):
        open_line = [one for key, one in line.items() if key != besides]
        made = holds_to_make(open_line, [(TODAY, len(members))], capacity, TODAY)
        free_before = capacity - len(members) - sum(one.is_held for one in open_line)
        first = [one.wait_id for one in in_order(open_line) if not one.is_held][: max(0, free_before)]
        assert [one.wait_id for one in made] == first
        for each in made:
            key = each.wait_id.int
            line[key] = Waiting(each.wait_id, line[key].turn_at, line[key].is_ahead, ended, True)

    for clock, (verb, who) in enumerate(steps, start=1):
        if verb in ("wait", "ahead") and who not in members and who not in line:
            at = SINCE + timedelta(hours=clock)
            line[who] = Waiting(UUID(int=who), at, verb == "ahead", ended)
            hold()
        elif verb == "join" and who not in members:
            held = sum(one.is_held for key, one in line.items() if key != who)
            if first_free([(TODAY, len(members) + held)], capacity, ended) is not None:
                members.add(who)
                line.pop(who, None)
        elif verb == "leave" and who in members:
            members.discard(who)
            hold()
        elif verb == "confirm" and who in line and line[who].is_held:
            members.add(who)
            del line[who]
        elif verb == "pass" and who in line and line[who].is_held:
            line[who] = Waiting(UUID(int=who), SINCE + timedelta(hours=clock), line[who].is_ahead, ended)
            hold(besides=who)
        elif verb == "withdraw" and who in line:
            del line[who]
            hold()
        assert len(members) + sum(one.is_held for one in line.values()) <= capacity
