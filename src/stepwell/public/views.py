"""The front door, one's own behind it, and whether it stands."""

from hmac import compare_digest

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from stepwell.domain.worklist.permissions import VIEW_TODAY
from stepwell.kernel import clock
from stepwell.kernel.actor import Outside
from stepwell.platform.access.door import Request, page
from stepwell.platform.access.permission import EVERYONE
from stepwell.platform.watch.metrics import metrics_text
from stepwell.platform.watch.readings import take_readings
from stepwell.platform.watch.rules import findings, is_ready
from stepwell.public.frame import in_frame

# Where those outside go who are not clients.
_VISITORS = {Outside.FAMILY: "family_shared", Outside.REFERRER: "referrer_shared"}


@page(EVERYONE)
def home(request: Request) -> HttpResponseBase:
    """To the portal for a client, to the console for staff, to their own page for family and referrers.

    Whoever isn't signed in finds a calm page. Who has a login and no role now is told so: the console would only
    refuse them, and lead back here.
    """
    actor = request.actor
    if actor.account_id is None:
        return in_frame(request, "public/landing.html")
    if actor.client_id:
        return redirect("me_today")
    if actor.visitor in _VISITORS:
        return redirect(_VISITORS[actor.visitor])
    return redirect("today") if actor.may(VIEW_TODAY) else render(request, "public/no_role.html")


@page(EVERYONE)
def family(request: Request) -> HttpResponse:
    """What family can do and what they can't be told. The same for everybody: it knows nothing about anybody."""
    return in_frame(request, "public/family.html")


@page(EVERYONE)
def referrer(request: Request) -> HttpResponse:
    """The same for those who send somebody here."""
    return in_frame(request, "public/referrer.html")


@page(EVERYONE)
def health(request: Request) -> HttpResponse:
    """For who watches the server: 200 when the database answers, 503 when it doesn't."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (OperationalError, InterfaceError):
        connection.close()
        return HttpResponse("the database does not answer", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@page(EVERYONE)
def ready(request: Request) -> HttpResponse:
    """For who sends people here: whether all is well. What isn't is told by `stepwell doctor`, not to everybody."""
    now = clock.now()
    if is_ready(findings(take_readings(now), now)):
        return HttpResponse("ok", content_type="text/plain; charset=utf-8")
    return HttpResponse(
        "not ready", status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "10"}
    )


@page(EVERYONE)
def metrics(request: Request) -> HttpResponse:
    """For Prometheus, with its token. To everybody else there is nothing here."""
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    shown = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not compare_digest(shown.encode(), wanted.encode()):
        return HttpResponse(status=404)
    return HttpResponse(metrics_text(clock.now()), content_type=CONTENT_TYPE_PLAIN_0_0_4)
