"""Reads of placements: the page of one enquiry, and what is known beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count

from stepwell.domain.admissions.models import Enquiry, Placement, PlacementNeed, PlacementRating, ReferredItem
from stepwell.domain.admissions.permissions import VIEW_ENQUIRY, visible_enquiries
from stepwell.domain.admissions.queries.protocol import protocols
from stepwell.domain.admissions.rules.drafting import Draft
from stepwell.domain.admissions.rules.known import Known, Screen, known_findings
from stepwell.domain.admissions.rules.levels import Edition
from stepwell.domain.admissions.rules.screening import REQUIRED_INSTRUMENTS
from stepwell.domain.measures.models import Administration
from stepwell.domain.measures.queries import find_instrument, last_sheets
from stepwell.domain.people.models import Client
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.kernel.wording import short_date
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_read


@dataclass(frozen=True, slots=True)
class PlacementState:
    """Everything the placement page shows of one enquiry. `decided` are the earlier decisions, newest first;
    `begins_in` is the edition in which the site begins a placement.
    """

    enquiry: Enquiry
    draft: Placement | None
    draft_ratings: Sequence[PlacementRating]
    decided: Sequence[Placement]
    decided_ratings: Sequence[PlacementRating]
    needs: Sequence[PlacementNeed]
    begins_in: Edition

    @property
    def going_on(self) -> Draft:
        """The draft to go on with, or an empty one in the site's edition."""
        return draft_of(self.draft, self.draft_ratings) if self.draft else Draft(edition=self.begins_in)

    @property
    def token(self) -> str:
        """Names what stands now; a save that was made on another state is told so."""
        return token_of(self.draft, self.decided[0] if self.decided else None)


def token_of(draft: Placement | None, decided: Placement | None) -> str:
    """What a page was made from: the last decision, the draft, and how often it was saved."""
    return f"{decided.pk if decided else ''}.{draft.pk if draft else ''}.{draft.revision if draft else 0}"


def placement_state(actor: Actor, enquiry_id: UUID) -> PlacementState:
    """The placements of one enquiry with their ratings. Written down as a look at one person's record."""
    enquiry = _enquiry(actor, enquiry_id, lock=False)
    placements = list(
        Placement.objects.filter(enquiry=enquiry)
        .select_related("saved_by", "decided_by")
        .prefetch_related("ratings", "needs__met_by")
        .order_by("-decided_at", "-saved_at")
    )
    decided = [placement for placement in placements if placement.decided_at is not None]
    draft = next((placement for placement in placements if placement.decided_at is None), None)
    record_read(actor, "placement", enquiry.client_id, ("enquiry", enquiry.pk))
    return PlacementState(
        enquiry,
        draft,
        list(draft.ratings.all()) if draft else [],
        decided,
        list(decided[0].ratings.all()) if decided else [],
        # what an earlier decision left to do isn't settled by a later one
        [need for each in decided for need in each.needs.all() if each is decided[0] or need.met_at is None],
        protocols(actor, [enquiry.site_id])[enquiry.site_id].edition,
    )


def open_enquiry_of(actor: Actor, client: Client) -> Enquiry | None:
    """The enquiry that this person's screening counts for. The client is one the actor has found."""
    require(actor, VIEW_ENQUIRY)
    return Enquiry.objects.filter(
        visible_enquiries(actor), client=client, started_at__isnull=True, closed_at__isnull=True
    ).first()


def find_enquiry_to_place(actor: Actor, enquiry_id: UUID) -> Enquiry:
    """One enquiry to place, locked for the rest of the transaction. Raises `NotFound`."""
    return _enquiry(actor, enquiry_id, lock=True)


def known_findings_of(actor: Actor, enquiry: Enquiry, edition: Edition = Edition.THIRD) -> tuple[Known, ...]:
    """What screening and the referrer say, beside the dimension of that edition that it may speak to."""
    require(actor, VIEW_ENQUIRY)
    sheets = last_sheets(actor, enquiry.client, REQUIRED_INSTRUMENTS)
    zone = ZoneInfo(enquiry.site.zone)
    screens = [_screen(sheets[code], zone) for code in REQUIRED_INSTRUMENTS if code in sheets]
    items = ReferredItem.objects.filter(referral__enquiry=enquiry)
    counts = dict(items.values_list("kind").annotate(Count("pk")).order_by("kind"))
    return known_findings(screens, counts, enquiry.source_name or "The referrer", edition)


def draft_of(placement: Placement, ratings: Sequence[PlacementRating]) -> Draft:
    """A stored draft as plain values."""
    return Draft(
        severities={rating.dimension: rating.severity for rating in ratings if rating.severity is not None},
        evidence={rating.dimension: rating.evidence for rating in ratings},
        uses_alcohol_or_benzodiazepine=placement.uses_alcohol_or_benzodiazepine,
        seizure_or_dt_history=placement.seizure_or_dt_history,
        ciwa_ar=placement.ciwa_ar,
        chosen_level=placement.chosen_level,
        reason=placement.reason,
        stop_reason=placement.stop_reason,
        edition=Edition(placement.edition),
        codes={rating.dimension: rating.codes for rating in ratings if rating.codes},
        minimums={rating.dimension: rating.minimum for rating in ratings if rating.minimum},
    )


def find_need(actor: Actor, need_id: int) -> PlacementNeed:
    """One need to meet, locked. Raises `NotFound`."""
    require(actor, VIEW_ENQUIRY)
    enquiries = Enquiry.objects.filter(visible_enquiries(actor))
    need = (
        PlacementNeed.objects.select_for_update(of=("self",))
        .filter(pk=need_id, placement__enquiry__in=enquiries)
        .select_related("placement__enquiry")
        .first()
    )
    if need is None:
        kept = PlacementNeed.objects.filter(pk=need_id).values_list("placement__client_id", flat=True).first()
        raise NotFound("placement need", kept)
    return need


def _enquiry(actor: Actor, enquiry_id: UUID, *, lock: bool) -> Enquiry:
    require(actor, VIEW_ENQUIRY)
    enquiries = Enquiry.objects.filter(visible_enquiries(actor), pk=enquiry_id).select_related("client", "site")
    if lock:
        enquiries = enquiries.select_for_update(of=("self",))
    enquiry = enquiries.first()
    if enquiry is None:
        raise NotFound("enquiry", Enquiry.objects.filter(pk=enquiry_id).values_list("client_id", flat=True).first())
    return enquiry


def _screen(sheet: Administration, zone: ZoneInfo) -> Screen:
    title = find_instrument(sheet.instrument_code).title
    day = (sheet.completed_at or sheet.saved_at).astimezone(zone)
    source = short_date(day) + (f", {sheet.rater.name}" if sheet.rater else "")
    if sheet.completed_at is None:
        return Screen(sheet.instrument_code, title, "not finished yet", source)
    total = "" if sheet.total is None else f"{sheet.total}, "
    return Screen(sheet.instrument_code, title, f"{total}{sheet.band_label}", source)
