"""Reads of one person's placements over time, of every enquiry of theirs."""

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.models import Enquiry, Placement
from stepwell.domain.admissions.permissions import VIEW_ENQUIRY, visible_enquiries
from stepwell.domain.admissions.rules.history import Row, compare
from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import find_client
from stepwell.kernel.actor import Actor
from stepwell.platform.ledger.unit import record_read

# So many stand beside each other; who has been placed more often sees the latest.
MOST = 8


@dataclass(frozen=True, slots=True)
class History:
    """The decisions in the order of time, and the six dimensions over them."""

    client: Client
    placements: tuple[Placement, ...]
    rows: tuple[Row, ...]
    is_cut: bool

    @property
    def zone(self) -> ZoneInfo:
        """The site's clock."""
        return ZoneInfo(self.client.site.zone)


def placement_history(actor: Actor, client_id: UUID) -> History:
    """What was decided for one person, and when. Written down. Raises `NotFound`."""
    client = find_client(actor, client_id, VIEW_ENQUIRY)
    record_read(actor, "placements", client.pk)
    visible = Enquiry.objects.filter(visible_enquiries(actor), client=client)
    found = Placement.objects.filter(enquiry__in=visible, decided_at__isnull=False).select_related("decided_by")
    latest = list(found.prefetch_related("ratings").order_by("-decided_at")[: MOST + 1])
    placements = latest[:MOST][::-1]
    return History(client, tuple(placements), compare([_severities(one) for one in placements]), len(latest) > MOST)


def _severities(placement: Placement) -> dict[int, int]:
    return {one.dimension: one.severity for one in placement.ratings.all() if one.severity is not None}
