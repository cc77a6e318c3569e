"""Notes that are owed: in which sessions, how many, and since when. A number, and nobody who sat there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.week.models import Booking, Session
from stepwell.domain.week.permissions import VIEW_ROLL, WRITE_NOTE, run_sessions
from stepwell.domain.week.queries.notes import OWED
from stepwell.kernel.actor import Actor
from stepwell.kernel.wording import short_day
from stepwell.platform.access.permission import require

# Ours: so far back somebody is looked for who was there and for whom no draft was made. A draft is found however old.
NOT_DRAFTED = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class OwedSession:
    """A session that is over, and how many of its notes nobody has signed. Times are on its site's clock."""

    session_id: UUID
    name: str
    leader_id: int
    leader: str
    starts_at: datetime
    since: datetime
    count: int

    @property
    def day(self) -> str:
        """`Thu 26 Nov`."""
        return short_day(self.starts_at)


@dataclass(frozen=True, slots=True)
class NotesOwed:
    """What one person owes, the oldest session first."""

    leader: str
    sessions: tuple[OwedSession, ...]

    @property
    def count(self) -> int:
        """How many notes."""
        return sum(one.count for one in self.sessions)


@dataclass(frozen=True, slots=True)
class Owed:
    """Mine, and of whoever else leads where I stand in: who waits longest first."""

    mine: NotesOwed
    others: tuple[NotesOwed, ...]


def notes_owed(actor: Actor, now: datetime) -> Owed:
    """Of the sessions that one leads or stands in for. Two queries: drafts, and those for whom none was made."""
    require(actor, VIEW_ROLL)
    run = Session.objects.filter(run_sessions(actor, VIEW_ROLL), canceled_at__isnull=True)
    rows = Booking.objects.filter(OWED, session__in=run, canceled_at__isnull=True, ends_at__lte=now).values_list(
        "session_id",
        "session__series__name",
        "session__leader_id",
        "session__leader__name",
        "session__site__zone",
        "session__starts_at",
        "ends_at",
    )
    drafts = rows.filter(note__isnull=False, note__signed_at__isnull=True)
    undrafted = rows.filter(note__isnull=True, session__starts_at__gt=now - NOT_DRAFTED)
    found: dict[UUID, list[tuple[UUID, str, int, str, str, datetime, datetime]]] = {}
    for row in chain(drafts, undrafted):
        found.setdefault(row[0], []).append(row)
    sessions = sorted(map(_session, found.values()), key=lambda one: (one.since, one.name))
    by_leader: dict[int, list[OwedSession]] = {}
    for one in sessions:
        by_leader.setdefault(one.leader_id, []).append(one)
    mine = by_leader.pop(actor.staff_id, []) if actor.staff_id and actor.may(WRITE_NOTE) else []
    others = tuple(NotesOwed(theirs[0].leader, tuple(theirs)) for theirs in by_leader.values())
    return Owed(NotesOwed(actor.name, tuple(mine)), others)


def _session(rows: list[tuple[UUID, str, int, str, str, datetime, datetime]]) -> OwedSession:
    session_id, name, leader_id, leader, zone_name, starts_at, _ = rows[0]
    zone, since = ZoneInfo(zone_name), max(row[-1] for row in rows)
    return OwedSession(
        session_id, name, leader_id, leader, starts_at.astimezone(zone), since.astimezone(zone), len(rows)
    )
