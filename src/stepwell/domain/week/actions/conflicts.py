"""Nobody and no room twice at a time: the database refuses it, and this says so in words.

The words name the group that is in the way, when and where. They never name another client.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from stepwell.domain.availability.queries import own_times_of
from stepwell.domain.availability.rules import first_misfit
from stepwell.domain.catalog.models import Place, Service, StaffLoad
from stepwell.domain.catalog.queries import rooms_closed
from stepwell.domain.catalog.rules.closing import RoomClosed
from stepwell.domain.catalog.rules.load import NO_LIMIT, may_lead
from stepwell.domain.people.models import Client, Site, Staff
from stepwell.domain.week.models import Booking, Enrollment, Series, Session
from stepwell.domain.week.queries.sessions import bookings_in_the_way, sessions_in_the_way
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import Refusal, Refused, refuse
from stepwell.kernel.languages import shares_language
from stepwell.kernel.period import Period
from stepwell.kernel.wording import end_clock, short_day

MOST_WORDS = 5


class Taken(Refused):
    """Somebody or something is booked already at that time. Surfaces answer 409."""


def when_words(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    """`Thu 18:00 to 19:30` on the site's clock."""
    starts, ends = starts_at.astimezone(zone), ends_at.astimezone(zone)
    return f"{starts:%a %H:%M} to {end_clock(starts, ends)}"


def check_free(
    periods: Sequence[Period],
    *,
    place: Place,
    leader: Staff,
    besides: UUID | None = None,
    moving: Collection[UUID] = (),
) -> None:
    """Raises `Taken` where the place or the leader is in another session at one of these times.

    `moving` are sessions that make way themselves.
    """
    _raise(
        taken_by(
            sessions_in_the_way(periods, place=place, leader=leader, besides=besides, moving=moving), place, leader
        )
    )


def taken_by(others: Iterable[Session], place: Place, leader: Staff) -> tuple[Refusal, ...]:
    """The same in words, of sessions that are known to be in the way of the place, the leader or both."""
    refusals: dict[str, Refusal] = {}
    for other in others:
        if other.place_id == place.pk:
            _add(refusals, f"{place.name} is taken", other, "place", "Choose another time or place.")
        if other.leader_id == leader.pk:
            what = "has another session" if other.series.is_own else "leads another group"
            _add(refusals, f"{leader.name} {what}", other, "leader", "Choose another time.")
    return tuple(refusals.values())[:MOST_WORDS]


def check_room_open(place: Place, periods: Sequence[Period], zone: ZoneInfo) -> None:
    """Refused where the room is closed at every one of these times. A group that goes on meets there again after: its
    sessions within the closed days need another place, and are named.
    """
    closed = closed_throughout(place.site, [(place.pk, one.started_at.astimezone(zone).date()) for one in periods])
    if closed is not None:
        raise refuse(closed.words, "place", "Choose another place or time.")


def closed_throughout(site: Site, meetings: Sequence[tuple[int, date]]) -> RoomClosed | None:
    """The first closure where each of these, a room on a day, is in a closed one; None where one of them can meet."""
    if not meetings:
        return None
    days = [day for _, day in meetings]
    every = rooms_closed(site, min(days), max(days) + timedelta(days=1))
    found = [
        next((one for one in every if one.place_id == place_id and one.holds_on(day)), None)
        for place_id, day in sorted(meetings, key=lambda one: one[1])
    ]
    return found[0] if all(found) else None


def check_people_free(periods: Sequence[Period], client_ids: Sequence[UUID], besides: UUID | None = None) -> None:
    """Raises `Taken` where one of these people is booked elsewhere at one of these times."""
    if not periods or not client_ids:
        return
    _raise(booked_by(bookings_in_the_way(periods, client_ids, besides), len(client_ids)))


def booked_by(others: Iterable[Booking], people: int) -> tuple[Refusal, ...]:
    """The same in words, of places that are known to be in the way of so many people."""
    refusals: dict[str, Refusal] = {}
    for other in others:
        who = "This person is" if people == 1 else "Somebody of this group is"
        _add(refusals, f"{who} booked already", other.session, "client", "Choose another time.")
    return tuple(refusals.values())[:MOST_WORDS]


def check_may_lead(site_id: int, service: Service, staff: Staff) -> None:
    """Refused where the service asks for something that this person isn't known to have."""
    load = StaffLoad.objects.filter(site_id=site_id, staff=staff).first()
    if service.credential and not may_lead(service.credential, staff.credentials, load.said if load else NO_LIMIT):
        mend = "Choose somebody who has it, or say on their page under People that they do."
        raise refuse(f"{service.name} asks for {service.credential}; {staff.name} has none on file.", "leader", mend)


def check_own_times(actor: Actor, client: Client, periods: Sequence[Period], despite: str = "") -> bool:
    """Refused where the person told that they can't come to one of these and nobody said why all the same; else whether
    a reason was needed.
    """
    zone = ZoneInfo(client.site.zone)
    found = first_misfit(own_times_of(actor, [client.pk]).get(client.pk, ()), periods, zone)
    if found is None:
        return False
    if despite.strip():
        return True
    meeting, how = found
    when = f"{short_day(meeting.started_at.astimezone(zone).date())}, {meeting.started_at.astimezone(zone):%H:%M}"
    mend = "Choose another time or group, or say why all the same."
    raise refuse(f"They told that they {how.words}. It meets {when}.", "despite", mend)


def check_language(series: Series, client: Client, despite: str = "") -> None:
    """Refused where the group is held in another language than they prefer and nobody said why all the same. Who has
    belonged to a group in that language follows it.
    """
    if despite.strip() or shares_language(series.language, client.language):
        return
    if not Enrollment.objects.filter(client=client, series__language=series.language).exists():
        mend = "Choose another group, or say why all the same."
        raise refuse(f"It is held in {series.language}. Their record says {client.language}.", "despite", mend)


@contextmanager
def refused_in_words(check: Callable[[], None]) -> Iterator[None]:
    """Where the database refuses what `check` let through, because somebody was faster: check again and say who.

    What stands in the block is undone, and the rest of the transaction goes on.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        check()
        raise Taken(
            Refusal("Somebody booked this a moment ago.", "", "Look at the schedule and choose again.")
        ) from error


def _add(refusals: dict[str, Refusal], what: str, other: Session, where: str, mend: str) -> None:
    """One line per group, weekday and hour: a weekly group is in the way once, not sixteen times."""
    zone = ZoneInfo(other.site.zone)
    words = f"{what}: {other.series.name}, {when_words(other.starts_at, other.ends_at, zone)}."
    first = other.starts_at.astimezone(zone)
    refusals.setdefault(words, Refusal(words, where, f"First on {first.day} {first:%b}. {mend}"))


def _raise(refusals: Collection[Refusal]) -> None:
    if refusals:
        raise Taken(*refusals)
