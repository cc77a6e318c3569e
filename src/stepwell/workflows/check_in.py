"""A check-in, whichever way it comes: signed in, by a link in a text, or at the device by the door.

What spans parts stands here: a use that was told opens the review of `prevention`, and a link goes out by the
platform's outbox, which asks whether a text is safe.
"""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from stepwell.domain.checkins.actions import make_check_in_link, send_check_in, use_check_in_link
from stepwell.domain.checkins.models import CheckIn, Use, Way
from stepwell.domain.checkins.permissions import SEND_LINK
from stepwell.domain.checkins.rules import DOOR_LASTS, LINK_LASTS, Answers
from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import find_client
from stepwell.domain.prevention.actions.reviews import open_use_review
from stepwell.domain.week.models import Booking, Kiosk
from stepwell.domain.week.queries.arrivals import find_kiosk
from stepwell.kernel.actor import Actor, system
from stepwell.kernel.errors import refuse
from stepwell.platform.ledger.unit import action
from stepwell.platform.notify.actions import can_be_reached, send_message
from stepwell.platform.notify.rules import Channel
from stepwell.platform.notify.words import register_template

_OUTBOX = system("check_in")
_TEXT = register_template(
    "check_in.link",
    takes=("link",),
    subject="A message for you",
    sms="A message for you. It opens once, within a day: $link",
)


@action
def tell(
    *,
    actor: Actor,
    key: UUID,
    answers: Answers,
    now: datetime,
    said_at: datetime | None = None,
    sent_at: datetime | None = None,
    came_by: Way = Way.PHONE,
    kiosk: Kiosk | None = None,
) -> CheckIn:
    """The client's own check-in; a use in it opens a review, and thanks for telling are all that follows for them."""
    sent = send_check_in(
        actor=actor,
        key=key,
        answers=answers,
        now=now,
        said_at=said_at,
        sent_at=sent_at,
        came_by=came_by,
        kiosk=kiosk,
    )
    if sent.use == Use.YES and sent.received_at == now:
        open_use_review(actor=actor, check_in=sent, now=now)
    return sent


@action
def tell_by_link(
    *,
    token: str,
    key: UUID,
    answers: Answers,
    now: datetime,
    said_at: datetime | None = None,
    sent_at: datetime | None = None,
) -> CheckIn | None:
    """The same without a login. None where the link is used, over or unknown; answers that can't be use nothing up."""
    opened = use_check_in_link(token=token, key=key, now=now, said_at=said_at, sent_at=sent_at)
    if opened is None:
        return None
    actor, link = opened
    return tell(
        actor=actor,
        key=key,
        answers=answers,
        now=now,
        said_at=said_at,
        sent_at=sent_at,
        came_by=Way(link.came_by),
        kiosk=link.kiosk,
    )


def can_text_link(client: Client, now: datetime) -> bool:
    """Whether a text would reach this client and is safe."""
    return client.account_id is not None and can_be_reached(client.account_id, Channel.SMS, now=now)


@action
def text_check_in_link(*, actor: Actor, client_id: UUID, now: datetime) -> None:
    """A text with a link to one check-in. Raises `Refused` where texts aren't safe, or there is no number for them."""
    client = find_client(actor, client_id, SEND_LINK)
    if client.account_id is None or not can_text_link(client, now):
        raise refuse(
            "There is no safe way to text them.",
            mend=f"Look how {client.called} wants to be reached. A number for texts is given on their phone.",
        )
    _, token = make_check_in_link(actor=actor, client=client, came_by=Way.LINK, lasts=LINK_LASTS, now=now)
    send_message(
        actor=_OUTBOX,
        account_id=client.account_id,
        channel=Channel.SMS,
        template=_TEXT.name,
        context={"link": settings.PUBLIC_URL + reverse("check_in_by_link", args=[token])},
        now=now,
    )


@action
def check_in_at_door(*, actor: Actor, kiosk_id: UUID, booking_id: int, now: datetime) -> str:
    """The token of a check-in for whoever just arrived at a device: theirs alone, for some minutes."""
    kiosk = find_kiosk(actor, kiosk_id)
    booking = Booking.objects.select_related("client").get(pk=booking_id, session__site=kiosk.site)
    _, token = make_check_in_link(
        actor=actor, client=booking.client, came_by=Way.DOOR, lasts=DOOR_LASTS, now=now, kiosk=kiosk
    )
    return token
