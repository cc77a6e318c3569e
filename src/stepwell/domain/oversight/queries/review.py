"""Reviews of access: which there are, and one with its lines."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Q

from stepwell.domain.oversight.models import AccessReview
from stepwell.domain.oversight.permissions import REVIEW_ACCESS, SEE_REVIEW, visible_reviews
from stepwell.domain.oversight.rules import quarter_of
from stepwell.domain.people.models import Site
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require


def list_reviews(actor: Actor) -> Sequence[AccessReview]:
    """The reviews of one's sites, the open ones first, with how many lines are still to decide."""
    require(actor, SEE_REVIEW)
    left = Count("lines", filter=Q(lines__decision=""))
    found = AccessReview.objects.filter(visible_reviews(actor)).select_related("site", "signed_by")
    return list(found.annotate(left=left, lines_in_all=Count("lines")).order_by("-signed_at", "-opened_at")[:200])


def get_review(actor: Actor, review_id: int, *, lock: bool = False) -> AccessReview:
    """One review of one's sites; locked for who changes it. Raises `NotFound`."""
    require(actor, SEE_REVIEW)
    rows = AccessReview.objects.select_for_update(of=("self",)) if lock else AccessReview.objects
    review = rows.filter(visible_reviews(actor), pk=review_id).select_related("site", "signed_by").first()
    if review is None:
        raise NotFound("review")
    return review


def sites_without_review(actor: Actor, now: datetime) -> list[int]:
    """The sites that have no review of this quarter yet."""
    require(actor, REVIEW_ACCESS)
    done = AccessReview.objects.filter(quarter=quarter_of(now.date())).values("site_id")
    return list(Site.objects.exclude(pk__in=done).order_by("pk").values_list("pk", flat=True))
