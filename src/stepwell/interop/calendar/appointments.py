"""Appointments as an .ics file. Source: RFC 5545.

A calendar is synced, shared and shown on a lock screen, so an entry says when and nothing else: not what it is, not
where, not with whom (42 CFR §2.13). Instants go out in UTC, so no time zone has to be spelled out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from icalendar import Calendar, Event

PRODUCT = "-//Stepwell//Appointments//EN"
TITLE = "Appointment"


@dataclass(frozen=True, slots=True)
class Appointment:
    """When. `id` stays the same when it is moved, so that a calendar replaces what it has."""

    id: UUID
    starts_at: datetime
    ends_at: datetime


def calendar_of(appointments: Iterable[Appointment], *, made_at: datetime) -> bytes:
    """The file, as UTF-8."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for one in appointments:
        event = Event()
        event.add("uid", str(one.id))
        event.add("dtstamp", made_at.astimezone(UTC))
        event.add("dtstart", one.starts_at.astimezone(UTC))
        event.add("dtend", one.ends_at.astimezone(UTC))
        event.add("summary", TITLE)
        event.add("class", "PRIVATE")
        event.add("transp", "OPAQUE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
