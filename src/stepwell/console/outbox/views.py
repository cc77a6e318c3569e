"""Messages out: a list by state, and two things to do with one that didn't arrive. What they say isn't shown."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages as notices
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from stepwell.domain.people.queries import accounts_at, owners_of_accounts
from stepwell.kernel import clock
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound, Refused
from stepwell.platform.access.door import Request, page, see_other
from stepwell.platform.notify import queries
from stepwell.platform.notify.actions import send_again, withdraw_message
from stepwell.platform.notify.adapters import adapter_for
from stepwell.platform.notify.models import Message
from stepwell.platform.notify.permissions import TEND_OUTBOX, VIEW_OUTBOX
from stepwell.platform.notify.rules import Channel, State

# What a person looks for: the lost ones first.
VIEWS = {
    "lost": ("Didn’t arrive", (State.GIVEN_UP, State.BOUNCED)),
    "waiting": ("Waiting", (State.QUEUED, State.HELD)),
    "sent": ("Sent", (State.SENT, State.DELIVERED)),
    "withdrawn": ("Not needed", (State.WITHDRAWN,)),
}
CHANNELS = {Channel.EMAIL: "E-mail", Channel.SMS: "Text", Channel.VOICE: "Call", Channel.PUSH: "Phone notice"}


@page(VIEW_OUTBOX)
def outbox(request: Request) -> HttpResponse:
    """The newest of one view, and how many there are in each."""
    chosen = request.GET.get("view", "lost")
    chosen = chosen if chosen in VIEWS else "lost"
    accounts = accounts_at(request.actor, VIEW_OUTBOX)
    counts = queries.outbox_counts(request.actor, accounts)
    tabs = [
        {
            "label": f"{label} ({sum(counts.get(one, 0) for one in states)})",
            "url": f"?view={name}",
            "current": name == chosen,
        }
        for name, (label, states) in VIEWS.items()
    ]
    shown = queries.outbox(request.actor, accounts, VIEWS[chosen][1])
    context = {
        "tabs": tabs,
        "rows": _rows(request.actor, shown),
        "chosen": chosen,
        "may_tend": request.actor.may(TEND_OUTBOX),
        "missing": [label for channel, label in CHANNELS.items() if adapter_for(channel) is None],
        "most": queries.MOST,
    }
    return render(request, "console/outbox/outbox.html", context)


def _rows(actor: Actor, shown: list[Message]) -> list[dict[str, Any]]:
    """Each with whose it is, at the hour of their site."""
    owners = owners_of_accounts(actor, VIEW_OUTBOX, {one.account_id for one in shown})
    rows = []
    for one in shown:
        name, zone = owners[one.account_id]
        channel = CHANNELS[Channel(one.channel)]
        rows.append({"one": one, "name": name, "zone": ZoneInfo(zone), "channel": channel})
    return rows


@require_POST
@page(TEND_OUTBOX)
def tend(request: Request, message_id: UUID) -> HttpResponseBase:
    """Once more, or not needed any more."""
    told: dict[str, Any] = {"actor": request.actor, "message_id": message_id, "now": clock.now()}
    told["accounts"] = accounts_at(request.actor, TEND_OUTBOX)
    try:
        if request.POST.get("verb") == "again":
            send_again(**told)
            notices.success(request, "It is on its way again.")
        elif request.POST.get("verb") == "reached":
            withdraw_message(**told)
            notices.success(request, "Noted: they were reached another way.")
        else:
            raise NotFound("verb")
    except Refused as refused:
        notices.warning(request, str(refused.refusals[0]))
    return see_other(f"{reverse('outbox')}?view=lost", request)
