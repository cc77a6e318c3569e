"""What a site offers, all on one page, with the way to each of it."""

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render

from stepwell.console.program.present import day_shown
from stepwell.domain.catalog.permissions import SET_UP_CATALOG
from stepwell.domain.catalog.queries import (
    closed_days_ahead,
    curricula_of,
    program_of,
    program_sites,
    segments_of,
    warning_of,
)
from stepwell.domain.catalog.rules import standard_by_code
from stepwell.domain.catalog.rules.services import STARTING_SET
from stepwell.kernel import clock
from stepwell.platform.access.door import Request, page


@page(SET_UP_CATALOG)
def choose(request: Request) -> HttpResponse:
    """The sites that one sets up; where it is one, straight to it."""
    sites = program_sites(request.actor)
    if len(sites) == 1:
        return redirect("program", sites[0].pk)
    return render(request, "console/program/choose.html", {"sites": sites})


@page(SET_UP_CATALOG)
def program(request: Request, site_id: int) -> HttpResponse:
    """Tracks with their warnings, days as bars, places with their seats, services."""
    it = program_of(request.actor, site_id)
    context = {
        "it": it,
        "site": it.site,
        "tracks": [(one, warning_of(one), standard_by_code(one.standard_code)) for one in it.tracks],
        "curricula": curricula_of(request.actor, it.site),
        "missing": len({one.name for one in STARTING_SET} - {one.name for one in it.services}),
        "closed": closed_days_ahead(request.actor, it.site, clock.day_at(clock.now(), ZoneInfo(it.site.zone)))[:6],
        "days": [(one, day_shown(segments_of(one))) for one in it.days],
    }
    return render(request, "console/program/program.html", context)
