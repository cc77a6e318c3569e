"""Word of the first day to somebody who starts: when, and a link to where it is. Never what it is.

It goes by text, or by e-mail where no text may go; wishes and quiet hours are asked by the outbox at every try. It
names a date: "tomorrow" would be wrong by the time it may go out.
"""

from datetime import datetime

from stepwell.domain.contact.queries import message_way
from stepwell.domain.people.models import Client
from stepwell.domain.week.actions.telling import keep_word
from stepwell.domain.week.models import Booking
from stepwell.kernel.actor import system
from stepwell.platform.notify.actions import send_message
from stepwell.platform.notify.models import Message
from stepwell.platform.notify.words import register_template
from stepwell.workflows.appointment import how_words, link_words, when_words
from stepwell.workflows.reach import LABELS

TEMPLATE = register_template(
    "first_day",
    takes=("when", "link", "how"),
    subject="Your appointment",
    body="You are expected on $when.\n\nWhere it is, and a calendar file: $link\n\nIf you can't come, $how.",
    sms="You are expected on $when. Where it is: $link If you can't come, $how.",
)


def tell_first_day(booking: Booking, now: datetime) -> Message | None:
    """Send it where the client has a login and may be reached; None where nothing may go, and somebody tells them.

    Where their first session changes before it went out, it is withdrawn, and they are told how it is then.
    """
    client = booking.client
    channel = message_way(client, now)
    if channel is None or client.account_id is None:
        return None
    message = send_message(
        actor=system("first day"),
        account_id=client.account_id,
        channel=channel,
        template=TEMPLATE.name,
        context={
            "when": when_words(booking.starts_at, client.site),
            "link": link_words(),
            "how": how_words(client.site),
        },
        now=now,
    )
    keep_word(booking, message, now)
    return message


def told_by(client: Client) -> str:
    """By which way word of a first day went out last, or waits to; empty where none did, and none may."""
    if client.account_id is None:
        return ""
    sent = Message.objects.filter(account_id=client.account_id, template=TEMPLATE.name)
    channel = sent.order_by("-pk").values_list("channel", flat=True).first()
    return LABELS[channel] if channel else ""
