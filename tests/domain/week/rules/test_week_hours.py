from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.catalog.rules import (
    ASAM_2_1_ADULT,
    DEFAULT_DAY,
    MEDICARE_IOP,
    Segment,
    clinical_minutes,
    segments_from,
)
from stepwell.domain.week.rules.hours import (
    H0015_DAY,
    BillingState,
    DayRule,
    SessionFact,
    WeekHours,
    day_status,
    delivered_minutes,
    week_hours,
)
from stepwell.domain.week.rules.roll import AttendanceStatus as Status
from stepwell.kernel.period import Period, total_minutes

MONDAY = date(2026, 10, 5)
MORNING = datetime(2026, 10, 5, 15, tzinfo=UTC)
THREE_HOURS = (Segment("Group", 180, clinical=True),)
WEEK_OVER = MORNING + timedelta(days=7)


def fact(
    day: int = 0,
    status: Status = Status.PRESENT,
    *,
    minutes: int | None = None,
    template: tuple[Segment, ...] = THREE_HOURS,
    start: int = 0,
    signed: bool = False,
) -> SessionFact:
    """A session on a day of the week; `minutes` is how long the person stayed, all of it unless told."""
    began = MORNING + timedelta(days=day, minutes=start)
    segments = segments_from(began, template)
    whole = Period(began, segments[-1].period.ended_at)
    stay = whole if minutes is None else Period(began, began + timedelta(minutes=minutes))
    intervals = (stay,) if status.attended else ()
    return SessionFact(MONDAY + timedelta(days=day), whole, segments, status, intervals, signed)


def hours(*facts: SessionFact, now: datetime = WEEK_OVER, prescribed: int = 540) -> WeekHours:
    return week_hours(facts, prescribed, ASAM_2_1_ADULT, now)


def test_a_break_does_not_count() -> None:
    session = fact(template=DEFAULT_DAY)
    assert delivered_minutes(session.intervals, session.segments) == 180


def test_presence_during_the_break_alone_delivers_nothing() -> None:
    session = fact(template=DEFAULT_DAY)
    pause = next(segment.period for segment in session.segments if not segment.clinical)
    assert delivered_minutes([pause], session.segments) == 0


def test_overlapping_intervals_count_once() -> None:
    session = fact()
    assert (
        delivered_minutes(
            [session.period, session.period, Period(MORNING, MORNING + timedelta(hours=1))], session.segments
        )
        == 180
    )


templates = st.lists(st.builds(Segment, st.just("A"), st.integers(1, 120), st.booleans()), min_size=1, max_size=6)
stays = st.lists(
    st.tuples(st.integers(-3600, 30_000), st.integers(1, 20_000)).map(
        lambda pair: Period(MORNING + timedelta(seconds=pair[0]), MORNING + timedelta(seconds=sum(pair)))
    ),
    max_size=5,
)


@given(stays, templates)
def test_delivered_never_exceeds_presence_or_clinical_minutes(intervals: list[Period], template: list[Segment]) -> None:
    minutes = delivered_minutes(intervals, segments_from(MORNING, template))
    assert 0 <= minutes <= clinical_minutes(template)
    assert minutes <= total_minutes(intervals)


@given(stays, templates, st.integers(0, 30_000))
def test_splitting_an_interval_never_changes_delivered_minutes(
    intervals: list[Period], template: list[Segment], seconds: int
) -> None:
    cut = MORNING + timedelta(seconds=seconds)
    pieces = []
    for period in intervals:
        inside = period.started_at < cut < period.ended_at
        pieces += [Period(period.started_at, cut), Period(cut, period.ended_at)] if inside else [period]
    segments = segments_from(MORNING, template)
    assert delivered_minutes(pieces, segments) == delivered_minutes(intervals, segments)


def test_a_full_week_is_reached() -> None:
    week = hours(fact(0), fact(2), fact(3))
    assert (week.delivered_minutes, week.missing_minutes, week.unbooked_minutes) == (540, 0, 0)
    assert week.words == "9 of 9 h delivered. The 9 h of ASAM 2.1, adult are reached."


def test_midweek_shows_delivered_booked_and_missing() -> None:
    week = hours(fact(0), fact(2, Status.BOOKED), fact(3, Status.BOOKED), now=MORNING + timedelta(days=1))
    assert (week.delivered_minutes, week.booked_ahead_minutes, week.forecast_minutes) == (180, 360, 540)
    assert (week.required_minutes, week.missing_minutes, week.unbooked_minutes) == (540, 360, 0)
    assert week.words == "3 of 9 h delivered, 6 h booked. 6 h missing to the 9 h of ASAM 2.1, adult, all booked."
    assert [(day.delivered_minutes, day.booked_minutes) for day in week.days] == [(180, 0), (0, 180), (0, 180)]


def test_what_no_booking_covers_is_said() -> None:
    week = hours(fact(0, minutes=90), fact(2, Status.BOOKED), fact(3, Status.BOOKED), now=MORNING + timedelta(days=1))
    assert week.words == ("1.5 of 9 h delivered, 6 h booked. Reaches 7.5 of 9 h for ASAM 2.1, adult: 1.5 h not booked.")


def test_prescribed_and_required_are_two_things() -> None:
    week = hours(fact(0), fact(2), fact(3, minutes=60), prescribed=420)
    assert week.words == "7 of 7 h delivered. Reaches 7 of 9 h for ASAM 2.1, adult: 2 h not booked."


def test_a_week_without_sessions_is_empty() -> None:
    week = hours()
    assert week.days == ()
    assert week.unbooked_minutes == 540


@pytest.mark.parametrize("status", [Status.EXCUSED, Status.NO_SHOW])
@pytest.mark.parametrize("now", [MORNING - timedelta(days=1), WEEK_OVER])
def test_absence_counts_nowhere_before_or_after(status: Status, now: datetime) -> None:
    week = hours(fact(0, status), now=now)
    assert (week.forecast_minutes, week.unrecorded_minutes) == (0, 0)


def test_a_past_session_without_a_roll_is_neither_delivered_nor_booked() -> None:
    week = hours(fact(0, Status.BOOKED))
    assert (week.forecast_minutes, week.unrecorded_minutes) == (0, 180)
    assert "3 h without a roll." in week.words


def test_a_running_session_is_delivered_up_to_now_and_booked_from_then_on() -> None:
    now = MORNING + timedelta(minutes=50, seconds=30)
    called = hours(fact(0), now=now)
    assert (called.delivered_minutes, called.booked_ahead_minutes) == (50, 130)
    uncalled = hours(fact(0, Status.BOOKED), now=now)
    assert (uncalled.delivered_minutes, uncalled.booked_ahead_minutes) == (0, 180)


def test_time_in_two_sessions_at_once_counts_once() -> None:
    week = hours(fact(0), fact(0, start=90), fact(0, Status.BOOKED, start=90))
    assert (week.delivered_minutes, week.unrecorded_minutes) == (270, 0)


def test_two_sites_days_of_the_same_time_count_once() -> None:
    late = fact(0)
    elsewhere = SessionFact(MONDAY + timedelta(days=1), late.period, late.segments, late.status, late.intervals)
    assert [day.delivered_minutes for day in hours(late, elsewhere).days] == [180, 0]


def test_more_than_the_most_is_said() -> None:
    week = week_hours(
        [fact(day, template=(Segment("Day", 240, True),)) for day in range(5)], 1200, MEDICARE_IOP, WEEK_OVER
    )
    assert week.words.endswith("Over the 19 h of Medicare IOP.")


def test_medicares_nine_hours_are_not_over() -> None:
    week = week_hours([fact(0), fact(2), fact(3)], 540, MEDICARE_IOP, WEEK_OVER)
    assert week.words.endswith("reached.")


@given(
    st.lists(st.tuples(st.integers(0, 6), st.sampled_from(Status), st.integers(1, 180), st.integers(0, 300))),
    st.integers(-100, 12_000),
)
def test_a_week_is_the_sum_of_its_days_and_never_more_than_was_offered(
    rows: list[tuple[int, Status, int, int]], elapsed: int
) -> None:
    facts = [fact(day, status, minutes=minutes, start=start) for day, status, minutes, start in rows]
    week = hours(*facts, now=MORNING + timedelta(minutes=elapsed))
    offered = total_minutes(each.period for each in facts)
    assert week.delivered_minutes == sum(day.delivered_minutes for day in week.days)
    assert week.forecast_minutes + week.unrecorded_minutes <= offered
    assert week.missing_minutes >= week.unbooked_minutes >= 0
    if elapsed <= 0:
        assert week.delivered_minutes == 0


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ([fact(minutes=170, signed=True)], "Held: under 3 h"),
        ([fact(minutes=179, signed=True)], "Held: under 3 h"),
        ([fact()], "Held: unsigned"),
        ([fact(signed=True)], "Billable"),
        ([replace(fact(signed=True), waits_for_cosignature=True)], "Held: not co-signed"),
        ([replace(fact(status=Status.NO_SHOW), waits_for_cosignature=True), fact(signed=True)], "Billable"),
        ([fact(signed=True), fact(1, Status.EXCUSED)], "Billable"),
        ([fact(signed=True), fact(0, start=200)], "Held: unsigned"),
        ([fact(signed=True), fact(0, Status.BOOKED, start=200)], "Held: roll not called"),
        ([fact(status=Status.NO_SHOW)], "Nothing: not attended"),
        ([fact(template=(Segment("Lunch", 60, False),), signed=True)], "Nothing: no clinical minutes"),
        ([], "Nothing: not attended"),
    ],
)
def test_a_day_is_billable_or_says_what_holds_it(facts: list[SessionFact], words: str) -> None:
    assert day_status(facts, H0015_DAY, WEEK_OVER).words == words


@pytest.mark.parametrize("status", [Status.PRESENT, Status.BOOKED])
def test_a_day_that_still_runs_is_held(status: Status) -> None:
    facts = [fact(signed=True), fact(0, status, start=200, signed=True)]
    assert day_status(facts, H0015_DAY, MORNING + timedelta(minutes=210)).words == "To come"


def test_seconds_under_three_hours_are_under_three_hours() -> None:
    whole = fact(signed=True)
    short = Period(whole.period.started_at, whole.period.ended_at - timedelta(seconds=1))
    day = day_status(
        [SessionFact(MONDAY, whole.period, whole.segments, whole.status, (short,), True)], H0015_DAY, WEEK_OVER
    )
    assert (day.state, day.delivered_minutes) == (BillingState.HELD, 179)


def test_the_day_rule_is_the_payers() -> None:
    two_hours = DayRule("own", 120, "contract")
    none = DayRule("none", 0, "contract")
    assert day_status([fact(minutes=119, signed=True)], two_hours, WEEK_OVER).words == "Held: under 2 h"
    assert day_status([fact(minutes=120, signed=True)], two_hours, WEEK_OVER).state is BillingState.BILLABLE
    assert day_status([fact(minutes=1, signed=True)], none, WEEK_OVER).state is BillingState.BILLABLE
