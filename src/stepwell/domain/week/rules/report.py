"""What a stretch of days comes to for one person: booked, attended, minutes, excused, missed. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from stepwell.domain.week.rules.hours import SessionFact, delivered_minutes
from stepwell.domain.week.rules.roll import AttendanceStatus
from stepwell.kernel.errors import refuse

# Ours: a quarter. More is a figure, and no list of people.
MOST_DAYS = 92
USUAL_DAYS = 28


@dataclass(frozen=True, slots=True)
class Attended:
    """Counts of sessions, and clinical minutes that were given. `open` are booked ones without a word on the roll."""

    booked: int
    attended: int
    minutes: int
    excused: int
    no_show: int
    open: int

    @property
    def share(self) -> int | None:
        """Attended of those with a word on the roll, in percent; None where there is none."""
        said = self.booked - self.open
        return round(100 * self.attended / said) if said else None


def attended_in(facts: Iterable[SessionFact]) -> Attended:
    """Every session counts once, under what the roll says of it."""
    held = list(facts)
    statuses = [fact.status for fact in held]
    return Attended(
        booked=len(held),
        attended=sum(status.attended for status in statuses),
        minutes=sum(delivered_minutes(fact.intervals, fact.segments) for fact in held if fact.status.attended),
        excused=statuses.count(AttendanceStatus.EXCUSED),
        no_show=statuses.count(AttendanceStatus.NO_SHOW),
        open=statuses.count(AttendanceStatus.BOOKED),
    )


def in_all(lines: Iterable[Attended]) -> Attended:
    """The sum of several people's."""
    rows = [(one.booked, one.attended, one.minutes, one.excused, one.no_show, one.open) for one in lines]
    return Attended(*(sum(column) for column in zip(*rows, strict=True))) if rows else Attended(0, 0, 0, 0, 0, 0)


def usual_span(today: date) -> tuple[date, date]:
    """The four weeks up to today."""
    return today - timedelta(days=USUAL_DAYS - 1), today


def check_span(first: date, last: date) -> None:
    """From a day to a day, both within. Raises `Refused`."""
    if last < first:
        raise refuse("This is before the first day.", "until", "Choose a later day.")
    if (last - first).days >= MOST_DAYS:
        raise refuse(f"A report reaches over {MOST_DAYS} days at most.", "until", "Choose an earlier day.")
