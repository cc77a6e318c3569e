"""The chains of a copy: the same entries about the copied rows, hashed anew from the first one on."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC
from uuid import UUID

import orjson

from stepwell.kernel.errors import refuse
from stepwell.platform.ledger.rules import FIRST, Plain, Record, entry_hash
from stepwell.simulate.copying.base import NULL

UUIDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# What a subject of the ledger is where its id is a number; and the numbers of a detail that are ids.
SUBJECTS = {
    "account": "accounts.User",
    "booking": "week.Booking",
    "care team": "people.CareTeamMember",
    "consent": "consent.Consent",
    "curriculum": "catalog.Curriculum",
    "day template": "catalog.DayTemplate",
    "agenda request": "team.AgendaRequest",
    "diet": "meals.Diet",
    "diet label": "meals.DietLabel",
    "edition": "outreach.Edition",
    "emergency": "oversight.BrokenGlass",
    "enrollment": "week.Enrollment",
    "library": "library.Library",
    "meeting addendum": "team.MeetingAddendum",
    "meeting item": "team.MeetingItem",
    "on call": "safety.OnCall",
    "own time": "availability.OwnTime",
    "packet": "orientation.Packet",
    "place": "catalog.Place",
    "post": "people.Post",
    "prevention plan": "prevention.PreventionPlan",
    "proposed change": "prevention.ProposedChange",
    "recipient": "consent.Recipient",
    "recipient login": "consent.RecipientLogin",
    "service": "catalog.Service",
    "service agreement": "consent.ServiceAgreement",
    "site": "people.Site",
    "skill use": "prevention.SkillUse",
    "skill words": "prevention.SkillWords",
    "staff": "people.Staff",
    "staff load": "catalog.StaffLoad",
    "suggestion": "prevention.Suggestion",
    "task": "worklist.Task",
    "track": "catalog.Track",
    "visitor": "people.Visitor",
    "working times": "availability.WorkingTimes",
}
DETAILS = {
    "recipient": "consent.Recipient",
    "site": "people.Site",
    "staff": "people.Staff",
    "track": "catalog.Track",
}
# What a subject of the ledger is where it is no id: which parts of a timeline somebody looked at.
NO_IDS = frozenset({"kinds"})
# Numbers of a detail that count something.
COUNTS = frozenset(
    ("answer_minutes", "answered", "assess_hours", "attempt_days", "attempts", "benefits_hours", "canceled",
     "edition", "elsewhere", "emergency_hours", "idle_minutes", "interventions_ended", "interventions_resumed",
     "items", "messages", "minutes", "not_names", "number", "people", "place_hours", "rated", "reason", "revision",
     "rung", "schedule_hours", "screen_hours", "seats", "sessions", "times", "unplaced", "week_starts_on", "words")
)  # fmt: skip
CHAIN_COLUMNS = ("id", "key", "length", "head")
ENTRY_COLUMNS = (
    "id", "chain_id", "position", "at", "actor_key", "actor_name", "verb", "client_id", "subject_type", "subject_id",
    "detail", "previous_hash", "hash",
)  # fmt: skip


class Rewriter:
    """Says an entry about the rows of a copy. `number` and `uuid` give the copied row's id, `names` who did it."""

    def __init__(
        self, number: Callable[[str, str], str], uuid: Callable[[str], str], names: Callable[[str, str], str]
    ) -> None:
        self._number, self._uuid, self._names = number, uuid, names

    def key(self, key: str) -> str:
        """An actor's or a chain's key."""
        kind, _, rest = key.partition(":")
        if kind == "client":
            return f"client:{self._uuid(rest)}"
        return f"account:{self._number('accounts.User', rest)}" if kind == "account" else key

    def record(self, said: Record) -> Record:
        """The whole entry."""
        return replace(
            said,
            actor_key=self.key(said.actor_key),
            actor_name=self._names(said.actor_key, said.actor_name),
            client_id=UUID(self._uuid(str(said.client_id))) if said.client_id else None,
            subject_id=self._subject(said.subject_type, said.subject_id),
            detail={name: self._plain(name, value) for name, value in said.detail.items()},
        )

    def _subject(self, kind: str, subject_id: str) -> str:
        if not subject_id or UUIDS.fullmatch(subject_id):
            return self._uuid(subject_id) if subject_id else ""
        if kind in NO_IDS:
            return subject_id
        if kind not in SUBJECTS:
            raise _unknown(f"the subject {kind}")
        return self._number(SUBJECTS[kind], subject_id)

    def _plain(self, name: str, value: Plain) -> Plain:
        if isinstance(value, str):
            return UUIDS.sub(lambda found: self._uuid(found[0]), value)
        if isinstance(value, list):
            return [self._plain(name, one) for one in value]
        if isinstance(value, dict):
            return {inner: self._plain(inner, one) for inner, one in value.items()}
        if isinstance(value, bool) or value is None or name in COUNTS:
            return value
        if name not in DETAILS:
            raise _unknown(f"the number {name}")
        return int(self._number(DETAILS[name], str(value)))


def chained(chain_key: str, records: Iterable[Record]) -> Iterator[tuple[int, Record, bytes, bytes]]:
    """Position, entry, the hash before it and its own."""
    head = FIRST
    for position, said in enumerate(records, start=1):
        before, head = head, entry_hash(chain_key, position, said, head)
        yield position, said, before, head


def entry_row(entry_id: int, chain_id: int, position: int, said: Record, before: bytes, own: bytes) -> list[str]:
    """One row in the text form of COPY."""
    return [
        str(entry_id),
        str(chain_id),
        str(position),
        said.at.astimezone(UTC).isoformat(),
        escaped(said.actor_key),
        escaped(said.actor_name),
        escaped(said.verb),
        str(said.client_id) if said.client_id else NULL,
        escaped(said.subject_type),
        escaped(said.subject_id),
        escaped(orjson.dumps(said.detail).decode()),
        rf"\\x{before.hex()}",
        rf"\\x{own.hex()}",
    ]


def escaped(text: str) -> str:
    """As COPY reads it."""
    return text.replace("\\", r"\\").replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r")


def _unknown(what: str) -> Exception:
    return refuse(
        f"The copier doesn't know what {what} of a ledger entry refers to.",
        mend="Say it in stepwell/simulate/copying/ledger.py: SUBJECTS, NO_IDS, DETAILS or COUNTS.",
    )
