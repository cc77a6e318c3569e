"""Reads of how people may be reached. What sends messages asks `allowed_from`; people are shown a `Reach`."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import Q, QuerySet
from django.db.models.functions import JSONObject

from stepwell.domain.contact.models import ContactEmergency, SafeContact
from stepwell.domain.contact.permissions import MIND_CONTACT, REVIEW_CONTACT, VIEW_CONTACT, visible_contacts
from stepwell.domain.contact.rules import Decision, Way, Wish, Wishes, may_reach
from stepwell.domain.people.models import Client
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_read
from stepwell.platform.notify.queries import channels_of, quiet_hours_of
from stepwell.platform.notify.rules import Channel, first_allowed

# A call by a machine is also a voicemail: nobody knows who picks up.
_WAYS = {
    Channel.EMAIL: (Way.EMAIL,),
    Channel.SMS: (Way.TEXT,),
    Channel.VOICE: (Way.CALL, Way.VOICEMAIL),
    Channel.PUSH: (Way.NOTICE,),
}


# By which of them a message is tried, in this order.
MESSAGE_CHANNELS = (Channel.SMS, Channel.EMAIL)


@dataclass(frozen=True, slots=True)
class Reach:
    """How one person may be reached. `said` is the row that holds, None where nobody has asked; `emergency` goes on."""

    wishes: Wishes = field(default_factory=Wishes)
    zone: Any = UTC
    said: SafeContact | None = None
    emergency: ContactEmergency | None = None

    def decide(self, way: Way, now: datetime, *, asked_for: bool = False) -> Decision:
        """Whether this way, now."""
        emergency = self.emergency is not None
        return may_reach(self.wishes, way, self.zone, now, is_emergency=emergency, asked_for=asked_for)

    @property
    def is_unsafe(self) -> bool:
        """Not safe to contact, and no emergency overrides it."""
        return self.wishes.is_unsafe and self.emergency is None


def reaches(actor: Actor, client_ids: Iterable[UUID], now: datetime) -> dict[UUID, Reach]:
    """How each of these may be reached, those left out that the actor doesn't see. Two statements, however many."""
    require(actor, VIEW_CONTACT)
    return _reaches([*client_ids], visible_contacts(actor), now)


def reaches_of_shown(actor: Actor, client_ids: Iterable[UUID], now: datetime) -> dict[UUID, Reach]:
    """The same for people whose number the caller shows by a right of its own: how to use it comes with it."""
    require(actor, MIND_CONTACT)
    return _reaches([*client_ids], Q(), now)


def reach_of(actor: Actor, client: Client, now: datetime) -> Reach:
    """How one person may be reached."""
    return reaches(actor, [client.pk], now)[client.pk]


def reach_history(actor: Actor, client: Client) -> list[SafeContact]:
    """What was said earlier, the last first."""
    require(actor, VIEW_CONTACT)
    found = SafeContact.objects.filter(visible_contacts(actor), client=client, ended_at__isnull=False)
    return list(found.select_related("written_by").order_by("-said_at", "-pk")[:50])


def emergencies_of(actor: Actor, client: Client) -> list[ContactEmergency]:
    """When somebody was contacted against their wish, the last first."""
    require(actor, VIEW_CONTACT)
    found = ContactEmergency.objects.filter(visible_contacts(actor), client=client)
    return list(found.select_related("staff", "reviewed_by").order_by("-opened_at")[:50])


def get_emergency(actor: Actor, emergency_id: UUID, *, lock: bool = False) -> ContactEmergency:
    """One to look at; locked for who does. Raises `NotFound`."""
    require(actor, REVIEW_CONTACT)
    rows = ContactEmergency.objects.select_for_update(of=("self",)) if lock else ContactEmergency.objects
    found = rows.filter(client__site_id__in=actor.sites_for(REVIEW_CONTACT), pk=emergency_id)
    emergency = found.select_related("client__site", "staff", "reviewed_by").first()
    if emergency is None:
        raise NotFound("contact emergency")
    record_read(actor, "contact_emergency", emergency.client_id, ("contact emergency", emergency.pk))
    return emergency


def allowed_from(account_id: int, channel: Channel, is_urgent: bool, now: datetime) -> datetime | None:
    """From when on a message may go to this account by this channel; None: it may not. For `platform.notify`.

    An urgent one is asked for this minute or can't wait, so hours don't hold it; a no does. Only a documented
    emergency overrides that.
    """
    holding = next(iter(_holding(Q(client__account_id=account_id))), None)
    going_on = next(iter(_emergencies(Q(client__account_id=account_id), now).values()), None)
    if holding is None and not Client.objects.filter(account_id=account_id).exists():
        return now  # staff, family and referrers say by their addresses how they are reached
    reach = _reach(holding, going_on)
    return _opens(reach, channel, now, asked_for=is_urgent)


def message_ways(clients: Iterable[Client], now: datetime) -> dict[UUID, tuple[Channel, datetime]]:
    """By which channel a message would go to each of these, and when: a text, else an e-mail. Who may be reached by
    neither, or has no login, is left out. Five queries, however many people; it says what the outbox will do.
    """
    people = {one.pk: one.account_id for one in clients if one.account_id is not None}
    if not people:
        return {}
    channels, quiet = channels_of([*people.values()]), quiet_hours_of([*people.values()])
    found: dict[UUID, tuple[Channel, datetime]] = {}
    for client_id, reach in _reaches([*people], Q(), now).items():
        account_id = people[client_id]
        hours = [quiet[account_id].allowed_at] if account_id in quiet else []
        for channel in MESSAGE_CHANNELS:
            if channel in channels.get(account_id, ()):
                at = first_allowed(now, [*hours, partial(_opens, reach, channel)])
                if at is not None:
                    found.setdefault(client_id, (channel, at))
    return found


def message_way(client: Client, now: datetime) -> Channel | None:
    """The channel for one person; None where no message may go."""
    way = message_ways([client], now).get(client.pk)
    return way[0] if way else None


def _opens(reach: Reach, channel: Channel, now: datetime, *, asked_for: bool = False) -> datetime | None:
    """From when on this channel is open."""
    opens = [reach.decide(way, now, asked_for=asked_for).from_at for way in _WAYS[channel]]
    return max((one for one in opens if one is not None), default=None) if None not in opens else None


def _reaches(ids: list[UUID], seen: Q, now: datetime) -> dict[UUID, Reach]:
    known = {one.client_id: one for one in _holding(seen & Q(client_id__in=ids))}
    going_on = _emergencies(seen & Q(client_id__in=ids), now)
    return {client_id: _reach(known.get(client_id), going_on.get(client_id)) for client_id in ids}


def _holding(condition: Q) -> QuerySet[SafeContact]:
    way = JSONObject(
        way="ways__way", is_allowed="ways__is_allowed", from_time="ways__from_time", until_time="ways__until_time"
    )
    found = SafeContact.objects.filter(condition, ended_at__isnull=True).select_related("written_by", "client__site")
    return found.annotate(said_ways=JSONBAgg(way, filter=Q(ways__isnull=False), default=[]))


def _emergencies(condition: Q, now: datetime) -> dict[UUID, ContactEmergency]:
    found = ContactEmergency.objects.filter(condition, until__gt=now).select_related("staff").order_by("until")
    return {one.client_id: one for one in found}


def _reach(said: SafeContact | None, emergency: ContactEmergency | None) -> Reach:
    if said is None:
        return Reach(emergency=emergency)
    return Reach(_wishes_of(said), ZoneInfo(said.client.site.zone), said, emergency)


def _wishes_of(said: SafeContact) -> Wishes:
    """A row's wishes, as `_holding` read it."""
    rows: list[dict[str, Any]] = said.said_ways  # type: ignore[attr-defined]  # annotated
    return Wishes(said.is_unsafe, {Way(row["way"]): _wish(row) for row in rows})


def _wish(row: dict[str, Any]) -> Wish:
    times = [time.fromisoformat(row[name]) if row[name] else None for name in ("from_time", "until_time")]
    return Wish(row["is_allowed"], *times)
