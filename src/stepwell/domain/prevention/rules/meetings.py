"""Meetings outside the program: kind, day and minutes. Pure; how far back one is written down is ours.

Which fellowship it was is nobody's question here, and no hour of it is clinical: a payer's and the standard's hours
count what the program gives.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from stepwell.kernel.calendar import week_of
from stepwell.kernel.errors import Refusal, Refused
from stepwell.kernel.phrase import phrase

DAYS_BACK, LONGEST = 31, 8 * 60


class Kind(StrEnum):
    """What it was. The value is what the database holds."""

    IN_PERSON = "in person"
    ONLINE = "online"
    ONE_TO_ONE = "one to one"
    OTHER = "other"

    @property
    def label(self) -> str:
        """As the client reads it."""
        return _LABELS[self]


_LABELS = {
    Kind.IN_PERSON: "A meeting I went to",
    Kind.ONLINE: "A meeting online or by phone",
    Kind.ONE_TO_ONE: "With a sponsor, a peer or a mentor",
    Kind.OTHER: "Something else that supports me",
}


def check_meeting(on: date, minutes: int, today: date) -> None:
    """Raises `Refused` for a day that is too far away or minutes that can't be."""
    refusals = []
    if on > today:
        refusals.append(Refusal("This day is still to come.", "on", "Write it down once you were there."))
    if on < today - timedelta(days=DAYS_BACK):
        what = phrase("This is more than %(days)s days ago.", days=DAYS_BACK)
        refusals.append(Refusal(what, "on", "Only the last month is kept here."))
    if not 1 <= minutes <= LONGEST:
        refusals.append(Refusal("This isn't between a minute and eight hours.", "minutes", "Write about how long."))
    if refusals:
        raise Refused(*refusals)


def week_counts(days: Iterable[date], today: date, first_weekday: int, weeks: int = 8) -> list[tuple[date, int]]:
    """(first day of the week, how many) for so many weeks up to this one, the last first. A week without one is 0:
    nobody who writes none down is told that they went to none.
    """
    first, _ = week_of(today, first_weekday)
    starts = [first - timedelta(weeks=back) for back in range(weeks)]
    counted = dict.fromkeys(starts, 0)
    for day in days:
        start = week_of(day, first_weekday)[0]
        if start in counted:
            counted[start] += 1
    return list(counted.items())
