"""Where a session meets when it meets on a screen: an address that its leader sets."""

from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from stepwell.domain.week.models import Session
from stepwell.domain.week.permissions import TAKE_ROLL
from stepwell.domain.week.queries.sessions import find_session
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import refuse
from stepwell.platform.ledger.unit import action, record

MOST = 500


@action
def set_meeting(*, actor: Actor, session_id: UUID, url: str, now: datetime) -> Session:
    """The meeting of one session; empty takes it away. Whoever is booked opens it from their own phone.

    The address itself never comes into the ledger: it opens the meeting.
    """
    session = find_session(actor, session_id, TAKE_ROLL)
    said = url.strip()
    if said == session.meeting_url:
        return session
    if said and not _is_address(said):
        raise refuse("This isn't an address of a meeting.", "url", "Paste the whole link; it begins with https://.")
    if said and session.ends_at <= now:
        raise refuse("This session is over.", "url", "Set it for the next one.")
    session.meeting_url = said
    session.save(update_fields=["meeting_url"])
    record(actor, "session.meeting_set", subject=("session", session.pk), detail={"has_meeting": bool(said)})
    return session


def _is_address(text: str) -> bool:
    """A secure web address of some host, without a login in it."""
    try:
        parts = urlsplit(text)
        return (
            parts.scheme == "https"
            and bool(parts.hostname)
            and "@" not in parts.netloc
            and text.isprintable()
            and len(text) <= MOST
        )
    except ValueError:
        return False
