"""A group's board: its roll and, level with each row, the person's draft. Everything the page and its pieces show.

The number of queries doesn't grow with the group. Names of people whom the reader may not see never come along,
not even in "Same words as …".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from stepwell.domain.careplan.models import Objective
from stepwell.domain.careplan.permissions import VIEW_PLAN
from stepwell.domain.careplan.queries import open_objectives
from stepwell.domain.catalog.rules import PlacedSegment
from stepwell.domain.people.permissions import as_flag
from stepwell.domain.week.models import Booking, Note, NoteTemplate, Session, Status
from stepwell.domain.week.permissions import (
    MOVE_SESSION,
    TAKE_ROLL,
    VIEW_NOTES,
    VIEW_ROLL,
    WRITE_NOTE,
    run_sessions,
    signable_bookings,
    visible_bookings,
)
from stepwell.domain.week.queries.cosign import Cosigning, cosigning
from stepwell.domain.week.queries.notes import Surroundings, surroundings
from stepwell.domain.week.queries.sessions import placed_segments
from stepwell.domain.week.queries.signed import Added, added_to, late_at
from stepwell.domain.week.rules.hours import delivered_minutes
from stepwell.domain.week.rules.names import NameSpan
from stepwell.domain.week.rules.notes import Obstacle, ObstacleKind
from stepwell.domain.week.rules.roll import TypedPair, shown_pairs
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.kernel.period import Period
from stepwell.kernel.wording import clock_24
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_list_read


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
    signed_at: datetime | None = None
    signed_as: str = ""
    late_at: datetime | None = None
    addenda: tuple[Added, ...] = ()
    cosign: Cosigning | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """One person in the session. Times are on the site's clock; `minutes` are delivered and clinical."""

    client_id: UUID
    name: str
    called: str
    pronouns: str
    phone: str
    status: Status
    pairs: tuple[TypedPair, ...]
    minutes: int
    recorded_at: datetime | None
    draft: Draft | None
    arrived: str = ""

    @property
    def kept_draft(self) -> bool:
        """They weren't there after all, and a response stands: it is shown and never thrown away."""
        return self.draft is not None and not self.status.attended


@dataclass(frozen=True, slots=True)
class Template:
    """What the shared block of this service begins with."""

    service: str
    topic: str
    method: str
    shared_note: str


@dataclass(frozen=True, slots=True)
class Board:
    """One session with its roll, shared block and drafts."""

    session_id: UUID
    site_id: int
    site: str
    name: str
    track: str
    number: int
    on: date
    starts_at: datetime
    ends_at: datetime
    place: str
    leader: str
    capacity: int
    topic: str
    method: str
    shared_note: str
    shared_revision: int
    shared_saved_at: datetime | None
    template: Template | None
    shared_words: tuple[NameSpan, ...]
    can_take_roll: bool
    can_write_shared: bool
    can_move: bool
    meeting_url: str
    seats: tuple[Seat, ...]

    def count(self, *statuses: Status) -> int:
        """How many are on the roll with one of these."""
        return sum(seat.status in statuses for seat in self.seats)

    @property
    def attended(self) -> int:
        """How many were there, for at least a part."""
        return sum(seat.status.attended for seat in self.seats)

    @property
    def no_show(self) -> int:
        """How many didn't come."""
        return self.count(Status.NO_SHOW)

    @property
    def excused(self) -> int:
        """How many said that they can't."""
        return self.count(Status.EXCUSED)

    @property
    def waiting(self) -> int:
        """How many have no word on the roll yet."""
        return self.count(Status.BOOKED)

    @property
    def at_the_door(self) -> int:
        """How many said that they are here and have no word on the roll yet."""
        return sum(bool(seat.arrived) and seat.status is Status.BOOKED for seat in self.seats)

    @property
    def minutes(self) -> int:
        """Delivered minutes of all."""
        return sum(seat.minutes for seat in self.seats)

    @property
    def to_draft(self) -> int:
        """How many were there and have no draft."""
        return sum(seat.status.attended and seat.draft is None for seat in self.seats)

    @property
    def has_drafts(self) -> bool:
        """The notes were begun."""
        return any(seat.draft for seat in self.seats)

    @property
    def shared_problem(self) -> str:
        """What keeps every note from being signed, in words."""
        if not self.topic:
            return "Add a topic before you sign"
        return "The shared text seems to name a member" if self.shared_words else ""

    def drafts_in(self, state: str) -> int:
        """How many drafts of people who were there are signed, ready or held."""
        return sum(seat.draft.state == state for seat in self.seats if seat.draft and seat.status.attended)

    def seat(self, client_id: UUID) -> Seat:
        """One person's row. Raises `NotFound`."""
        for seat in self.seats:
            if seat.client_id == client_id:
                return seat
        raise NotFound("seat", client_id)

    def next_ready(self, after: UUID | None = None) -> Seat | None:
        """The next draft to read and sign, from the top again after the last."""
        at = next((place for place, seat in enumerate(self.seats) if seat.client_id == after), -1)
        ordered = self.seats[at + 1 :] + self.seats[: at + 1]
        return next((one for one in ordered if one.draft and one.draft.state == "ready" and one.draft.can_write), None)


def get_board(actor: Actor, session_id: UUID, now: datetime, *, after_action: bool = False) -> Board:
    """The board as this actor may see it: the whole group for who runs it, one's own people for others. Raises
    `NotFound` where nobody in it is theirs.

    Written down as a list read; not so `after_action`, where it answers a key press that has its own row in the ledger.
    """
    require(actor, VIEW_ROLL)
    session = _find(actor, session_id)
    bookings = list(_bookings(actor, session))
    runs = session.runs  # type: ignore[attr-defined]  # annotated
    if not bookings and not runs:
        raise NotFound("session")
    client_ids = [one.client_id for one in bookings]
    around = surroundings(session, client_ids)
    objectives = open_objectives(actor, client_ids) if actor.may(VIEW_PLAN) else {}
    if not after_action:
        record_list_read(actor, "group", client_ids)
    zone = ZoneInfo(session.site.zone)
    segments = placed_segments(session)
    reads = session.site_id in actor.sites_for(VIEW_NOTES)
    held_for_all = not session.topic or bool(around.shared_spans)
    drafts = _Drafts(around, objectives, frozenset(client_ids), held_for_all, zone, now)
    return Board(
        session_id=session.pk,
        site_id=session.site_id,
        site=session.site.name,
        name=session.series.name,
        track=session.series.track.name,
        number=session.number,
        on=session.on,
        starts_at=session.starts_at.astimezone(zone),
        ends_at=session.ends_at.astimezone(zone),
        place=session.place.name,
        leader=session.leader.name,
        capacity=session.series.capacity,
        topic=session.topic if reads else "",
        method=session.method if reads else "",
        shared_note=session.shared_note if reads else "",
        shared_revision=session.shared_revision,
        shared_saved_at=session.shared_saved_at.astimezone(zone) if session.shared_saved_at else None,
        template=_template(session) if reads else None,
        shared_words=around.shared_spans if reads else (),
        can_take_roll=actor.may(TAKE_ROLL) and session.may_call,  # type: ignore[attr-defined]
        can_write_shared=actor.may(WRITE_NOTE) and session.may_write,  # type: ignore[attr-defined]
        can_move=actor.may(MOVE_SESSION) and session.may_move,  # type: ignore[attr-defined]
        meeting_url=session.meeting_url if runs else "",
        seats=tuple(_seat(one, segments, zone, drafts) for one in bookings),
    )


def _find(actor: Actor, session_id: UUID) -> Session:
    """The session, with what the actor may do in it. Raises `NotFound` where it isn't at one of their sites."""
    here = Q(site_id__in=actor.sites_for(VIEW_ROLL))
    found = Session.objects.filter(here, pk=session_id, canceled_at__isnull=True).annotate(
        runs=as_flag(run_sessions(actor, VIEW_ROLL)),
        may_call=as_flag(run_sessions(actor, TAKE_ROLL)),
        may_write=as_flag(run_sessions(actor, WRITE_NOTE)),
        may_move=as_flag(run_sessions(actor, MOVE_SESSION)),
    )
    session = (
        found.select_related("series__track", "series__service__note_template", "site", "place", "leader")
        .prefetch_related("segments")
        .first()
    )
    if session is None:
        raise NotFound("session")
    return session


def _template(session: Session) -> Template | None:
    """The words of the service, while the block is empty."""
    known: NoteTemplate | None = getattr(session.series.service, "note_template", None)
    if known is None or session.shared_saved_at is not None:
        return None
    if not (known.topic or known.method or known.shared_note):
        return None
    return Template(session.series.service.name, known.topic, known.method, known.shared_note)


def _bookings(actor: Actor, session: Session) -> QuerySet[Booking]:
    """The places in this session that the actor may see, by name."""
    held = session.bookings.filter(visible_bookings(actor), canceled_at__isnull=True)
    marked = held.annotate(
        may_sign=as_flag(signable_bookings(actor)), reads_note=as_flag(visible_bookings(actor, VIEW_NOTES))
    )
    return (
        marked.select_related("client", "note__objective", "note__cosignature__asked_of")
        .prefetch_related("presences", "note__addenda")
        .order_by("client__sort_key", "client_id")
    )


@dataclass(frozen=True, slots=True)
class _Drafts:
    """What every draft of the session is shown with."""

    around: Surroundings
    objectives: Mapping[UUID, Sequence[Objective]]
    seen: frozenset[UUID]
    held_for_all: bool
    zone: ZoneInfo
    now: datetime

    def of(self, booking: Booking) -> Draft | None:
        """The person's draft; None where there is none or it is not for the reader, or where it is empty and they
        weren't there.
        """
        note: Note | None = getattr(booking, "note", None) if booking.reads_note else None  # type: ignore[attr-defined]
        attended = Status(booking.status).attended
        if note is None or (not attended and not note.response):
            return None
        choices = [(one.pk, _labeled(one)) for one in self.objectives.get(booking.client_id, ())]
        chosen = _labeled(note.objective) if note.objective else ""
        if note.objective and note.objective_id not in dict(choices):
            choices.append((note.objective.pk, chosen))
        obstructions = () if note.signed_at else tuple(self._obstructions(note, booking, bool(choices)))
        held = bool(obstructions) or self.held_for_all or not attended
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
            signed_at=note.signed_at.astimezone(self.zone) if note.signed_at else None,
            signed_as=note.signed_as,
            late_at=late_at(note, booking.ends_at, self.zone),
            addenda=added_to(note, self.zone),
            cosign=cosigning(note, self.zone),
        )

    def _obstructions(self, note: Note, booking: Booking, has_choices: bool) -> list[Obstruction]:
        found = [self._told(one, booking) for one in self.around.obstacles(note, booking.client_id)]
        if note.response and has_choices and note.objective_id is None:
            found.append(Obstruction("objective", "Choose an objective"))
        stays = [one.ends_at for one in booking.presences.all()]
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


def _seat(booking: Booking, segments: tuple[PlacedSegment, ...], zone: ZoneInfo, drafts: _Drafts) -> Seat:
    client, status = booking.client, Status(booking.status)
    stays = [Period(one.starts_at, one.ends_at) for one in booking.presences.all()]
    return Seat(
        client_id=client.pk,
        name=client.name,
        called=client.called,
        pronouns=client.pronouns,
        phone=client.phone,
        status=status,
        pairs=tuple(shown_pairs(stays, zone)),
        minutes=delivered_minutes(stays, segments) if status.attended else 0,
        recorded_at=booking.recorded_at,
        draft=drafts.of(booking),
        arrived=clock_24(booking.arrived_at, zone) if booking.arrived_at else "",
    )


def _labeled(objective: Objective) -> str:
    """`1.2 Evening plan`."""
    return f"{objective.number} {objective.title}"
