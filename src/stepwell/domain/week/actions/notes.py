"""The shared block and the notes that it fans out to: each one's own response, saved, checked and signed on its own."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from stepwell.domain.careplan.queries import open_objectives
from stepwell.domain.people.models import Staff
from stepwell.domain.week.actions.asking import ask_cosignature
from stepwell.domain.week.actions.drafts import add_drafts, settle_signatures
from stepwell.domain.week.models import Booking, Note, Session, Status
from stepwell.domain.week.permissions import SIGN_NOTE, WRITE_NOTE
from stepwell.domain.week.queries.notes import (
    Surroundings,
    confirmed,
    find_note,
    member_names,
    objective_of,
    shared_name_spans,
    surroundings,
)
from stepwell.domain.week.queries.sessions import find_session, zone_of
from stepwell.domain.week.rules.names import NameSpan, names_in
from stepwell.domain.week.rules.notes import as_refused
from stepwell.domain.week.rules.own import goes_with, may_keep
from stepwell.domain.week.rules.sections import filled, joined, unsaid
from stepwell.domain.week.rules.signing import signed_as
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotFound, Refusal, Refused, refuse
from stepwell.kernel.wording import clock_24, short_day
from stepwell.platform.ledger.unit import action, record

_READ_AND_SAVE = "Read what stands there, then save yours again."


class NoteChanged(Refused):
    """Somebody saved since this was shown. Nothing is lost: the surface shows what was typed beside what is stored."""


class NamesMember(Refused):
    """A text seems to name a member. `spans` say where, for the screen of who wrote it, and never for a log."""

    def __init__(self, refusal: Refusal, spans: tuple[NameSpan, ...]) -> None:
        super().__init__(refusal)
        self.spans = spans


@action
def save_shared(
    *,
    actor: Actor,
    session_id: UUID,
    topic: str,
    method: str,
    shared_note: str,
    now: datetime,
    revision: int | None = None,
    not_names: Collection[str] = (),
) -> Session:
    """What was done, the same for all. It names nobody; `not_names` are words that a person says are none.

    Notes that are signed already keep what it said then.
    """
    session = find_session(actor, session_id, WRITE_NOTE)
    if session.series.is_own:
        raise NotFound("shared block")
    said = tuple(text.strip() for text in (topic, method, shared_note))
    stored = (session.topic, session.method, session.shared_note)
    if said != stored and revision is not None and revision != session.shared_revision:
        who, at = session.shared_saved_by, session.shared_saved_at
        raise _saved_meanwhile(actor, session, who, at, "shared_note", _READ_AND_SAVE)
    session.topic, session.method, session.shared_note = said
    names = member_names(session)
    sure = [span for span in shared_name_spans(session, names) if span.confirmation in not_names]
    session.shared_not_names = [*session.shared_not_names, *_said_by(actor, sure, now)]
    if spans := shared_name_spans(session, names):
        raise NamesMember(
            Refusal("This seems to name a group member.", "shared_note", "Change it, or say that it isn't a name."),
            spans,
        )
    if said == stored and not sure:
        return session
    session.shared_revision += 1
    session.shared_saved_at, session.shared_saved_by_id = now, actor.staff_id
    columns = ["topic", "method", "shared_note", "shared_not_names", "shared_revision", "shared_saved_at"]
    session.save(update_fields=[*columns, "shared_saved_by"])
    record(actor, "session.shared_saved", subject=("session", session.pk), detail={"not_names": len(sure)})
    return session


@action
def create_drafts(*, actor: Actor, session_id: UUID, now: datetime) -> int:
    """A draft for each who was there and has none; how many were made. The leader gets one task for all of them."""
    session = find_session(actor, session_id, WRITE_NOTE)
    if not any(
        Status(one).attended
        for one in session.bookings.filter(canceled_at__isnull=True).values_list("status", flat=True)
    ):
        raise refuse("Nobody is on the roll as present yet.", "", "Call the roll first.")
    return add_drafts(actor, session, now)


@action
def save_response(
    *,
    actor: Actor,
    note_id: UUID,
    response: str,
    objective_id: UUID | None,
    revision: int,
    now: datetime,
    sections: Sequence[str] = (),
    company: Collection[str] = (),
) -> Note:
    """The person's own words and the objective they serve. A save that didn't know the last one is refused.

    A note that has sections takes its words by these, in order; `company` is who of the family was there, by name.
    """
    note = find_note(actor, note_id)
    parts = filled(note.sections, sections)
    said = joined(parts) if parts else response.strip()
    there = _there(note, company)
    if (note.sections, note.response, note.company, note.objective_id) == (parts, said, there, objective_id):
        return note
    if note.signed_at is not None:
        raise NoteChanged(Refusal("This note is signed and stays as it is.", "response", "Add below it."))
    if note.revision != revision:
        raise _saved_meanwhile(actor, note.booking.session, note.saved_by, note.saved_at, "response", _READ_AND_SAVE)
    client_id = note.booking.client_id
    if objective_id not in (None, note.objective_id, *_can_be_named(actor, note.booking)):
        raise refuse(
            "This objective wasn't open when they met.", "objective", "Choose one of the plan. What you wrote stays."
        )
    note.response, note.sections, note.company, note.objective_id = said, parts, there, objective_id
    note.revision += 1
    note.saved_at, note.saved_by_id = now, actor.staff_id
    columns = ["response", "sections", "company", "objective", "revision", "saved_at", "saved_by"]
    note.save(update_fields=columns)
    record(actor, "note.saved", client_id=client_id, subject=("note", note.pk), detail={"revision": note.revision})
    return note


@action
def confirm_not_name(*, actor: Actor, note_id: UUID, word: str, now: datetime) -> Note:
    """A person says that this word, here, names nobody. `word` is the span's confirmation, or the bare word."""
    note = find_note(actor, note_id)
    if note.signed_at is not None:
        raise NoteChanged(Refusal("This note is signed and stays as it is.", "response"))
    client_id = note.booking.client_id
    known = confirmed(note.not_names)
    if word in known:
        return note
    spans = names_in(note.response, str(client_id), member_names(note.booking.session))
    meant = [one for one in spans if word in (one.confirmation, one.text) and one.confirmation not in known]
    if not meant:
        raise refuse("This word isn't in the note any more.", "response", "Read the note again.")
    note.not_names = [*note.not_names, *_said_by(actor, meant, now)]
    note.save(update_fields=["not_names"])
    record(actor, "note.not_a_name", client_id=client_id, subject=("note", note.pk), detail={"words": len(meant)})
    return note


@action
def sign_note(*, actor: Actor, note_id: UUID, revision: int, now: datetime) -> Note:
    """One note, read by who signs it. From then on the database keeps it as it is. The same signature twice is one."""
    note = find_note(actor, note_id, SIGN_NOTE)
    if note.signed_at is not None:
        if note.signed_by_id == actor.staff_id:
            return note
        by = note.signed_by.name if note.signed_by else "Somebody"
        raise refuse(f"{by} has signed this note.", "", "Read it on the page.")
    if note.revision != revision:
        mend = "Read it again before you sign."
        raise _saved_meanwhile(actor, note.booking.session, note.saved_by, note.saved_at, "response", mend)
    booking, session = note.booking, note.booking.session
    around = surroundings(session, [booking.client_id])
    _check_ready(actor, note, around, now)
    signer = Staff.objects.get(account_id=actor.account_id)
    note.shared = {"topic": session.topic, "method": session.method, "shared_note": session.shared_note}
    note.signed_at, note.signed_by = now, signer
    note.signed_as = signed_as(signer.name, signer.credentials)
    note.save(update_fields=["shared", "signed_at", "signed_by", "signed_as"])
    record(actor, "note.signed", client_id=booking.client_id, subject=("note", note.pk))
    settle_signatures(actor, session, now)
    ask_cosignature(actor, note, signer, now)
    return note


def _check_ready(actor: Actor, note: Note, around: Surroundings, now: datetime) -> None:
    """Raises `Refused` with everything that stands in the way."""
    booking, session = note.booking, note.booking.session
    refusals: list[Refusal] = []
    if not goes_with(Status(booking.status), without_client=note.without_client):
        refusals.append(Refusal("They are not on the roll as present.", "", "A note needs somebody who was there."))
    if note.without_client and not note.company:
        refusals.append(Refusal("It doesn't say who was there.", "company", "Choose who of the family came."))
    last_stay = booking.presences.order_by("-ends_at").first()
    until = booking.ends_at if note.without_client else last_stay.ends_at if last_stay else None
    if until is not None and until > now:
        ends = clock_24(until, zone_of(session))
        refusals.append(Refusal("They are still in the session.", "", f"Sign after {ends}."))
    for label in unsaid(note.sections):
        mend = "Say what there is to say, if only that there was nothing."
        refusals.append(Refusal(f"{label} is empty.", "section", mend))
    if not session.series.is_own and not session.topic:
        refusals.append(Refusal("The shared block has no topic.", "topic", "Say what the session was about."))
    if around.shared_spans:
        refusals.append(Refusal("The shared block seems to name a group member.", "shared_note", "Change it first."))
    objectives = _can_be_named(actor, booking)
    if (named := objective_of(note)) is not None and not may_keep(named.closed_at, booking.starts_at):
        closed_on = day_at(named.closed_at or now, zone_of(session))
        refusals.append(
            Refusal(
                f"Objective {named.number} was closed on {short_day(closed_on)}, before this session.",
                "objective",
                "Choose another one. What you wrote stays.",
            )
        )
    if objectives and note.objective_id is None:
        refusals.append(Refusal("No objective is chosen.", "objective", "Choose the one that this served."))
    if obstacles := around.obstacles(note, booking.client_id):
        refusals.extend(as_refused(obstacles).refusals)
    if refusals:
        raise Refused(*refusals)


def _there(note: Note, company: Collection[str]) -> list[str]:
    """Who of those asked along was there, by name. Raises `Refused` for a name that isn't one of them."""
    series = note.booking.session.series
    asked = set(series.companions.values_list("recipient__name", flat=True)) if series.is_own else set()
    there = sorted({*company})
    if not asked.issuperset({*there} - {*note.company}):
        raise refuse("Somebody of these wasn't asked along.", "company", "Say under Own sessions who comes.")
    return there


def _can_be_named(actor: Actor, booking: Booking) -> list[UUID]:
    """The objectives that a note of this session can name."""
    client_id = booking.client_id
    return [one.pk for one in open_objectives(actor, [client_id], met_at=booking.starts_at)[client_id]]


def _said_by(actor: Actor, spans: Collection[NameSpan], now: datetime) -> list[dict[str, str]]:
    """Who said when that these words aren't names."""
    words = dict.fromkeys(span.confirmation for span in spans)
    return [{"word": word, "by": actor.key, "at": now.isoformat()} for word in words]


def _saved_meanwhile(
    actor: Actor, session: Session, by: Staff | None, at: datetime | None, where: str, mend: str
) -> NoteChanged:
    """Who saved it and when, by the site's clock: for somebody whose page is older than that."""
    who = "Somebody" if by is None else "You, in another window," if by.pk == actor.staff_id else by.name
    when = f" at {clock_24(at, zone_of(session))}" if at else ""
    return NoteChanged(Refusal(f"{who} saved this{when}.", where, mend))
