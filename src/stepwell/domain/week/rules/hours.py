"""Delivered, booked and missing time of a person's week, and whether a day can be billed.

Delivered minutes are the intersection of a person's stays with the session's clinical segments; a moment counts
once, whatever overlaps. Nothing is rounded up: a day of 179 minutes is under 3 h.
Sources: docs/clinical.md, "Levels of care" and "Payers" (a payer's day rule is data).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from stepwell.domain.catalog.rules import HoursStandard, PlacedSegment
from stepwell.domain.week.rules.roll import AttendanceStatus
from stepwell.kernel.hours import hours_of, in_hours
from stepwell.kernel.period import Period, intersect_all, subtract, total_minutes


@dataclass(frozen=True, slots=True)
class SessionFact:
    """One person in one session that takes place (a canceled one is left out). `day` is the session site's day,
    `track_id` the track that its group belongs to.
    """

    day: date
    period: Period
    segments: tuple[PlacedSegment, ...]
    status: AttendanceStatus
    intervals: tuple[Period, ...] = ()
    note_signed: bool = False
    waits_for_cosignature: bool = False
    track_id: int | None = None


@dataclass(frozen=True, slots=True)
class DayHours:
    """One day's share of the week; `booked_minutes` lie ahead, `unrecorded_minutes` behind, without a roll."""

    day: date
    delivered_minutes: int
    booked_minutes: int
    unrecorded_minutes: int = 0


@dataclass(frozen=True, slots=True)
class WeekHours:
    """A person's week. `missing_minutes` is what delivered lacks to the standard's minimum, `unbooked_minutes` the
    part of it that no booking covers, `unrecorded_minutes` past bookings without a roll (in no other number).
    """

    delivered_minutes: int
    booked_ahead_minutes: int
    unrecorded_minutes: int
    prescribed_minutes: int
    standard: HoursStandard
    days: tuple[DayHours, ...]

    @property
    def required_minutes(self) -> int:
        """The standard's weekly minimum."""
        return self.standard.weekly_minutes

    @property
    def prescribed_words(self) -> str:
        """`9 h a week`."""
        return f"{in_hours(self.prescribed_minutes)} a week"

    @property
    def forecast_minutes(self) -> int:
        """Where the week ends if every booking is kept."""
        return self.delivered_minutes + self.booked_ahead_minutes

    @property
    def missing_minutes(self) -> int:
        """What delivered time lacks to the minimum."""
        return max(0, self.required_minutes - self.delivered_minutes)

    @property
    def unbooked_minutes(self) -> int:
        """What even the forecast lacks to the minimum."""
        return max(0, self.required_minutes - self.forecast_minutes)

    @property
    def words(self) -> str:
        """The week in sentences, beside its bar."""
        return " ".join(_week_sentences(self))


def delivered_minutes(intervals: Iterable[Period], segments: Iterable[PlacedSegment]) -> int:
    """Whole minutes of the stays that lie in clinical segments, each moment once."""
    return total_minutes(_clinical_time(intervals, segments))


class Counted:
    """Minutes that were counted before don't count again, in any column, on any day or for another stay."""

    def __init__(self) -> None:
        self._periods: list[Period] = []

    def add(self, periods: Sequence[Period]) -> int:
        """How many of these minutes are new."""
        fresh = subtract(periods, self._periods)
        self._periods.extend(fresh)
        return total_minutes(fresh)


def week_hours(
    sessions: Sequence[SessionFact],
    prescribed_minutes: int,
    standard: HoursStandard,
    now: datetime,
    counted: Counted | None = None,
) -> WeekHours:
    """Add up one person's sessions of one week. What lies after `now` is booked, not delivered, also when the roll
    is already called. The week is the sum of its days, as the screen shows them. Of somebody with two stays each
    has its own sessions, and `counted` goes from one to the next.
    """
    days = days_of(sessions, now, counted)
    return WeekHours(
        delivered_minutes=sum(day.delivered_minutes for day in days),
        booked_ahead_minutes=sum(day.booked_minutes for day in days),
        unrecorded_minutes=sum(day.unrecorded_minutes for day in days),
        prescribed_minutes=prescribed_minutes,
        standard=standard,
        days=days,
    )


def days_of(sessions: Sequence[SessionFact], now: datetime, counted: Counted | None = None) -> tuple[DayHours, ...]:
    """One person's sessions, day by day; a moment counts once, on whichever day it is met first."""
    minute = now.replace(second=0, microsecond=0)
    counted = counted or Counted()
    days = []
    for day in sorted({session.day for session in sessions}):
        past: list[Period] = []
        ahead: list[Period] = []
        without_roll: list[Period] = []
        for fact in (session for session in sessions if session.day == day):
            if fact.status.attended:
                before, after = _split_at(minute, _clinical_time(fact.intervals, fact.segments))
                past += before
                ahead += after
            elif fact.status is AttendanceStatus.BOOKED:
                is_over = fact.period.ended_at <= now
                (without_roll if is_over else ahead).extend(_clinical_time([fact.period], fact.segments))
        days.append(DayHours(day, counted.add(past), counted.add(ahead), counted.add(without_roll)))
    return tuple(days)


class BillingState(StrEnum):
    """What can become of a day."""

    NOTHING = "nothing"
    TO_COME = "to come"
    HELD = "held"
    BILLABLE = "billable"


@dataclass(frozen=True, slots=True)
class DayRule:
    """A payer's rule for one unit of a day. Zero minutes: the payer has no such rule."""

    code: str
    minimum_minutes: int
    source: str


# A starting value for a payer's record, never a rule for every payer: no payer-by-payer table was found
# (docs/clinical.md, "Payers").
H0015_DAY = DayRule("H0015", 180, "carepatron.com, H0015: at least 3 h a day and 3 days a week")


@dataclass(frozen=True, slots=True)
class DayStatus:
    """The decision on one day, with its reason (empty when billable)."""

    state: BillingState
    reason: str
    delivered_minutes: int

    @property
    def words(self) -> str:
        """`Held: under 3 h`, `Billable`."""
        return f"{self.state.value.capitalize()}: {self.reason}" if self.reason else self.state.value.capitalize()


def day_status(sessions: Sequence[SessionFact], rule: DayRule, now: datetime) -> DayStatus:
    """Whether one person's day can be billed under a payer's day rule, and if not, the first thing in the way.
    It holds; a person bills. Alternative codes for a short day are the payer's matter, in billing.
    """
    attended = [session for session in sessions if session.status.attended]
    minutes = total_minutes(
        time for session in attended for time in _clinical_time(session.intervals, session.segments)
    )
    booked = [session for session in sessions if session.status is AttendanceStatus.BOOKED]
    if any(session.period.ended_at > now for session in (*attended, *booked)):
        return DayStatus(BillingState.TO_COME, "", minutes)
    if booked:
        return DayStatus(BillingState.HELD, "roll not called", minutes)
    if not minutes:
        return DayStatus(BillingState.NOTHING, "no clinical minutes" if attended else "not attended", 0)
    if minutes < rule.minimum_minutes:
        return DayStatus(BillingState.HELD, f"under {in_hours(rule.minimum_minutes)}", minutes)
    missing = _missing_signature(attended)
    return DayStatus(BillingState.HELD if missing else BillingState.BILLABLE, missing, minutes)


def _missing_signature(attended: Sequence[SessionFact]) -> str:
    """Every session needs its signed note, and a note of somebody under supervision the second signature."""
    if not all(session.note_signed for session in attended):
        return "unsigned"
    return "not co-signed" if any(session.waits_for_cosignature for session in attended) else ""


def _clinical_time(intervals: Iterable[Period], segments: Iterable[PlacedSegment]) -> tuple[Period, ...]:
    return intersect_all(intervals, [segment.period for segment in segments if segment.clinical])


def _split_at(now: datetime, periods: Iterable[Period]) -> tuple[list[Period], list[Period]]:
    """The periods before and after an instant; one that holds it is cut."""
    before: list[Period] = []
    after: list[Period] = []
    for period in periods:
        if period.started_at < now < period.ended_at:
            before.append(Period(period.started_at, now))
            after.append(Period(now, period.ended_at))
        else:
            (before if period.ended_at <= now else after).append(period)
    return before, after


def _week_sentences(week: WeekHours) -> list[str]:
    """Delivered against prescribed, then what is missing to the standard's minimum."""
    label, required = week.standard.label, week.required_minutes
    booked = f", {in_hours(week.booked_ahead_minutes)} booked" if week.booked_ahead_minutes else ""
    words = [f"{hours_of(week.delivered_minutes, week.prescribed_minutes)} delivered{booked}."]
    if week.unrecorded_minutes:
        words.append(f"{in_hours(week.unrecorded_minutes)} without a roll.")
    if week.unbooked_minutes:
        words.append(
            f"Reaches {hours_of(week.forecast_minutes, required)} for {label}: "
            f"{in_hours(week.unbooked_minutes)} not booked."
        )
    elif week.missing_minutes:
        words.append(f"{in_hours(week.missing_minutes)} missing to the {in_hours(required)} of {label}, all booked.")
    else:
        words.append(f"The {in_hours(required)} of {label} are reached.")
    most = week.standard.maximum_weekly_minutes
    if most is not None and week.forecast_minutes > most:
        words.append(f"Over the {in_hours(most)} of {label}.")
    return words
