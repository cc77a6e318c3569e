"""A signed note as it stands: its words, whether they came late, and what was added below."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from stepwell.domain.people.models import Client
from stepwell.domain.people.permissions import as_flag
from stepwell.domain.week.models import Booking, Note, Session
from stepwell.domain.week.permissions import (
    COSIGN_NOTE,
    VIEW_NOTES,
    WRITE_NOTE,
    cosignable_notes,
    signable_bookings,
    visible_bookings,
)
from stepwell.domain.week.queries.cosign import Cosigning, cosigning
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
    sections: tuple[tuple[str, str], ...]
    company: tuple[str, ...]
    without_client: bool
    objective: str
    signed_as: str
    signed_at: datetime
    late_at: datetime | None
    addenda: tuple[Added, ...]
    may_add: bool
    cosign: Cosigning | None
    returns: tuple[Added, ...]
    may_cosign: bool


def signed_note(actor: Actor, note_id: UUID) -> SignedNote:
    """One signed note that the actor may read, also because they sign beside who signed; written down.

    Raises `NotFound`, also for a draft.
    """
    require(actor, VIEW_NOTES)
    to_cosign = Note.objects.filter(cosignable_notes(actor), pk=note_id)
    mine = visible_bookings(actor, VIEW_NOTES) | Q(note__in=to_cosign)
    found = (
        Booking.objects.filter(mine, canceled_at__isnull=True, note__pk=note_id, note__signed_at__isnull=False)
        .annotate(may_add=as_flag(signable_bookings(actor)), may_cosign=as_flag(Q(note__in=to_cosign)))
        .select_related("client", "session__series", "session__site", "note__objective", "note__cosignature__asked_of")
        .prefetch_related("note__addenda", "note__returns")
        .first()
    )
    if found is None:
        raise NotFound("note", Note.objects.filter(pk=note_id).values_list("booking__client_id", flat=True).first())
    record_read(actor, "note", found.client_id, ("note", note_id))
    note, zone = found.note, zone_of(found.session)
    assert note.signed_at is not None  # as the query asks
    return SignedNote(
        note_id=note.pk,
        session=found.session,
        client=found.client,
        zone=zone,
        shared=shared_of(note),
        response=note.response,
        sections=tuple((label, words) for label, words in note.sections),
        company=tuple(note.company),
        without_client=note.without_client,
        objective=f"{note.objective.number} {note.objective.title}" if note.objective else "",
        signed_as=note.signed_as,
        signed_at=note.signed_at.astimezone(zone),
        late_at=late_at(note, found.ends_at, zone),
        addenda=added_to(note, zone),
        may_add=actor.may(WRITE_NOTE) and found.may_add,
        cosign=cosigning(note, zone),
        returns=tuple(
            Added(one.words, one.returned_as, one.returned_at.astimezone(zone)) for one in note.returns.all()
        ),
        may_cosign=actor.may(COSIGN_NOTE) and found.may_cosign and note.cosignature.signed_at is None,
    )


def shared_of(note: Note) -> tuple[tuple[str, str], ...]:
    """The shared block as it was signed: label and words."""
    labels = (("Topic", "topic"), ("Method", "method"), ("What was done", "shared_note"))
    return tuple((label, note.shared[name]) for label, name in labels if note.shared.get(name))


def late_at(note: Note, ended_at: datetime, zone: ZoneInfo) -> datetime | None:
    """When its words were last written, where that was long after the session; None where it wasn't, or for a draft."""
    if note.signed_at is None or not written_late(ended_at, note.saved_at):
        return None
    return note.saved_at.astimezone(zone)


def added_to(note: Note, zone: ZoneInfo) -> tuple[Added, ...]:
    """What was added, the first first. Prefetch `addenda` where there are several notes."""
    return tuple(Added(one.words, one.added_as, one.added_at.astimezone(zone)) for one in note.addenda.all())
