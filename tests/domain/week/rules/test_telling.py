"""What somebody is told of sessions that changed: one thing at most, and nothing that they know."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.cast import NOW

from stepwell.domain.week.rules.telling import Difference, Kind, Known, News, news_of

THURSDAY, LATER = NOW + timedelta(days=2), NOW + timedelta(days=2, hours=1)
STATES = st.none() | st.builds(
    Known, st.integers(-3, 9).map(lambda hours: NOW + timedelta(hours=hours)), st.integers(1, 2)
)
DIFFERENCES = st.lists(st.builds(Difference, STATES, STATES), max_size=5)


def news(*pairs):
    return news_of([Difference(*pair) for pair in pairs], NOW)


def test_one_session_is_canceled_expected_moved_or_elsewhere():
    here, there = Known(THURSDAY, 1), Known(THURSDAY, 2)
    assert news((here, None)) == News(Kind.CANCELED, THURSDAY, THURSDAY)
    assert news((None, here)) == News(Kind.EXPECTED, THURSDAY, THURSDAY)
    assert news((here, Known(LATER, 1))) == News(Kind.MOVED, THURSDAY, LATER)
    assert news((here, there)) == News(Kind.ELSEWHERE, THURSDAY, THURSDAY)


def test_who_is_sent_to_another_group_hears_of_one_session_that_moved():
    here, there = Known(THURSDAY, 1), Known(THURSDAY, 2)
    assert news((here, None), (None, there)) == News(Kind.ELSEWHERE, THURSDAY, THURSDAY)
    assert news((here, None), (None, Known(LATER, 2))) == News(Kind.MOVED, THURSDAY, LATER)
    assert news((here, None), (None, here)) is None


def test_several_are_one_message_from_the_first_on():
    two = [(Known(THURSDAY, 1), Known(LATER, 1)), (Known(LATER, 1), None)]
    assert news(*two) == News(Kind.SEVERAL, THURSDAY, THURSDAY)


def test_what_is_past_or_unchanged_is_no_news():
    past = Known(NOW - timedelta(hours=1), 1)
    assert news((past, None)) is None
    assert news((past, past)) is None
    assert news((None, None)) is None
    assert news((past, Known(LATER, 1))) == News(Kind.MOVED, past.starts_at, LATER)


@given(DIFFERENCES)
def test_whoever_knows_how_it_is_is_told_nothing_and_nobody_is_told_of_what_is_past(differences):
    assert news_of([Difference(one.is_now, one.is_now) for one in differences], NOW) is None
    said = news_of(differences, NOW)
    times = [each.starts_at for one in differences for each in (one.known, one.is_now) if each is not None]
    assert said is None or max(times) > NOW
    assert said is None or {said.at, said.to} <= {*times}
