"""What a payer authorized, as it is entered. Pure.

Source: docs/clinical.md, "Payers": units, dates, reference and next review are each payer's own: data.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stepwell.kernel.calendar import EARLIEST_ON, LATEST_ON
from stepwell.kernel.errors import Refusal

# Ours: beyond these a number is a slip of the hand.
MOST_UNITS, MOST_DAY_MINUTES, WORDS_MOST = 2_000, 24 * 60, 200
PAYER_MOST, NUMBER_MOST = 200, 80


class Unit(StrEnum):
    """What one unit is. The value is what the database holds."""

    DAY = "day"
    HOUR = "hour"
    QUARTER = "15 minutes"

    @property
    def minutes(self) -> int | None:
        """How long one is; None for a day, whose length the payer's day rule says."""
        return {Unit.DAY: None, Unit.HOUR: 60, Unit.QUARTER: 15}[self]

    def counted(self, number: int) -> str:
        """`1 day`, `12 days`, `3 units of 15 minutes`."""
        if self is Unit.QUARTER:
            return f"{number} unit{'' if number == 1 else 's'} of 15 minutes"
        return f"{number} {self.value}{'' if number == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Terms:
    """One authorization. `last_on` belongs to it. `day_minutes` is the payer's day rule where the unit is a day: a day
    with fewer clinical minutes is none; 0 where the payer has no such rule. `track_id`: for the stay in that track
    alone, of somebody who has two; None is for any.
    """

    payer: str
    number: str
    unit: Unit
    units: int
    first_on: date
    last_on: date
    day_minutes: int = 0
    next_review_on: date | None = None
    track_id: int | None = None

    def units_of(self, minutes: int) -> int:
        """How many units so many clinical minutes of one day are. Never rounded up."""
        size = self.unit.minutes
        if size is None:
            return int(minutes > 0 and minutes >= self.day_minutes)
        return minutes // size


def faults(terms: Terms) -> tuple[Refusal, ...]:
    """What can't be entered, each with its field."""
    found = []
    if not terms.payer.strip():
        found.append(Refusal("The payer is missing.", "payer", "Write it as on the letter."))
    if not terms.number.strip():
        found.append(Refusal("The number is missing.", "number", "It stands on the letter, or the payer says it."))
    if not 1 <= terms.units <= MOST_UNITS:
        found.append(Refusal(f"This is a number from 1 to {MOST_UNITS:,}.", "units", "Look at the letter again."))
    if not 0 <= terms.day_minutes <= MOST_DAY_MINUTES:
        found.append(Refusal("A day has 0 to 1,440 minutes.", "day_minutes", "0 where the payer has no such rule."))
    for name, day in (
        ("first_on", terms.first_on),
        ("last_on", terms.last_on),
        ("next_review_on", terms.next_review_on),
    ):
        if day is not None and not EARLIEST_ON <= day <= LATEST_ON:
            found.append(Refusal("This date is too far away.", name, "Look at the letter again."))
    if terms.last_on < terms.first_on:
        found.append(Refusal("It would end before it begins.", "last_on", "Look at both dates."))
    return tuple(found)
