"""Word of the first day to somebody who starts: when, and a link to where it is. Never what it is.

It goes by text, or by e-mail where no text may go; wishes and quiet hours are asked by the outbox at every try. It
names a date: "tomorrow" would be wrong by the time it may go out.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from stepwell.domain.people.models import Client
from stepwell.kernel.actor import system
from stepwell.kernel.wording import clock_12
from stepwell.platform.notify.actions import can_be_reached, send_message
from stepwell.platform.notify.models import Message
from stepwell.platform.notify.rules import Channel
from stepwell.platform.notify.words import register_template
from stepwell.workflows.reach import LABELS

TEMPLATE = register_template(
    "first_day",
    takes=("when", "link", "how"),
    subject="Your appointment",
    body="You are expected on $when.\n\nWhere it is, and a calendar file: $link\n\nIf you can't come, $how.",
    sms="You are expected on $when. Where it is: $link If you can't come, $how.",
)


def tell_first_day(client: Client, first_at: datetime, now: datetime) -> Message | None:
    """Send it where the client has a login and may be reached; None where nothing may go, and somebody tells them."""
    if client.account_id is None:
        return None
    ways = (Channel.SMS, Channel.EMAIL)
    channel = next((way for way in ways if can_be_reached(client.account_id, way, now=now)), None)
    if channel is None:
        return None
    zone = ZoneInfo(client.site.zone)
    local = first_at.astimezone(zone)
    return send_message(
        actor=system("first day"),
        account_id=client.account_id,
        channel=channel,
        template=TEMPLATE.name,
        context={
            "when": f"{local:%A}, {local:%B} {local.day} at {clock_12(first_at, zone)}",
            "link": settings.PUBLIC_URL + reverse("me_today"),
            "how": f"call {client.site.phone}" if client.site.phone else "call us",
        },
        now=now,
    )


def told_by(client: Client) -> str:
    """By which way word of a first day went out last, or waits to; empty where none did, and none may."""
    if client.account_id is None:
        return ""
    sent = Message.objects.filter(account_id=client.account_id, template=TEMPLATE.name)
    channel = sent.order_by("-pk").values_list("channel", flat=True).first()
    return LABELS[channel] if channel else ""
