"""A warm handover: a place is asked, the person goes there, and somebody finds out whether they arrived."""

from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.actions.closing import close_enquiry, reopen_enquiry
from stepwell.domain.admissions.actions.opened import find_open
from stepwell.domain.admissions.actions.steps import ARRIVAL
from stepwell.domain.admissions.models import Closing, Enquiry, HandoverCall
from stepwell.domain.admissions.permissions import WORK_ENQUIRY
from stepwell.domain.admissions.queries.enquiry import find_enquiry
from stepwell.domain.admissions.rules.closing import Handover, Way
from stepwell.domain.admissions.rules.handover import ASK_ARRIVAL_AFTER, Answer, Call, Going, check_call, check_going
from stepwell.domain.worklist.actions import finish_task, raise_task
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import refuse
from stepwell.platform.access.permission import require_at
from stepwell.platform.ledger.unit import action, record


@action
def record_handover_call(*, actor: Actor, enquiry_id: UUID, call: Call, now: datetime) -> HandoverCall:
    """A place was asked. The same place at the same instant is the same call."""
    enquiry = find_open(actor, enquiry_id, WORK_ENQUIRY)
    check_call(call, received_at=enquiry.received_at, today=_today(enquiry, now), now=now)
    made, fresh = HandoverCall.objects.get_or_create(
        enquiry=enquiry,
        place=call.place.strip(),
        called_at=call.called_at,
        defaults={
            "phone": call.phone.strip(),
            "answer": call.answer.value,
            "spoke": call.spoke.strip(),
            "room_on": call.room_on if call.answer in (Answer.TAKES, Answer.LATER) else None,
            "words": call.words.strip(),
            "called_by_id": actor.staff_id,
            "recorded_at": now,
        },
    )
    if fresh:
        record(actor, "handover.asked", client_id=enquiry.client_id, subject=("enquiry", enquiry.pk))
    return made


@action
def hand_over(*, actor: Actor, enquiry_id: UUID, call_id: int, going: Going, now: datetime) -> Closing:
    """They go to the place that takes them: the enquiry ends here, and somebody asks there whether they arrived."""
    enquiry = find_enquiry(actor, enquiry_id, lock=True)
    require_at(actor, WORK_ENQUIRY, enquiry.site_id)
    call = HandoverCall.objects.filter(enquiry=enquiry, pk=call_id, answer=Answer.TAKES.value).first()
    if call is None:
        raise refuse("No place takes them yet.", "call_id", "Ask one, and record the call.")
    check_going(going, today=_today(enquiry, now))
    assert going.arrives_on is not None  # the rule refuses that
    warm = Handover(call.place, call.spoke, call.called_at, going.agreed)
    closing = close_enquiry(actor=actor, enquiry_id=enquiry_id, way=Way.REFERRED, reason="", handover=warm, now=now)
    if closing.handed_to != call.place:
        raise refuse(f"This enquiry is closed: they went to {closing.handed_to}.", "", "Reopen it first, and say why.")
    if closing.arrives_on is not None:  # sent twice
        return closing
    closing.arrives_on, closing.going = going.arrives_on, going.how.strip()
    closing.save(update_fields=["arrives_on", "going"])
    zone = ZoneInfo(enquiry.site.zone)
    raise_task(
        actor=actor,
        site=enquiry.site,
        client=enquiry.client,
        owner=enquiry.owner,
        kind=ARRIVAL,
        subject_id=enquiry.pk,
        title="Ask whether they arrived",
        reason=f"They were to arrive at {call.place} on {going.arrives_on:%Y-%m-%d}."[:200],
        due_at=datetime.combine(going.arrives_on, time(12), zone) + ASK_ARRIVAL_AFTER,
        now=now,
    )
    return closing


@action
def record_arrival(*, actor: Actor, enquiry_id: UUID, arrived: bool, now: datetime) -> Closing:
    """They are there, and the handover is over; or they aren't, and the enquiry is open again. The first one stands."""
    enquiry = find_enquiry(actor, enquiry_id, lock=True)
    require_at(actor, WORK_ENQUIRY, enquiry.site_id)
    closing = enquiry.closings.filter(way=Way.REFERRED.value).order_by("-closed_at").first()
    if closing is None:
        raise refuse("They weren't handed over to anybody.", "", "Read on the enquiry how it ended.")
    if closing.arrived is not None:
        if closing.arrived == arrived:
            return closing
        raise refuse("Somebody has said already whether they arrived.", "", "Read it on the enquiry.")
    if enquiry.closed_at is None:
        raise refuse("This enquiry is open again.", "", "Hand them over anew, or let them start.")
    closing.arrived, closing.arrival_known_at, closing.arrival_known_by_id = arrived, now, actor.staff_id
    closing.save(update_fields=["arrived", "arrival_known_at", "arrival_known_by"])
    record(
        actor,
        "handover.arrived" if arrived else "handover.not_arrived",
        client_id=enquiry.client_id,
        subject=("enquiry", enquiry.pk),
    )
    finish_task(actor=actor, kind=ARRIVAL, subject_id=enquiry.pk, now=now)
    if not arrived:
        reason = f"They did not arrive at {closing.handed_to}."
        reopen_enquiry(actor=actor, enquiry_id=enquiry.pk, reason=reason, now=now)
        closing.refresh_from_db()
    return closing


def _today(enquiry: Enquiry, now: datetime) -> date:
    return day_at(now, ZoneInfo(enquiry.site.zone))
