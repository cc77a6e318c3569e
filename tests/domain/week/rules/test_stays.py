"""For which of a person's stays a session counts."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from tests.domain.week.rules.test_week_hours import MONDAY, MORNING, WEEK_OVER, fact

from stepwell.domain.catalog.rules import ASAM_2_1_ADULT
from stepwell.domain.week.rules.covered import day_uses
from stepwell.domain.week.rules.hours import Counted, SessionFact, days_of, week_hours
from stepwell.domain.week.rules.roll import AttendanceStatus as Status
from stepwell.domain.week.rules.stays import Stay, shares, stay_of

EVENING, HOUSE, THIRD = 1, 2, 3


def stay(number: int, track: int, since: int = -30, until: int | None = None) -> Stay:
    """A stay that began and ended so many days from Monday on."""
    ended = None if until is None else MONDAY + timedelta(days=until)
    return Stay(UUID(int=number), track, MONDAY + timedelta(days=since), ended)


IOP, LIVING = stay(1, EVENING, -30), stay(2, HOUSE, -9)


def test_a_session_counts_for_the_stay_in_its_own_track() -> None:
    assert stay_of(EVENING, MONDAY, [LIVING, IOP]) == IOP
    assert stay_of(HOUSE, MONDAY, [LIVING, IOP]) == LIVING


def test_a_group_of_a_third_track_counts_for_the_stay_that_began_last() -> None:
    assert stay_of(THIRD, MONDAY, [IOP, LIVING]) == LIVING
    assert stay_of(None, MONDAY, [IOP, LIVING]) == LIVING


def test_a_group_of_a_third_track_counts_for_no_stay_that_hadnt_begun() -> None:
    assert stay_of(THIRD, MONDAY - timedelta(days=20), [IOP, LIVING]) == IOP


def test_of_two_stays_in_one_track_the_one_of_that_day_counts() -> None:
    before, after = stay(3, EVENING, -60, -20), stay(4, EVENING, -10)
    assert stay_of(EVENING, MONDAY - timedelta(days=40), [before, after]) == before
    assert stay_of(EVENING, MONDAY, [before, after]) == after
    assert stay_of(EVENING, MONDAY - timedelta(days=20), [before, after]) == after, "its last day was the day before"


def test_who_has_one_stay_has_everything_there() -> None:
    for track, day in ((EVENING, MONDAY), (HOUSE, MONDAY), (None, date(2020, 1, 1))):
        assert stay_of(track, day, [IOP]) == IOP


stays = st.lists(
    st.tuples(st.sampled_from([EVENING, HOUSE, THIRD]), st.integers(-60, 6), st.none() | st.integers(7, 60)),
    min_size=1,
    max_size=4,
).map(lambda rows: [stay(number, *row) for number, row in enumerate(rows)])
tracks = st.none() | st.sampled_from([EVENING, HOUSE, THIRD, 4])


def _fact(day: int, start: int, status: Status, track: int | None) -> SessionFact:
    made = fact(day, status, start=start)
    return SessionFact(made.day, made.period, made.segments, made.status, made.intervals, track_id=track)


facts = st.lists(
    st.builds(
        _fact,
        st.integers(0, 6),
        st.integers(0, 200),
        st.sampled_from([Status.PRESENT, Status.BOOKED, Status.NO_SHOW]),
        tracks,
    ),
    max_size=8,
)


@given(facts, stays, st.integers(0, 8))
def test_every_clinical_minute_counts_for_exactly_one_stay(held: list[SessionFact], of: list[Stay], days: int) -> None:
    now = MORNING + timedelta(days=days)
    split, counted = shares(held, of), Counted()
    assert sorted(map(id, held)) == sorted(id(one) for share in split.values() for one in share)
    weeks = [week_hours(share, 540, ASAM_2_1_ADULT, now, counted) for share in split.values()]
    apart = [
        sum(one.delivered_minutes + one.booked_ahead_minutes + one.unrecorded_minutes for one in weeks),
        sum(one.delivered_minutes for one in weeks),
    ]
    together = week_hours(held, 540, ASAM_2_1_ADULT, now)
    counted_together = together.delivered_minutes + together.booked_ahead_minutes + together.unrecorded_minutes
    assert apart[0] == counted_together
    if not any(one.status is Status.BOOKED for one in held):
        assert apart[1] == together.delivered_minutes


@given(facts, stays, st.sets(st.sampled_from([EVENING, HOUSE, THIRD])))
def test_the_third_clock_has_every_minute_of_a_day_once(
    held: list[SessionFact], of: list[Stay], named: set[int]
) -> None:
    uses = day_uses(held, WEEK_OVER, of, named)
    for day in {one.day for one in held}:
        (whole,) = days_of([one for one in held if one.day == day], WEEK_OVER)
        theirs = [one for one in uses if one.day == day]
        minutes = sum(one.delivered_minutes + one.unrecorded_minutes + one.booked_minutes for one in theirs)
        assert minutes == whole.delivered_minutes + whole.unrecorded_minutes + whole.booked_minutes
        assert {one.track_id for one in theirs} <= {None, *named}


def test_a_day_isnt_split_for_tracks_that_no_authorization_names() -> None:
    held = [_fact(0, 0, Status.PRESENT, EVENING), _fact(0, 240, Status.PRESENT, HOUSE)]
    (use,) = day_uses(held, WEEK_OVER, [IOP, LIVING], ())
    assert (use.delivered_minutes, use.track_id) == (360, None)
    assert [one.track_id for one in day_uses(held, WEEK_OVER, [IOP, LIVING], {HOUSE})] == [None, HOUSE]


def test_a_moment_in_two_sessions_counts_for_the_stay_that_is_counted_first() -> None:
    held = [_fact(0, 0, Status.PRESENT, EVENING), _fact(0, 60, Status.PRESENT, HOUSE)]
    counted = Counted()
    split = shares(held, [IOP, LIVING])
    minutes = [week_hours(share, 540, ASAM_2_1_ADULT, WEEK_OVER, counted).delivered_minutes for share in split.values()]
    assert minutes == [180, 60]
