"""Reads for a warm handover, and for what somebody has while they can't start."""

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.models import Closing, Enquiry, HandoverCall, InterimService, Placement
from stepwell.domain.admissions.permissions import GIVE_INTERIM, VIEW_ENQUIRY, WORK_ENQUIRY, visible_enquiries
from stepwell.domain.admissions.queries.routes import decided_route
from stepwell.domain.admissions.rules.handover import Answer
from stepwell.domain.admissions.rules.levels import Level, find_level
from stepwell.domain.admissions.rules.route import Route
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_read

SHOWN, NAMES = 50, 30


@dataclass(frozen=True, slots=True)
class HandoverSheet:
    """One enquiry on its way elsewhere: why, who was asked, who takes them, what they have meanwhile.

    `places` are names and numbers that this site has asked before, the latest first: no word of anybody.
    """

    enquiry: Enquiry
    level: Level | None
    route: Route
    placement: Placement | None
    calls: tuple[HandoverCall, ...]
    interims: tuple[InterimService, ...]
    closing: Closing | None
    places: tuple[tuple[str, str], ...]
    may_work: bool
    may_give: bool

    @property
    def zone(self) -> ZoneInfo:
        """The site's clock."""
        return ZoneInfo(self.enquiry.site.zone)

    @property
    def takers(self) -> tuple[HandoverCall, ...]:
        """The calls in which a place said that it takes them, the latest first."""
        return tuple(call for call in self.calls if call.answer == Answer.TAKES.value)

    @property
    def is_open(self) -> bool:
        """Whether the enquiry has ended neither with a start nor without one."""
        return self.enquiry.started_at is None and self.enquiry.closed_at is None

    @property
    def asks_arrival(self) -> bool:
        """They were handed over, and nobody knows yet whether they arrived."""
        return self.closing is not None and bool(self.closing.handed_to) and self.closing.arrived is None


def get_handover(actor: Actor, enquiry_id: UUID) -> HandoverSheet:
    """One enquiry on its way elsewhere, whatever level was decided. Written down. Raises `NotFound`."""
    require(actor, VIEW_ENQUIRY)
    rows = Enquiry.objects.filter(visible_enquiries(actor), pk=enquiry_id).select_related("client__site", "site")
    enquiry = rows.first()
    if enquiry is None:
        raise NotFound("enquiry", Enquiry.objects.filter(pk=enquiry_id).values_list("client_id", flat=True).first())
    record_read(actor, "enquiry", enquiry.client_id, ("enquiry", enquiry.pk))
    level, route, edition = decided_route(enquiry)
    decided = Placement.objects.filter(enquiry=enquiry, decided_at__isnull=False).select_related("decided_by")
    return HandoverSheet(
        enquiry=enquiry,
        level=find_level(level, edition),
        route=route,
        placement=decided.order_by("-decided_at").first(),
        calls=tuple(enquiry.handover_calls.select_related("called_by").order_by("-called_at", "-pk")[:SHOWN]),
        interims=tuple(enquiry.interims.select_related("given_by").order_by("-given_on", "-recorded_at")[:SHOWN]),
        closing=enquiry.closings.filter(reopened_at__isnull=True).select_related("arrival_known_by").first(),
        places=_places(enquiry.site_id),
        may_work=enquiry.site_id in actor.sites_for(WORK_ENQUIRY),
        may_give=enquiry.site_id in actor.sites_for(GIVE_INTERIM),
    )


def _places(site_id: int) -> tuple[tuple[str, str], ...]:
    """Each place once, with the number that was written down last."""
    asked = HandoverCall.objects.filter(enquiry__site_id=site_id).order_by("place", "-called_at").distinct("place")
    return tuple(asked.values_list("place", "phone")[:NAMES])
