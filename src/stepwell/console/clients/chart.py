"""What the chart shows, put together from the parts' queries. Values for templates; nothing is read here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.checkins.models import CheckIn, Way
from stepwell.domain.measures.models import Administration
from stepwell.domain.safety.models import SafetyEvent
from stepwell.domain.thread.queries.links import StepOf
from stepwell.domain.week.models import Booking, Outreach
from stepwell.domain.week.queries.cosign import Cosigning, cosigning
from stepwell.domain.week.queries.signed import Added, added_to, late_at
from stepwell.domain.week.rules.roll import AttendanceStatus
from stepwell.kernel.hours import in_hours

# So many at first, and of each kind so many when all are asked for.
SHOWN_FIRST, MOST = 12, 50
# Those of a screening, at hand in the chart and in quick-find; all others are a page away.
INSTRUMENTS = {"audit": "AUDIT", "phq-9": "PHQ-9", "c-ssrs-screener": "C-SSRS Screener"}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that happened. `kind` picks the row's icon; `ref` is what a verb of the row needs."""

    at: datetime
    kind: str
    icon: str
    tone: str
    what: str
    value: str
    quote: str = ""
    detail: str = ""
    state: str = ""
    state_tone: str = ""
    ref: object = None
    note_id: UUID | None = None
    late_at: datetime | None = None
    addenda: tuple[Added, ...] = ()
    cosign: Cosigning | None = None
    step: StepOf | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the timeline, newest first."""

    heading: str
    items: tuple[Item, ...]


def timeline(items: Sequence[Item], zone: ZoneInfo, today: date) -> list[Day]:
    """Items by the site's day, newest first."""
    ordered = sorted(items, key=lambda item: item.at, reverse=True)
    return [
        Day(day_words(day, today), tuple(found))
        for day, found in groupby(ordered, key=lambda item: item.at.astimezone(zone).date())
    ]


def latest(items: Sequence[Item]) -> list[Item]:
    """The newest ones: what is read first. The rest is a click away."""
    return sorted(items, key=lambda item: item.at, reverse=True)[:SHOWN_FIRST]


def day_words(day: date, today: date) -> str:
    """Today, or "Monday 5 October" (with the year when it isn't this one's)."""
    if day == today:
        return "Today"
    year = f" {day.year}" if day.year != today.year else ""
    return f"{day:%A} {day.day} {day:%B}{year}"


def check_in_items(check_ins: Sequence[CheckIn]) -> list[Item]:
    """Check-ins, in the client's words."""
    return [
        Item(
            at=one.said_at,
            kind="check-in",
            icon="chat",
            tone="info",
            what="Check-in" if one.came_by == Way.PHONE else f"Check-in, by {one.get_came_by_display()}",
            value=check_in_words(one),
            quote=one.words,
            detail="Sent again from the same page, with other answers. Both are kept." if one.amends_id else "",
            state=f"Seen by {one.seen_by.name}" if one.seen_by else "",
            state_tone="neutral",
            ref=one.pk,
        )
        for one in check_ins
    ]


def check_in_words(one: CheckIn) -> str:
    """A check-in in a line: "craving 3, mood 6, slept 7 h, told us about use"."""
    said = [f"craving {one.craving}", f"mood {one.mood}"]
    if one.slept_minutes is not None:
        said.append(f"slept {in_hours(one.slept_minutes)}")
    said.append({"yes": "told us about use", "no": "no use"}.get(one.use, "use not said"))
    return ", ".join(said)


def measure_items(answers: Sequence[Administration], titles: Mapping[str, str]) -> list[Item]:
    """Finished instruments."""
    found = []
    for one in answers:
        if one.completed_at is None:
            continue
        score = str(one.total) if one.total is not None else ""
        value = ", ".join(part for part in (score, one.band_label) if part)
        flags = [flag["reason"] for flag in one.flags if flag.get("severity") == "safety"]
        found.append(
            Item(
                at=one.completed_at,
                kind="measure",
                icon="gauge",
                tone="danger" if flags else "neutral",
                what=titles.get(one.instrument_code, one.instrument_code),
                value=value,
                detail=" ".join(flags),
                ref=one.instrument_code,
            )
        )
    return found


def safety_items(events: Sequence[SafetyEvent]) -> list[Item]:
    """Safety events and what came of them."""
    found = []
    for event in events:
        state, tone = "Not seen yet", "danger"
        if event.resolved_at:
            state, tone = "Resolved", "ok"
        elif event.acknowledged_by:
            state, tone = f"With {event.acknowledged_by.name}", "warn"
        found.append(
            Item(
                at=event.raised_at,
                kind="safety",
                icon="shield",
                tone="danger",
                what="Safety",
                value=event.get_source_display(),
                detail=event.risk_note,
                state=state,
                state_tone=tone,
            )
        )
    return found


def signed_notes(bookings: Sequence[Booking]) -> list[UUID]:
    """The signed notes of sessions, as far as the reader may read them."""
    notes = [(getattr(one, "note", None), getattr(one, "reads_note", False)) for one in bookings]
    return [note.pk for note, reads in notes if reads and note is not None and note.signed_at]


def visit_items(bookings: Sequence[Booking], zone: ZoneInfo, steps: Mapping[UUID, StepOf]) -> list[Item]:
    """Sessions with a roll, and the state of their notes with the objective that each serves."""
    found = []
    for booking in bookings:
        if booking.status == AttendanceStatus.BOOKED:
            continue
        note = getattr(booking, "note", None)
        reads_note: bool = booking.reads_note  # type: ignore[attr-defined]  # annotated
        signed = note if reads_note and note is not None and note.signed_at else None
        state, tone = "", ""
        if note is not None:
            state, tone = ("Signed", "ok") if note.signed_at else ("Unsigned", "warn")
        found.append(
            Item(
                at=booking.starts_at,
                kind="visit",
                icon="users",
                tone="neutral",
                what=booking.session.series.name,
                value=AttendanceStatus(booking.status).label.lower(),
                quote="",
                detail=signed.response if signed else "",
                state=state,
                state_tone=tone,
                ref=booking.session_id,
                note_id=signed.pk if signed else None,
                step=steps.get(signed.pk) if signed else None,
                late_at=late_at(signed, booking.ends_at, zone) if signed else None,
                addenda=added_to(signed, zone) if signed else (),
                cosign=cosigning(signed, zone) if signed else None,
            )
        )
    return found


def outreach_items(outreaches: Sequence[Outreach]) -> list[Item]:
    """Who didn't come was looked for: what was tried, why, what was arranged."""
    found = []
    for one in outreaches:
        tried = [f"{each.get_how_display()}: {each.get_outcome_display().lower()}" for each in one.attempts.all()]
        arranged = [one.get_cause_display(), one.get_fix_display().lower()] if one.cause else []
        found.append(
            Item(
                at=one.opened_at,
                kind="outreach",
                icon="phone",
                tone="neutral" if one.ended_at else "warn",
                what="Didn’t come",
                value=one.booking.session.series.name,
                detail=". ".join([*tried, ": ".join(arranged)]).strip(". "),
                state=one.get_ended_as_display() if one.ended_at else "Open",
                state_tone="neutral" if one.ended_at else "warn",
                ref=one.pk,
            )
        )
    return found
