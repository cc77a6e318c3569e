"""A person's sessions as the third clock counts them: clinical minutes of each day. Pure."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import groupby

from stepwell.domain.coverage.rules.clock import DayUse
from stepwell.domain.week.rules.hours import Counted, SessionFact, days_of
from stepwell.domain.week.rules.stays import Stay, stay_of


def day_uses(
    facts: Iterable[SessionFact], now: datetime, stays: Sequence[Stay] = (), tracks: Collection[int] = ()
) -> list[DayUse]:
    """Each day by itself: no session belongs to two. Of a day that counts for two stays, what counts for a stay in one
    of `tracks` (those that an authorization names) is apart; all else is one.
    """

    def named(fact: SessionFact) -> int:
        track_id = stay_of(fact.track_id, fact.day, stays).track_id if stays else None
        return track_id if track_id in tracks and track_id is not None else 0

    found = []
    for _, held in groupby(sorted(facts, key=lambda one: one.day), key=lambda one: one.day):
        counted = Counted()
        for track_id, theirs in groupby(sorted(held, key=named), key=named):
            for one in days_of(list(theirs), now, counted):
                minutes = (one.delivered_minutes, one.unrecorded_minutes, one.booked_minutes)
                found.append(DayUse(one.day, *minutes, track_id or None))
    return found
