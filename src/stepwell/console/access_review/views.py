"""Who still needs access: each role kept or ended, and the whole of it signed."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from stepwell.domain.oversight.actions.review import decide_line, open_review, sign_review
from stepwell.domain.oversight.permissions import REVIEW_ACCESS, SEE_REVIEW
from stepwell.domain.oversight.queries.review import get_review, list_reviews
from stepwell.domain.people.queries import my_sites
from stepwell.kernel import clock
from stepwell.kernel.errors import NotFound, Refusal, Refused
from stepwell.platform.access.door import Request, page, see_other


@page(SEE_REVIEW)
def reviews(request: Request) -> HttpResponseBase:
    """Every review of one's sites. Sent with a site, it begins this quarter's, which otherwise the clock does."""
    begins = request.actor.sites_for(REVIEW_ACCESS)
    if request.method == "POST":
        wanted = next((site for site in begins if str(site) == request.POST.get("site")), None)
        if wanted is None:
            raise NotFound("site")
        opened = open_review(actor=request.actor, site_id=wanted, now=clock.now())
        return see_other(reverse("access_review", args=[opened.pk]), request)
    sites = [site for site in my_sites(request.actor) if site.pk in begins]
    given = {"reviews": list_reviews(request.actor), "sites": sites}
    return render(request, "console/access_review/list.html", given)


@page(SEE_REVIEW)
def review(request: Request, review_id: int) -> HttpResponse:
    """One review with its lines."""
    return _page(request, review_id)


@require_POST
@page(SEE_REVIEW)
def decide(request: Request, review_id: int, line_id: int) -> HttpResponseBase:
    """Keep or end one role."""
    decision = request.POST.get("decision", "")
    try:
        decide_line(actor=request.actor, review_id=review_id, line_id=line_id, decision=decision, now=clock.now())
    except Refused as refused:
        return _page(request, review_id, refused.refusals)
    return see_other(f"{reverse('access_review', args=[review_id])}#line-{line_id}", request)


@require_POST
@page(REVIEW_ACCESS)
def sign(request: Request, review_id: int) -> HttpResponseBase:
    """The director stands for it."""
    try:
        sign_review(actor=request.actor, review_id=review_id, now=clock.now())
    except Refused as refused:
        return _page(request, review_id, refused.refusals)
    messages.success(request, "The review is signed.")
    return see_other(reverse("access_review", args=[review_id]), request)


def _page(request: Request, review_id: int, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    found = get_review(request.actor, review_id)
    lines = list(found.lines.select_related("decided_by", "post").order_by("name", "role", "pk"))
    given = {
        "review": found,
        "lines": lines,
        "left": sum(not line.decision for line in lines),
        "own": request.actor.staff_id,
        "signs": found.site_id in request.actor.sites_for(REVIEW_ACCESS),
        "refusals": refusals,
    }
    with timezone.override(found.site.zone):
        return render(request, "console/access_review/review.html", given, status=409 if refusals else 200)
