"""Help now: people to call first, then how far a message to the team has come.

Whatever goes wrong here, `help.always` puts a page with the calls in its place.
"""

from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from stepwell.domain.people.queries import own_client
from stepwell.domain.prevention.queries.skills import own_skills
from stepwell.domain.safety.actions import raise_event
from stepwell.domain.safety.models import SafetyEvent, Source
from stepwell.domain.safety.queries import own_event, own_latest_event
from stepwell.domain.safety.queries.rota import own_on_call
from stepwell.domain.safety.rules import help_status, said_when
from stepwell.kernel import clock
from stepwell.platform.access.door import Request, page, see_other
from stepwell.portal.permissions import OPEN_PORTAL
from stepwell.portal.phone_time import phone_time
from stepwell.portal.prevention.words import shown_skills
from stepwell.portal.words import help_lines, on_call_words

# Ours: what helped most, after the calls; the others are a tap away.
SKILLS_SHOWN = 3


@page(OPEN_PORTAL)
@require_http_methods(["GET", "HEAD", "POST"])
def help_now(request: Request) -> HttpResponseBase:
    """The calls; sent to, it tells the team that the client doesn't feel safe."""
    if request.method != "POST":
        return _help_page(request, own_latest_event(request.actor))
    now = clock.now()
    event = raise_event(
        actor=request.actor,
        client=own_client(request.actor),
        key=readable_key(request.POST.get("event_key", "")),
        source=Source.SAID_UNSAFE,
        raised_at=said_when(phone_time(request.POST.get("pressed_at")), phone_time(request.POST.get("sent_at")), now),
        now=now,
    )
    return see_other(reverse("me_help_event", args=[event.pk]))


@page(OPEN_PORTAL)
@require_GET
def help_about(request: Request, event_id: UUID) -> HttpResponseBase:
    """The calls, and how far this one message has come."""
    return _help_page(request, own_event(request.actor, event_id))


def readable_key(typed: str) -> UUID:
    """The page's key. One that can't be read must not stand in the way of a call for help."""
    try:
        return UUID(typed)
    except ValueError:
        return uuid4()


def _help_page(request: Request, event: SafetyEvent | None) -> HttpResponse:
    """The same page with and without a message."""
    now, status, line, then = clock.now(), None, "", ""
    if event is not None:
        status = help_status(
            received_at=event.received_at,
            acknowledged_at=event.acknowledged_at,
            acknowledged_by=event.acknowledged_by.name if event.acknowledged_by else "",
            resolved=event.resolved_at is not None,
        )
        line, then = help_lines(status, now, ZoneInfo(event.client.site.zone))
    skills = shown_skills(own_skills(request.actor)[:SKILLS_SHOWN])
    oncall = on_call_words(own_on_call(request.actor, now), now)
    context = {"event": event, "status": status, "line": line, "then": then, "skills": skills, "oncall": oncall}
    return render(request, "portal/help.html", context)
