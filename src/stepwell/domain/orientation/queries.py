"""Reads of the packet, of who has signed it, and of what an editor sees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.orientation.models import Orientation, Packet
from stepwell.domain.orientation.permissions import (
    EDIT_PACKET,
    GIVE_ORIENTATION,
    SIGN_ORIENTATION,
    visible_orientations,
)
from stepwell.domain.orientation.rules import Facts, Passage, digest, packet
from stepwell.domain.outreach.queries import public_rates
from stepwell.domain.outreach.rules.dollars import dollars
from stepwell.domain.outreach.rules.prose import Block, blocks
from stepwell.domain.people.models import Client, Site
from stepwell.domain.people.queries import find_client, my_sites, own_client
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_read

MOST = 50


# A title with its paragraphs and lists.
Shown = tuple[str, tuple[Block, ...]]


def shown(text: list[Passage]) -> list[Shown]:
    """A packet's passages as a page shows them."""
    return [(title, blocks(words)) for title, words in text]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a client reads now, its mark, and what they signed last, if anything."""

    client: Client
    text: list[Passage]
    packet: Packet | None
    signed: Orientation | None

    @property
    def shown(self) -> list[Shown]:
        """The words as a page shows them."""
        return shown(self.text)

    @property
    def read(self) -> str:
        """The mark of the words."""
        return digest(self.text)

    @property
    def zone(self) -> ZoneInfo:
        """The site's clock."""
        return ZoneInfo(self.client.site.zone)

    @property
    def has_changed(self) -> bool:
        """Whether what they signed says something else than the packet does now."""
        return self.signed is not None and [list(one) for one in self.text] != self.signed.said


@dataclass(frozen=True, slots=True)
class Desk:
    """What the packet's editor sees: the draft, if there is one, and what was published, newest first."""

    site: Site
    draft: Packet | None
    published: Sequence[Packet]

    @property
    def current(self) -> Packet | None:
        """What the editor begins with."""
        return self.draft or (self.published[0] if self.published else None)

    @property
    def revision(self) -> int:
        """The newest edition's, 0 before the first: what a save has to name."""
        return self.current.revision if self.current else 0


def reading_of(actor: Actor, client_id: UUID, now: datetime) -> Reading:
    """The packet for one client, for whoever goes through it with them. Written down. Raises `NotFound`."""
    require(actor, GIVE_ORIENTATION)
    client = find_client(actor, client_id, GIVE_ORIENTATION)
    record_read(actor, "orientation", client.pk)
    return _reading(actor, client, now)


def own_reading(actor: Actor, now: datetime) -> Reading:
    """One's own packet."""
    require(actor, SIGN_ORIENTATION)
    return _reading(actor, own_client(actor), now)


def last_signed(actor: Actor, client: Client) -> Orientation | None:
    """What this client signed last; the actor has found the client."""
    found = Orientation.objects.filter(visible_orientations(actor), client=client)
    return found.order_by("-recorded_at").first()


def text_for(site: Site, now: datetime, *, of: Packet | None) -> list[Passage]:
    """The packet's words at a site: of an edition, or ours."""
    rates = next((rates for where, rates in public_rates(now) if where.pk == site.pk), None)
    asked = (
        []
        if rates is None
        else [("A day", rates.day), ("The assessment", rates.assessment), ("An individual session", rates.individual)]
    )
    lines = tuple(f"{label}: {dollars(cents)}" for label, cents in asked if cents)
    return packet(of.words if of else {}, Facts(site.name, site.phone, lines))


def current_packet(site: Site) -> Packet | None:
    """What is read at the site now; None while our words are."""
    return Packet.objects.filter(site=site, published_at__isnull=False).order_by("-number").first()


def packet_sites(actor: Actor) -> list[Site]:
    """The sites whose packet one edits, by name."""
    require(actor, EDIT_PACKET)
    return [site for site in my_sites(actor) if site.pk in actor.sites_for(EDIT_PACKET)]


def packet_desk(actor: Actor, site_id: int) -> Desk:
    """The editor's page. Raises `NotFound`."""
    site = site_to_edit(actor, site_id)
    rows = Packet.objects.filter(site=site).select_related("saved_by", "published_by").order_by("-number")[: MOST + 1]
    editions = list(rows)
    draft = next((one for one in editions if one.published_at is None), None)
    return Desk(site, draft, [one for one in editions if one.published_at is not None])


def site_to_edit(actor: Actor, site_id: int, *, lock: bool = False) -> Site:
    """The site; with `lock`, nobody else's meanwhile. Raises `NotFound`."""
    require(actor, EDIT_PACKET)
    rows = Site.objects.select_for_update() if lock else Site.objects.all()
    site = rows.filter(pk__in=actor.sites_for(EDIT_PACKET), pk=site_id).first()
    if site is None:
        raise NotFound("site")
    return site


def _reading(actor: Actor, client: Client, now: datetime) -> Reading:
    current = current_packet(client.site)
    return Reading(client, text_for(client.site, now, of=current), current, last_signed(actor, client))
