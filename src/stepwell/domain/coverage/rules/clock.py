"""The third clock: what of an authorization is used and booked, and on which day it runs out. Pure.

A day's minutes are taken from the authorization that covers the day and ends first; what it has no unit left for goes
to the next one (ours: payers differ, and two seldom cover the same day). An authorization for one track takes the
minutes of the stay in that track alone, and before one that is for any. Units are whole and never rounded up: the
hour that isn't full is nobody's unit. Sources: docs/clinical.md, "Payers".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from stepwell.domain.coverage.rules.terms import Terms
from stepwell.kernel.wording import short_day

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayUse:
    """Clinical minutes of one day: delivered, past without a roll, and booked ahead. `track_id` is the track of the
    stay that they count for, where an authorization names it.
    """

    day: date
    delivered_minutes: int = 0
    unrecorded_minutes: int = 0
    booked_minutes: int = 0
    track_id: int | None = None


class Lack(StrEnum):
    """Why something isn't covered."""

    UNITS = "units"
    DATES = "dates"
    NOTHING = ""


@dataclass(frozen=True, slots=True)
class Step:
    """Units left of an authorization after a day on which some were taken, or would have to be: below zero are those
    that are booked and not authorized. `is_ahead`: it is still to come.
    """

    day: date
    left: int
    is_ahead: bool


@dataclass(frozen=True, slots=True)
class Reach:
    """One authorization: its units, and the last day that it is likely to cover. `unrecorded` and `booked` come out
    of what is `left`. `course` is how it runs down, day by day; days that take nothing aren't in it.
    """

    terms: Terms
    used: int
    unrecorded: int
    booked: int
    last_covered_on: date
    by: Lack
    course: tuple[Step, ...] = ()

    @property
    def left(self) -> int:
        """Units that nothing was delivered for yet."""
        return self.terms.units - self.used

    @property
    def left_words(self) -> str:
        """`5 days left`."""
        return f"{self.terms.unit.counted(self.left)} left"

    @property
    def unplanned(self) -> int:
        """What is left once everything booked has taken place."""
        return self.left - self.unrecorded - self.booked

    @property
    def words(self) -> str:
        """In sentences, beside its bar."""
        counted = self.terms.unit.counted
        words = [f"{self.used} of {counted(self.terms.units)} used, {self.booked} booked."]
        if self.unrecorded:
            words.append(f"{self.unrecorded} without a roll.")
        if self.by is Lack.UNITS:
            words.append(f"The units reach until {short_day(self.last_covered_on)}.")
        else:
            words.append(f"It ends on {short_day(self.last_covered_on)}, with {self.unplanned} not planned for.")
        return " ".join(words)


@dataclass(frozen=True, slots=True)
class ThirdClock:
    """A person's authorizations together. `lacks_on` is the first day to come that none covers; None while all that is
    booked is covered. `beyond` counts days that were delivered and that none covers
    wholly, `days_covered` the booked days until then.
    """

    reaches: tuple[Reach, ...]
    today: date
    lacks_on: date | None
    lack: Lack
    beyond: int
    days_covered: int

    @property
    def current(self) -> Reach | None:
        """The one that is used next: in force today with units left, else the next, else the last."""
        open_ones = [one for one in self.reaches if one.terms.last_on >= self.today]
        usable = [one for one in open_ones if one.left > 0]
        chosen = usable or open_ones or self.reaches[-1:]
        return chosen[0] if chosen else None

    @property
    def runway(self) -> int | None:
        """Days until the first day that isn't covered; None while all that is booked is."""
        return None if self.lacks_on is None else max(0, (self.lacks_on - self.today).days)

    @property
    def why(self) -> str:
        """In short: `units, Tue 20 Oct`; empty while nothing runs out."""
        return f"{self.lack.value}, {short_day(self.lacks_on)}" if self.lacks_on else ""

    @property
    def words(self) -> str:
        """When it runs out, and of what, in a sentence or two."""
        if not self.reaches:
            return "No authorization is entered."
        said = []
        if self.lacks_on is None:
            said.append("Everything that is booked is covered.")
        elif self.lack is Lack.UNITS:
            said.append(f"The units run out: {short_day(self.lacks_on)} is the first booked day without one.")
        else:
            said.append(f"The dates run out: {short_day(self.lacks_on)} is booked and no authorization covers it.")
        if self.beyond:
            said.append(f"{self.beyond} delivered day{'' if self.beyond == 1 else 's'} without an authorization.")
        return " ".join(said)

    def is_pressing(self, within_days: int) -> bool:
        """Whether it runs out within so many days."""
        return self.runway is not None and self.runway <= within_days


def third_clock(authorizations: Iterable[Terms], days: Iterable[DayUse], today: date) -> ThirdClock:
    """Lay a person's days against their authorizations. What was delivered before the first one is nobody's matter, nor
    is a stay for which none was entered while another has its own.
    """
    books = [_Book(terms) for terms in sorted(authorizations, key=lambda one: (one.last_on, one.first_on, one.number))]
    lacks_on, lack, beyond, covered = None, Lack.NOTHING, 0, 0
    for use in sorted(days, key=lambda one: (one.day, one.track_id or 0)):
        begins = min((book.terms.first_on for book in books if book.is_for(use)), default=use.day + _DAY)
        if use.day < begins:
            continue
        why = _lay(use, books)
        for book in books:
            book.note(use.day, is_ahead=use.day >= today)
        ahead = use.day >= today and use.booked_minutes > 0
        if why is Lack.NOTHING:
            covered += ahead and lacks_on is None
        elif ahead and lacks_on is None:
            lacks_on, lack = use.day, why
        elif not ahead and use.delivered_minutes:
            beyond += 1
    reaches = tuple(book.reach() for book in books)
    return ThirdClock(reaches, today, lacks_on, lack, beyond, covered)


class _Book:
    """One authorization while days are laid against it."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.taken = [0, 0, 0]  # delivered, without a roll, booked
        self.last: date | None = None
        self.short = 0  # units that were wanted and aren't there
        self.course: list[Step] = []

    @property
    def left(self) -> int:
        return self.terms.units - sum(self.taken)

    def is_for(self, use: DayUse) -> bool:
        return self.terms.track_id in (None, use.track_id)

    def covers(self, use: DayUse) -> bool:
        return self.is_for(use) and self.terms.first_on <= use.day <= self.terms.last_on

    def reach(self) -> Reach:
        by = Lack.UNITS if self.left == 0 and self.last is not None else Lack.DATES
        last = self.last if by is Lack.UNITS and self.last is not None else self.terms.last_on
        used, unrecorded, booked = self.taken
        return Reach(self.terms, used, unrecorded, booked, last, by, tuple(self.course))

    def note(self, day: date, *, is_ahead: bool) -> None:
        """Where it stands after a day, if the day changed it."""
        left = self.left - self.short
        if left != (self.course[-1].left if self.course else self.terms.units):
            self.course.append(Step(day, left, is_ahead))


def _lay(use: DayUse, books: Sequence[_Book]) -> Lack:
    """Take the day's units, what was delivered first; what isn't covered of them, and why."""
    open_books = sorted((book for book in books if book.covers(use)), key=lambda book: book.terms.track_id is None)
    minutes = [use.delivered_minutes, use.unrecorded_minutes, use.booked_minutes]
    if not open_books:
        return Lack.DATES if any(minutes) else Lack.NOTHING
    rest = sum(minutes)
    done = 0  # minutes of the day that are settled
    for book in open_books:
        wanted = book.terms.units_of(rest)
        if not wanted:
            return Lack.NOTHING
        granted = min(wanted, book.left)
        if not granted:
            continue
        book.last = use.day
        taken_before = 0
        for kind, upto in enumerate(_running(minutes)):
            units = min(granted, book.terms.units_of(max(0, upto - done)))
            book.taken[kind] += max(0, units - taken_before)
            taken_before = max(taken_before, units)
        size = book.terms.unit.minutes
        if size is None or granted == wanted:
            return Lack.NOTHING
        done += granted * size
        rest -= granted * size
    # the one that ends last is short of it: the next request continues that one
    open_books[-1].short += open_books[-1].terms.units_of(rest)
    return Lack.UNITS


def _running(minutes: Sequence[int]) -> list[int]:
    """The sums from the first on."""
    return [sum(minutes[: place + 1]) for place in range(len(minutes))]
