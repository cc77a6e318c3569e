"""A feed that a calendar expands gives exactly the meetings that came in: RFC 5545, read back by dateutil."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from stepwell.interop.calendar.feed import NAME, feed_of, tag_of
from stepwell.interop.calendar.recurrences import Meeting, recurrences
from stepwell.interop.calendar.zones import spelled_out
from stepwell.kernel.calendar import local_instant

DENVER, KEY = ZoneInfo("America/Denver"), UUID(int=7)
MADE = datetime(2026, 10, 5, 12, tzinfo=UTC)
SERIES = UUID(int=1)
CHANGES = ["cancel", "move", "extend", "room"]


def meeting(day, at=time(18), *, minutes=195, zone="America/Denver", place="", series=SERIES):
    start = local_instant(day if isinstance(day, date) else date.fromisoformat(day), at, ZoneInfo(zone))
    return Meeting(uuid4(), series, zone, start, start + timedelta(minutes=minutes), place)


def moved(one, by, longer=timedelta(), place=""):
    return Meeting(one.id, one.series, one.zone, one.starts_at + by, one.ends_at + by + longer, place)


def weekly(first="2026-10-05", weeks=12, days=(0, 1, 3), **more):
    start = date.fromisoformat(first)
    return [meeting(start + timedelta(days=7 * week + day), **more) for week in range(weeks) for day in days]


def nights(first, at, minutes):
    return weekly(first, weeks=9, days=(0,), at=at, minutes=minutes)


def expanded(text):
    """(start, end, place) of everything that a calendar shows: rules, what they leave out, and what stands in."""
    events = Calendar.from_ical(text).walk("VEVENT")
    instead = {(str(one["uid"]), one.decoded("recurrence-id")) for one in events if "recurrence-id" in one}
    found = []
    for one in events:
        start, end = one.decoded("dtstart"), one.decoded("dtend")
        place = str(one.get("location", ""))
        if "rrule" not in one:
            found.append((start.astimezone(UTC), end.astimezone(UTC), place))
            continue
        left_out = one.get("exdate", [])
        gone = {day.dt for line in (left_out if isinstance(left_out, list) else [left_out]) for day in line.dts}
        length = end.astimezone(UTC) - start.astimezone(UTC)
        for slot in rrulestr(one["rrule"].to_ical().decode(), dtstart=start):
            if slot not in gone and (str(one["uid"]), slot) not in instead:
                found.append((slot.astimezone(UTC), slot.astimezone(UTC) + length, place))
    return sorted(found)


def as_told(meetings):
    return sorted((one.starts_at, one.ends_at, one.place) for one in meetings)


def lines_of(meetings):
    return feed_of(meetings, key=KEY, made_at=MADE).decode().split("\r\n")


def test_a_weekly_group_is_one_entry_with_its_time_zone():
    lines = lines_of(weekly())
    assert lines.count("BEGIN:VEVENT") == 1
    assert "RRULE:FREQ=WEEKLY;UNTIL=20261225T010000Z;BYDAY=MO,TU,TH" in lines
    assert "DTSTART;TZID=America/Denver:20261005T180000" in lines
    assert {"BEGIN:VTIMEZONE", "TZID:America/Denver", "SUMMARY:Appointment", f"X-WR-CALNAME:{NAME}"} <= set(lines)
    # by the clock that ends: two o'clock both times
    assert {"DTSTART:20260308T020000", "DTSTART:20261101T020000"} <= set(lines)


def test_one_that_is_canceled_is_left_out_and_one_that_is_moved_stands_in():
    group = weekly()
    held = [one for one in group if one not in (group[4], group[7])]
    later = Meeting(
        group[4].id,
        SERIES,
        "America/Denver",
        group[4].starts_at + timedelta(hours=26),
        group[4].ends_at + timedelta(hours=26),
    )
    text = feed_of([*held, later], key=KEY, made_at=MADE)
    lines = text.decode().split("\r\n")
    assert "RECURRENCE-ID;TZID=America/Denver:20261013T180000" in lines
    assert "EXDATE;TZID=America/Denver:20261019T180000" not in lines  # number 7 is a Tuesday
    assert "EXDATE;TZID=America/Denver:20261020T180000" in lines
    assert expanded(text) == as_told([*held, later])


@pytest.mark.parametrize(
    ("what", "meetings"),
    [
        ("over both nights on which the clocks change", weekly("2026-10-05", weeks=30)),
        (
            "over midnight, and the clocks go back within it",
            weekly("2026-10-03", weeks=9, days=(0,), at=time(22), minutes=300),
        ),
        (
            "at a time that doesn't exist on one night",
            weekly("2027-02-14", weeks=9, days=(0,), at=time(2, 30), minutes=60),
        ),
        (
            "at a time that comes twice on one night",
            weekly("2026-10-04", weeks=9, days=(0,), at=time(1, 30), minutes=45),
        ),
        ("in two time zones", weekly(series=UUID(int=2)) + weekly(zone="America/New_York", at=time(9))),
        ("in two rooms", weekly(place="Room 2, North") + weekly("2027-01-04", weeks=5, place="Room 3, North")),
        ("at another time from a day on", weekly(weeks=6) + weekly("2026-11-16", weeks=6, at=time(9))),
        ("only twice", weekly(weeks=2, days=(0,))),
        ("not at all", []),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_a_calendar_shows_is_what_is_booked(what, meetings):
    assert expanded(feed_of(meetings, key=KEY, made_at=MADE)) == as_told(meetings)


@settings(max_examples=60)
@given(
    st.sampled_from(["America/Denver", "America/New_York", "America/Phoenix", "Europe/London"]),
    st.sampled_from([time(18), time(9), time(0, 30), time(1, 30), time(2, 30), time(23, 15)]),
    st.integers(45, 400),
    st.sets(st.integers(0, 6), min_size=1, max_size=4),
    st.lists(
        st.tuples(st.integers(0, 90), st.sampled_from(["cancel", "move", "extend", "room"]), st.integers(-90, 90)),
        max_size=12,
    ),
    st.sampled_from(["2026-09-20", "2027-02-07"]),
)
def test_whatever_happens_to_a_group_its_calendar_shows_the_meetings_that_there_are(
    zone, at, minutes, days, done, first
):
    group = dict(enumerate(weekly(first, weeks=10, days=sorted(days), at=at, minutes=minutes, zone=zone)))
    for number, what, by in done:
        one = group.get(number)
        if one is None:
            continue
        if what == "cancel":
            del group[number]
        elif what == "move":
            group[number] = moved(one, timedelta(hours=by))
        elif what == "extend":
            group[number] = moved(one, timedelta(), timedelta(minutes=abs(by)))
        else:
            group[number] = moved(one, timedelta(), place="Room 3")
    meetings = list(group.values())
    assert expanded(feed_of(meetings, key=KEY, made_at=MADE)) == as_told(meetings)
    found, alone = recurrences(meetings)
    assert all(
        one.first <= slot <= one.last for one in found for slot in (*one.skipped, *(slot for slot, _ in one.moved))
    )
    assert len({one.id for one in alone}) == len(alone)


@settings(max_examples=40)
@given(
    st.sampled_from(["America/Denver", "America/Phoenix", "Europe/London", "Australia/Lord_Howe", "America/Sao_Paulo"]),
    st.datetimes(datetime(2026, 1, 2), datetime(2028, 12, 30), timezones=st.just(UTC)),
)
def test_a_time_zone_that_is_spelled_out_says_what_the_zone_is(zone, instant):
    (component,) = Calendar.from_ical(spelled_out(zone, date(2026, 1, 1), date(2029, 1, 1)), multiple=True)
    onsets = sorted(
        ((one.decoded("dtstart") - one.decoded("tzoffsetfrom")).replace(tzinfo=UTC), one.decoded("tzoffsetto"))
        for one in component.subcomponents
    )
    offset = [to for at, to in onsets if at <= instant][-1]
    assert offset == instant.astimezone(ZoneInfo(zone)).utcoffset()


def test_no_entry_has_the_same_id_in_two_feeds_and_in_one_it_keeps_it():
    group = [*weekly(), meeting("2026-10-07", time(10), series=UUID(int=3))]
    ids = [
        {str(one["uid"]) for one in Calendar.from_ical(feed_of(group, key=key, made_at=MADE)).walk("VEVENT")}
        for key in (KEY, KEY, UUID(int=8))
    ]
    assert ids[0] == ids[1]
    assert not ids[0] & ids[2]
    assert not {str(one.id) for one in group} & ids[0]


def test_the_mark_changes_with_what_it_says_and_not_with_the_hour():
    group = weekly()
    assert tag_of(group, key=KEY) == tag_of(list(reversed(group)), key=KEY)
    assert tag_of(group, key=KEY) != tag_of(group[1:], key=KEY)


def test_a_feed_says_when_and_nothing_else():
    names = {line.partition(":")[0].partition(";")[0] for line in lines_of(weekly())}
    assert not names & {"LOCATION", "DESCRIPTION", "ORGANIZER", "ATTENDEE", "CATEGORIES", "URL", "COMMENT"}
    assert "LOCATION:Room 2\\, North" in lines_of(weekly(place="Room 2, North"))
