"""Why a stay ended, in the codes of TEDS-D's discharge record.

Source: docs/clinical.md, "Outcomes": TEDS, reason for discharge. The numbers are those of the public-use files
(REASON 1 completed, 2 dropped out, 3 terminated, 4 transferred, 5 incarcerated, 6 death, 7 other).
"""

from datetime import date, timedelta
from enum import StrEnum

from stepwell.kernel.errors import refuse


class EndReason(StrEnum):
    """What the database holds. `teds` is the number that a discharge record gives it, `label` what screens say."""

    COMPLETED = "completed"
    LEFT_EARLY = "left early"
    ENDED_BY_PROGRAM = "ended by the program"
    TRANSFERRED = "transferred"
    INCARCERATED = "incarcerated"
    DIED = "died"
    OTHER = "other"

    @property
    def teds(self) -> int:
        """The code of TEDS-D."""
        return list(EndReason).index(self) + 1

    @property
    def label(self) -> str:
        """For a list to choose from."""
        return _LABELS[self]


_LABELS = {
    EndReason.COMPLETED: "Treatment completed",
    EndReason.LEFT_EARLY: "Left before it was completed",
    EndReason.ENDED_BY_PROGRAM: "Ended by the program",
    EndReason.TRANSFERRED: "Transferred to another program or level",
    EndReason.INCARCERATED: "In jail or prison",
    EndReason.DIED: "Died",
    EndReason.OTHER: "Another reason",
}


def first_day_after(last_on: date, *, started_on: date, today: date) -> date:
    """The first day that isn't part of the stay any more. Refuses a last day outside of what has happened."""
    if last_on < started_on:
        raise refuse("This is before they started.", "last_on", f"Choose {started_on:%Y-%m-%d} or later.")
    if last_on > today:
        raise refuse("This day is still to come.", "last_on", "Choose today or earlier.")
    return last_on + timedelta(days=1)
