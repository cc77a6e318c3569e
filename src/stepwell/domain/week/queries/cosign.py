"""Notes that wait for a second signature: the list of who gives it, one to sign, and where each stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.week.models import Cosignature, Note
from stepwell.domain.week.permissions import COSIGN_NOTE, cosignable_notes
from stepwell.domain.week.rules.signing import CosignState, cosign_state
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_list_read

MOST = 60


@dataclass(frozen=True, slots=True)
class Cosigning:
    """Where the second signature of one note stands, on the site's clock."""

    state: CosignState
    asked_of: str
    signed_as: str
    signed_at: datetime | None

    @property
    def words(self) -> str:
        """In a line."""
        if self.state is CosignState.GIVEN:
            return f"Co-signed by {self.signed_as}"
        if self.state is CosignState.RETURNED:
            return "Returned for an addendum"
        return f"Waits for {self.asked_of} to co-sign"


def cosigning(note: Note, zone: ZoneInfo) -> Cosigning | None:
    """None where nobody was asked. Select `cosignature__asked_of` with the note."""
    asked: Cosignature | None = getattr(note, "cosignature", None)
    if asked is None:
        return None
    state = cosign_state(is_given=asked.signed_at is not None, is_returned=asked.returned_at is not None)
    at = asked.signed_at.astimezone(zone) if asked.signed_at else None
    return Cosigning(state, asked.asked_of.name, asked.signed_as, at)


def notes_to_cosign(actor: Actor) -> Sequence[Note]:
    """What waits for the actor, then what waits for others whom they stand in for; the oldest first. One list read."""
    require(actor, COSIGN_NOTE)
    waiting = Note.objects.filter(cosignable_notes(actor), cosignature__signed_at__isnull=True)
    rows = waiting.select_related(
        "booking__client", "booking__session__series", "booking__session__site", "signed_by", "objective",
        "cosignature__asked_of",
    )  # fmt: skip
    found = list(rows.prefetch_related("addenda").order_by("cosignature__asked_at", "pk")[:MOST])
    record_list_read(actor, "notes_to_cosign", [note.booking.client_id for note in found])
    return sorted(found, key=lambda note: note.cosignature.asked_of_id != actor.staff_id)


def find_to_cosign(actor: Actor, note_id: UUID) -> Note:
    """A note that the actor may co-sign or return, its co-signature locked. Raises `NotFound`."""
    require(actor, COSIGN_NOTE)
    mine = Note.objects.filter(cosignable_notes(actor), pk=note_id)
    Cosignature.objects.select_for_update(of=("self",)).filter(note__in=mine).first()
    note = mine.select_related(
        "booking__client", "booking__session__series", "booking__session__site", "cosignature", "signed_by"
    ).first()
    if note is None:
        raise NotFound("note", Note.objects.filter(pk=note_id).values_list("booking__client_id", flat=True).first())
    return note
