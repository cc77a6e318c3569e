"""Where the levels that were decided lead from the sites of these enquiries."""

from collections.abc import Collection

from stepwell.domain.admissions.models import Enquiry, Placement
from stepwell.domain.admissions.rules.levels import Edition
from stepwell.domain.admissions.rules.route import Route, route_of
from stepwell.domain.catalog.models import Track


def offered_levels(site_ids: Collection[int]) -> dict[int, set[str]]:
    """The levels of each site's open tracks. One query."""
    offered: dict[int, set[str]] = {}
    for site_id, code in Track.objects.filter(site_id__in=site_ids, is_open=True).values_list("site_id", "level_code"):
        offered.setdefault(site_id, set()).add(code)
    return offered


def decided_route(enquiry: Enquiry) -> tuple[str, Route, Edition]:
    """The level that was decided last, where it leads, and its edition; empty and here, where none is. Two queries.

    The caller has found the enquiry.
    """
    decided = Placement.objects.filter(enquiry=enquiry, decided_at__isnull=False).order_by("-decided_at")
    last = decided.values_list("chosen_level", "edition").first()
    level, edition = (last[0], Edition(last[1])) if last else ("", Edition.THIRD)
    return level, route_of(level, offered_levels([enquiry.site_id]).get(enquiry.site_id, set()), edition), edition
