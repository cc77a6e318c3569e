"""A person's sessions as the third clock counts them: clinical minutes of each day. Pure."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from stepwell.domain.coverage.rules.clock import DayUse
from stepwell.domain.week.rules.hours import SessionFact, days_of


def day_uses(facts: Iterable[SessionFact], now: datetime) -> list[DayUse]:
    """Each day by itself: no session belongs to two."""
    found = []
    for _, held in groupby(sorted(facts, key=lambda one: one.day), key=lambda one: one.day):
        for one in days_of(list(held), now):
            found.append(DayUse(one.day, one.delivered_minutes, one.unrecorded_minutes, one.booked_minutes))
    return found
