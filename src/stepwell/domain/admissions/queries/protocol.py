"""What a site has set for its admissions. No health information, so no ledger rows."""

from collections.abc import Iterable

from stepwell.domain.admissions.models import AdmissionsProtocol
from stepwell.domain.admissions.permissions import SET_PROTOCOL, VIEW_ENQUIRY
from stepwell.domain.admissions.rules.levels import Edition
from stepwell.domain.admissions.rules.stages import Stage
from stepwell.domain.admissions.rules.targets import DEFAULT_HOURS, Protocol
from stepwell.domain.people.models import Site
from stepwell.kernel.actor import Actor
from stepwell.platform.access.permission import require

# The column that holds a stage's hours.
HOURS = {
    Stage.ENQUIRY: "screen_hours",
    Stage.SCREENED: "benefits_hours",
    Stage.BENEFITS: "assess_hours",
    Stage.ASSESSED: "place_hours",
    Stage.PLACED: "schedule_hours",
}


def protocols(actor: Actor, site_ids: Iterable[int]) -> dict[int, Protocol]:
    """Each site's protocol; what isn't set is ours. One query."""
    require(actor, VIEW_ENQUIRY)
    ids = {*site_ids}
    stored = {row.site_id: row for row in AdmissionsProtocol.objects.filter(site_id__in=ids)}
    return {site_id: protocol_of(stored.get(site_id)) for site_id in ids}


def protocol_of(row: AdmissionsProtocol | None) -> Protocol:
    """A stored protocol as values."""
    if row is None:
        return Protocol(dict(DEFAULT_HOURS))
    hours = {stage: int(getattr(row, column)) for stage, column in HOURS.items()}
    return Protocol(hours, row.attempts, row.attempt_days, row.keeps_groups, Edition(row.edition))


def protocols_to_set(actor: Actor) -> list[tuple[Site, AdmissionsProtocol | None]]:
    """The sites that the actor sets it for, by name, with what is stored."""
    require(actor, SET_PROTOCOL)
    sites = Site.objects.filter(pk__in=actor.sites_for(SET_PROTOCOL)).select_related("admissions_protocol")
    return [(site, getattr(site, "admissions_protocol", None)) for site in sites.order_by("name")]
