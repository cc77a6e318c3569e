"""What is well and what isn't. Pure: readings and the time in, findings with words out.

The limits are our own, each a few of the steps it watches: a worker beats every 10 s, seals come each hour, and a
message is tried again after at most 15 minutes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

BEAT = timedelta(seconds=60)
SEAL = timedelta(hours=3)
MESSAGE = timedelta(minutes=15)
ROOM = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Readings:
    """What was seen. Without an answer from the database, the rest of it is unknown."""

    database_answers: bool
    free_bytes: int
    missing_migrations: tuple[str, ...] = ()
    beat_at: datetime | None = None
    sealed_at: datetime | None = None
    first_entry_at: datetime | None = None
    message_due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, and what to say of it."""

    name: str
    is_well: bool
    words: str

    def __str__(self) -> str:
        return f"{'ok  ' if self.is_well else 'FAIL'} {self.name}: {self.words}"


def findings(seen: Readings, now: datetime) -> tuple[Finding, ...]:
    """All that was looked at, in the order in which it is mended."""
    room = _room(seen.free_bytes)
    if not seen.database_answers:
        return (Finding("database", False, "It does not answer. Start it, or mend DATABASE_URL."), room)
    database = Finding("database", True, "It answers.")
    structure = _structure(seen.missing_migrations)
    if not structure.is_well:
        return (database, structure, room)
    return (database, structure, room, _worker(seen, now), _seal(seen, now), _messages(seen, now))


def is_ready(found: tuple[Finding, ...]) -> bool:
    """Whether people can be let in."""
    return all(one.is_well for one in found)


def _room(free: int) -> Finding:
    megabytes = free // (1024 * 1024)
    if free < ROOM:
        return Finding("disk", False, f"Only {megabytes} MB are free where STEPWELL_DATA lies. Make room.")
    return Finding("disk", True, f"{megabytes} MB are free.")


def _structure(missing: tuple[str, ...]) -> Finding:
    if missing:
        names = ", ".join(missing[:3]) + (" …" if len(missing) > 3 else "")
        return Finding("structure", False, f"{len(missing)} migrations are missing ({names}). Run: stepwell migrate")
    return Finding("structure", True, "It is up to date.")


def _worker(seen: Readings, now: datetime) -> Finding:
    if seen.beat_at is None:
        return Finding("worker", False, "No worker runs. Start one: stepwell work")
    if now - seen.beat_at > BEAT:
        return Finding("worker", False, f"None has told of itself for {_span(now - seen.beat_at)}. Start one.")
    return Finding("worker", True, "One is at work.")


def _seal(seen: Readings, now: datetime) -> Finding:
    """A young ledger has no seal yet."""
    if seen.sealed_at is not None:
        since = now - seen.sealed_at
        words = f"The last one is {_span(since)} old."
        return Finding("seal", since <= SEAL, words if since <= SEAL else f"{words} Look into the worker's log.")
    if seen.first_entry_at is not None and now - seen.first_entry_at > SEAL:
        return Finding(
            "seal", False, "The ledger was never sealed into STEPWELL_DATA/seals. Look into the worker's log."
        )
    return Finding("seal", True, "The first one comes within the hour.")


def _messages(seen: Readings, now: datetime) -> Finding:
    if seen.message_due_at is not None and now - seen.message_due_at > MESSAGE:
        late = _span(now - seen.message_due_at)
        return Finding("messages", False, f"The oldest should have gone {late} ago. Look into the worker's log.")
    return Finding("messages", True, "None is late.")


def _span(length: timedelta) -> str:
    seconds = int(length.total_seconds())
    for size, unit in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{max(seconds, 0)} seconds"
