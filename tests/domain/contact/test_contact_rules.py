"""Whether somebody may be reached, and from when: yes, no, hours, not asked, not safe, an emergency."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.contact.rules import NAME_MOST, WORDS_MOST, Way, Wish, Wishes, faults, may_reach

DENVER = ZoneInfo("America/Denver")
NOON = datetime(2026, 10, 7, 12, 0, tzinfo=DENVER)
DAY = Wish(True, time(9), time(17))
NIGHT = Wish(True, time(22), time(6))

times = st.times().map(lambda one: one.replace(second=0, microsecond=0))
instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))
wishes = st.builds(
    Wishes,
    is_unsafe=st.booleans(),
    ways=st.dictionaries(
        st.sampled_from(Way),
        st.one_of(
            st.builds(Wish, st.booleans()),
            st.tuples(times, times).filter(lambda two: two[0] != two[1]).map(lambda two: Wish(True, *two)),
        ),
    ),
)


def at(hour, minute=0, day=7):
    return datetime(2026, 10, day, hour, minute, tzinfo=DENVER)


@pytest.mark.parametrize("way", Way)
def test_what_nobody_asked_about_waits_for_a_yes_where_others_would_find_it(way):
    decision = may_reach(Wishes(), way, DENVER, NOON)
    assert decision.is_open(NOON) is (way not in (Way.VOICEMAIL, Way.LETTER))
    assert decision.reason.startswith("Not asked yet")


def test_a_yes_opens_and_a_no_shuts():
    said = Wishes(ways={Way.TEXT: Wish(True), Way.CALL: Wish(False)})
    assert may_reach(said, Way.TEXT, DENVER, NOON).from_at == NOON
    shut = may_reach(said, Way.CALL, DENVER, NOON)
    assert (shut.from_at, shut.reason) == (None, "They said no.")


@pytest.mark.parametrize(
    ("wish", "now", "opens"),
    [
        (DAY, at(9), at(9)),
        (DAY, at(16, 59), at(16, 59)),
        (DAY, at(17), at(9, day=8)),
        (DAY, at(8, 59), at(9)),
        (NIGHT, at(23), at(23)),
        (NIGHT, at(5, 59), at(5, 59)),
        (NIGHT, at(6), at(22)),
        (NIGHT, at(12), at(22)),
    ],
)
def test_hours_hold_by_the_sites_clock_also_past_midnight(wish, now, opens):
    assert may_reach(Wishes(ways={Way.CALL: wish}), Way.CALL, DENVER, now).from_at == opens


def test_hours_that_a_change_of_the_clock_swallows_come_the_day_after():
    gone = Wish(True, time(2, 30), time(3, 10))  # 8 March 2026: 02:00 to 03:00 doesn't exist, 02:30 is 03:30
    now = datetime(2026, 3, 8, 1, 0, tzinfo=DENVER)
    opens = may_reach(Wishes(ways={Way.CALL: gone}), Way.CALL, DENVER, now).from_at
    assert opens == datetime(2026, 3, 9, 2, 30, tzinfo=DENVER)


def test_what_they_ask_for_this_minute_does_not_wait_for_hours_but_a_no_stays_a_no():
    said = Wishes(ways={Way.EMAIL: DAY, Way.TEXT: Wish(False)})
    night = at(23)
    assert may_reach(said, Way.EMAIL, DENVER, night, asked_for=True).from_at == night
    assert may_reach(said, Way.TEXT, DENVER, night, asked_for=True).from_at is None


@given(wishes, st.sampled_from(Way), instants)
def test_not_safe_overrides_everything_but_a_documented_emergency(said, way, now):
    unsafe = Wishes(True, said.ways)
    assert may_reach(unsafe, way, DENVER, now, asked_for=True).from_at is None
    assert may_reach(unsafe, way, DENVER, now, is_emergency=True).from_at == now


@given(wishes, st.sampled_from(Way), instants)
def test_it_never_opens_in_the_past_and_is_open_when_it_says_it_is(said, way, now):
    opens = may_reach(said, way, DENVER, now).from_at
    if opens is not None:
        assert now <= opens <= now + timedelta(days=3)
        assert may_reach(said, way, DENVER, opens).from_at == opens


@given(wishes, st.sampled_from(Way), instants)
def test_every_decision_says_why(said, way, now):
    assert may_reach(said, way, DENVER, now).reason


def test_what_cannot_be_kept_is_named_with_its_field():
    said = Wishes(ways={Way.CALL: Wish(True, time(9)), Way.TEXT: Wish(True, time(9), time(9))})
    found = faults(said, call_as="x" * (NAME_MOST + 1), words="\0" + "y" * WORDS_MOST)
    assert [one.where for one in found] == ["call_from", "text_from", "call_as", "words", "words"]
    assert faults(Wishes(ways={Way.CALL: DAY}), call_as="Ty", words="Ask for Jo.") == ()
