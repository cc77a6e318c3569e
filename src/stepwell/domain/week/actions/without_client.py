"""A session with family to which the client doesn't come has a note too: in the client's chart, as any other."""

from datetime import datetime
from uuid import UUID

from stepwell.domain.catalog.rules.services import ServiceKind
from stepwell.domain.week.actions.attendance import record_attendance
from stepwell.domain.week.actions.drafts import draft_for
from stepwell.domain.week.models import Note, Session, Status
from stepwell.domain.week.permissions import WRITE_NOTE
from stepwell.domain.week.queries.own import family_of, relatives_of
from stepwell.domain.week.queries.sessions import find_session
from stepwell.domain.week.rules.own import AWAY
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound, refuse
from stepwell.platform.ledger.unit import action, record


@action
def meet_without_client(*, actor: Actor, session_id: UUID, now: datetime) -> Note:
    """Family came and the client didn't: their draft, to be written and signed as any other. Twice is once.

    Who has no word on the roll yet is excused, so that nobody looks for them; a no-show stays one. Once they are on
    the roll as present it is a usual note. Raises `Refused` where no consent in force names anybody of those asked.
    """
    session = find_session(actor, session_id, WRITE_NOTE)
    client = session.series.client
    if client is None or session.series.service.kind != ServiceKind.FAMILY:
        raise NotFound("session with family")
    booking = session.bookings.filter(client=client, canceled_at__isnull=True).select_related("note").first()
    if booking is None:
        raise NotFound("booking", client.pk)
    if session.starts_at > now:
        raise refuse("This session hasn't begun.", "", "Come back when they met.")
    if Status(booking.status).attended:
        raise refuse(f"{client.called} is on the roll as present.", "", "Change the roll first, or write their note.")
    asked = family_of(session.series)
    if not any(one.may_come and one.recipient_id in asked for one in relatives_of(actor, client, now)):
        mend = "Say under Own sessions who comes: those whom a consent in force names."
        raise refuse("Nobody was asked along whom a consent names.", "", mend)
    if Status(booking.status) not in AWAY:
        excused = Status.EXCUSED
        record_attendance(actor=actor, session_id=session_id, client_id=client.pk, status=excused, now=now)
    return _draft(actor, session, client.pk, now)


def _draft(actor: Actor, session: Session, client_id: UUID, now: datetime) -> Note:
    """Their note, marked; words that stood in a draft stay."""
    found = Note.objects.filter(booking__session=session, booking__client_id=client_id)
    known = found.first()
    if known is None:
        booking = session.bookings.select_related("client").get(client_id=client_id)
        draft_for(actor, session, [booking], now, without_client=True)
    elif known.without_client or known.signed_at is not None:
        return known
    else:
        found.update(without_client=True)
    note = found.get()
    record(actor, "note.without_client", client_id=client_id, subject=("note", note.pk))
    return note
