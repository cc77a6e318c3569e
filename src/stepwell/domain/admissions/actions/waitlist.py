"""The waitlist: joining a line, a place offered and answered, leaving the line."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.actions.opened import find_open
from stepwell.domain.admissions.models import Enquiry, SeatOffer, WaitlistEntry
from stepwell.domain.admissions.permissions import WORK_ENQUIRY
from stepwell.domain.admissions.queries.protocol import protocols
from stepwell.domain.admissions.queries.waitlist import open_waits, waiting_of
from stepwell.domain.admissions.rules.waitlist import OFFER_STANDS, Group, check_offer, stands
from stepwell.domain.catalog.models import Track
from stepwell.domain.catalog.queries import find_track
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotAllowed, refuse
from stepwell.kernel.wording import date_and_time
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record


@action
def join_waitlist(*, actor: Actor, enquiry_id: UUID, track_id: int, group: Group, now: datetime) -> WaitlistEntry:
    """They wait for a seat in the track, since the day that they asked. Twice is once."""
    enquiry = find_open(actor, enquiry_id, WORK_ENQUIRY)
    track = find_track(actor, track_id)
    if track.site_id != enquiry.site_id:
        raise NotAllowed(WORK_ENQUIRY.name)
    known = WaitlistEntry.objects.filter(enquiry=enquiry, ended_at__isnull=True).select_related("track").first()
    if known is not None:
        if known.track_id == track.pk:
            return known
        raise refuse(f"They wait for {known.track.name} already.", "track_id", "Take them off that line first.")
    if not track.is_open:
        raise refuse("This track takes nobody new.", "track_id", "Choose another one.")
    entry = WaitlistEntry.objects.create(
        enquiry=enquiry,
        track=track,
        group=group.value,
        # fair to who waits: the line goes by the day they asked, not by the day somebody wrote it down
        since=enquiry.received_at,
        added_by_id=actor.staff_id,
    )
    _record(actor, "waitlist.joined", enquiry, {"track": track.pk})
    return entry


@action
def offer_place(*, actor: Actor, enquiry_id: UUID, reason: str, now: datetime) -> SeatOffer:
    """A place is offered. Whoever isn't first needs a reason, which is kept. Twice is once."""
    enquiry = find_open(actor, enquiry_id, WORK_ENQUIRY)
    entry = _entry(enquiry)
    # one line, one offer at a time: of two at once, the second sees the first
    Track.objects.select_for_update(no_key=True).get(pk=entry.track_id)
    standing = entry.offers.filter(answered_at__isnull=True).first()
    if standing is not None:
        if stands(standing.answer_by, now):
            return standing
        standing.answered_at = standing.answer_by
        standing.save(update_fields=["answered_at"])
    line = [waiting_of(one, now) for one in open_waits().filter(track_id=entry.track_id)]
    by_group = protocols(actor, [enquiry.site_id])[enquiry.site_id].keeps_groups
    is_out_of_order = check_offer(line, enquiry.pk, reason, by_group=by_group)
    offer = SeatOffer.objects.create(
        entry=entry,
        is_out_of_order=is_out_of_order,
        reason=reason.strip() if is_out_of_order else "",
        offered_by_id=actor.staff_id,
        offered_at=now,
        answer_by=now + OFFER_STANDS,
    )
    _record(actor, "waitlist.offered", enquiry, {"out_of_order": is_out_of_order})
    return offer


@action
def answer_offer(*, actor: Actor, enquiry_id: UUID, accepted: bool, now: datetime) -> SeatOffer:
    """They take the place and leave the line, or don't and keep their place in it. The first answer stands."""
    enquiry = find_open(actor, enquiry_id, WORK_ENQUIRY)
    offer = SeatOffer.objects.filter(entry__enquiry=enquiry).select_related("entry").order_by("-offered_at").first()
    if offer is None:
        raise refuse("No place is offered to them.", "", "Offer one first.")
    if offer.answered_at is not None:
        if offer.accepted == accepted:
            return offer
        if offer.accepted is None:
            raise refuse("This offer ended before it was answered.", "", "Offer the place again.")
        at = date_and_time(offer.answered_at, ZoneInfo(enquiry.site.zone))
        raise refuse(f"This offer was answered on {at}.", "", "Offer another place, if they changed their mind.")
    if not stands(offer.answer_by, now):
        raise refuse("This offer ended before it was answered.", "", "Offer the place again, if a seat is still free.")
    offer.accepted, offer.answered_at = accepted, now
    offer.save(update_fields=["accepted", "answered_at"])
    if accepted:
        _end(offer.entry, now)
    _record(actor, "waitlist.answered", enquiry, {"accepted": accepted})
    return offer


@action
def leave_waitlist(*, actor: Actor, enquiry_id: UUID, now: datetime) -> Enquiry:
    """They don't wait any more. An open offer falls with it; twice is once."""
    enquiry = find_open(actor, enquiry_id, WORK_ENQUIRY)
    entry = WaitlistEntry.objects.filter(enquiry=enquiry, ended_at__isnull=True).first()
    if entry is not None:
        entry.offers.filter(answered_at__isnull=True).update(accepted=False, answered_at=now)
        _end(entry, now)
        _record(actor, "waitlist.left", enquiry)
    return enquiry


def _entry(enquiry: Enquiry) -> WaitlistEntry:
    entry = WaitlistEntry.objects.filter(enquiry=enquiry, ended_at__isnull=True).first()
    if entry is None:
        raise refuse("They are in no line.", "", "Put them on the waitlist first.")
    return entry


def _end(entry: WaitlistEntry, now: datetime) -> None:
    entry.ended_at = now
    entry.save(update_fields=["ended_at"])


def _record(actor: Actor, verb: str, enquiry: Enquiry, detail: dict[str, Plain] | None = None) -> None:
    record(actor, verb, client_id=enquiry.client_id, subject=("enquiry", enquiry.pk), detail=detail or {})
