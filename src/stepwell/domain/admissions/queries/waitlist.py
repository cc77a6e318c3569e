"""Reads of the waitlist: a line per track, and one person's place in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from stepwell.domain.admissions.models import Enquiry, InterimService, SeatOffer, WaitlistEntry
from stepwell.domain.admissions.permissions import VIEW_ENQUIRY, visible_enquiries
from stepwell.domain.admissions.queries.protocol import protocols
from stepwell.domain.admissions.rules.meanwhile import InterimKind
from stepwell.domain.admissions.rules.targets import Protocol
from stepwell.domain.admissions.rules.waitlist import Group, Waiting, admit_by, in_line, interim_due_at, stands
from stepwell.domain.catalog.models import Track
from stepwell.domain.catalog.queries import open_tracks
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_list_read, record_read


@dataclass(frozen=True, slots=True)
class Place:
    """One person in a line: their number, the open offer, and the clocks that run.

    `ran_out_at`: when the last offer ended that nobody answered.
    """

    number: int
    entry: WaitlistEntry
    offer: SeatOffer | None
    declined: int
    ran_out_at: datetime | None
    interim_due_at: datetime | None
    admit_by: datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    """One track's line."""

    track: Track
    keeps_groups: bool
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class WaitSheet:
    """One enquiry's page of waiting: the tracks to wait for, or the place in line."""

    enquiry: Enquiry
    tracks: tuple[Track, ...]
    keeps_groups: bool
    place: Place | None
    of: int


def open_waits() -> QuerySet[WaitlistEntry]:
    """All that count. Callers narrow it to what their actor may see, or to one track of a site that they work at."""
    interims = Prefetch("enquiry__interims", InterimService.objects.order_by("given_on", "recorded_at"))
    offers = Prefetch("offers", SeatOffer.objects.select_related("offered_by").order_by("offered_at"))
    rows = WaitlistEntry.objects.filter(
        ended_at__isnull=True, enquiry__closed_at__isnull=True, enquiry__started_at__isnull=True
    )
    return rows.select_related("enquiry__client", "enquiry__site", "track__site").prefetch_related(offers, interims)


def waiting_of(entry: WaitlistEntry, now: datetime) -> Waiting:
    """An entry as the rule of the line needs it."""
    is_offered = any(offer.answered_at is None and stands(offer.answer_by, now) for offer in entry.offers.all())
    has_interim = any(InterimKind(one.kind).is_regulated for one in entry.enquiry.interims.all())
    return Waiting(entry.enquiry_id, Group(entry.group), entry.since, has_interim, is_offered)


def open_offers(track_id: int, now: datetime, *, without: UUID) -> int:
    """How many of a track's places are offered to others and not answered yet. It names nobody."""
    waits = open_waits().filter(track_id=track_id).exclude(enquiry_id=without)
    return sum(waiting_of(entry, now).is_offered for entry in waits)


def waitlist(actor: Actor, now: datetime) -> tuple[Line, ...]:
    """The lines that the actor may see, by track. Written down as a list read. Six queries, however many there are."""
    require(actor, VIEW_ENQUIRY)
    entries = list(open_waits().filter(enquiry__in=Enquiry.objects.filter(visible_enquiries(actor))))
    record_list_read(actor, "waitlist", [entry.enquiry.client_id for entry in entries])
    set_by_site = protocols(actor, {entry.track.site_id for entry in entries})
    tracks = {entry.track_id: entry.track for entry in entries}
    return tuple(
        _line(track, [entry for entry in entries if entry.track_id == track.pk], set_by_site[track.site_id], now)
        for track in sorted(tracks.values(), key=lambda one: (one.site.name, one.name))
    )


def get_wait(actor: Actor, enquiry_id: UUID, now: datetime) -> WaitSheet:
    """One person's place, or the tracks to wait for. Written down. Raises `NotFound`."""
    require(actor, VIEW_ENQUIRY)
    rows = Enquiry.objects.filter(visible_enquiries(actor), pk=enquiry_id).select_related("client", "site")
    enquiry = rows.first()
    if enquiry is None:
        raise NotFound("enquiry", Enquiry.objects.filter(pk=enquiry_id).values_list("client_id", flat=True).first())
    record_read(actor, "enquiry", enquiry.client_id, ("enquiry", enquiry.pk))
    protocol = protocols(actor, [enquiry.site_id])[enquiry.site_id]
    own = WaitlistEntry.objects.filter(enquiry=enquiry, ended_at__isnull=True).first()
    if own is None:
        return WaitSheet(enquiry, tuple(open_tracks(actor, enquiry.site)), protocol.keeps_groups, None, 0)
    # everybody's order, nobody's name but theirs
    line = _line(own.track, list(open_waits().filter(track_id=own.track_id)), protocol, now)
    place = next((place for place in line.places if place.entry.pk == own.pk), None)
    return WaitSheet(enquiry, (), protocol.keeps_groups, place, len(line.places))


def _line(track: Track, entries: Iterable[WaitlistEntry], protocol: Protocol, now: datetime) -> Line:
    by_enquiry = {entry.enquiry_id: entry for entry in entries}
    line = in_line([waiting_of(entry, now) for entry in by_enquiry.values()], by_group=protocol.keeps_groups)
    places = [_place(number, by_enquiry[one.enquiry_id], one, protocol, now) for number, one in enumerate(line, 1)]
    return Line(track, protocol.keeps_groups, tuple(places))


def _place(number: int, entry: WaitlistEntry, one: Waiting, protocol: Protocol, now: datetime) -> Place:
    offers = entry.offers.all()
    return Place(
        number,
        entry,
        next((offer for offer in offers if offer.answered_at is None and stands(offer.answer_by, now)), None),
        sum(offer.accepted is False for offer in offers),
        max((offer.answer_by for offer in offers if offer.answer_by and _ran_out(offer, now)), default=None),
        interim_due_at(one) if protocol.keeps_groups else None,
        admit_by(one) if protocol.keeps_groups else None,
    )


def _ran_out(offer: SeatOffer, now: datetime) -> bool:
    is_open = offer.answered_at is None and not stands(offer.answer_by, now)
    return offer.accepted is None and (is_open or offer.answered_at is not None)
