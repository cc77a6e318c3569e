"""An .ics file says when, in UTC, and nothing else."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from stepwell.interop.calendar.appointments import TITLE, Appointment, calendar_of

MADE = datetime(2026, 10, 5, 12, tzinfo=UTC)
FIRST = Appointment(
    UUID(int=1), datetime(2026, 10, 6, 9, tzinfo=timezone(timedelta(hours=-6))), datetime(2026, 10, 6, 18, tzinfo=UTC)
)
instants = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


def test_it_is_a_calendar_as_rfc_5545_has_it():
    lines = calendar_of([FIRST], made_at=MADE).decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert {"VERSION:2.0", "DTSTART:20261006T150000Z", "DTEND:20261006T180000Z", "CLASS:PRIVATE"} <= set(lines)
    assert lines[-2:] == ["END:VCALENDAR", ""]


def test_an_entry_says_when_and_nothing_else():
    names = {line.partition(":")[0] for line in calendar_of([FIRST], made_at=MADE).decode().splitlines()}
    assert not names & {"LOCATION", "DESCRIPTION", "ORGANIZER", "ATTENDEE", "CATEGORIES", "URL"}
    assert f"SUMMARY:{TITLE}" in calendar_of([FIRST], made_at=MADE).decode()


def test_nobody_booked_is_an_empty_calendar():
    assert not Calendar.from_ical(calendar_of([], made_at=MADE)).walk("VEVENT")


@given(st.lists(st.tuples(st.uuids(), instants, instants), max_size=5))
def test_what_is_read_back_is_what_was_written(told):
    written = [Appointment(one, *sorted(two)) for one, *two in told]
    events = Calendar.from_ical(calendar_of(written, made_at=MADE)).walk("VEVENT")
    read = [(str(one["uid"]), one.decoded("dtstart"), one.decoded("dtend")) for one in events]
    assert read == [
        (str(one.id), one.starts_at.replace(microsecond=0), one.ends_at.replace(microsecond=0)) for one in written
    ]
