"""What is shared with me, and whether it still is."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_safe

from stepwell.domain.consent.permissions import SEE_SHARED
from stepwell.domain.consent.queries.opened import mark_of_opened, opened_to
from stepwell.domain.consent.rules import NOTICE
from stepwell.kernel import clock
from stepwell.kernel.actor import Outside
from stepwell.platform.access.door import Request, page, see_other
from stepwell.workflows.share import share
from stepwell.workflows.shared_card import card_of

# So long after a consent has ended a page that stands open and is looked at may still show it, at most. Ours.
ASKED_EVERY_SECONDS = 20
_PAGES = {Outside.FAMILY: "family_shared", Outside.REFERRER: "referrer_shared"}


@page(SEE_SHARED)
@require_safe
def shared(request: Request, whose: Outside) -> HttpResponseBase:
    """Everybody who has consented that I see something of them. Who hasn't, and who isn't here, look the same."""
    mine = request.actor.visitor
    assert mine is not None  # visitors alone hold the permission
    if mine is not whose:
        return see_other(reverse(_PAGES[mine]), request)
    now = clock.now()
    found = share(actor=request.actor, now=now)
    context = {
        "cards": [card_of(one, now=now) for one in found],
        "mark": mark_of_opened([one.opened for one in found]),
        "every": ASKED_EVERY_SECONDS,
        "is_family": mine is Outside.FAMILY,
        "notice": NOTICE.text,
    }
    return render(request, "visitors/shared.html", context)


@page(SEE_SHARED)
@require_GET
def still(request: Request) -> HttpResponseBase:
    """For the page that stands open: nothing while the same is shared, else what takes its place. It shows nobody, so
    it is no disclosure.
    """
    mine = request.actor.visitor
    assert mine is not None  # visitors alone hold the permission
    if request.GET.get("mark") == mark_of_opened(opened_to(request.actor, now=clock.now())):
        return HttpResponse(status=204)
    return render(request, "visitors/_closed.html", {"again": reverse(_PAGES[mine])})
