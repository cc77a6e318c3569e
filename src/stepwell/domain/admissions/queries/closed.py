"""Reads for the ways out: what was tried, how an enquiry ended, and who left without a start."""

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator

from stepwell.domain.admissions.models import Closing, ContactAttempt, Enquiry
from stepwell.domain.admissions.permissions import VIEW_ENQUIRY, visible_enquiries
from stepwell.domain.admissions.queries.protocol import protocols
from stepwell.domain.admissions.rules.targets import Protocol
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_list_read, record_read

PER_PAGE = 50
SHOWN = 50


@dataclass(frozen=True, slots=True)
class ClosingSheet:
    """One enquiry as the pages of its ways out show it. `closing` is the one that stands."""

    enquiry: Enquiry
    attempts: tuple[ContactAttempt, ...]
    closing: Closing | None
    protocol: Protocol

    @property
    def zone(self) -> ZoneInfo:
        """The site's clock."""
        return ZoneInfo(self.enquiry.site.zone)


def get_closing(actor: Actor, enquiry_id: UUID) -> ClosingSheet:
    """What was tried, and how it ended. Written down. Raises `NotFound`."""
    require(actor, VIEW_ENQUIRY)
    rows = Enquiry.objects.filter(visible_enquiries(actor), pk=enquiry_id).select_related("client", "site", "owner")
    enquiry = rows.first()
    if enquiry is None:
        raise NotFound("enquiry", Enquiry.objects.filter(pk=enquiry_id).values_list("client_id", flat=True).first())
    record_read(actor, "enquiry", enquiry.client_id, ("enquiry", enquiry.pk))
    return ClosingSheet(
        enquiry,
        tuple(enquiry.attempts.select_related("tried_by").order_by("-tried_at", "pk")[:SHOWN]),
        enquiry.closings.filter(reopened_at__isnull=True).select_related("closed_by").first(),
        protocols(actor, [enquiry.site_id])[enquiry.site_id],
    )


def closed_enquiries(actor: Actor, page: str) -> Page[Closing]:
    """The ways out that stand, the latest first, a page at a time. Written down as a list read."""
    require(actor, VIEW_ENQUIRY)
    visible = Enquiry.objects.filter(visible_enquiries(actor), closed_at__isnull=False)
    rows = Closing.objects.filter(enquiry__in=visible, reopened_at__isnull=True)
    rows = rows.select_related("enquiry__client", "enquiry__site", "closed_by").order_by("-closed_at", "pk")
    found = Paginator(rows, PER_PAGE).get_page(page)
    record_list_read(actor, "closed enquiries", [one.enquiry.client_id for one in found.object_list])
    return found
