"""Reads of the packet, of who has signed it, and of what an editor sees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, gettext_noop

from stepwell.domain.orientation.models import Orientation, Packet
from stepwell.domain.orientation.permissions import (
    EDIT_PACKET,
    GIVE_ORIENTATION,
    SIGN_ORIENTATION,
    visible_orientations,
)
from stepwell.domain.orientation.rules import Facts, Passage, Topic, digest, packet
from stepwell.domain.outreach.queries import public_rates
from stepwell.domain.outreach.rules.dollars import dollars
from stepwell.domain.outreach.rules.prose import Block, blocks
from stepwell.domain.people.models import Client, Site
from stepwell.domain.people.queries import find_client, language_with, my_sites, own_client
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.kernel.languages import ENGLISH, SPOKEN
from stepwell.look.spoken import in_language, spoken
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_read

MOST = 50
RATES = (gettext_noop("A day"), gettext_noop("The assessment"), gettext_noop("An individual session"))


@dataclass(frozen=True, slots=True)
class Shown:
    """A title with its paragraphs and lists. `language` is what these are written in: a site's own are English."""

    title: str
    blocks: tuple[Block, ...]
    language: str


def shown(text: list[Passage], of: Packet | None, language: str = ENGLISH) -> list[Shown]:
    """A packet's passages as a page shows them, topic by topic."""
    own = of.words if of else {}
    return [
        Shown(title, blocks(words), ENGLISH if own.get(topic.value) else language)
        for topic, (title, words) in zip(Topic, text, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a client reads now in `language`, its mark, and what they signed last, if anything. `texts` holds the same
    packet in each language.
    """

    client: Client
    texts: Mapping[str, list[Passage]]
    language: str
    packet: Packet | None
    signed: Orientation | None

    @property
    def text(self) -> list[Passage]:
        """The words that are read."""
        return self.texts[self.language]

    def marked(self, read: str) -> list[Passage]:
        """The words with this mark, whatever language they were read in; those of this reading where none has it."""
        return next((text for text in self.texts.values() if digest(text) == read), self.text)

    @property
    def shown(self) -> list[Shown]:
        """The words as a page shows them."""
        return shown(self.text, self.packet, self.language)

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
        """Whether what they signed says something else than the packet does now, in any language."""
        said = [[list(one) for one in text] for text in self.texts.values()]
        return self.signed is not None and self.signed.said not in said


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


def reading_of(actor: Actor, client_id: UUID, now: datetime, language: str = "") -> Reading:
    """The packet for one client, for whoever goes through it with them: in this language, else in the client's.
    Written down. Raises `NotFound`.
    """
    require(actor, GIVE_ORIENTATION)
    client = find_client(actor, client_id, GIVE_ORIENTATION)
    record_read(actor, "orientation", client.pk)
    return _reading(actor, client, now, language or language_with(client))


def own_reading(actor: Actor, now: datetime) -> Reading:
    """One's own packet."""
    require(actor, SIGN_ORIENTATION)
    return _reading(actor, own_client(actor), now, actor.language or ENGLISH)


def last_signed(actor: Actor, client: Client) -> Orientation | None:
    """What this client signed last; the actor has found the client."""
    found = Orientation.objects.filter(visible_orientations(actor), client=client)
    return found.order_by("-recorded_at").first()


def texts_for(site: Site, now: datetime, *, of: Packet | None) -> dict[str, list[Passage]]:
    """The packet's words at a site in each language: of an edition, or ours."""
    rates = next((rates for where, rates in public_rates(now) if where.pk == site.pk), None)
    asked = (rates.day, rates.assessment, rates.individual) if rates else ()
    known = [(label, dollars(cents)) for label, cents in zip(RATES, asked, strict=False) if cents]

    def text() -> list[Passage]:
        lines = tuple(f"{gettext(label)}: {amount}" for label, amount in known)
        return packet(of.words if of else {}, Facts(site.name, site.phone, lines), spoken)

    return {language: in_language(language, text) for language in SPOKEN}


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


def _reading(actor: Actor, client: Client, now: datetime, language: str) -> Reading:
    current = current_packet(client.site)
    return Reading(client, texts_for(client.site, now, of=current), language, current, last_signed(actor, client))
