"""A group's board: its roll and, level with each row, the person's draft. Everything the page and its pieces show.

The number of queries doesn't grow with the group. Names of people whom the reader may not see never come along,
not even in "Same words as …".
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Q, QuerySet, Subquery

from stepwell.domain.careplan.permissions import VIEW_PLAN
from stepwell.domain.careplan.queries import open_objectives
from stepwell.domain.catalog.rules import PlacedSegment
from stepwell.domain.catalog.rules.services import ServiceKind
from stepwell.domain.people.permissions import as_flag
from stepwell.domain.week.models import Booking, NoteTemplate, Outreach, Session, Status
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
from stepwell.domain.week.queries.drafting import Draft, Drafts
from stepwell.domain.week.queries.notes import surroundings
from stepwell.domain.week.queries.own import family_of, relatives_of
from stepwell.domain.week.queries.sessions import placed_segments
from stepwell.domain.week.rules.hours import delivered_minutes
from stepwell.domain.week.rules.names import NameSpan
from stepwell.domain.week.rules.own import Relative, goes_with
from stepwell.domain.week.rules.rescue import HelpAs, help_words
from stepwell.domain.week.rules.roll import TypedPair, shown_pairs
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.kernel.period import Period
from stepwell.kernel.wording import clock_24
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_list_read


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
    helped: str = ""

    @property
    def kept_draft(self) -> bool:
        """They weren't there after all, and a response stands: it is shown and never thrown away."""
        draft = self.draft
        return draft is not None and not goes_with(self.status, without_client=draft.without_client)


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
    kind: str
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
    family: tuple[Relative, ...] = ()
    may_be_without: bool = False  # family that met without the client can have a note now

    @property
    def is_own(self) -> bool:
        """One person's own session, and no group's."""
        return self.kind != "group"

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
        if self.is_own:
            return ""
        if not self.topic:
            return "Add a topic before you sign"
        return "The shared text seems to name a member" if self.shared_words else ""

    def drafts_in(self, state: str) -> int:
        """How many drafts that are owed are signed, ready or held."""
        return sum(seat.draft.state == state for seat in self.seats if seat.draft and not seat.kept_draft)

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
    objectives = open_objectives(actor, client_ids, met_at=session.starts_at) if actor.may(VIEW_PLAN) else {}
    if not after_action:
        record_list_read(actor, "group", client_ids)
    zone = ZoneInfo(session.site.zone)
    segments = placed_segments(session)
    reads = session.site_id in actor.sites_for(VIEW_NOTES)
    held_for_all = not session.series.is_own and (not session.topic or bool(around.shared_spans))
    drafts = Drafts(around, objectives, frozenset(client_ids), held_for_all, zone, now)
    seats = tuple(_seat(one, segments, zone, drafts) for one in bookings)
    family = _family(actor, session, now) if bookings else ()
    may_write = actor.may(WRITE_NOTE) and session.may_write  # type: ignore[attr-defined]
    return Board(
        session_id=session.pk,
        site_id=session.site_id,
        site=session.site.name,
        name=session.series.name,
        kind=session.series.service.kind if session.series.is_own else "group",
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
        can_write_shared=may_write,
        can_move=actor.may(MOVE_SESSION) and session.may_move,  # type: ignore[attr-defined]
        meeting_url=session.meeting_url if runs else "",
        seats=seats,
        family=family,
        may_be_without=may_write and session.starts_at <= now and _may_be_without(seats, family),
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
        found.select_related(
            "series__track", "series__service__note_template", "series__client", "site", "place", "leader"
        )
        .prefetch_related("segments")
        .first()
    )
    if session is None:
        raise NotFound("session")
    return session


def _family(actor: Actor, session: Session, now: datetime) -> tuple[Relative, ...]:
    """Who of the family was asked along to somebody's own session, as their consents stand now."""
    if session.series.client is None or session.series.service.kind != ServiceKind.FAMILY:
        return ()
    asked = family_of(session.series)
    return tuple(one for one in relatives_of(actor, session.series.client, now) if one.recipient_id in asked)


def _may_be_without(seats: tuple[Seat, ...], family: tuple[Relative, ...]) -> bool:
    """Somebody may sit there and the client doesn't, and no note says so yet."""
    alone = not any(one.status.attended or (one.draft and one.draft.without_client) for one in seats)
    return alone and any(one.may_come for one in family)


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
    helped = Outreach.objects.filter(help_for=OuterRef("pk"), help_as=HelpAs.ARRANGED.value).order_by("-help_at")
    marked = held.annotate(
        help_fix=Subquery(helped.values("fix")[:1]),
        may_sign=as_flag(signable_bookings(actor)),
        reads_note=as_flag(visible_bookings(actor, VIEW_NOTES)),
    )
    return (
        marked.select_related("client", "note__objective", "note__cosignature__asked_of")
        .prefetch_related("presences", "note__addenda")
        .order_by("client__sort_key", "client_id")
    )


def _seat(booking: Booking, segments: tuple[PlacedSegment, ...], zone: ZoneInfo, drafts: Drafts) -> Seat:
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
        helped=help_words(booking.help_fix or "", HelpAs.ARRANGED),  # type: ignore[attr-defined]  # annotated
    )
