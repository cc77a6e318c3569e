"""A signed note as it stands: its words, whether they came late, and what was added below."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.people.models import Client
from stepwell.domain.people.permissions import as_flag
from stepwell.domain.week.models import Booking, Note, Session
from stepwell.domain.week.permissions import VIEW_NOTES, WRITE_NOTE, signable_bookings, visible_bookings
from stepwell.domain.week.queries.sessions import zone_of
from stepwell.domain.week.rules.signing import written_late
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_read


@dataclass(frozen=True, slots=True)
class Added:
    """One addendum, on the site's clock."""

    words: str
    added_as: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class SignedNote:
    """A signed note with everything that stands around it, on the site's clock."""

    note_id: UUID
    session: Session
    client: Client
    zone: ZoneInfo
    shared: tuple[tuple[str, str], ...]
    response: str
    objective: str
    signed_as: str
    signed_at: datetime
    late_at: datetime | None
    addenda: tuple[Added, ...]
    may_add: bool


def signed_note(actor: Actor, note_id: UUID) -> SignedNote:
    """One signed note that the actor may read; written down. Raises `NotFound`, also for a draft."""
    require(actor, VIEW_NOTES)
    seen = Booking.objects.filter(visible_bookings(actor, VIEW_NOTES), canceled_at__isnull=True)
    found = (
        seen.filter(note__pk=note_id, note__signed_at__isnull=False)
        .annotate(may_add=as_flag(signable_bookings(actor)))
        .select_related("client", "session__series", "session__site", "session__leader", "note__objective")
        .prefetch_related("note__addenda")
        .first()
    )
    if found is None:
        raise NotFound("note", Note.objects.filter(pk=note_id).values_list("booking__client_id", flat=True).first())
    record_read(actor, "note", found.client_id, ("note", note_id))
    note, zone = found.note, zone_of(found.session)
    assert note.signed_at is not None  # as the query asks
    labels = (("Topic", "topic"), ("Method", "method"), ("What was done", "shared_note"))
    return SignedNote(
        note_id=note.pk,
        session=found.session,
        client=found.client,
        zone=zone,
        shared=tuple((label, note.shared[name]) for label, name in labels if note.shared.get(name)),
        response=note.response,
        objective=f"{note.objective.number} {note.objective.title}" if note.objective else "",
        signed_as=note.signed_as,
        signed_at=note.signed_at.astimezone(zone),
        late_at=late_at(note, found.ends_at, zone),
        addenda=added_to(note, zone),
        may_add=actor.may(WRITE_NOTE) and found.may_add,
    )


def late_at(note: Note, ended_at: datetime, zone: ZoneInfo) -> datetime | None:
    """When its words were last written, where that was long after the session; None where it wasn't, or for a draft."""
    if note.signed_at is None or not written_late(ended_at, note.saved_at):
        return None
    return note.saved_at.astimezone(zone)


def added_to(note: Note, zone: ZoneInfo) -> tuple[Added, ...]:
    """What was added, the first first. Prefetch `addenda` where there are several notes."""
    return tuple(Added(one.words, one.added_as, one.added_at.astimezone(zone)) for one in note.addenda.all())
