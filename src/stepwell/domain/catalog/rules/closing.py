"""A room that is closed for some days: how long that may be, and how it is said. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from stepwell.kernel.errors import Refusal
from stepwell.kernel.wording import short_day

# Ours: a room that is gone for longer isn't offered any more.
LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class RoomClosed:
    """From a day to a day, both of them closed, and why."""

    place_id: int
    name: str
    first_on: date
    last_on: date
    reason: str

    def holds_on(self, day: date) -> bool:
        """Whether it is closed on that day."""
        return self.first_on <= day <= self.last_on

    @property
    def words(self) -> str:
        """`Room 2 is closed Mon 2 Nov to Fri 6 Nov: painting.`"""
        until = "" if self.first_on == self.last_on else f" to {short_day(self.last_on)}"
        return f"{self.name} is closed {short_day(self.first_on)}{until}: {self.reason}."


def closing_faults(first_on: date, last_on: date, today: date) -> list[Refusal]:
    """Everything that is wrong with these days."""
    found = []
    if last_on < first_on:
        found.append(Refusal("The last day is before the first.", "last_on"))
    elif last_on < today:
        found.append(Refusal("These days have passed.", "last_on", "Choose today or a later day."))
    elif last_on - first_on > LONGEST:
        mend = "Say that the room isn’t offered to new groups, and move those that meet there."
        found.append(Refusal("That is more than a year.", "last_on", mend))
    return found
