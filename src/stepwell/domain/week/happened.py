"""What of the week stands in a person's timeline: groups, attendance, arrivals, notes, who was looked for and told."""

from django.db.models import QuerySet

from stepwell.domain.contact.happened import CALLS
from stepwell.domain.people.happened import Row, Source, midnight
from stepwell.domain.people.models import Client
from stepwell.domain.people.permissions import visible_ids
from stepwell.domain.week.models import (
    Booking,
    Enrollment,
    MakeUp,
    Outreach,
    OutreachAttempt,
    SeriesWait,
    SessionWord,
    Status,
    WaitEnd,
)
from stepwell.domain.week.permissions import (
    RESCUE,
    VIEW_NOTES,
    VIEW_ROLL,
    VIEW_WEEK,
    visible_bookings,
    visible_enrollments,
    visible_outreaches,
)
from stepwell.domain.week.rules.rescue import Cause, Ending, Fix, How, Outcome, help_words
from stepwell.domain.week.rules.signing import CosignState, cosign_state, written_late
from stepwell.kernel.actor import Actor, Permission
from stepwell.kernel.happened import Happened, Kind
from stepwell.kernel.wording import date_and_time, short_day

ATTENDANCE = Kind("a", "Attendance", "users")
ARRIVALS = Kind("b", "Arrivals", "pulse")
NOTES = Kind("c", "Notes", "pencil")
_HOW = {"kiosk": "at the door", "phone": "on their phone", "joined": "joined by video", "desk": "at the desk"}


def _bookings(actor: Actor, client: Client, permission: Permission) -> "QuerySet[Booking]":
    return Booking.objects.filter(visible_bookings(actor, permission), client=client, canceled_at__isnull=True)


def _called(actor: Actor, client: Client) -> "QuerySet[Booking]":
    return _bookings(actor, client, VIEW_WEEK).exclude(status=Status.BOOKED.value)


def _attended(row: Row) -> Happened:
    state = ("", "")
    if row.facts["note"]:
        state = ("Signed", "ok") if row.facts["signed_at"] else ("Unsigned", "warn")
    value = Status(row.facts["status"]).label.lower()
    return row.told(row.facts["name"], value=value, state=state, leads_to=("session", row.facts["session"]))


def _groups(actor: Actor, client: Client) -> "QuerySet[Enrollment]":
    return Enrollment.objects.filter(visible_enrollments(actor), client=client)


def _joined(row: Row) -> Happened:
    return row.told("Joined", value=row.facts["name"], is_whole_day=True)


def _left(row: Row) -> Happened:
    return row.told("No longer in", value=row.facts["name"], is_whole_day=True)


def _waits(actor: Actor, client: Client) -> "QuerySet[SeriesWait]":
    return SeriesWait.objects.filter(visible_ids(actor, VIEW_ROLL), client=client)


def _waiting(row: Row) -> Happened:
    return row.told("Waits for a seat", value=row.facts["name"], detail=row.facts["ahead"])


def _waited(row: Row) -> Happened:
    how = WaitEnd(row.facts["how"]).label.lower()
    return row.told("Waited for a seat", value=f"{row.facts['name']}: {how}")


def _make_ups(actor: Actor, client: Client) -> "QuerySet[MakeUp]":
    return MakeUp.objects.filter(booking__in=_bookings(actor, client, VIEW_WEEK))


def _made_up(row: Row) -> Happened:
    on = row.instant("starts_at")
    when = date_and_time(on, row.zone) if on else ""
    return row.told("Make-up seat", value=f"{row.facts['name']}, {when}", leads_to=("session", row.facts["session"]))


def _told(actor: Actor, client: Client) -> "QuerySet[SessionWord]":
    return SessionWord.objects.filter(booking__in=_bookings(actor, client, VIEW_WEEK), told_by__isnull=False)


def _was_told(row: Row) -> Happened:
    return row.told("Told them of a change", value=row.facts["name"], leads_to=("session", row.facts["session"]))


def _arrivals(actor: Actor, client: Client) -> "QuerySet[Booking]":
    return _bookings(actor, client, VIEW_WEEK).filter(arrived_at__isnull=False)


def _arrived(row: Row) -> Happened:
    value, leads_to = f"{_HOW[row.facts['how']]}, for {row.facts['name']}", ("session", row.facts["session"])
    return row.told("Arrived", value=value, author="the client", leads_to=leads_to)


def _notes(actor: Actor, client: Client) -> "QuerySet[Booking]":
    """Places with a signed note: from the client's places an index leads to their notes, the other way none does."""
    return _bookings(actor, client, VIEW_NOTES).filter(note__signed_at__isnull=False)


def _signed(row: Row) -> Happened:
    facts, saved_at, ended_at = row.facts, row.instant("saved_at"), row.instant("ends_at")
    detail = facts["response"]
    if facts["without"]:
        detail = f"Family alone, without the client. {detail}"
    if saved_at and ended_at and written_late(ended_at, saved_at):
        detail = f"Late entry, written {date_and_time(saved_at, row.zone)}. {detail}"
    return row.told(_of(row, "Note"), detail=detail, state=_second(row), leads_to=("note", facts["note"]))


def _of(row: Row, what: str) -> str:
    """`Note: Evening IOP, Mon 5 Oct`."""
    held_at = row.instant("starts_at")
    return f"{what}: {row.facts['name']}" + (f", {short_day(held_at.astimezone(row.zone))}" if held_at else "")


def _second(row: Row) -> tuple[str, str]:
    """Where a second signature stands, if one was asked for."""
    if not row.facts["asked_of"]:
        return ("", "")
    state = cosign_state(is_given=bool(row.facts["given_at"]), is_returned=bool(row.facts["returned_at"]))
    return {
        CosignState.GIVEN: ("Co-signed", "ok"),
        CosignState.RETURNED: ("Returned for an addendum", "warn"),
        CosignState.WAITING: (f"Waits for {row.facts['asked_of']} to co-sign", "warn"),
    }[state]


def _added(row: Row) -> Happened:
    return row.told(_of(row, "Added to the note"), detail=row.facts["words"], leads_to=("note", row.facts["note"]))


def _cosigned(row: Row) -> Happened:
    return row.told(_of(row, "Note co-signed"), leads_to=("note", row.facts["note"]))


def _returned(row: Row) -> Happened:
    return row.told(_of(row, "Note returned"), detail=row.facts["words"], leads_to=("note", row.facts["note"]))


def _outreaches(actor: Actor, client: Client) -> "QuerySet[Outreach]":
    return Outreach.objects.filter(visible_outreaches(actor), client=client)


def _missing(row: Row) -> Happened:
    state = (Ending(row.facts["ended_as"]).label, "neutral") if row.facts["ended_as"] else ("Open", "warn")
    return row.told("Didn’t come", value=row.facts["name"], state=state, leads_to=("outreach", row.key))


def _arranged(row: Row) -> Happened:
    cause, fix = row.facts["cause"], row.facts["fix"]
    said = (Cause(cause).label if cause else "", Fix(fix).label.lower() if fix else "")
    value = ": ".join(part for part in said if part) or Ending(row.facts["ended_as"]).label.lower()
    return row.told("What was arranged", value=value, leads_to=("outreach", row.key))


def _helped(row: Row) -> Happened:
    """What came of a ride or a seat in child care; for which session, where it was arranged for one."""
    on = row.instant("starts_at")
    detail = f"For {row.facts['name']}, {date_and_time(on, row.zone)}" if on else ""
    what = help_words(row.facts["fix"], row.facts["as"])
    return row.told(what, detail=detail, leads_to=("outreach", row.key))


def _attempts(actor: Actor, client: Client) -> "QuerySet[OutreachAttempt]":
    return OutreachAttempt.objects.filter(outreach__in=_outreaches(actor, client))


def _tried(row: Row) -> Happened:
    value = f"{How(row.facts['how']).label}: {Outcome(row.facts['outcome']).label.lower()}"
    return row.told("Tried to reach them", value=value, leads_to=("outreach", row.facts["outreach"]))


_SERIES = "session__series__name"
_ROLL = {
    "name": _SERIES, "status": "status", "session": "session_id", "note": "note__pk", "signed_at": "note__signed_at",
}  # fmt: skip
_ARRIVAL = {"name": _SERIES, "how": "arrived_how", "session": "session_id"}
_NOTE = {"note": "note__pk", "name": _SERIES, "starts_at": "starts_at"}
_SIGNED = _NOTE | {
    "response": "note__response", "without": "note__without_client", "saved_at": "note__saved_at", "ends_at": "ends_at",
    "asked_of": "note__cosignature__asked_of__name", "given_at": "note__cosignature__signed_at",
    "returned_at": "note__cosignature__returned_at",
}  # fmt: skip
_ADDED = _NOTE | {"words": "note__addenda__words"}
_RETURNED = _NOTE | {"words": "note__returns__words"}
_GROUP = {"name": "series__name"}
_WAIT = {"name": "series__name", "ahead": "ahead_reason", "how": "ended_how"}
_MAKE_UP = {
    "name": "booking__session__series__name",
    "starts_at": "booking__session__starts_at",
    "session": "booking__session_id",
}
_WORD = {"name": f"booking__{_SERIES}", "session": "booking__session_id"}
_MISSED = {"name": f"booking__{_SERIES}", "ended_as": "ended_as", "cause": "cause", "fix": "fix"}
_HELP = {
    "fix": "fix", "as": "help_as", "name": f"help_for__{_SERIES}", "starts_at": "help_for__starts_at",
}  # fmt: skip
_ATTEMPT = {"how": "how", "outcome": "outcome", "outreach": "outreach_id"}
SOURCES = (
    Source("visit", ATTENDANCE, VIEW_WEEK, _called, "starts_at", _attended, "recorded_by__name", _ROLL),
    Source("arrival", ARRIVALS, VIEW_WEEK, _arrivals, "arrived_at", _arrived, facts=_ARRIVAL),
    Source("note", NOTES, VIEW_NOTES, _notes, "note__signed_at", _signed, "note__signed_as", _SIGNED),
    Source(
        "note-added", NOTES, VIEW_NOTES, _notes, "note__addenda__added_at", _added, "note__addenda__added_as", _ADDED
    ),
    Source(
        "note-cosigned", NOTES, VIEW_NOTES, _notes, "note__cosignature__signed_at", _cosigned,
        "note__cosignature__signed_as", _NOTE,
    ),
    Source(
        "note-returned", NOTES, VIEW_NOTES, _notes, "note__returns__returned_at", _returned,
        "note__returns__returned_as", _RETURNED,
    ),
    Source("joined", ATTENDANCE, VIEW_ROLL, _groups, midnight("joined_on"), _joined, facts=_GROUP),
    Source("left", ATTENDANCE, VIEW_ROLL, _groups, midnight("left_on"), _left, facts=_GROUP),
    Source("group-wait", ATTENDANCE, VIEW_ROLL, _waits, "since", _waiting, "asked_by__name", _WAIT),
    Source("group-wait-over", ATTENDANCE, VIEW_ROLL, _waits, "ended_at", _waited, "ended_by__name", _WAIT),
    Source("make-up", ATTENDANCE, VIEW_WEEK, _make_ups, "booked_at", _made_up, "booked_by__name", _MAKE_UP),
    Source("told", CALLS, VIEW_WEEK, _told, "said_at", _was_told, "told_by__name", _WORD),
    Source("missing", CALLS, RESCUE, _outreaches, "opened_at", _missing, facts=_MISSED),
    Source("missing-tried", CALLS, RESCUE, _attempts, "at", _tried, "by__name", _ATTEMPT),
    Source("missing-ended", CALLS, RESCUE, _outreaches, "ended_at", _arranged, "ended_by__name", _MISSED),
    Source("missing-helped", CALLS, RESCUE, _outreaches, "help_at", _helped, "help_by__name", _HELP),
)  # fmt: skip
