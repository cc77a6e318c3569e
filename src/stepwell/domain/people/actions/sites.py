"""Writes about sites."""

from dataclasses import dataclass
from zoneinfo import available_timezones

from stepwell.domain.people.models import Site
from stepwell.domain.people.permissions import ADMINISTER
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound, refuse
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record


@dataclass(frozen=True, slots=True)
class SiteTerms:
    """What the settings of a site say."""

    zone: str
    week_starts_on: int
    phone: str


@action
def open_site(
    *, actor: Actor, name: str, zone: str, week_starts_on: int = 0, phone: str = "", is_simulated: bool = False
) -> Site:
    """A new site."""
    require(actor, ADMINISTER)
    site = Site.objects.create(
        name=name, zone=zone, week_starts_on=week_starts_on, phone=phone, is_simulated=is_simulated
    )
    record(actor, "site.opened", subject=("site", site.pk))
    return site


@action
def change_site(
    *, actor: Actor, site: Site, zone: str, week_starts_on: int, phone: str, emergency_hours: int | None = None
) -> Site:
    """The site's clock, the first day of its week, its phone, and how long an emergency opens a chart.

    What has happened keeps its instants.
    """
    require(actor, ADMINISTER)
    if site.pk not in actor.sites_for(ADMINISTER):
        raise NotFound("site")
    if zone not in available_timezones():
        raise refuse("There is no such time zone.", "zone", "Choose one of the list, such as America/Denver.")
    if not 0 <= week_starts_on <= 6:
        raise refuse("A week starts on one of seven days.", "week_starts_on", "Choose one of the list.")
    hours = emergency_hours or site.emergency_hours
    if not 1 <= hours <= 24:
        raise refuse("An emergency is over within a day.", "emergency_hours", "Choose 1 to 24 hours.")
    site.zone, site.week_starts_on, site.phone, site.emergency_hours = zone, week_starts_on, phone.strip(), hours
    site.save(update_fields=["zone", "week_starts_on", "phone", "emergency_hours"])
    detail: dict[str, Plain] = {"zone": zone, "week_starts_on": week_starts_on, "emergency_hours": hours}
    record(actor, "site.changed", subject=("site", site.pk), detail=detail)
    return site


@action
def change_site_back(*, actor: Actor, site_id: int, saved: SiteTerms, before: SiteTerms) -> Site:
    """What was saved by mistake is as it was before, unless somebody saved since."""
    require(actor, ADMINISTER)
    site = Site.objects.select_for_update().filter(pk=site_id, pk__in=actor.sites_for(ADMINISTER)).first()
    if site is None:
        raise NotFound("site")
    if SiteTerms(site.zone, site.week_starts_on, site.phone) != saved:
        raise refuse("These settings were saved again since.", "", "Read them and change what is wrong.")
    return change_site(
        actor=actor, site=site, zone=before.zone, week_starts_on=before.week_starts_on, phone=before.phone
    )
