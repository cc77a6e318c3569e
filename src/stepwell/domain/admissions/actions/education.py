"""Early-intervention education: offered, agreed to or not, and whether they came."""

from datetime import datetime
from uuid import UUID

from stepwell.domain.admissions.actions.opened import find_open
from stepwell.domain.admissions.actions.steps import TAUGHT, owe_steps
from stepwell.domain.admissions.models import EducationHour, Enquiry
from stepwell.domain.admissions.permissions import GIVE_INTERIM
from stepwell.domain.admissions.queries.education import teachers_of
from stepwell.domain.admissions.queries.routes import decided_route
from stepwell.domain.admissions.rules.education import HourStanding, Offered, check_offered, check_told
from stepwell.domain.admissions.rules.route import Route
from stepwell.domain.worklist.actions import finish_task
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound, refuse
from stepwell.platform.ledger.unit import action, record


@action
def offer_education(*, actor: Actor, enquiry_id: UUID, offered: Offered, key: UUID, now: datetime) -> EducationHour:
    """It was offered, and this is what they said. `key` is the form's own: sent twice is there once."""
    enquiry = find_open(actor, enquiry_id, GIVE_INTERIM)
    kept = EducationHour.objects.filter(pk=key).first()
    if kept is not None:
        if kept.enquiry_id == enquiry.pk:
            return kept
        raise refuse("This form was sent already.", "", "Open the page again, and record it anew.")
    _, route, _ = decided_route(enquiry)
    if route is not Route.LESS:
        mend = "What somebody has who waits for a seat stands under “Meanwhile they have”."
        raise refuse("This is for somebody whose level is below every track here.", "", mend)
    check_offered(offered, now=now, teachers={one.pk for one in teachers_of(actor, enquiry)})
    comes = offered.answer is HourStanding.AGREED
    made = EducationHour.objects.create(
        pk=key,
        enquiry=enquiry,
        standing=offered.answer.value,
        topic=offered.topic.strip() if comes else "",
        held_at=offered.held_at if comes else None,
        held_by_id=offered.held_by_id if comes else None,
        words=offered.words.strip(),
        offered_by_id=actor.staff_id,
        offered_at=now,
    )
    _recorded(actor, enquiry, f"education.{'agreed' if comes else 'declined'}", now)
    return made


@action
def tell_education(
    *, actor: Actor, enquiry_id: UUID, hour_id: UUID, standing: HourStanding, now: datetime
) -> EducationHour:
    """They came, they didn't, or it was called off. The first word stands."""
    enquiry = find_open(actor, enquiry_id, GIVE_INTERIM)
    hour = EducationHour.objects.filter(enquiry=enquiry, pk=hour_id, held_at__isnull=False).first()
    if hour is None:
        raise NotFound("education hour", enquiry.client_id)
    if hour.told_at is not None:
        if hour.standing == standing.value:
            return hour
        raise refuse("Somebody has said already what became of it.", "standing", "Read it on this page.")
    assert hour.held_at is not None  # found by it
    check_told(standing, hour.held_at, now)
    hour.standing, hour.told_at, hour.told_by_id = standing.value, now, actor.staff_id
    hour.save(update_fields=["standing", "told_at", "told_by"])
    _recorded(actor, enquiry, "education.told", now)
    return hour


def _recorded(actor: Actor, enquiry: Enquiry, verb: str, now: datetime) -> None:
    """In the ledger; and what is next is owed anew, for another hour may be the next one by now."""
    record(actor, verb, client_id=enquiry.client_id, subject=("enquiry", enquiry.pk))
    finish_task(actor=actor, kind=TAUGHT, subject_id=enquiry.pk, now=now)
    owe_steps(actor, enquiry, now)
