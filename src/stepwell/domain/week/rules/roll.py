"""The roll: what a key press and typed times say about when a person was there.

Returns presence as it was typed, also minutes before the session's start: the record says what happened. Counting
clips it (`attended_minutes`, and `hours.delivered_minutes`, which knows the clinical segments).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from stepwell.kernel.calendar import local_instant
from stepwell.kernel.errors import Refusal, Refused, refuse
from stepwell.kernel.period import Period, intersect_all, total_minutes
from stepwell.kernel.wording import clock_24


class AttendanceStatus(StrEnum):
    """Where a person stands on the roll of one session."""

    BOOKED = "booked"
    PRESENT = "present"
    LATE = "late"
    LEFT_EARLY = "left_early"
    EXCUSED = "excused"
    NO_SHOW = "no_show"
    VIRTUAL = "virtual"

    @property
    def attended(self) -> bool:
        """They were there, for at least a part."""
        return self in _ATTENDED

    @property
    def label(self) -> str:
        """The word on the chip."""
        return "No-show" if self is AttendanceStatus.NO_SHOW else self.value.replace("_", " ").capitalize()


_ATTENDED = frozenset(
    {AttendanceStatus.PRESENT, AttendanceStatus.LATE, AttendanceStatus.LEFT_EARLY, AttendanceStatus.VIRTUAL}
)

# Ours: a typed time further outside the session is a slip of the hand, and a roll isn't called earlier than this.
TOLERANCE = timedelta(minutes=60)
_WALL_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_NEXT_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TypedPair:
    """One stay as typed: `HH:MM` on the site's wall clock, or nothing. Its fields are `in_time_1`, `out_time_1` and
    so on by position.
    """

    in_time: str = ""
    out_time: str = ""

    @property
    def is_blank(self) -> bool:
        """Nothing was typed."""
        return not (self.in_time.strip() or self.out_time.strip())


def intervals_for(
    status: AttendanceStatus,
    session: Period,
    typed: Sequence[TypedPair],
    *,
    zone: ZoneInfo,
    now: datetime,
    before: Sequence[Period] = (),
) -> tuple[Period, ...]:
    """When the person was there, sorted; empty for booked, excused and no-show. Raises Refused with every refusal.

    Without times a person who is present or virtual was there throughout. Late without a time in, and left early
    without a time out, mean "this minute" while the session runs; afterwards the time must be typed. `before` are the
    stays that the row showed: of a time that comes twice that night, the one that stood there is meant.
    """
    pairs = [(number, pair) for number, pair in enumerate(typed, start=1) if not pair.is_blank]
    _check_moment(status, session, now)
    if not status.attended:
        if pairs:
            raise refuse(
                f"{status.label} has no times.", f"in_time_{pairs[0][0]}", "Clear the times, or choose Present."
            )
        return ()
    known = frozenset(instant for stay in before for instant in (stay.started_at, stay.ended_at))
    reader = _Reader(status, session, zone, now.astimezone(UTC).replace(second=0, microsecond=0), known)
    intervals = reader.read(pairs or [(1, TypedPair())])
    if reader.refusals:
        raise Refused(*reader.refusals)
    return intervals


def shown_pairs(stays: Iterable[Period], zone: ZoneInfo) -> list[TypedPair]:
    """Stays as the row shows them: what `intervals_for` would read from there."""
    return [TypedPair(clock_24(stay.started_at, zone), clock_24(stay.ended_at, zone)) for stay in stays]


def attended_minutes(intervals: Sequence[Period], session: Period) -> int:
    """Minutes within the session, breaks included: what the roll shows beside the times."""
    return total_minutes(intersect_all(intervals, [session]))


def _check_moment(status: AttendanceStatus, session: Period, now: datetime) -> None:
    """Nobody was there, or stayed away, before it began. Excusing someone is possible at any time."""
    if status.attended and now < session.started_at - TOLERANCE:
        raise refuse("This session hasn't started.", "status", "Call the roll from an hour before its start.")
    if status is AttendanceStatus.NO_SHOW and now < session.started_at:
        raise refuse("This session hasn't started.", "status", "Choose Excused if they said they can't come.")


class _Reader:
    """Reads one row's pairs in the order typed, and gathers what is wrong with them."""

    def __init__(
        self,
        status: AttendanceStatus,
        session: Period,
        zone: ZoneInfo,
        minute: datetime,
        known: frozenset[datetime],
    ) -> None:
        self.status = status
        self.session = session
        self.zone = zone
        self.minute = minute
        self.known = known
        self.refusals: list[Refusal] = []

    def read(self, pairs: Sequence[tuple[int, TypedPair]]) -> tuple[Period, ...]:
        stays: list[tuple[Period, int]] = []
        after = self.session.started_at - TOLERANCE
        for place, (number, pair) in enumerate(pairs):
            first, last = place == 0, place == len(pairs) - 1
            came_at = self._came_at(pair.in_time.strip(), f"in_time_{number}", after, first)
            went_at = self._went_at(pair.out_time.strip(), f"out_time_{number}", came_at or after, last)
            if came_at is None or went_at is None:
                continue
            if stay := self._stay(came_at, went_at, number):
                stays.append((stay, number))
                after = stay.ended_at
        stays.sort()
        self._refuse_overlaps(stays)
        if stays and not self.refusals:
            self._refuse_contradiction(stays)
        return tuple(stay for stay, _ in stays)

    def _came_at(self, text: str, where: str, after: datetime, first: bool) -> datetime | None:
        if text:
            return self._instant(text, where, after)
        if not first:
            self._no("The time they came back is missing.", where, "Type it as HH:MM.")
            return None
        if self.status is not AttendanceStatus.LATE:
            return self.session.started_at
        return self._this_minute(where, "The time they came in is missing.")

    def _went_at(self, text: str, where: str, after: datetime, last: bool) -> datetime | None:
        if text:
            return self._instant(text, where, after + timedelta(minutes=1))
        if not last:
            self._no("The time they went out is missing.", where, "Type it as HH:MM.")
            return None
        if self.status is not AttendanceStatus.LEFT_EARLY:
            return self.session.ended_at
        return self._this_minute(where, "The time they left is missing.")

    def _this_minute(self, where: str, what: str) -> datetime | None:
        if self.session.started_at < self.minute < self.session.ended_at:
            return self.minute
        self._no(what, where, "Type it as HH:MM.")
        return None

    def _instant(self, text: str, where: str, after: datetime) -> datetime | None:
        """The instant near the session when the wall clock shows `text`, at or after `after` where there is one. A
        time comes twice on the night when clocks go back: it is the one that the record has already, else the first.
        """
        match = _WALL_TIME.fullmatch(text)
        if match is None:
            self._no("This isn't a time.", where, "Type it as HH:MM, from 00:00 to 23:59.")
            return None
        near, skipped = self._near(time(int(match[1]), int(match[2])))
        if near:
            fits = [instant for instant in near if instant >= after] or near
            return next((instant for instant in fits if instant in self.known), fits[0])
        if skipped:
            self._no(f"There was no {text} that night: the clocks went forward.", where, "Type another time.")
            return None
        self._no(
            f"{text} is more than {TOLERANCE // timedelta(minutes=1)} minutes outside the session ({self._span()}).",
            where,
            "Check the time.",
        )
        return None

    def _near(self, wall_time: time) -> tuple[list[datetime], bool]:
        """Instants within the session and its tolerance; and whether one was skipped by the clocks.

        Days are tried from the one before the session's to the one after: it may run across midnight.
        """
        earliest, latest = self.session.started_at - TOLERANCE, self.session.ended_at + TOLERANCE
        day = earliest.astimezone(self.zone).date() - _NEXT_DAY
        last_day = latest.astimezone(self.zone).date() + _NEXT_DAY
        near: set[datetime] = set()
        skipped = False
        while day <= last_day:
            first = local_instant(day, wall_time, self.zone)
            second = datetime.combine(day, wall_time.replace(fold=1), self.zone).astimezone(UTC)
            exists = first.astimezone(self.zone).time() == wall_time
            inside = {instant for instant in (first, second) if earliest <= instant <= latest}
            if exists:
                near |= inside
            elif inside:
                skipped = True
            day += _NEXT_DAY
        return sorted(near), skipped

    def _stay(self, came_at: datetime, went_at: datetime, number: int) -> Period | None:
        if went_at <= came_at:
            self._no("The time out is not after the time in.", f"out_time_{number}", "Check both times.")
            return None
        stay = Period(came_at, went_at)
        if not stay.overlaps(self.session):
            self._no(f"These times miss the session ({self._span()}).", f"in_time_{number}", "Check both times.")
            return None
        return stay

    def _refuse_overlaps(self, stays: Sequence[tuple[Period, int]]) -> None:
        for (earlier, _), (later, number) in pairwise(stays):
            if earlier.overlaps(later):
                self._no("These times overlap another stay.", f"in_time_{number}", "Check the times in and out.")

    def _refuse_contradiction(self, stays: Sequence[tuple[Period, int]]) -> None:
        """The word and the times must tell one story: the record of a late person shows when they came."""
        (first, came_number), (last, went_number) = stays[0], stays[-1]
        if self.status is AttendanceStatus.LATE and first.started_at <= self.session.started_at:
            self._no("That isn't late.", f"in_time_{came_number}", "Change the time in, or choose Present.")
        if self.status is AttendanceStatus.LEFT_EARLY and last.ended_at >= self.session.ended_at:
            self._no("That isn't early.", f"out_time_{went_number}", "Change the time out, or choose Present.")

    def _no(self, what: str, where: str, mend: str) -> None:
        self.refusals.append(Refusal(what, where, mend))

    def _span(self) -> str:
        ends = (self.session.started_at, self.session.ended_at)
        return " to ".join(clock_24(end, self.zone) for end in ends)
