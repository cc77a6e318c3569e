"""Reads of all of one person's stays: here, and at other places."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.models import Episode, OutsideStay
from stepwell.domain.admissions.permissions import RECORD_OUTSIDE, VIEW_STAYS, visible_episodes
from stepwell.domain.admissions.rules.elsewhere import Lane, Span, lanes
from stepwell.domain.people.models import Client
from stepwell.domain.people.permissions import visible_ids
from stepwell.domain.people.queries import find_client
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_read


@dataclass(frozen=True, slots=True)
class Stays:
    """Everything of one person, the latest first, and all of it on one scale."""

    client: Client
    episodes: tuple[Episode, ...]
    outside: tuple[OutsideStay, ...]
    lanes: tuple[Lane, ...]
    may_record: bool

    @property
    def zone(self) -> ZoneInfo:
        """The site's clock."""
        return ZoneInfo(self.client.site.zone)


def stays_of(actor: Actor, client_id: UUID, now: datetime) -> Stays:
    """One person's stays. Written down. Raises `NotFound`."""
    client = find_client(actor, client_id, VIEW_STAYS)
    record_read(actor, "stays", client.pk)
    episodes = Episode.objects.filter(visible_episodes(actor), client=client).select_related("track")
    own = tuple(episodes.order_by("-started_on"))
    outside = tuple(client.outside_stays.order_by("-since_on", "place"))
    spans = [Span(one.track.name, one.started_on, one.last_on, is_here=True) for one in own]
    spans += [Span(one.place, one.since_on, one.last_on, is_here=False) for one in outside]
    today = day_at(now, ZoneInfo(client.site.zone))
    may = client.site_id in actor.sites_for(RECORD_OUTSIDE)
    return Stays(client, own, outside, lanes(spans, today), may)


def beside(actor: Actor, client: Client) -> tuple[OutsideStay, ...]:
    """Where else somebody lives or is treated now, the earliest first. One query."""
    require(actor, VIEW_STAYS)
    found = OutsideStay.objects.filter(visible_ids(actor, VIEW_STAYS), client=client, last_on__isnull=True)
    return tuple(found.order_by("since_on", "place"))
