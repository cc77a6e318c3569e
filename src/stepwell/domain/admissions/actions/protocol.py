"""Setting a site's protocol."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.models import AdmissionsProtocol
from stepwell.domain.admissions.permissions import SET_PROTOCOL
from stepwell.domain.admissions.queries.protocol import HOURS
from stepwell.domain.admissions.rules.levels import Edition
from stepwell.domain.people.models import Site
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound, Refusal, Refused, refuse
from stepwell.kernel.wording import date_and_time
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record

COLUMNS = (*HOURS.values(), "attempts", "attempt_days")
LONGEST = {**dict.fromkeys(HOURS.values(), 24 * 60), "attempts": 20, "attempt_days": 90}


@action
def set_protocol(
    *,
    actor: Actor,
    site_id: int,
    values: Mapping[str, int],
    revision: int,
    now: datetime,
    keeps_groups: bool = False,
    edition: Edition = Edition.THIRD,
) -> AdmissionsProtocol:
    """How fast the site's admissions answers, how often it tries, and the edition that placements are begun in: those
    that are there keep theirs. `revision` is the one that the page showed.
    """
    require(actor, SET_PROTOCOL)
    site = Site.objects.select_for_update(no_key=True).filter(pk=site_id, pk__in=actor.sites_for(SET_PROTOCOL)).first()
    if site is None:
        raise NotFound("site")
    refusals = [
        Refusal(f"This is a number from {_least(name)} to {LONGEST[name]}.", name, "Choose one of them.")
        for name in COLUMNS
        if not _least(name) <= values[name] <= LONGEST[name]
    ]
    if refusals:
        raise Refused(*refusals)
    row = AdmissionsProtocol.objects.filter(site=site).select_related("saved_by").first()
    row = row or AdmissionsProtocol(site=site)
    others = (row.keeps_groups, row.edition) == (keeps_groups, edition.value)
    same = others and all(getattr(row, name) == values[name] for name in COLUMNS)
    if same and row.pk:
        return row
    if row.pk and row.revision != revision:
        who, at = row.saved_by.name if row.saved_by else "Somebody", date_and_time(row.saved_at, ZoneInfo(site.zone))
        raise refuse(f"{who} saved this on {at}, after you opened the page.", "", "Read it, then save again.")
    for name in COLUMNS:
        setattr(row, name, values[name])
    row.keeps_groups, row.edition = keeps_groups, edition.value
    row.revision, row.saved_by_id, row.saved_at = row.revision + 1, actor.staff_id, now
    row.save()
    detail: dict[str, Plain] = {
        **{name: values[name] for name in COLUMNS},
        "groups": keeps_groups,
        "edition": edition.value,
    }
    record(actor, "admissions_protocol.set", subject=("site", site.pk), detail=detail)
    return row


def _least(name: str) -> int:
    return 0 if name == "attempt_days" else 1
