"""Reads of one person's placements over time, of every enquiry of theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.models import Enquiry, Placement
from stepwell.domain.admissions.permissions import VIEW_ENQUIRY, visible_enquiries
from stepwell.domain.admissions.rules.history import (
    FourthCell,
    FourthRow,
    Row,
    compare,
    compare_fourth,
    edition_changes,
)
from stepwell.domain.admissions.rules.levels import Edition
from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import find_client
from stepwell.kernel.actor import Actor
from stepwell.platform.ledger.unit import record_read

# So many stand beside each other; who has been placed more often sees the latest.
MOST = 8


@dataclass(frozen=True, slots=True)
class Part:
    """The decisions of one edition in the order of time, and its dimensions over them."""

    edition: Edition
    placements: tuple[Placement, ...]
    rows: tuple[Row, ...] | tuple[FourthRow, ...]


@dataclass(frozen=True, slots=True)
class History:
    """The decisions in the order of time; the same by edition, and each decision with which another edition begins."""

    client: Client
    placements: tuple[Placement, ...]
    parts: tuple[Part, ...]
    changes: tuple[tuple[Placement, Edition], ...]
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
    placements = tuple(latest[:MOST][::-1])
    editions = [Edition(one.edition) for one in placements]
    return History(
        client,
        placements,
        tuple(_part(edition, placements) for edition in dict.fromkeys(editions)),
        tuple((placements[at], editions[at]) for at in edition_changes(editions)),
        len(latest) > MOST,
    )


def _part(edition: Edition, placements: Sequence[Placement]) -> Part:
    of_it = tuple(one for one in placements if one.edition == edition.value)
    if edition is Edition.FOURTH:
        return Part(edition, of_it, compare_fourth([_rated(one) for one in of_it]))
    return Part(edition, of_it, compare([_severities(one) for one in of_it]))


def _severities(placement: Placement) -> dict[int, int]:
    return {one.dimension: one.severity for one in placement.ratings.all() if one.severity is not None}


def _rated(placement: Placement) -> dict[int, FourthCell]:
    return {one.dimension: FourthCell(one.codes, one.minimum, one.evidence) for one in placement.ratings.all()}
