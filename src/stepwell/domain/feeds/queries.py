"""Reads of feeds: one's own, and what stands in one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from stepwell.domain.contact.models import SafeContact
from stepwell.domain.feeds.models import Feed
from stepwell.domain.feeds.permissions import KEEP_FEED, visible_feeds
from stepwell.domain.feeds.rules import MOST, days_shown
from stepwell.domain.week.models import Booking, Session
from stepwell.domain.week.permissions import VIEW_WEEK, visible_bookings, visible_sessions
from stepwell.kernel.actor import Actor
from stepwell.platform.access.permission import require


@dataclass(frozen=True, slots=True)
class OwnFeed:
    """What its owner sees. `is_off`: they said that it isn't safe to contact them."""

    feed: Feed | None
    is_off: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One session as a feed has it. `place` is empty where its owner doesn't want it."""

    session_id: UUID
    series_id: UUID
    zone: str
    starts_at: datetime
    ends_at: datetime
    place: str


def own_feed(actor: Actor) -> OwnFeed:
    """One's own feed that works, if there is one."""
    require(actor, KEEP_FEED)
    feed = Feed.objects.filter(visible_feeds(actor), revoked_at__isnull=True).first()
    return OwnFeed(feed, is_unsafe(actor.client_id))


def is_unsafe(client_id: UUID | None) -> bool:
    """Whether this client has said that it isn't safe to contact them. An emergency of ours doesn't change that: a
    calendar is read by whoever holds the phone.
    """
    if client_id is None:
        return False
    return SafeContact.objects.filter(client_id=client_id, ended_at__isnull=True, is_unsafe=True).exists()


def entries_of(reader: Actor, feed: Feed, now: datetime) -> Sequence[Entry]:
    """The sessions of a feed's owner, as whom `reader` reads. One statement. The caller writes the read down."""
    first, last = days_shown(now.date())
    span = (first - timedelta(days=1), last + timedelta(days=1))
    columns = ("series_id", "site__zone", "starts_at", "ends_at", "place__name", "site__name")
    if feed.client_id is not None:
        booked = Booking.objects.filter(
            visible_bookings(reader, VIEW_WEEK),
            client_id=feed.client_id,
            canceled_at__isnull=True,
            session__canceled_at__isnull=True,
            session__on__range=span,
        )
        rows = list(_first(booked.values_list("session_id", *(f"session__{name}" for name in columns))))
    else:
        led = Session.objects.filter(
            visible_sessions(reader), leader_id=feed.staff_id, canceled_at__isnull=True, on__range=span
        )
        rows = list(_first(led.values_list("pk", *columns)))
    return [
        Entry(pk, series_id, zone, starts_at, ends_at, f"{place}, {site}" if feed.shows_place else "")
        for pk, series_id, zone, starts_at, ends_at, place, site in rows
    ]


def _first(rows: Any) -> Any:
    return rows.order_by("starts_at")[:MOST]
