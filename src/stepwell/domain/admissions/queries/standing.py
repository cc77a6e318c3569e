"""Where enquiries stand, and what they wait for: facts gathered from other parts, decided by `rules.stages`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from stepwell.domain.admissions.models import (
    BenefitsCheck,
    Enquiry,
    Episode,
    Placement,
    PlacementNeed,
    Referral,
    SeatHold,
)
from stepwell.domain.admissions.queries.education import education_of
from stepwell.domain.admissions.queries.routes import offered_levels
from stepwell.domain.admissions.rules.drafting import EVALUATE_NOW
from stepwell.domain.admissions.rules.education import NO_EDUCATION, Taught
from stepwell.domain.admissions.rules.levels import Edition
from stepwell.domain.admissions.rules.route import route_of
from stepwell.domain.admissions.rules.screening import REQUIRED_INSTRUMENTS
from stepwell.domain.admissions.rules.stages import EnquiryFacts, Stage, blocker, missing, stage_of
from stepwell.domain.measures.models import Administration
from stepwell.domain.measures.permissions import visible_sheets
from stepwell.domain.measures.rules import load_instrument
from stepwell.kernel.actor import Actor

DIED = "The referral says they have died: ask the sender first"


@dataclass(frozen=True, slots=True)
class Standing:
    """One enquiry's stage, since when, and what is in the way. `results` are the last finished sheets, by code."""

    facts: EnquiryFacts
    stage: Stage
    blocker: str
    since: datetime
    says_died: bool
    results: dict[str, Administration]
    placement: Placement | None
    episode: Episode | None
    benefits: BenefitsCheck | None
    held: SeatHold | None
    # the level that was decided last, and the edition that it is one of; empty while none is
    level: str = ""
    edition: Edition = Edition.THIRD

    @property
    def missing(self) -> tuple[str, ...]:
        """Everything that is still to be done, the first of it first."""
        return missing(self.facts)


def with_facts(enquiries: QuerySet[Enquiry]) -> QuerySet[Enquiry]:
    """The rows as `standings` wants them: person, owner, stay, and whether a referral says that they died."""
    died = Referral.objects.filter(enquiry=OuterRef("pk"), person__deceased=True)
    return enquiries.select_related("client", "owner", "site", "episode__track", "assessed_by").annotate(
        says_died=Exists(died)
    )


def standings(actor: Actor, enquiries: Sequence[Enquiry]) -> dict[UUID, Standing]:
    """Where each stands. Eight queries, however many there are. The enquiries are ones the actor has found."""
    sheets: dict[UUID, list[Administration]] = {}
    finished = Administration.objects.filter(
        visible_sheets(actor),
        client__in={enquiry.client_id for enquiry in enquiries},
        instrument_code__in=REQUIRED_INSTRUMENTS,
        completed_at__isnull=False,
        set_aside_at__isnull=True,
    )
    for sheet in finished.order_by("completed_at"):
        sheets.setdefault(sheet.client_id, []).append(sheet)
    placements: dict[UUID, list[Placement]] = {}
    evaluating = PlacementNeed.objects.filter(placement=OuterRef("pk"), kind=EVALUATE_NOW, met_at__isnull=True)
    stored = Placement.objects.filter(enquiry__in=enquiries).annotate(must_evaluate=Exists(evaluating))
    for placement in stored.select_related("decided_by").order_by("saved_at"):
        placements.setdefault(placement.enquiry_id, []).append(placement)
    checks = {
        check.enquiry_id: check
        for check in BenefitsCheck.objects.filter(enquiry__in=enquiries)
        .select_related("checked_by")
        .order_by("checked_at", "pk")
    }
    open_holds = SeatHold.objects.filter(enquiry__in=enquiries, released_at__isnull=True)
    holds = {hold.enquiry_id: hold for hold in open_holds.select_related("track", "held_by")}
    offered = offered_levels({enquiry.site_id for enquiry in enquiries})
    education = education_of(enquiries)
    return {
        enquiry.pk: _standing(
            enquiry,
            sheets.get(enquiry.client_id, []),
            placements.get(enquiry.pk, []),
            checks.get(enquiry.pk),
            holds.get(enquiry.pk),
            offered.get(enquiry.site_id, set()),
            education.get(enquiry.pk, NO_EDUCATION),
        )
        for enquiry in enquiries
    }


def _standing(
    enquiry: Enquiry,
    sheets: Sequence[Administration],
    placements: Sequence[Placement],
    benefits: BenefitsCheck | None,
    held: SeatHold | None,
    offered: Collection[str],
    taught: Taught,
) -> Standing:
    """One enquiry's standing.

    Only what was answered for this enquiry counts: neither an earlier stay's answers, nor those given after the start,
    which belong to the care team.
    """
    until = enquiry.started_at
    results = {
        sheet.instrument_code: sheet
        for sheet in sheets
        if sheet.completed_at is not None
        and sheet.completed_at >= enquiry.received_at
        and (until is None or sheet.completed_at <= until)
    }
    decided = [placement for placement in placements if placement.decided_at]
    latest = placements[-1] if placements else None
    level = decided[-1].chosen_level if decided else ""
    edition = Edition(decided[-1].edition) if decided else Edition.THIRD
    episode: Episode | None = getattr(enquiry, "episode", None)
    facts = EnquiryFacts(
        required=tuple(load_instrument(code).title for code in REQUIRED_INSTRUMENTS),
        completed=frozenset(load_instrument(code).title for code in results),
        placement_confirmed=bool(decided),
        admitted=enquiry.started_at is not None or episode is not None,
        stop=any(_stops(placement) for placement in placements),
        benefits_checked=benefits is not None,
        assessed=enquiry.assessed_at is not None,
        seat_held=held is not None,
        route=route_of(level, offered, edition),
        taught=taught,
    )
    stage = stage_of(facts)
    says_died: bool = getattr(enquiry, "says_died", False)
    waits_for = DIED if says_died and stage is not Stage.STARTED else blocker(facts)
    screened = max((sheet.completed_at for sheet in results.values() if sheet.completed_at), default=None)
    reached = {
        Stage.STARTED: enquiry.started_at,
        Stage.SCHEDULED: held.held_at if held else None,
        Stage.PLACED: decided[-1].decided_at if decided else None,
        Stage.ASSESSED: _later(enquiry.assessed_at, screened),
        Stage.BENEFITS: _later(benefits.checked_at if benefits else None, screened),
        Stage.SCREENED: screened,
    }
    since = reached.get(stage) or enquiry.received_at
    return Standing(facts, stage, waits_for, since, says_died, results, latest, episode, benefits, held, level, edition)


def _stops(placement: Placement) -> bool:
    """A draft that says to evaluate at once, or a decision after which nobody wrote down the evaluation."""
    must_evaluate: bool = getattr(placement, "must_evaluate", False)
    return must_evaluate or (placement.is_stop and placement.decided_at is None)


def _later(fact: datetime | None, screened: datetime | None) -> datetime | None:
    """A fact that was there before the screening was finished carries nobody on until then."""
    return max((each for each in (fact, screened) if each is not None), default=None)
