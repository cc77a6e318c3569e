"""Each person's draft as a board shows it: its words, what it can name, and what stands in the way of signing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.careplan.models import Objective
from stepwell.domain.week.models import Booking, Note, Status
from stepwell.domain.week.queries.cosign import Cosigning, cosigning
from stepwell.domain.week.queries.notes import Surroundings
from stepwell.domain.week.queries.signed import Added, added_to, late_at
from stepwell.domain.week.rules.names import NameSpan
from stepwell.domain.week.rules.notes import Obstacle, ObstacleKind
from stepwell.domain.week.rules.own import goes_with, may_keep
from stepwell.domain.week.rules.sections import unsaid
from stepwell.kernel.clock import day_at
from stepwell.kernel.wording import clock_24, short_day


@dataclass(frozen=True, slots=True)
class Obstruction:
    """One thing in the way of a signature, in words for who writes the note. `words` holds what seems a name."""

    kind: str
    message: str
    words: tuple[NameSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A person's note as it stands. `state`: signed, ready, held."""

    note_id: UUID
    state: str
    response: str
    revision: int
    objective_id: UUID | None
    objective: str
    choices: tuple[tuple[UUID, str], ...]
    obstructions: tuple[Obstruction, ...]
    can_write: bool
    sections: tuple[tuple[str, str], ...] = ()
    company: tuple[str, ...] = ()
    without_client: bool = False
    signed_at: datetime | None = None
    signed_as: str = ""
    late_at: datetime | None = None
    addenda: tuple[Added, ...] = ()
    cosign: Cosigning | None = None


@dataclass(frozen=True, slots=True)
class Drafts:
    """What every draft of the session is shown with."""

    around: Surroundings
    objectives: Mapping[UUID, Sequence[Objective]]
    seen: frozenset[UUID]
    held_for_all: bool
    zone: ZoneInfo
    now: datetime

    def of(self, booking: Booking) -> Draft | None:
        """The person's draft; None where there is none, it is not for the reader, or it is empty and not owed."""
        note: Note | None = getattr(booking, "note", None) if booking.reads_note else None  # type: ignore[attr-defined]
        if note is None:
            return None
        owed = goes_with(Status(booking.status), without_client=note.without_client)
        if not owed and not note.response:
            return None
        choices = [(one.pk, _labeled(one, self.zone)) for one in self.objectives.get(booking.client_id, ())]
        chosen = _labeled(note.objective, self.zone) if note.objective else ""
        if note.objective and note.objective_id not in dict(choices):
            choices.append((note.objective.pk, chosen))
        obstructions = () if note.signed_at else tuple(self._obstructions(note, booking, bool(choices)))
        held = bool(obstructions) or self.held_for_all or not owed
        return Draft(
            note_id=note.pk,
            state="signed" if note.signed_at else "held" if held else "ready",
            response=note.response,
            revision=note.revision,
            objective_id=note.objective_id,
            objective=chosen,
            choices=tuple(choices),
            obstructions=obstructions,
            can_write=booking.may_sign,  # type: ignore[attr-defined]  # annotated
            sections=tuple((label, words) for label, words in note.sections),
            company=tuple(note.company),
            without_client=note.without_client,
            signed_at=note.signed_at.astimezone(self.zone) if note.signed_at else None,
            signed_as=note.signed_as,
            late_at=late_at(note, booking.ends_at, self.zone),
            addenda=added_to(note, self.zone),
            cosign=cosigning(note, self.zone),
        )

    def _obstructions(self, note: Note, booking: Booking, has_choices: bool) -> list[Obstruction]:
        found = [self._told(one, booking) for one in self.around.obstacles(note, booking.client_id)]
        if note.sections and not note.response:
            found = [Obstruction("empty", "Write the note")]
        elif note.response:
            found += [Obstruction("empty", f"{label} is empty") for label in unsaid(note.sections)]
        if note.objective is not None and not may_keep(note.objective.closed_at, booking.starts_at):
            words = f"{note.objective.number} was closed before this session: choose another objective"
            found.append(Obstruction("objective", words))
        if note.response and has_choices and note.objective_id is None:
            found.append(Obstruction("objective", "Choose an objective"))
        stays = [one.ends_at for one in booking.presences.all()]
        if note.without_client:
            stays = [booking.ends_at]
            if not note.company:
                found.append(Obstruction("company", "Say who was there"))
        if note.response and stays and max(stays) > self.now:
            found.append(Obstruction("running", f"Sign after {clock_24(max(stays), self.zone)}"))
        return found

    def _told(self, obstacle: Obstacle, booking: Booking) -> Obstruction:
        """In words, without a name that the reader may not see."""
        message = obstacle.message
        if obstacle.kind is ObstacleKind.EMPTY:
            message = f"Add {booking.client.called}’s own response"
        elif obstacle.kind is ObstacleKind.SAME_AS_ANOTHER and not {UUID(k) for k in obstacle.person_keys} <= self.seen:
            message = "Same words as another person"
        return Obstruction(obstacle.kind.value, message, obstacle.spans)


def _labeled(objective: Objective, zone: ZoneInfo) -> str:
    """`1.2 Evening plan`, and since when it is closed: it may have been while the note was written."""
    closed = f", closed {short_day(day_at(objective.closed_at, zone))}" if objective.closed_at else ""
    return f"{objective.number} {objective.title}{closed}"
