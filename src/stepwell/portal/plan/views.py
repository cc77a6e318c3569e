"""The plan, as the client said it."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from stepwell.domain.careplan.queries import own_plan
from stepwell.platform.access.door import Request, page
from stepwell.portal.permissions import OPEN_PORTAL


@page(OPEN_PORTAL)
@require_GET
def plan(request: Request) -> HttpResponseBase:
    """Goals in one's own words, and what is next for each."""
    return render(request, "portal/plan.html", {"plan": own_plan(request.actor)})
