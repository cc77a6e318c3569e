"""A feed is made, made anew, changed and revoked by its owner; and read by whoever has its address."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from stepwell.domain.feeds.models import Feed
from stepwell.domain.feeds.permissions import KEEP_FEED, visible_feeds
from stepwell.domain.feeds.queries import Entry, entries_of, is_unsafe
from stepwell.domain.feeds.rules import digest_of, new_token
from stepwell.domain.people.models import Client, Staff
from stepwell.domain.people.queries import load_actor
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import refuse
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import action, record


@action
def make_feed(*, actor: Actor, shows_place: bool, now: datetime) -> Feed:
    """A new address; an earlier one stops working at once."""
    require(actor, KEEP_FEED)
    if is_unsafe(actor.client_id):
        raise refuse(
            "You told us that it isn’t safe to contact you, and a calendar shows your appointments to whoever sees it.",
            mend="Change that first under “Messages to you”, if it is safe now.",
        )
    _end(actor, now)
    token = new_token()
    feed = Feed.objects.create(
        client_id=actor.client_id,
        staff_id=actor.staff_id,
        digest=digest_of(token),
        token=token,
        shows_place=shows_place,
        made_at=now,
    )
    _tell(actor, "feed.made", feed)
    return feed


@action
def say_whether_place(*, actor: Actor, shows_place: bool, now: datetime) -> Feed:
    """The same address, with the place in it or without."""
    require(actor, KEEP_FEED)
    feed = _own(actor)
    if feed is None:
        raise refuse("There is no calendar address.", mend="Make one first.")
    if feed.shows_place != shows_place:
        feed.shows_place = shows_place
        feed.save(update_fields=["shows_place"])
        _tell(actor, "feed.changed", feed)
    return feed


@action
def revoke_feed(*, actor: Actor, now: datetime) -> None:
    """The address stops working. Where there is none, nothing happens."""
    require(actor, KEEP_FEED)
    _end(actor, now)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a feed shows now; `feed_id` tells its entries from those of another."""

    feed_id: UUID
    entries: Sequence[Entry]


def change_feed(*, actor: Actor, verb: str, shows_place: bool, now: datetime) -> None:
    """What the form of one's own feed asks for: make, place or revoke. Another word changes nothing."""
    if verb == "make":
        make_feed(actor=actor, shows_place=shows_place, now=now)
    elif verb == "place":
        say_whether_place(actor=actor, shows_place=shows_place, now=now)
    elif verb == "revoke":
        revoke_feed(actor=actor, now=now)


@action
def fetch_feed(*, token: str, now: datetime) -> Fetched | None:
    """What stands in the feed of this token. None where there is nothing to show: no such token, one that was revoked,
    a login that is closed, somebody who doesn't work here any more, or a client who isn't safe. All look the same.
    """
    feed = (
        Feed.objects.filter(digest=digest_of(token), revoked_at__isnull=True)
        .select_related("client__account", "staff__account")
        .first()
    )
    if feed is None:
        return None
    reader = _reader(feed)
    if reader is None or is_unsafe(feed.client_id):
        return None
    Feed.objects.filter(pk=feed.pk).update(fetched_at=now)
    entries = entries_of(reader, feed, now)
    record(reader, "feed.read", client_id=feed.client_id, subject=("feed", feed.pk), detail={"sessions": len(entries)})
    return Fetched(feed.pk, entries)


def _reader(feed: Feed) -> Actor | None:
    """Its owner as the one who reads, under the feed's own name: the ledger tells a calendar from a person."""
    owner: Client | Staff | None = feed.client or feed.staff
    account = owner.account if owner is not None else None
    if account is None or not account.is_active:
        return None
    known = load_actor(account.pk)
    return replace(known, key=f"feed:{feed.pk}", name="a calendar") if known.may(KEEP_FEED) else None


def _own(actor: Actor) -> Feed | None:
    """One's own that works; nobody else changes it meanwhile, and two who make one come one after the other."""
    if actor.client_id is not None:
        Client.objects.select_for_update(no_key=True).get(pk=actor.client_id)
    elif actor.staff_id is not None:
        Staff.objects.select_for_update(no_key=True).get(pk=actor.staff_id)
    return Feed.objects.select_for_update().filter(visible_feeds(actor), revoked_at__isnull=True).first()


def _end(actor: Actor, now: datetime) -> None:
    feed = _own(actor)
    if feed is not None:
        feed.revoked_at, feed.token = now, ""
        feed.save(update_fields=["revoked_at", "token"])
        _tell(actor, "feed.revoked", feed)


def _tell(actor: Actor, verb: str, feed: Feed) -> None:
    record(actor, verb, client_id=feed.client_id, subject=("feed", feed.pk), detail={"place": feed.shows_place})
