"""Today's expected people by time, and one verb: they are here."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from stepwell.console.schedule.tabs import schedule_tabs
from stepwell.console.schedule.views import chosen_site
from stepwell.console.undo.offers import offer
from stepwell.domain.people.queries import my_sites
from stepwell.domain.week.actions import mark_arrived
from stepwell.domain.week.permissions import RECEIVE
from stepwell.domain.week.queries.expected import expected_today
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.kernel.wording import clock_24
from stepwell.platform.access.door import Request, page, see_other


@page(RECEIVE)
@require_safe
def arrivals(request: Request) -> HttpResponse:
    """A site's day at the desk."""
    now = clock.now()
    here = request.actor.sites_for(RECEIVE)
    sites = [one for one in my_sites(request.actor) if one.pk in here]
    site = chosen_site(sites, request.GET.get("site", ""))
    if site is None:
        return render(request, "console/schedule/none.html")
    given = {
        "site": site,
        "shown": expected_today(request.actor, site, now),
        "now": now,
        "tabs": schedule_tabs(request.actor, site, "arrivals"),
        "sites": [{"label": one.name, "url": f"?site={one.pk}", "current": one == site} for one in sites],
    }
    with timezone.override(ZoneInfo(site.zone)):
        return render(request, "console/arrivals/arrivals.html", given)


@require_POST
@page(RECEIVE)
def arrived(request: Request, booking_id: int) -> HttpResponseBase:
    """They are here. Twice is once; taken back within seconds where it was somebody else."""
    back, now = reverse("arrivals"), clock.now()
    try:
        booking = mark_arrived(actor=request.actor, booking_id=booking_id, now=now)
    except Refused as refused:
        messages.error(request, " ".join(f"{one.what} {one.mend}".strip() for one in refused.refusals))
        return see_other(back, request)
    site = booking.session.site
    back = f"{back}?site={site.pk}"
    if booking.arrived_at == now:
        said = f"Marked as here, {clock_24(now, ZoneInfo(site.zone))}."
        offer(request, "arrival", said=said, back=back, now=now, booking=booking.pk, arrived_at=now.isoformat())
    return see_other(back, request)
