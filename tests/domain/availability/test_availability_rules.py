"""Own times: what somebody told, laid beside meetings and beside a week that repeats."""

from datetime import UTC, date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.availability.rules import (
    WEEK_MINUTES,
    Kind,
    OwnTime,
    Sense,
    busy_minutes,
    faults,
    first_misfit,
    fit,
)
from stepwell.kernel.calendar import local_instant
from stepwell.kernel.period import Period

DENVER = ZoneInfo("America/Denver")
MONDAY = date(2026, 10, 5)
SINCE = date(2026, 9, 1)


def own(days, start, end, sense=Sense.CANNOT, kind=Kind.WORK, first_on=SINCE, last_on=None):
    times = time.fromisoformat(start), time.fromisoformat(end)
    return OwnTime(sense, kind, frozenset(days), *times, first_on, last_on)


def meeting(day, start, minutes):
    starts_at = local_instant(day, time.fromisoformat(start), DENVER)
    return Period(starts_at, starts_at + timedelta(minutes=minutes))


def test_a_shift_is_in_the_way_of_what_it_overlaps_and_of_nothing_else():
    shift = own({0}, "09:00", "17:00")
    assert fit([shift], meeting(MONDAY, "16:00", 120), DENVER).words == "can’t come Mon 09:00 to 17:00, work"
    assert fit([shift], meeting(MONDAY, "17:00", 120), DENVER).suits
    assert fit([shift], meeting(MONDAY + timedelta(days=1), "16:00", 120), DENVER).suits


def test_a_night_shift_goes_over_midnight():
    night = own({6}, "22:00", "06:00")
    assert not fit([night], meeting(MONDAY, "05:00", 60), DENVER).suits
    assert fit([night], meeting(MONDAY, "06:00", 60), DENVER).suits
    assert busy_minutes([night], MONDAY) == ((0, 360), (6 * 1440 + 1320, WEEK_MINUTES))


def test_who_can_come_only_then_fits_what_lies_within():
    noon = own({0, 2}, "11:00", "14:00", sense=Sense.ONLY, kind=Kind.CHILDREN)
    assert fit([noon], meeting(MONDAY, "11:00", 180), DENVER).suits
    said = fit([noon], meeting(MONDAY, "13:00", 90), DENVER)
    assert (said.suits, said.words) == (False, "can come only Mon, Wed 11:00 to 14:00, child care")
    assert not fit([noon], meeting(MONDAY + timedelta(days=1), "11:00", 60), DENVER).suits
    assert busy_minutes([noon], MONDAY) == ((0, 660), (840, 2 * 1440 + 660), (2 * 1440 + 840, WEEK_MINUTES))


def test_what_they_cannot_do_counts_within_what_they_can():
    both = [own({0}, "08:00", "18:00", sense=Sense.ONLY), own({0}, "12:00", "13:00", kind=Kind.FAITH)]
    assert not fit(both, meeting(MONDAY, "11:30", 60), DENVER).suits
    assert fit(both, meeting(MONDAY, "13:00", 60), DENVER).suits


def test_a_time_holds_from_its_first_day_to_its_last():
    term = own({0}, "09:00", "12:00", kind=Kind.SCHOOL, first_on=MONDAY, last_on=MONDAY + timedelta(days=13))
    weeks = [MONDAY + timedelta(days=7 * number) for number in range(-1, 3)]
    assert [fit([term], meeting(day, "10:00", 30), DENVER).suits for day in weeks] == [True, False, False, True]
    before = own({0}, "09:00", "12:00", sense=Sense.ONLY, first_on=MONDAY + timedelta(days=7))
    assert fit([before], meeting(MONDAY, "18:00", 30), DENVER).suits


def test_a_week_that_repeats_minds_what_begins_later_and_forgets_what_is_over():
    later = own({1}, "09:00", "10:00", first_on=MONDAY + timedelta(days=30))
    over = own({2}, "09:00", "10:00", last_on=MONDAY - timedelta(days=1))
    ends = own({3}, "09:00", "10:00", last_on=MONDAY + timedelta(days=10))
    assert busy_minutes([later, over, ends], MONDAY) == ((1440 + 540, 1440 + 600), (3 * 1440 + 540, 3 * 1440 + 600))
    assert busy_minutes([later], MONDAY, MONDAY + timedelta(days=20)) == ()
    assert busy_minutes([], MONDAY) == ()
    # only these times, but not yet: until then any is free, from then on only these
    only = own({1}, "09:00", "10:00", sense=Sense.ONLY, first_on=MONDAY + timedelta(days=30))
    assert busy_minutes([only], MONDAY) == ((0, 1440 + 540), (1440 + 600, WEEK_MINUTES))


def test_a_time_that_the_clocks_skip_is_in_nobodys_way():
    skipped = own({6}, "02:30", "03:30")  # 8 March 2026: 02:30 is 03:30
    night = date(2026, 3, 8)
    assert fit([own({6}, "02:30", "03:30", first_on=date(2026, 1, 1))], meeting(night, "03:30", 30), DENVER).suits
    assert fit([skipped], meeting(night, "01:00", 30), DENVER).suits


def test_the_first_meeting_that_does_not_suit_is_named():
    shift = own({1}, "17:00", "20:00")
    meetings = [meeting(MONDAY + timedelta(days=number), "18:00", 60) for number in (8, 1, 0)]
    found = first_misfit([shift], meetings, DENVER)
    assert found is not None
    assert found[0] == meetings[1]
    assert first_misfit([shift], meetings[2:], DENVER) is None
    assert first_misfit([], meetings, DENVER) is None


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        (own(set(), "09:00", "10:00"), "weekdays"),
        (own({7}, "09:00", "10:00"), "weekdays"),
        (own({0}, "09:00", "09:00"), "until_time"),
        (own({0}, "09:00", "10:00", first_on=date(1, 1, 1)), "first_on"),
        (own({0}, "09:00", "10:00", last_on=SINCE - timedelta(days=1)), "last_on"),
        (own({0}, "09:00", "10:00", last_on=date(9999, 12, 31)), "last_on"),
        (own({0}, "09:00", "10:00", last_on=MONDAY - timedelta(days=1)), "last_on"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(wrong, where):
    assert where in {one.where for one in faults(wrong, MONDAY)}


def test_a_whole_day_and_every_day_have_words_of_their_own():
    whole = own(set(range(7)), "00:00", "00:00", kind=Kind.FAITH)
    assert faults(whole, MONDAY) == []
    assert whole.words == "every day all day, faith"
    assert busy_minutes([whole], MONDAY) == ((0, WEEK_MINUTES),)
    assert Sense.ONLY.label == "I can come only then"


TIMES = st.builds(time, st.integers(0, 23), st.sampled_from((0, 15, 30, 45)))
OWN = st.builds(
    lambda sense, days, start, end: OwnTime(sense, Kind.WORK, frozenset(days), start, end, SINCE),
    st.sampled_from(Sense),
    st.sets(st.integers(0, 6), min_size=1),
    TIMES,
    TIMES,
).filter(lambda one: one.from_time != one.until_time)


@given(st.lists(OWN, max_size=4), st.integers(0, 6), st.integers(0, 92), st.integers(1, 12))
def test_a_meeting_suits_where_the_week_is_free(said, weekday, quarter, quarters):
    """In a week without a change of clocks, and within a day: the two ways of asking say the same."""
    starts_at = local_instant(MONDAY + timedelta(days=weekday), time(0), DENVER) + timedelta(minutes=15 * quarter)
    ends_at = min(starts_at + timedelta(minutes=15 * quarters), starts_at + timedelta(minutes=15 * (96 - quarter)))
    start = weekday * 1440 + 15 * quarter
    end = start + int((ends_at - starts_at).total_seconds()) // 60
    free = not any(start < other and one < end for one, other in busy_minutes(said, MONDAY))
    assert fit(said, Period(starts_at.astimezone(UTC), ends_at), DENVER).suits == free


@given(st.lists(OWN, max_size=4))
def test_one_more_time_that_they_cannot_come_never_frees_any(said):
    def taken(some):
        return sum(end - start for start, end in busy_minutes(some, MONDAY))

    assert taken(said) <= taken([*said, own({0}, "09:00", "10:00")]) <= WEEK_MINUTES
