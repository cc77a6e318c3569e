"""Facts on the way to a start: benefits were checked, the assessment is finished, a seat is held."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.actions.episode import AHEAD
from stepwell.domain.admissions.actions.opened import check_open, find_open
from stepwell.domain.admissions.actions.steps import owe_steps
from stepwell.domain.admissions.models import BenefitsCheck, Enquiry, SeatHold
from stepwell.domain.admissions.permissions import MARK_ASSESSED, START_EPISODE, WORK_ENQUIRY
from stepwell.domain.admissions.queries.routes import decided_route
from stepwell.domain.admissions.rules.benefits import Benefits, Pays, check_benefits
from stepwell.domain.admissions.rules.route import stands_against_a_start
from stepwell.domain.catalog.models import Track
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotAllowed, Refusal, Refused, refuse
from stepwell.kernel.wording import date_and_time
from stepwell.platform.access.permission import require_at
from stepwell.platform.ledger.unit import action, record


@action
def record_benefits(
    *, actor: Actor, enquiry_id: UUID, benefits: Benefits, seen_id: int | None, now: datetime
) -> BenefitsCheck:
    """What was found out about who pays, or why no check is needed. The same again changes nothing.

    `seen_id` is the check that the page showed: one that somebody else recorded since is never passed over unread.
    """
    enquiry = find_open(actor, enquiry_id, WORK_ENQUIRY)
    kept = check_benefits(benefits)
    assert kept.pays is not None  # the rule refuses that
    last = enquiry.benefits_checks.select_related("checked_by").order_by("-checked_at", "-pk").first()
    if last is not None and _said(last) == kept:
        return last
    if last is not None and last.pk != seen_id:
        who = last.checked_by.name if last.checked_by else "Somebody"
        at = date_and_time(last.checked_at, ZoneInfo(enquiry.site.zone))
        raise refuse(f"{who} recorded a check on {at}, after you opened this page.", "", "Read it, then save again.")
    made = BenefitsCheck.objects.create(
        enquiry=enquiry,
        pays=kept.pays.value,
        payer=kept.payer,
        plan=kept.plan,
        found=kept.found,
        checked_by_id=actor.staff_id,
        checked_at=now,
    )
    record(actor, "benefits.checked", client_id=enquiry.client_id, subject=("enquiry", enquiry.pk))
    owe_steps(actor, enquiry, now)
    return made


@action
def mark_assessed(*, actor: Actor, enquiry_id: UUID, now: datetime) -> Enquiry:
    """The assessment is finished. The first one who says so stands; twice is once."""
    enquiry = find_open(actor, enquiry_id, MARK_ASSESSED)
    if enquiry.assessed_at is not None:
        return enquiry
    enquiry.assessed_at, enquiry.assessed_by_id = now, actor.staff_id
    enquiry.save(update_fields=["assessed_at", "assessed_by"])
    record(actor, "enquiry.assessed", client_id=enquiry.client_id, subject=("enquiry", enquiry.pk))
    owe_steps(actor, enquiry, now)
    return enquiry


@action
def hold_seat(
    *, actor: Actor, enquiry: Enquiry, track: Track, start_on: date, seen_id: int | None, now: datetime
) -> SeatHold:
    """A seat in the track from that day is kept for this person, in place of one held before. Twice is once.

    The caller has locked the enquiry and made sure that a seat is free (`workflows.schedule`). `seen_id` is the seat
    that the page showed: a day that somebody else chose since is never replaced unread.
    """
    require_at(actor, START_EPISODE, enquiry.site_id)
    if track.site_id != enquiry.site_id:
        raise NotAllowed(START_EPISODE.name)
    check_open(enquiry)
    today = day_at(now, ZoneInfo(enquiry.site.zone))
    refusals = []
    if enquiry.placed_at is None:
        refusals.append(Refusal("No level of care is decided yet.", "", "Let a clinician confirm the placement first."))
    if against := stands_against_a_start(*decided_route(enquiry)):
        refusals.append(against)
    if not track.is_open:
        refusals.append(Refusal("This track takes nobody new.", "track_id", "Choose another one."))
    if not today <= start_on <= today + AHEAD:
        what = "This day is over." if start_on < today else "This day is too far away."
        refusals.append(Refusal(what, "start_on", "Choose one of the dates offered."))
    if refusals:
        raise Refused(*refusals)
    held = SeatHold.objects.filter(enquiry=enquiry, released_at__isnull=True).select_related("held_by").first()
    if held is not None and (held.track_id, held.start_on) == (track.pk, start_on):
        return held
    if held is not None and held.pk != seen_id:
        who = held.held_by.name if held.held_by else "Somebody"
        at = date_and_time(held.held_at, ZoneInfo(enquiry.site.zone))
        mend = "Read it. If yours still differs, save again."
        raise refuse(f"{who} chose another first day on {at}, after you opened this page.", "", mend)
    if held is not None:
        _release(held, now)
    made = SeatHold.objects.create(
        enquiry=enquiry, track=track, start_on=start_on, held_by_id=actor.staff_id, held_at=now
    )
    record(actor, "seat.held", client_id=enquiry.client_id, subject=("enquiry", enquiry.pk), detail={"track": track.pk})
    owe_steps(actor, enquiry, now)
    return made


@action
def release_seat(*, actor: Actor, enquiry_id: UUID, now: datetime) -> Enquiry:
    """The seat is anybody's again, and a first day is to be chosen. Without a held seat nothing changes."""
    enquiry = find_open(actor, enquiry_id, START_EPISODE)
    held = SeatHold.objects.filter(enquiry=enquiry, released_at__isnull=True).first()
    if held is not None:
        _release(held, now)
        record(actor, "seat.released", client_id=enquiry.client_id, subject=("enquiry", enquiry.pk))
        owe_steps(actor, enquiry, now)
    return enquiry


def _release(held: SeatHold, now: datetime) -> None:
    held.released_at = now
    held.save(update_fields=["released_at"])


def _said(check: BenefitsCheck) -> Benefits:
    return Benefits(Pays(check.pays), check.payer, check.plan, check.found)
