"""Finding one's own front door, and whether it stands."""

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from stepwell.platform.access.door import Request, page
from stepwell.platform.access.permission import EVERYONE, LOGGED_IN


@page(LOGGED_IN)
def home(request: Request) -> HttpResponseBase:
    """To the portal for a client, to the console for staff."""
    return redirect("me_today" if request.actor.client_id else "today")


@page(EVERYONE)
def health(request: Request) -> HttpResponse:
    """For who watches the server: 200 when the database answers, 503 when it doesn't."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (OperationalError, InterfaceError):
        connection.close()
        return HttpResponse("the database does not answer", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")
