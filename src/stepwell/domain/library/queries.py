"""Reads of the library: what a plan is offered, and what an editor sees. No health information of anybody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stepwell.domain.careplan.permissions import WRITE_PLAN
from stepwell.domain.library.models import Library
from stepwell.domain.library.permissions import EDIT_LIBRARY
from stepwell.domain.library.rules import Kind, Start, Words, starts
from stepwell.domain.people.models import Site
from stepwell.domain.people.queries import my_sites
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require

MOST = 50


@dataclass(frozen=True, slots=True)
class Desk:
    """What the editor sees: the draft, if there is one, and what was published, newest first."""

    site: Site
    draft: Library | None
    published: Sequence[Library]

    @property
    def current(self) -> Library | None:
        """What the editor begins with."""
        return self.draft or (self.published[0] if self.published else None)

    @property
    def words(self) -> Words:
        """Its words; none of the site's own before the first edition."""
        return self.current.words if self.current else {}

    @property
    def revision(self) -> int:
        """The newest edition's, 0 before the first: what a save has to name."""
        return self.current.revision if self.current else 0


def starts_at(
    actor: Actor, site: Site, kind: Kind, *, areas: Iterable[str] = (), system: str = "", code: str = ""
) -> list[Start]:
    """What a plan at the site may begin with, those nearest to what it is about at the front. One query."""
    require(actor, WRITE_PLAN)
    found = Library.objects.filter(site=site, published_at__isnull=False).order_by("-number").first()
    return starts(found.words if found else {}, kind, areas=areas, system=system, code=code)


def library_sites(actor: Actor) -> list[Site]:
    """The sites whose library one edits, by name."""
    require(actor, EDIT_LIBRARY)
    return [site for site in my_sites(actor) if site.pk in actor.sites_for(EDIT_LIBRARY)]


def library_desk(actor: Actor, site_id: int) -> Desk:
    """The editor's page. Raises `NotFound`."""
    site = library_site(actor, site_id)
    rows = Library.objects.filter(site=site).select_related("saved_by", "published_by").order_by("-number")[: MOST + 1]
    editions = list(rows)
    draft = next((one for one in editions if one.published_at is None), None)
    return Desk(site, draft, [one for one in editions if one.published_at is not None])


def library_site(actor: Actor, site_id: int, *, lock: bool = False) -> Site:
    """The site; with `lock`, nobody else's meanwhile. Raises `NotFound`."""
    require(actor, EDIT_LIBRARY)
    rows = Site.objects.select_for_update() if lock else Site.objects.all()
    site = rows.filter(pk__in=actor.sites_for(EDIT_LIBRARY), pk=site_id).first()
    if site is None:
        raise NotFound("site")
    return site
