"""Trying to reach somebody, the ways out of an enquiry, reopening it, and whose it is."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.actions.opened import check_open, find_open
from stepwell.domain.admissions.actions.steps import ANSWER, ARRIVAL, STEPS, finish_steps, owe_steps
from stepwell.domain.admissions.models import Closing, ContactAttempt, Enquiry, Episode, PlacementNeed, SeatHold
from stepwell.domain.admissions.permissions import OWNERS, WORK_ENQUIRY
from stepwell.domain.admissions.queries.education import education_of
from stepwell.domain.admissions.queries.enquiry import find_enquiry
from stepwell.domain.admissions.queries.protocol import protocols
from stepwell.domain.admissions.queries.routes import decided_route
from stepwell.domain.admissions.rules.closing import (
    AttemptOutcome,
    Channel,
    Handover,
    Way,
    check_closing,
    check_text,
)
from stepwell.domain.admissions.rules.drafting import EVALUATE_NOW
from stepwell.domain.admissions.rules.education import ENOUGH_FOR, NO_EDUCATION
from stepwell.domain.admissions.rules.stages import Stage
from stepwell.domain.people.actions import change_phase
from stepwell.domain.people.models import Phase
from stepwell.domain.people.queries import site_staff
from stepwell.domain.worklist.actions import finish_task, hand_over_tasks, raise_task
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import Refusal, Refused, refuse
from stepwell.kernel.wording import date_and_time
from stepwell.platform.access.permission import require_at
from stepwell.platform.ledger.unit import action, record


@action
def record_attempt(
    *,
    actor: Actor,
    enquiry_id: UUID,
    tried_at: datetime,
    channel: Channel,
    outcome: AttemptOutcome,
    now: datetime,
) -> ContactAttempt:
    """Somebody tried to reach them. The same instant by the same channel is the same attempt."""
    enquiry = find_open(actor, enquiry_id, WORK_ENQUIRY)
    if not enquiry.received_at.replace(second=0, microsecond=0) <= tried_at <= now:
        raise refuse("This is before the enquiry came, or still to come.", "tried_at", "Check the day and the time.")
    attempt, fresh = ContactAttempt.objects.get_or_create(
        enquiry=enquiry,
        tried_at=tried_at,
        channel=channel.value,
        defaults={"outcome": outcome.value, "tried_by_id": actor.staff_id, "recorded_at": now},
    )
    if fresh:
        record(actor, "enquiry.tried", client_id=enquiry.client_id, subject=("enquiry", enquiry.pk))
    return attempt


@action
def close_enquiry(
    *, actor: Actor, enquiry_id: UUID, way: Way, reason: str, handover: Handover, now: datetime
) -> Closing:
    """The enquiry ends without a start: its tasks are done, its seat is free. Twice the same way is once.

    Nobody who is to be evaluated now is let go of before somebody has written down what came of it.
    """
    enquiry = find_enquiry(actor, enquiry_id, lock=True)
    require_at(actor, WORK_ENQUIRY, enquiry.site_id)
    if enquiry.closed_at is not None:
        stands = _standing(enquiry)
        if stands is not None and stands.way == way.value and stands.closed_by_id == actor.staff_id:
            return stands
        raise _closed_meanwhile(enquiry, stands)
    check_open(enquiry)
    if PlacementNeed.objects.filter(placement__enquiry=enquiry, kind=EVALUATE_NOW, met_at__isnull=True).exists():
        raise refuse("This person is to be evaluated now.", "", "Write on the placement who saw them; then close it.")
    protocol = protocols(actor, [enquiry.site_id])[enquiry.site_id]
    taught = education_of([enquiry]).get(enquiry.pk, NO_EDUCATION)
    attempts = [(each.tried_at, AttemptOutcome(each.outcome)) for each in enquiry.attempts.all()]
    check_closing(
        way,
        reason,
        handover,
        attempts,
        needed=protocol.attempts,
        days=protocol.attempt_days,
        received_at=enquiry.received_at,
        hours=taught.given,
        is_enough=decided_route(enquiry)[0] in ENOUGH_FOR,
        now=now,
    )
    is_referred = way is Way.REFERRED
    closing = Closing.objects.create(
        enquiry=enquiry,
        way=way.value,
        reason=reason.strip(),
        handed_to=handover.to.strip() if is_referred else "",
        spoke=handover.spoke.strip() if is_referred else "",
        handed_at=handover.at if is_referred else None,
        agreed=handover.agreed and is_referred,
        closed_by_id=actor.staff_id,
        closed_at=now,
    )
    enquiry.closed_at = now
    enquiry.save(update_fields=["closed_at"])
    SeatHold.objects.filter(enquiry=enquiry, released_at__isnull=True).update(released_at=now)
    record(
        actor, "enquiry.closed", client_id=enquiry.client_id, subject=("enquiry", enquiry.pk), detail={"way": way.name}
    )
    finish_steps(actor, enquiry, now)
    # somebody who was in treatment before is an alumnus again; somebody new stays one who enquired
    if enquiry.client.phase == Phase.ENQUIRING and Episode.objects.filter(client_id=enquiry.client_id).exists():
        change_phase(actor=actor, client=enquiry.client, phase=Phase.LEFT)
    return closing


@action
def reopen_enquiry(*, actor: Actor, enquiry_id: UUID, reason: str, now: datetime) -> Enquiry:
    """They are on the board again, where their facts say. Twice is once; a newer enquiry of theirs comes first."""
    enquiry = find_enquiry(actor, enquiry_id, lock=True)
    require_at(actor, WORK_ENQUIRY, enquiry.site_id)
    if enquiry.closed_at is None:
        return enquiry
    check_text(
        "reason", reason, empty=Refusal("It isn't said why.", "reason", "Write what changed, such as: they called.")
    )
    others = Enquiry.objects.filter(client_id=enquiry.client_id, started_at__isnull=True, closed_at__isnull=True)
    if others.exists():
        raise refuse("This person has a newer open enquiry.", "", "Go on with that one.")
    if enquiry.client.phase == Phase.IN_TREATMENT:
        raise refuse("This person is in treatment.", "", "Open the chart instead.")
    closing = _standing(enquiry)
    if closing is not None:
        closing.reopened_at, closing.reopened_by_id, closing.reopen_reason = now, actor.staff_id, reason.strip()
        closing.save(update_fields=["reopened_at", "reopened_by", "reopen_reason"])
    enquiry.closed_at = None
    enquiry.save(update_fields=["closed_at"])
    record(actor, "enquiry.reopened", client_id=enquiry.client_id, subject=("enquiry", enquiry.pk))
    if enquiry.client.phase == Phase.LEFT:
        change_phase(actor=actor, client=enquiry.client, phase=Phase.ENQUIRING)
    finish_task(actor=actor, kind=ARRIVAL, subject_id=enquiry.pk, now=now)
    _answer_again(actor, enquiry, now)
    owe_steps(actor, enquiry, now)
    return enquiry


@action
def give_enquiry(*, actor: Actor, enquiry_id: UUID, to_id: int, seen_id: int | None, now: datetime) -> Enquiry:
    """The enquiry is somebody else's, with the open work that its last owner had. Twice is once.

    `seen_id` is the owner that the page showed: whom a colleague named since is not replaced unread.
    """
    enquiry = find_open(actor, enquiry_id, WORK_ENQUIRY)
    before = enquiry.owner_id
    if before == to_id:
        return enquiry
    if before != seen_id:
        name = enquiry.owner.name if enquiry.owner else "Nobody"
        raise refuse(f"{name} owns it now, since you opened this page.", "owner", "Choose again if it should change.")
    new = next((one for one in site_staff(actor, enquiry.site, OWNERS) if one.pk == to_id), None)
    if new is None:
        raise refuse("They take no enquiries at this site.", "owner", "Choose one of the list.")
    enquiry.owner = new
    enquiry.save(update_fields=["owner"])
    record(actor, "enquiry.given", client_id=enquiry.client_id, subject=("enquiry", enquiry.pk), detail={"to": new.pk})
    hand_over_tasks(actor=actor, kinds=STEPS, subject_id=enquiry.pk, from_id=before, to=new)
    return enquiry


def _answer_again(actor: Actor, enquiry: Enquiry, now: datetime) -> None:
    """Somebody who isn't screened yet is owed an answer as on the first day."""
    if enquiry.screened_at is None:
        protocol = protocols(actor, [enquiry.site_id])[enquiry.site_id]
        raise_task(
            actor=actor,
            site=enquiry.site,
            client=enquiry.client,
            kind=ANSWER,
            subject_id=enquiry.pk,
            title="Enquiry reopened",
            reason="Screening is next.",
            due_at=protocol.due_at(Stage.ENQUIRY, now) or now,
            now=now,
        )


def _standing(enquiry: Enquiry) -> Closing | None:
    return enquiry.closings.filter(reopened_at__isnull=True).select_related("closed_by").first()


def _closed_meanwhile(enquiry: Enquiry, stands: Closing | None) -> Refused:
    if stands is None:
        return refuse("This enquiry is closed already.", "", "Reopen it first, if that was a mistake.")
    who = stands.closed_by.name if stands.closed_by else "Somebody"
    at = date_and_time(stands.closed_at, ZoneInfo(enquiry.site.zone))
    return refuse(f"{who} closed it on {at}.", "", "Read how. Reopen it, if that was a mistake.")
