import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.kernel.errors import Refused
from stepwell.kernel.period import Period, intersect_all, merge, subtract, total_minutes

NOON = datetime(2026, 10, 6, 12, tzinfo=UTC)
DENVER = ZoneInfo("America/Denver")


def span(start: int, end: int) -> Period:
    return Period(NOON + timedelta(minutes=start), NOON + timedelta(minutes=end))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(st.integers(-100_000, 100_000))
    length = draw(st.integers(1, 50_000))
    return Period(NOON + timedelta(seconds=start), NOON + timedelta(seconds=start + length))


many = st.lists(periods(), max_size=6)


@pytest.mark.parametrize("minutes", [0, -1])
def test_an_empty_or_inverted_period_is_refused_at_its_end(minutes: int) -> None:
    with pytest.raises(Refused) as refused:
        span(0, minutes)
    assert refused.value.refusals[0].where == "ended_at"


@pytest.mark.parametrize("naive", ["started_at", "ended_at"])
def test_an_instant_without_a_zone_is_an_error(naive: str) -> None:
    ends = {"started_at": NOON, "ended_at": NOON + timedelta(hours=1)}
    ends[naive] = ends[naive].replace(tzinfo=None)
    with pytest.raises(ValueError, match=naive):
        Period(**ends)


def test_periods_that_touch_do_not_overlap_and_share_nothing() -> None:
    assert not span(0, 10).overlaps(span(10, 20))
    assert span(0, 10).intersection(span(10, 20)) is None


def test_the_end_is_not_within() -> None:
    assert span(0, 10).contains(NOON)
    assert not span(0, 10).contains(NOON + timedelta(minutes=10))


def test_a_started_minute_does_not_count() -> None:
    assert Period(NOON, NOON + timedelta(minutes=179, seconds=59)).minutes == 179


def test_merge_joins_what_overlaps_or_touches_and_keeps_gaps() -> None:
    assert merge([span(20, 30), span(0, 10), span(10, 15), span(2, 4)]) == (span(0, 15), span(20, 30))


def test_subtract_leaves_the_rest_on_both_sides() -> None:
    assert subtract([span(0, 60)], [span(10, 20), span(55, 90), span(200, 210)]) == (span(0, 10), span(20, 55))


@pytest.mark.parametrize(("day", "real_minutes"), [((2026, 3, 8), 120), ((2026, 11, 1), 240), ((2026, 10, 6), 180)])
def test_one_to_four_on_the_wall_clock_is_real_elapsed_time(day: tuple[int, int, int], real_minutes: int) -> None:
    night = Period(datetime(*day, 1, tzinfo=DENVER), datetime(*day, 4, tzinfo=DENVER))
    assert night.minutes == real_minutes


def test_the_repeated_hour_is_not_an_inverted_period() -> None:
    first, second = datetime(2026, 11, 1, 1, 50, tzinfo=DENVER), datetime(2026, 11, 1, 1, 10, fold=1, tzinfo=DENVER)
    assert Period(first, second).minutes == 20


@given(many, many)
def test_intersection_is_symmetric(some: list[Period], others: list[Period]) -> None:
    assert intersect_all(some, others) == intersect_all(others, some)


@given(many, many)
def test_what_is_shared_and_what_is_left_make_the_whole(some: list[Period], others: list[Period]) -> None:
    assert merge([*intersect_all(some, others), *subtract(some, others)]) == merge(some)
    assert not intersect_all(subtract(some, others), others)


@given(many)
def test_merged_periods_are_apart_and_in_order(some: list[Period]) -> None:
    merged = merge(some)
    assert all(a.ended_at < b.started_at for a, b in itertools.pairwise(merged))
    assert merge(merged) == merged


@given(periods(), st.integers(1, 49_999))
def test_splitting_never_changes_minutes(period: Period, seconds: int) -> None:
    cut = period.started_at + timedelta(seconds=seconds)
    if period.contains(cut):
        pieces = [Period(period.started_at, cut), Period(cut, period.ended_at)]
        assert total_minutes(pieces) == total_minutes([period]) == period.minutes


def test_nothing_is_no_minutes() -> None:
    assert total_minutes([]) == 0
