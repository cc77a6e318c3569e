"""What who is booked knows of sessions that changed, and what is different. Who would be told, and who can't be."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from stepwell.domain.contact.queries import message_ways
from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import find_client
from stepwell.domain.week.models import Booking, Session, SessionWord
from stepwell.domain.week.permissions import TELL_CHANGE, VIEW_ROLL, visible_bookings
from stepwell.domain.week.rules.telling import Difference, Known
from stepwell.kernel.actor import Actor
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_list_read, record_read
from stepwell.platform.notify.rules import Channel

# Ours: on the phone what changed shows for sessions that are, or were, within so many days.
SHOWN_AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class WouldHear:
    """Somebody who is booked. Without a channel a person has to tell them; `at` is when a message may go."""

    client: Client
    channel: Channel | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Changed:
    """One session of somebody, as it was planned or as they know it, and as it is; on the site's clock."""

    was_at: datetime | None
    starts_at: datetime | None
    place: str


def state_of(booking: Booking) -> Known | None:
    """When and where they are expected; None where the place is free or the session doesn't meet."""
    if booking.canceled_at is not None or booking.session.canceled_at is not None:
        return None
    return Known(booking.starts_at, booking.session.place_id)


def known_by(word: SessionWord) -> Known | None:
    """What the word says."""
    return None if word.starts_at is None or word.place_id is None else Known(word.starts_at, word.place_id)


def last_words(booking_ids: Collection[int]) -> dict[int, SessionWord]:
    """The latest of each booking that has any."""
    rows = SessionWord.objects.filter(booking__in=booking_ids).select_related("booking__session").order_by("pk")
    return {one.booking_id: one for one in rows}


def words_due(now: datetime) -> dict[UUID, list[SessionWord]]:
    """What is to be looked at by now, locked, by person. For the job that tells them."""
    due = SessionWord.objects.filter(ask_at__lte=now).select_for_update(of=("self",), skip_locked=True)
    found: dict[UUID, list[SessionWord]] = {}
    rows = due.select_related("booking__session__leader", "booking__client__site").order_by("pk")
    for one in rows[:2000]:
        found.setdefault(one.booking.client_id, []).append(one)
    return found


def difference(word: SessionWord) -> Difference:
    """What they know, and what is."""
    return Difference(known_by(word), state_of(word.booking))


def would_hear(actor: Actor, session: Session, now: datetime) -> list[WouldHear]:
    """Whom a change of this session would be told to, by name, and by which way. Written down."""
    require(actor, VIEW_ROLL)
    held = Booking.objects.filter(visible_bookings(actor), session=session, canceled_at__isnull=True)
    people = [one.client for one in held.select_related("client").order_by("client__sort_key", "pk")]
    record_list_read(actor, "telling", [one.pk for one in people])
    ways = message_ways(people, now)
    return [WouldHear(one, *ways.get(one.pk, (None, None))) for one in people]


def to_tell(actor: Actor, client_id: UUID) -> tuple[Client, list[Changed]]:
    """What a person has to tell somebody whom no message reaches. Written down. Raises `NotFound`."""
    client = find_client(actor, client_id, TELL_CHANGE)
    record_read(actor, "telling", client.pk)
    words = SessionWord.objects.filter(booking__client=client, waits_for_person=True)
    rows = words.select_related("booking__session__place").order_by("booking__starts_at", "pk")
    return client, [_changed(one, ZoneInfo(client.site.zone)) for one in rows]


def own_changes(actor: Actor, client: Client, now: datetime) -> list[Changed]:
    """The client's own sessions of the next days that aren't as they were planned. One query."""
    zone, until = ZoneInfo(client.site.zone), now + SHOWN_AHEAD
    own = Booking.objects.filter(visible_bookings(actor)).values("pk")
    near = Q(starts_at__gt=now, starts_at__lt=until) | Q(booking__starts_at__gt=now, booking__starts_at__lt=until)
    words = SessionWord.objects.filter(near, booking__client=client, booking__in=own)
    first: dict[int, SessionWord] = {}
    for one in words.select_related("booking__session__place").order_by("pk"):
        first.setdefault(one.booking_id, one)
    differ = [one for one in first.values() if one.starts_at is not None and known_by(one) != state_of(one.booking)]
    return [_changed(one, zone) for one in sorted(differ, key=lambda one: one.booking.starts_at)]


def _changed(word: SessionWord, zone: ZoneInfo) -> Changed:
    is_now = state_of(word.booking)
    return Changed(
        word.starts_at.astimezone(zone) if word.starts_at else None,
        is_now.starts_at.astimezone(zone) if is_now else None,
        word.booking.session.place.name,
    )
