"""Reads of the program's words and rates. What is published anybody may read, so those take no actor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Max

from stepwell.domain.outreach.models import Edition
from stepwell.domain.outreach.permissions import EDIT_PUBLIC
from stepwell.domain.outreach.rules.rates import Rates, rates_on
from stepwell.domain.people.models import Site
from stepwell.domain.people.queries import my_sites
from stepwell.kernel import clock
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require

MOST = 50


@dataclass(frozen=True, slots=True)
class Desk:
    """What the editor of a site's words sees: the draft, if there is one, and what was published, newest first."""

    site: Site
    draft: Edition | None
    published: Sequence[Edition]

    @property
    def current(self) -> Edition | None:
        """What everybody reads now."""
        return self.published[0] if self.published else None

    @property
    def revision(self) -> int:
        """The newest edition's, 0 before the first: what a save has to name, so that none is overwritten unread."""
        newest = self.draft or self.current
        return newest.revision if newest else 0


def sites_to_edit(actor: Actor) -> list[Site]:
    """The sites whose public pages one edits, by name."""
    require(actor, EDIT_PUBLIC)
    return [site for site in my_sites(actor) if site.pk in actor.sites_for(EDIT_PUBLIC)]


def desk(actor: Actor, site_id: int) -> Desk:
    """The editor's page. Raises `NotFound`."""
    site = find_site_to_edit(actor, site_id)
    rows = Edition.objects.filter(site=site).select_related("saved_by", "published_by").order_by("-number")[: MOST + 1]
    editions = list(rows)
    draft = next((one for one in editions if one.published_at is None), None)
    return Desk(site, draft, [one for one in editions if one.published_at is not None])


def find_edition(actor: Actor, site_id: int, number: int) -> Edition:
    """One edition of a site that one edits. Raises `NotFound`."""
    site = find_site_to_edit(actor, site_id)
    found = Edition.objects.filter(site=site, number=number).select_related("site", "saved_by", "published_by").first()
    if found is None:
        raise NotFound("edition")
    return found


def find_site_to_edit(actor: Actor, site_id: int, *, lock: bool = False) -> Site:
    """The site; with `lock`, nobody else's meanwhile. Raises `NotFound`."""
    require(actor, EDIT_PUBLIC)
    rows = Site.objects.select_for_update() if lock else Site.objects.all()
    reached = rows if actor.is_system else rows.filter(pk__in=actor.sites_for(EDIT_PUBLIC))
    site = reached.filter(pk=site_id).first()
    if site is None:
        raise NotFound("site")
    return site


def public_editions() -> list[Edition]:
    """What each site says now, by its name: for whoever asks, so no actor."""
    newest = Edition.objects.filter(published_at__isnull=False).values("site").annotate(newest=Max("number"))
    numbers = {row["site"]: row["newest"] for row in newest}
    found = Edition.objects.filter(site__in=numbers, number__in=numbers.values()).select_related("site")
    return sorted((one for one in found if numbers[one.site_id] == one.number), key=lambda one: one.site.name)


def public_rates(now: datetime) -> list[tuple[Site, Rates]]:
    """The sites whose rates are known today, each by its own clock, by name: for whoever asks, so no actor."""
    rows = Edition.objects.filter(published_at__isnull=False).select_related("site").order_by("-number")
    by_site: dict[Site, list[Rates | None]] = {}
    for edition in rows:
        by_site.setdefault(edition.site, []).append(edition.rates)
    found = [(site, rates_on(said, clock.day_at(now, ZoneInfo(site.zone)))) for site, said in by_site.items()]
    return sorted(((site, rates) for site, rates in found if rates is not None), key=lambda pair: pair[0].name)
