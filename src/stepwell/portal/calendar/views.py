"""The sessions that are booked for me, as a file for a calendar."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from stepwell.domain.people.queries import own_client
from stepwell.domain.week.queries.today import coming_bookings
from stepwell.interop.calendar.appointments import Appointment, calendar_of
from stepwell.kernel import clock
from stepwell.platform.access.door import Request, page
from stepwell.portal.permissions import OPEN_PORTAL


@page(OPEN_PORTAL)
@require_GET
def calendar(request: Request) -> HttpResponse:
    """What is booked from now on; the file's name says nothing either."""
    now = clock.now()
    booked = coming_bookings(request.actor, own_client(request.actor), now=now)
    found = [Appointment(one.session_id, one.starts_at, one.ends_at) for one in booked]
    answer = HttpResponse(calendar_of(found, made_at=now), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="appointments.ics"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
