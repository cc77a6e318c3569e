"""Reads of reviews after a return to use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.checkins.models import CheckIn
from stepwell.domain.people.models import Client
from stepwell.domain.prevention.models import ProposedChange, UseReview
from stepwell.domain.prevention.permissions import REVIEW_USE, VIEW_PREVENTION, visible_prevention
from stepwell.domain.prevention.queries.plans import content_now
from stepwell.domain.prevention.queries.skills import skills_at, tried_by
from stepwell.domain.prevention.rules.plan import Content
from stepwell.domain.prevention.rules.review import WINDOW, About, Before, Told, before
from stepwell.domain.prevention.rules.skills import Skill, Tally, by_help
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_read


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review as its page shows it. `told` are the check-ins of the two weeks before, the last first."""

    review: UseReview
    before: Before
    told: Sequence[CheckIn]
    helped: Sequence[tuple[Skill, Tally]]
    plan: Content
    changes: Sequence[ProposedChange]

    @property
    def client(self) -> Client:
        """Whose it is."""
        return self.review.client

    @property
    def zone(self) -> ZoneInfo:
        """The site's clock."""
        return ZoneInfo(self.review.client.site.zone)

    @property
    def open_changes(self) -> int:
        """How many wait for a yes or a no."""
        return sum(one.is_taken is None for one in self.changes)


def get_review(actor: Actor, review_id: UUID) -> Reviewed:
    """One to read or to write. Written down. Raises `NotFound`."""
    require(actor, REVIEW_USE)
    found = UseReview.objects.filter(visible_prevention(actor, REVIEW_USE), pk=review_id)
    review = found.select_related("client__site", "check_in", "finished_by").first()
    if review is None:
        raise _hidden(review_id)
    record_read(actor, "use_review", review.client_id, ("use review", review.pk))
    told = told_before(review.client, review.finished_at or latest_use(review))
    return Reviewed(
        review,
        before([facts_of(one) for one in told], review.finished_at or latest_use(review)),
        told,
        [one for one in by_help(skills_at(review.client.site), tried_by(review.client)) if one[1].times],
        content_now(review.client),
        list(review.changes.select_related("decided_by").order_by("pk")),
    )


def find_review(actor: Actor, review_id: UUID) -> UseReview:
    """One to act on, locked for the rest of the transaction. Raises `NotFound`."""
    require(actor, REVIEW_USE)
    rows = UseReview.objects.select_for_update(of=("self",)).select_related("client__site", "check_in")
    review = rows.filter(visible_prevention(actor, REVIEW_USE), pk=review_id).first()
    if review is None:
        raise _hidden(review_id)
    return review


def find_change(actor: Actor, change_id: int) -> ProposedChange:
    """One proposal to decide or to be done with, locked with its review. Raises `NotFound`."""
    require(actor, REVIEW_USE)
    review_id = ProposedChange.objects.filter(pk=change_id).values_list("review_id", flat=True).first()
    if review_id is None:
        raise NotFound("proposed change")
    review = find_review(actor, review_id)
    change = ProposedChange.objects.select_for_update().get(pk=change_id)
    change.review = review
    return change


def reviews_of(actor: Actor, client: Client) -> Sequence[UseReview]:
    """One client's, the last first: part of a page whose read is written down already."""
    require(actor, VIEW_PREVENTION)
    found = UseReview.objects.filter(visible_prevention(actor), client=client).select_related("finished_by")
    return list(found.order_by("-opened_at")[:20])


def changes_to_make(actor: Actor, client: Client) -> Sequence[ProposedChange]:
    """What was taken for the plan of care and doesn't stand there yet: part of a page that is written down already."""
    require(actor, VIEW_PREVENTION)
    found = ProposedChange.objects.filter(
        review__client=client, about=About.CARE.value, is_taken=True, done_at__isnull=True
    )
    return list(found.order_by("pk"))


def told_before(client: Client, at: datetime) -> Sequence[CheckIn]:
    """The check-ins of the two weeks up to `at`, the last first, for who has found the client."""
    found = CheckIn.objects.filter(client=client, said_at__gt=at - WINDOW, said_at__lte=at)
    return list(found.order_by("-said_at"))


def latest_use(review: UseReview) -> datetime:
    """When use was told last, as long as the review is open: what was told meanwhile belongs to it."""
    uses = CheckIn.objects.filter(client=review.client, use="yes").order_by("-said_at")
    last = uses.values_list("said_at", flat=True).first()
    return max(last or review.opened_at, review.check_in.said_at)


def facts_of(check_in: CheckIn) -> Told:
    """What a check-in says of the time before."""
    return Told(check_in.said_at, check_in.craving, check_in.use, tuple(check_in.triggers), check_in.slept_minutes)


def _hidden(review_id: UUID) -> NotFound:
    whose = UseReview.objects.filter(pk=review_id).values_list("client_id", flat=True).first()
    return NotFound("use review", whose)
