"""Notes: one to write or sign, and what stands around it. A note is compared with its whole group."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Q

from stepwell.domain.careplan.models import Objective
from stepwell.domain.people.models import Client
from stepwell.domain.week.models import Booking, Enrollment, Note, Session, Status
from stepwell.domain.week.permissions import WRITE_NOTE, signable_bookings
from stepwell.domain.week.rules.names import MemberName, NameSpan, names_in
from stepwell.domain.week.rules.notes import Obstacle, check_response
from stepwell.kernel.actor import Actor, Permission
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require

# Ours: that somebody was here lately is as private as that they are here now.
LEFT_LATELY = timedelta(days=90)

# Places for which a note is owed: who sits there was there, or family was without them.
OWED = Q(status__in=[one.value for one in Status if one.attended]) | Q(note__without_client=True)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the notes of one session are checked against: the group's names, each one's words, each one's last note."""

    names: tuple[MemberName, ...]
    responses: tuple[tuple[str, str], ...]
    last: Mapping[UUID, Note]
    shared_spans: tuple[NameSpan, ...]

    def obstacles(self, note: Note, client_id: UUID) -> tuple[Obstacle, ...]:
        """What stands in the way of signing this note."""
        last = self.last.get(client_id)
        return check_response(
            note.response,
            last.response if last else None,
            self.responses,
            self.names,
            confirmed(note.not_names),
            own_key=str(client_id),
        )


def find_note(actor: Actor, note_id: UUID, permission: Permission = WRITE_NOTE) -> Note:
    """One note to write or sign, locked, and its session too: two notes of a session can't be signed with the same
    words at the same moment. Raises `NotFound`.
    """
    require(actor, permission)
    mine = Booking.objects.filter(signable_bookings(actor), canceled_at__isnull=True)
    of_session = Note.objects.filter(pk=note_id, booking__in=mine).values("booking__session_id")
    Session.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=of_session).first()
    note = (
        Note.objects.filter(pk=note_id, booking__in=mine)
        .select_for_update(of=("self",))
        .select_related("booking__client", "booking__session__series", "booking__session__site", "signed_by")
        .first()
    )
    if note is None:
        raise NotFound("note", Note.objects.filter(pk=note_id).values_list("booking__client_id", flat=True).first())
    return note


def objective_of(note: Note) -> Objective | None:
    """The objective that a note names, held as it stands: who closes it now waits until the note is signed."""
    if note.objective_id is None:
        return None
    return Objective.objects.select_for_update(no_key=True).get(pk=note.objective_id)


def surroundings(session: Session, client_ids: Collection[UUID]) -> Surroundings:
    """For a session whose notes the actor may see or write. Three queries, however many people."""
    names = member_names(session)
    written = Note.objects.filter(booking__session=session).values_list("booking__client_id", "response")
    return Surroundings(
        names,
        tuple((str(client_id), response) for client_id, response in written if response.strip()),
        last_notes(client_ids, session.pk),
        shared_name_spans(session, names),
    )


def member_names(session: Session) -> tuple[MemberName, ...]:
    """Everybody a note of this session may not name: who is booked in it, and who is or lately was in the group."""
    still = Q(left_on__isnull=True) | Q(left_on__gt=session.on - LEFT_LATELY)
    in_group = Enrollment.objects.filter(still, series_id=session.series_id).values("client_id")
    booked = Booking.objects.filter(session=session, canceled_at__isnull=True).values("client_id")
    # a union, since one condition over both tables would read all of both
    people = Client.objects.filter(pk__in=in_group.union(booked)).order_by("sort_key", "pk")
    return tuple(
        MemberName(str(pk), given, family, preferred)
        for pk, given, family, preferred in people.values_list("pk", "given_names", "family_name", "preferred_name")
    )


def shared_name_spans(session: Session, names: Sequence[MemberName]) -> tuple[NameSpan, ...]:
    """Where the shared block seems to name somebody, and nobody has said that it doesn't."""
    text = "\n".join((session.topic, session.method, session.shared_note))
    said = confirmed(session.shared_not_names)
    return tuple(span for span in names_in(text, "", names) if span.confirmation not in said)


def last_notes(client_ids: Collection[UUID], besides: UUID) -> dict[UUID, Note]:
    """Each one's last signed note of another session. One query."""
    signed = Note.objects.filter(booking__client_id__in=client_ids, signed_at__isnull=False)
    newest = signed.exclude(booking__session_id=besides).order_by("booking__client_id", "-signed_at")
    rows = newest.distinct("booking__client_id").select_related("booking")
    return {note.booking.client_id: note for note in rows}


def confirmed(said: Iterable[Mapping[str, str]]) -> frozenset[str]:
    """The words that a person has said are no names, as `not_names` holds them."""
    return frozenset(one["word"] for one in said)
