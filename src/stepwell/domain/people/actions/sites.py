"""Writes about sites."""

from dataclasses import asdict, dataclass, replace
from zoneinfo import available_timezones

from stepwell.domain.people.models import Site
from stepwell.domain.people.permissions import ADMINISTER
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound, refuse
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record

# The lengths of time that a site sets, each with its least and most and what is refused.
LIMITS = {
    "emergency_hours": (1, 24, "An emergency is over within a day.", "Choose 1 to 24 hours."),
    "answer_minutes": (1, 60, "Whoever is paged answers within the hour.", "Choose 1 to 60 minutes."),
    "idle_minutes": (5, 240, "Nobody in danger waits for longer than four hours.", "Choose 5 to 240 minutes."),
}


@dataclass(frozen=True, slots=True)
class SiteTerms:
    """What the settings of a site say."""

    zone: str
    week_starts_on: int
    phone: str
    emergency_hours: int
    answer_minutes: int
    idle_minutes: int

    @classmethod
    def of(cls, site: Site) -> "SiteTerms":
        """Those that a site has."""
        return cls(**{name: getattr(site, name) for name in cls.__slots__})


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
def change_site(*, actor: Actor, site: Site, terms: SiteTerms) -> Site:
    """The site's clock, the first day of its week, its phone, how long an emergency opens a chart, and how long a page
    waits for an answer.

    What has happened keeps its instants.
    """
    require(actor, ADMINISTER)
    if site.pk not in actor.sites_for(ADMINISTER):
        raise NotFound("site")
    if terms.zone not in available_timezones():
        raise refuse("There is no such time zone.", "zone", "Choose one of the list, such as America/Denver.")
    if not 0 <= terms.week_starts_on <= 6:
        raise refuse("A week starts on one of seven days.", "week_starts_on", "Choose one of the list.")
    for name, (least, most, what, mend) in LIMITS.items():
        if not least <= getattr(terms, name) <= most:
            raise refuse(what, name, mend)
    said = asdict(replace(terms, phone=terms.phone.strip()))
    for name, value in said.items():
        setattr(site, name, value)
    site.save(update_fields=[*said])
    detail: dict[str, Plain] = {name: value for name, value in said.items() if name != "phone"}
    record(actor, "site.changed", subject=("site", site.pk), detail=detail)
    return site


@action
def change_site_back(*, actor: Actor, site_id: int, saved: SiteTerms, before: SiteTerms) -> Site:
    """What was saved by mistake is as it was before, unless somebody saved since."""
    require(actor, ADMINISTER)
    site = Site.objects.select_for_update().filter(pk=site_id, pk__in=actor.sites_for(ADMINISTER)).first()
    if site is None:
        raise NotFound("site")
    if SiteTerms.of(site) != saved:
        raise refuse("These settings were saved again since.", "", "Read them and change what is wrong.")
    return change_site(actor=actor, site=site, terms=before)
