"""Find a seat for one person: which groups they could join, and why not the others."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from stepwell.console.groups.forms import weekday_words
from stepwell.console.schedule.views import chosen_day, chosen_site
from stepwell.domain.people.queries import get_client, my_sites
from stepwell.domain.week.permissions import BOOK_MAKE_UP, ENROLL
from stepwell.domain.week.queries.seats import people_to_seat, seats_for
from stepwell.kernel import clock
from stepwell.platform.access.door import Request, page


@page(ENROLL)
@require_safe
def find(request: Request) -> HttpResponse:
    """`?client=` is whom, `?from=` from which day on."""
    now = clock.now()
    sites = [one for one in my_sites(request.actor) if one.pk in request.actor.sites_for(ENROLL)]
    site = chosen_site(sites, request.GET.get("site", ""))
    if site is None:
        return render(request, "console/schedule/none.html")
    today = clock.day_at(now, ZoneInfo(site.zone))
    from_on = max(today, chosen_day(request.GET.get("from", "")) or today)
    people = people_to_seat(request.actor, site, today)
    wanted = next((one.pk for one in people if str(one.pk) == request.GET.get("client", "")), None)
    given = {
        "site": site,
        "sites": [{"label": one.name, "url": f"?site={one.pk}", "current": one == site} for one in sites],
        "people": people,
        "from_on": from_on,
        "books_make_ups": request.actor.may(BOOK_MAKE_UP),
    }
    if isinstance(wanted, UUID):
        client = get_client(request.actor, wanted, what="seat")
        seats = seats_for(request.actor, client, from_on, now)
        given |= {"client": client, "seats": [(one, weekday_words(one.series.weekdays)) for one in seats]}
    with timezone.override(ZoneInfo(site.zone)):
        return render(request, "console/schedule/seat.html", given)
