"""Somebody didn't come: they are written to by the ways that are safe, and a seat elsewhere makes up for it.

No message says what it is about, nor that anything was missed: a phone lies on a table.
"""

from datetime import datetime, timedelta
from uuid import UUID

from stepwell.domain.contact.queries import message_way
from stepwell.domain.people.models import Client
from stepwell.domain.week.actions.make_up import book_make_up, take_back_make_up
from stepwell.domain.week.actions.rescue import arrange, record_attempt, reopen_outreach
from stepwell.domain.week.actions.telling import UNDONE_BY_THEN, keep_word
from stepwell.domain.week.models import Booking, MakeUp, Outreach, OutreachAttempt
from stepwell.domain.week.queries.rescue import find_outreach
from stepwell.domain.week.rules.rescue import Cause, Fix, How, Outcome
from stepwell.kernel.actor import Actor, system
from stepwell.kernel.errors import refuse
from stepwell.platform.jobs.job import Job, enqueue
from stepwell.platform.ledger.unit import action
from stepwell.platform.notify.actions import send_message
from stepwell.platform.notify.models import Message
from stepwell.platform.notify.rules import Channel
from stepwell.platform.notify.words import register_template
from stepwell.workflows.appointment import how_words, link_words, when_words

CALL_US = register_template(
    "call_us",
    takes=("number",),
    subject="Please call",
    body="Please call $number when you can.",
    sms="Please call $number when you can.",
)
ANOTHER_TIME = register_template(
    "another_time",
    takes=("when", "link", "how"),
    subject="Your appointment",
    body="You are expected on $when.\n\nWhere it is: $link\n\nIf you can't come, $how.",
    sms="You are expected on $when. Where it is: $link If you can't come, $how.",
)
_tell_job: list[Job] = []


def tell_with(job: Job) -> None:
    """Called by `stepwell.jobs` as it is loaded: it may import this, and this not it."""
    _tell_job[:] = [job]


@action
def write_to_missing(*, actor: Actor, outreach_id: UUID, now: datetime) -> OutreachAttempt:
    """Ask them to call, by text or by e-mail, and write down that they were tried. Refuses where no way is safe."""
    outreach = find_outreach(actor, outreach_id, lock=True)
    client = outreach.client
    if outreach.ended_at is not None:
        raise refuse("This is over already.", "", "The page says how it ended.")
    channel = message_way(client, now)
    if channel is None or not client.site.phone:
        raise refuse("No message may go to them.", "", "See how they may be reached, and call.")
    before = outreach.attempts.filter(how=How.MESSAGE.value, at__gt=now - timedelta(minutes=1)).first()
    if before is not None:
        return before
    _send(client, channel, CALL_US.name, {"number": client.site.phone}, now)
    return record_attempt(actor=actor, outreach_id=outreach_id, how=How.MESSAGE, outcome=Outcome.SENT, now=now)


@action
def make_up(
    *,
    actor: Actor,
    client_id: UUID,
    session_id: UUID,
    now: datetime,
    outreach_id: UUID | None = None,
    cause: Cause = Cause.OTHER,
) -> MakeUp:
    """Book the seat; where it is the answer to somebody who didn't come, that is arranged with it. They are told once
    it can't be undone any more.
    """
    outreach = find_outreach(actor, outreach_id) if outreach_id else None
    if outreach is not None and outreach.client_id != client_id:
        raise refuse("This is about somebody else.", "", "Open it from their chart.")
    made = book_make_up(actor=actor, client_id=client_id, session_id=session_id, outreach=outreach, now=now)
    if made.booked_at != now:
        return made
    if outreach is not None and outreach.ended_at is None:
        arrange(actor=actor, outreach_id=outreach.pk, cause=cause, fix=Fix.SESSION, now=now)
    enqueue(_tell_job[0], at=now + UNDONE_BY_THEN, booking_id=made.booking_id, booked_at=now.isoformat())
    return made


@action
def take_back(*, actor: Actor, client_id: UUID, session_id: UUID, booked_at: datetime, now: datetime) -> Booking:
    """The seat is free again; who didn't come is looked for again, where the seat was the answer to that."""
    booking = take_back_make_up(actor=actor, client_id=client_id, session_id=session_id, booked_at=booked_at, now=now)
    outreach = Outreach.objects.filter(make_ups__booking=booking, fix=Fix.SESSION.value, ended_at=booked_at).first()
    if outreach is not None:
        reopen_outreach(actor=actor, outreach=outreach, now=now)
    return booking


def tell_make_up(booking_id: int, booked_at: datetime, now: datetime) -> Message | None:
    """Say when they are expected, where the seat still stands and a way is safe; else whoever booked it tells them."""
    found = Booking.objects.filter(
        pk=booking_id, canceled_at__isnull=True, make_up__booked_at=booked_at, starts_at__gt=now
    )
    booking = found.select_related("client__site", "session").first()
    if booking is None or (channel := message_way(booking.client, now)) is None:
        return None
    site = booking.client.site
    context = {"when": when_words(booking.starts_at, site), "link": link_words(), "how": how_words(site)}
    message = _send(booking.client, channel, ANOTHER_TIME.name, context, now)
    keep_word(booking, message, now)
    return message


def _send(client: Client, channel: Channel, template: str, context: dict[str, str], now: datetime) -> Message:
    assert client.account_id is not None  # `message_way` found a way to it
    return send_message(
        actor=system("rescue"),
        account_id=client.account_id,
        channel=channel,
        template=template,
        context=context,
        now=now,
    )
