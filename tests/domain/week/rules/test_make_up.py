"""Seats that make up for missing hours: which are offered, in which order, and why not the others. No database."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.catalog.rules import PlacedSegment
from stepwell.domain.week.rules.make_up import Meeting, make_up_offers
from stepwell.kernel.period import Period

NOW = datetime(2026, 10, 6, 15, 0, tzinfo=UTC)


def meeting(number, hours_ahead, minutes=180, seats=3, *, clinical=True, fits=True, suits=True):
    starts = NOW + timedelta(hours=hours_ahead)
    period = Period(starts, starts + timedelta(minutes=minutes))
    segments = (PlacedSegment("Group", period, clinical),)
    return Meeting(UUID(int=number), starts.date(), period, segments, seats, fits, suits)


def numbers(offers):
    return [one.session_id.int for one in offers.seats]


def test_most_missing_minutes_first_then_the_soonest():
    offers = make_up_offers([meeting(1, 50, 60), meeting(2, 30, 180), meeting(3, 20, 240)], [], 180, NOW)
    assert numbers(offers) == [3, 2, 1]
    assert [one.words for one in offers.seats] == ["4 h, of which 3 h are missing", "3 h", "1 h"]
    assert offers.words == ""


def test_each_reason_for_leaving_one_out_is_counted():
    own = [meeting(9, 10).period]
    out = [
        meeting(1, 10), meeting(2, 20, seats=0), meeting(3, 30, fits=False), meeting(4, 72), meeting(5, -1),
        meeting(6, 40, clinical=False), meeting(7, 44, suits=False),
    ]  # fmt: skip
    offers = make_up_offers(out, own, 60, NOW, {out[3].day})
    assert offers.seats == ()
    assert (offers.full, offers.overlapping, offers.unsuited, offers.closed, offers.others) == (1, 1, 1, 1, 1)
    assert offers.words == (
        "Not offered: 1 full, 1 at a time when they are booked, 1 when they can’t come, 1 on a closed day,"
        " 1 of another level."
    )


@given(
    held=st.lists(st.tuples(st.integers(-20, 90), st.integers(15, 240), st.integers(-1, 3)), max_size=8),
    own=st.lists(st.tuples(st.integers(-20, 90), st.integers(15, 240)), max_size=4),
    missing=st.integers(0, 600),
)
def test_nothing_offered_is_full_past_or_at_a_time_that_is_taken(held, own, missing):
    meetings = [meeting(number, ahead, minutes, seats) for number, (ahead, minutes, seats) in enumerate(held)]
    periods = [meeting(0, ahead, minutes).period for ahead, minutes in own]
    offers = make_up_offers(meetings, periods, missing, NOW)
    gains = [one.gained for one in offers.seats]
    assert gains == sorted(gains, reverse=True)
    for one in offers.seats:
        assert one.seats_left > 0
        assert one.period.started_at > NOW
        assert 0 <= one.gained <= min(one.minutes, missing)
        assert not any(one.period.overlaps(period) for period in periods)
