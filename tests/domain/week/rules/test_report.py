"""A stretch of days comes to counts, and every session is counted once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.catalog.rules import PlacedSegment
from stepwell.domain.week.rules.hours import SessionFact
from stepwell.domain.week.rules.report import Attended, attended_in, check_span, in_all, usual_span
from stepwell.domain.week.rules.roll import AttendanceStatus
from stepwell.kernel.errors import Refused
from stepwell.kernel.period import Period

MONDAY = datetime(2026, 10, 5, 18, tzinfo=UTC)
HOUR = timedelta(hours=1)


def fact(status, day=0, hours=3):
    start = MONDAY + timedelta(days=day)
    period = Period(start, start + 3 * HOUR)
    clinical = PlacedSegment("Group", Period(start, start + 2 * HOUR), True)
    segments = (clinical, PlacedSegment("Meal", Period(start + 2 * HOUR, start + 3 * HOUR), False))
    stays = (Period(start, start + hours * HOUR),) if status.attended else ()
    return SessionFact(day=start.date(), period=period, segments=segments, status=status, intervals=stays)


def test_minutes_are_clinical_ones_of_who_was_there():
    held = [fact(AttendanceStatus.PRESENT), fact(AttendanceStatus.LATE, 1, 1), fact(AttendanceStatus.EXCUSED, 2)]
    held += [fact(AttendanceStatus.NO_SHOW, 3), fact(AttendanceStatus.BOOKED, 4)]
    counts = attended_in(held)
    assert counts == Attended(booked=5, attended=2, minutes=180, excused=1, no_show=1, open=1)
    assert counts.share == 50


def test_without_a_word_on_the_roll_there_is_no_share():
    assert attended_in([fact(AttendanceStatus.BOOKED)]).share is None
    assert in_all([]) == Attended(0, 0, 0, 0, 0, 0)


@given(st.lists(st.sampled_from(AttendanceStatus), max_size=12), st.integers(0, 12))
def test_two_parts_come_to_the_whole_and_nobody_is_lost(statuses, at):
    facts = [fact(one, day) for day, one in enumerate(statuses)]
    whole = attended_in(facts)
    assert in_all([attended_in(facts[:at]), attended_in(facts[at:])]) == whole
    assert whole.booked == whole.attended + whole.excused + whole.no_show + whole.open


def test_a_span_is_a_quarter_at_most_and_goes_forward():
    first, last = usual_span(date(2026, 10, 6))
    assert (last - first).days == 27
    check_span(first, first)
    check_span(first, first + timedelta(days=91))
    for until in (first - timedelta(days=1), first + timedelta(days=92)):
        with pytest.raises(Refused) as refused:
            check_span(first, until)
        assert refused.value.refusals[0].where == "until"
