"""A calendar that somebody's phone or computer reads again and again. Source: RFC 5545, RFC 7986 (§5.7).

Like a single file (`appointments`) it says when and nothing else: no group, no program, nobody's name. A place stands
in it only where its owner wants that.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vDuration

from stepwell.interop.calendar.appointments import PRODUCT, TITLE
from stepwell.interop.calendar.recurrences import Meeting, Recurrence, reach_of, recurrences, weekday_codes
from stepwell.interop.calendar.zones import spelled_out

NAME = "Appointments"
# How often a reader should come: RFC 7986 says it one way, older readers know the other.
_EVERY = timedelta(hours=4)
_END = b"END:VCALENDAR\r\n"


def feed_of(meetings: Sequence[Meeting], *, key: UUID, made_at: datetime) -> bytes:
    """The calendar, as UTF-8. `key` is the feed's own: no entry has the same id in two people's feeds."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", NAME)
    calendar.add("x-wr-calname", NAME)
    calendar.add("refresh-interval", vDuration(_EVERY), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(_EVERY))
    found, alone = recurrences(meetings)
    zones = sorted({one.zone for one in found})
    first, last = reach_of(meetings, made_at)
    entries = [entry for one in found for entry in _recurring(one, key, made_at)]
    entries += [_single(one, str(uuid5(key, str(one.id))), made_at) for one in alone]
    head = bytes(calendar.to_ical()).removesuffix(_END)
    return b"".join([head, *(spelled_out(zone, first, last) for zone in zones), *map(_written, entries), _END])


def tag_of(meetings: Sequence[Meeting], *, key: UUID) -> str:
    """A mark of what a feed says; the same as long as nothing changes."""
    return sha256(feed_of(meetings, key=key, made_at=datetime(2000, 1, 1, tzinfo=UTC))).hexdigest()[:32]


def _written(entry: Event) -> bytes:
    return bytes(entry.to_ical())


def _recurring(one: Recurrence, key: UUID, made_at: datetime) -> list[Event]:
    """The weekly entry, and one for each meeting that is held at another time."""
    zone = ZoneInfo(one.zone)
    kind = f"{one.series} {one.zone} {one.first.time()} {one.length} {one.place} {one.since}"
    uid = str(uuid5(key, kind))
    event = _entry(uid, made_at, one.place)
    start = one.first.replace(tzinfo=zone)
    event.add("dtstart", start)
    event.add("dtend", datetime.fromtimestamp(start.timestamp() + one.length.total_seconds(), zone))
    until = one.last.replace(tzinfo=zone).astimezone(UTC)
    event.add("rrule", {"freq": "weekly", "byday": weekday_codes(one.weekdays), "until": until})
    if one.skipped:
        event.add("exdate", [slot.replace(tzinfo=zone) for slot in one.skipped])
    moved = []
    for slot, meeting in one.moved:
        instead = _single(meeting, uid, made_at)
        instead.add("recurrence-id", slot.replace(tzinfo=zone))
        moved.append(instead)
    return [event, *moved]


def _single(one: Meeting, uid: str, made_at: datetime) -> Event:
    event = _entry(uid, made_at, one.place)
    event.add("dtstart", one.starts_at.astimezone(UTC))
    event.add("dtend", one.ends_at.astimezone(UTC))
    return event


def _entry(uid: str, made_at: datetime, place: str) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", made_at.astimezone(UTC))
    event.add("summary", TITLE)
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE")
    if place:
        event.add("location", place)
    return event
