"""Whose time a session is: for which of a person's stays its minutes count. Pure.

Somebody can be in two tracks at once, an intensive outpatient one beside sober living: each stay has its own
prescribed hours, its own standard and its own authorization. That a minute counts for one stay only, and for which,
is ours.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from stepwell.domain.week.rules.hours import SessionFact


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay in a track. `ended_on` is the first day after it; None while it goes on."""

    key: UUID
    track_id: int
    started_on: date
    ended_on: date | None = None

    def holds(self, day: date) -> bool:
        """The day lies within it."""
        return self.started_on <= day and (self.ended_on is None or day < self.ended_on)


def stay_of(track_id: int | None, day: date, stays: Sequence[Stay]) -> Stay:
    """The stay for which a session of that track on that day counts; `stays` isn't empty.

    It is the stay in the session's own track. Where several are (somebody left and came back to the track), the one
    that holds the day. Where none is (a group of a third track, or one without a track), the stay that holds the day,
    whatever its track. Of several that are left, or when none holds the day, the one that began last: so whoever has
    one stay has all minutes there.
    """
    left = [one for one in stays if one.track_id == track_id] or list(stays)
    left = [one for one in left if one.holds(day)] or left
    return max(left, key=lambda one: (one.started_on, one.key))


def shares(facts: Iterable[SessionFact], stays: Sequence[Stay]) -> dict[UUID, list[SessionFact]]:
    """Each stay's sessions in their order, by the key of the stay; every session lies in one share. `stays` isn't
    empty.
    """
    found: dict[UUID, list[SessionFact]] = {one.key: [] for one in stays}
    for fact in facts:
        found[stay_of(fact.track_id, fact.day, stays).key].append(fact)
    return found
