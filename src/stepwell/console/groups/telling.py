"""Who hears of a change, and how: shown before it is made; and the page of somebody whom no message reaches."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from stepwell.domain.week.actions import say_told
from stepwell.domain.week.models import Session
from stepwell.domain.week.permissions import TELL_CHANGE, VIEW_ROLL
from stepwell.domain.week.queries.told import to_tell, would_hear
from stepwell.kernel import clock
from stepwell.kernel.actor import Actor
from stepwell.platform.access.door import Request, page, see_other
from stepwell.workflows.reach import LABELS


def hearers(actor: Actor, session: Session, now: datetime) -> dict[str, Any]:
    """For `_hearers.html`: who gets a message by which way and when, and whom a person has to tell."""
    if not actor.may(VIEW_ROLL) or session.starts_at <= now:
        return {"hears": [], "unreached": []}
    zone = ZoneInfo(session.site.zone)
    found = would_hear(actor, session, now)
    told = [(one.client, LABELS[one.channel.value], one.at) for one in found if one.channel and one.at]
    return {
        "hears": [(client, way, at.astimezone(zone) if at > now else None) for client, way, at in told],
        "unreached": [one.client for one in found if one.channel is None],
    }


@page(TELL_CHANGE)
def tell(request: Request, client_id: UUID) -> HttpResponseBase:
    """What changed for somebody whom no message may tell it; whoever told them says so here."""
    if request.method == "POST":
        say_told(actor=request.actor, client_id=client_id, now=clock.now())
        messages.success(request, "It is written down that they know.")
        return see_other(reverse("today"), request)
    client, changes = to_tell(request.actor, client_id)
    with timezone.override(ZoneInfo(client.site.zone)):
        return render(request, "console/groups/tell.html", {"client": client, "changes": changes})
