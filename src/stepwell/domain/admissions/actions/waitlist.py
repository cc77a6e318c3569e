"""The waitlist: joining a line, what is there meanwhile, a place offered and answered, leaving the line."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.models import Enquiry, SeatOffer, WaitlistEntry
from stepwell.domain.admissions.permissions import WORK_ENQUIRY
from stepwell.domain.admissions.queries.enquiry import find_enquiry
from stepwell.domain.admissions.queries.protocol import protocols
from stepwell.domain.admissions.queries.waitlist import open_waits, waiting_of
from stepwell.domain.admissions.rules.closing import check_text
from stepwell.domain.admissions.rules.waitlist import Group, check_offer
from stepwell.domain.catalog.models import Track
from stepwell.domain.catalog.queries import find_track
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotAllowed, Refusal, refuse
from stepwell.kernel.wording import date_and_time
from stepwell.platform.access.permission import require_at
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record


@action
def join_waitlist(
    *, actor: Actor, enquiry_id: UUID, track_id: int, group: Group, interim: str, now: datetime
) -> WaitlistEntry:
    """They wait for a seat in the track, since the day that they asked. Twice is once."""
    enquiry = _open_one(actor, enquiry_id)
    track = find_track(actor, track_id)
    if track.site_id != enquiry.site_id:
        raise NotAllowed(WORK_ENQUIRY.name)
    check_text("interim", interim)
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
        interim=interim.strip(),
        interim_at=now if interim.strip() else None,
        added_by_id=actor.staff_id,
    )
    _record(actor, "waitlist.joined", enquiry, {"track": track.pk})
    return entry


@action
def name_interim(*, actor: Actor, enquiry_id: UUID, interim: str, now: datetime) -> WaitlistEntry:
    """What is there for them while they wait. The first time is the one that a clock asks for."""
    entry = _entry(_open_one(actor, enquiry_id))
    check_text("interim", interim, empty=Refusal("It isn't said what.", "interim", "Name what they have meanwhile."))
    if entry.interim == interim.strip():
        return entry
    entry.interim, entry.interim_at = interim.strip(), entry.interim_at or now
    entry.save(update_fields=["interim", "interim_at"])
    _record(actor, "waitlist.interim_named", entry.enquiry)
    return entry


@action
def offer_place(*, actor: Actor, enquiry_id: UUID, reason: str, now: datetime) -> SeatOffer:
    """A place is offered. Whoever isn't first needs a reason, which is kept. Twice is once."""
    enquiry = _open_one(actor, enquiry_id)
    entry = _entry(enquiry)
    # one line, one offer at a time: of two at once, the second sees the first
    Track.objects.select_for_update(no_key=True).get(pk=entry.track_id)
    standing = entry.offers.filter(answered_at__isnull=True).first()
    if standing is not None:
        return standing
    line = [waiting_of(one) for one in open_waits().filter(track_id=entry.track_id)]
    by_group = protocols(actor, [enquiry.site_id])[enquiry.site_id].keeps_groups
    is_out_of_order = check_offer(line, enquiry.pk, reason, by_group=by_group)
    offer = SeatOffer.objects.create(
        entry=entry,
        is_out_of_order=is_out_of_order,
        reason=reason.strip() if is_out_of_order else "",
        offered_by_id=actor.staff_id,
        offered_at=now,
    )
    _record(actor, "waitlist.offered", enquiry, {"out_of_order": is_out_of_order})
    return offer


@action
def answer_offer(*, actor: Actor, enquiry_id: UUID, accepted: bool, now: datetime) -> SeatOffer:
    """They take the place and leave the line, or don't and keep their place in it. The first answer stands."""
    enquiry = _open_one(actor, enquiry_id)
    offer = SeatOffer.objects.filter(entry__enquiry=enquiry).select_related("entry").order_by("-offered_at").first()
    if offer is None:
        raise refuse("No place is offered to them.", "", "Offer one first.")
    if offer.answered_at is not None:
        if offer.accepted == accepted:
            return offer
        at = date_and_time(offer.answered_at, ZoneInfo(enquiry.site.zone))
        raise refuse(f"This offer was answered on {at}.", "", "Offer another place, if they changed their mind.")
    offer.accepted, offer.answered_at = accepted, now
    offer.save(update_fields=["accepted", "answered_at"])
    if accepted:
        _end(offer.entry, now)
    _record(actor, "waitlist.answered", enquiry, {"accepted": accepted})
    return offer


@action
def leave_waitlist(*, actor: Actor, enquiry_id: UUID, now: datetime) -> Enquiry:
    """They don't wait any more. An open offer falls with it; twice is once."""
    enquiry = _open_one(actor, enquiry_id)
    entry = WaitlistEntry.objects.filter(enquiry=enquiry, ended_at__isnull=True).first()
    if entry is not None:
        entry.offers.filter(answered_at__isnull=True).update(accepted=False, answered_at=now)
        _end(entry, now)
        _record(actor, "waitlist.left", enquiry)
    return enquiry


def _open_one(actor: Actor, enquiry_id: UUID) -> Enquiry:
    enquiry = find_enquiry(actor, enquiry_id, lock=True)
    require_at(actor, WORK_ENQUIRY, enquiry.site_id)
    if enquiry.started_at is not None:
        raise refuse("This person has started already.", "", "Open the chart instead.")
    if enquiry.closed_at is not None:
        raise refuse("This enquiry is closed.", "", "Reopen it first, and say why.")
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
