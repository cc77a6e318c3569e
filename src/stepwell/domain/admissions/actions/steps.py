"""The work that the way to a start makes: which task is open follows from the facts, each with the site's own clock."""

from datetime import datetime
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.models import EducationHour, Enquiry, SeatHold
from stepwell.domain.admissions.queries.education import education_of
from stepwell.domain.admissions.queries.protocol import protocols
from stepwell.domain.admissions.queries.routes import decided_route
from stepwell.domain.admissions.rules.education import ENOUGH_FOR, NO_EDUCATION, TELL_AFTER, HourStanding
from stepwell.domain.admissions.rules.handover import MORE_CARE_WITHIN
from stepwell.domain.admissions.rules.route import Route, leads_away
from stepwell.domain.admissions.rules.stages import Stage
from stepwell.domain.admissions.rules.targets import end_of_first_day
from stepwell.domain.people.models import Staff
from stepwell.domain.worklist.actions import finish_tasks, raise_task
from stepwell.kernel.actor import Actor

ANSWER, DECIDE = "enquiry.answer", "placement.decide"
BENEFITS, ASSESS, SCHEDULE, START = "enquiry.benefits", "enquiry.assess", "enquiry.schedule", "enquiry.start"
HAND_OVER, TEACH, TAUGHT = "enquiry.hand_over", "enquiry.teach", "enquiry.taught"
# Everything that is over when an enquiry ends. What has to happen because of a placement isn't among them.
STEPS = (ANSWER, DECIDE, BENEFITS, ASSESS, SCHEDULE, START, HAND_OVER, TEACH, TAUGHT)
# Comes after the end of an enquiry that was handed over.
ARRIVAL = "enquiry.arrival"
_WORDS = {
    BENEFITS: ("Check benefits", "Screening is finished. Ask who pays."),
    ASSESS: ("Assessment to finish", "Screening and benefits are there."),
    SCHEDULE: ("Choose the first day", "A level of care is decided."),
    START: ("Let them start", "Their first day is chosen."),
    HAND_OVER: ("Hand them over", "The level that was decided isn't one of this program."),
    TEACH: ("Early-intervention education", "Agree on an hour, hand over, or close: their level is below every track."),
    TAUGHT: ("Say whether they came", "Their hour of early-intervention education is over."),
}


def finish_steps(actor: Actor, enquiry: Enquiry, now: datetime) -> None:
    """Nothing of the way is left to do, and no hour is held any more. Called within the action that ends it."""
    agreed = EducationHour.objects.filter(enquiry=enquiry, standing=HourStanding.AGREED.value)
    agreed.update(standing=HourStanding.CALLED_OFF.value, told_at=now, told_by_id=actor.staff_id)
    finish_tasks(actor=actor, kinds=STEPS, subject_id=enquiry.pk, now=now)


def owe_steps(actor: Actor, enquiry: Enquiry, now: datetime) -> None:
    """Raise what the facts ask for now, and finish what they settle. Called within the action that made a fact."""
    protocol = protocols(actor, [enquiry.site_id])[enquiry.site_id]
    hold = SeatHold.objects.filter(enquiry=enquiry, released_at__isnull=True).first()
    checked, assessed = enquiry.benefits_checks.exists(), enquiry.assessed_at is not None
    level, route, _ = decided_route(enquiry)
    is_screened = enquiry.screened_at is not None or enquiry.placed_at is not None
    is_here = not leads_away(route, seat_held=hold is not None)
    taught = education_of([enquiry]).get(enquiry.pk, NO_EDUCATION)
    is_to_teach = not is_here and route is Route.LESS and not taught.is_over
    is_to_hand_over = not is_here and not (is_to_teach and level in ENOUGH_FOR)
    settled = [
        (BENEFITS, checked),
        (ASSESS, assessed),
        (SCHEDULE, hold is not None or not is_here),
        (START, hold is None),
        (HAND_OVER, not is_to_hand_over),
        (TEACH, not is_to_teach or taught.next_on is not None),
    ]
    finish_tasks(actor=actor, kinds=[kind for kind, done in settled if done], subject_id=enquiry.pk, now=now)
    if is_screened and not checked:
        _raise(actor, enquiry, BENEFITS, protocol.due_at(Stage.SCREENED, now) or now, now)
    if is_screened and checked and not assessed:
        _raise(actor, enquiry, ASSESS, protocol.due_at(Stage.BENEFITS, now) or now, now)
    if is_to_teach:
        _owe_education(actor, enquiry, protocol.due_at(Stage.PLACED, now) or now, now)
    if is_to_hand_over:
        due_at = now + MORE_CARE_WITHIN if route is Route.MORE else protocol.due_at(Stage.PLACED, now) or now
        _raise(actor, enquiry, HAND_OVER, due_at, now)
    if is_here and enquiry.placed_at is not None and hold is None:
        _raise(actor, enquiry, SCHEDULE, protocol.due_at(Stage.PLACED, now) or now, now)
    if hold is not None:
        _raise(actor, enquiry, START, end_of_first_day(hold.start_on, ZoneInfo(enquiry.site.zone)), now)


def _owe_education(actor: Actor, enquiry: Enquiry, due_at: datetime, now: datetime) -> None:
    """Who gives the next hour says whether they came; where none is agreed, the enquiry's owner sees to it."""
    agreed = EducationHour.objects.filter(enquiry=enquiry, standing=HourStanding.AGREED.value)
    hour = agreed.select_related("held_by").order_by("held_at").first()
    if hour is None:
        _raise(actor, enquiry, TEACH, due_at, now)
        return
    assert hour.held_at is not None  # an agreed hour has a time
    _raise(actor, enquiry, TAUGHT, hour.held_at + TELL_AFTER, now, owner=hour.held_by)


def _raise(
    actor: Actor, enquiry: Enquiry, kind: str, due_at: datetime, now: datetime, *, owner: Staff | None = None
) -> None:
    title, reason = _WORDS[kind]
    raise_task(
        actor=actor,
        site=enquiry.site,
        client=enquiry.client,
        owner=owner or enquiry.owner,
        kind=kind,
        subject_id=enquiry.pk,
        title=title,
        reason=reason,
        due_at=due_at,
        now=now,
    )
