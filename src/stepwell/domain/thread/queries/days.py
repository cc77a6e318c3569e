"""The days of sites: no health information."""

from collections.abc import Iterable

from stepwell.domain.thread.models import ThreadDays
from stepwell.domain.thread.rules.days import Days, editions_of


def days_at(site_ids: Iterable[int]) -> dict[int, tuple[Days, ...]]:
    """The editions of each of these sites, ours first. One query."""
    ids = {*site_ids}
    own: dict[int, list[Days]] = {}
    for row in ThreadDays.objects.filter(site_id__in=ids):
        own.setdefault(row.site_id, []).append(Days(row.from_on, row.plan, row.finding, row.note))
    return {site_id: editions_of(own.get(site_id, ())) for site_id in ids}


def days_at_site(site_id: int) -> tuple[Days, ...]:
    """Those of one."""
    return days_at([site_id])[site_id]
