"""Meetings as weekly recurrences with their exceptions, found in the meetings themselves. Source: RFC 5545, §3.8.5.

What a reader of a calendar makes of the recurrences is exactly the meetings that came in, whatever happened to the plan
in between: a meeting that isn't on its group's usual day and time stands in for one that is missing there, or by
itself. A time that doesn't exist or comes twice, and a meeting during which the clocks change, is never part of a
recurrence: readers disagree about those (§3.3.5, §3.8.2.2), so they are written out one by one.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

# Ours: fewer than this are written out one by one.
FEWEST = 3
# Ours: a meeting this far from a missing one isn't the same one moved.
_MOVED_AT_MOST = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Meeting:
    """One time that somebody is expected. `series` is what it belongs to, `zone` the name of the clock it keeps."""

    id: UUID
    series: UUID
    zone: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""

    @property
    def wall_start(self) -> datetime:
        """When it starts on the wall, without a zone."""
        return self.starts_at.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Weekly from the first slot to the last, but for those skipped and those held at another time. Slots are wall
    times. `since` tells apart two of a kind.
    """

    series: UUID
    zone: str
    weekdays: tuple[int, ...]
    length: timedelta
    place: str
    first: datetime
    last: datetime
    skipped: tuple[datetime, ...]
    moved: tuple[tuple[datetime, Meeting], ...]
    since: str


def recurrences(meetings: Iterable[Meeting]) -> tuple[list[Recurrence], list[Meeting]]:
    """Every recurrence there is in the meetings, and the meetings that are in none."""
    found: list[Recurrence] = []
    alone: list[Meeting] = []
    ordered = sorted(meetings, key=lambda one: (str(one.series), one.zone, one.starts_at, str(one.id)))
    for _, some in groupby(ordered, key=lambda one: (one.series, one.zone)):
        runs, rest = _of_one_series(list(some))
        for run in runs:
            recurrence, rest = _with_moved(run, rest)
            found.append(recurrence)
        alone += rest
    return found, sorted(alone, key=lambda one: (one.starts_at, str(one.id)))


@dataclass(frozen=True, slots=True)
class _Run:
    """Slots without a gap, from one that is met to one that is met."""

    example: Meeting
    weekdays: tuple[int, ...]
    slots: tuple[datetime, ...]
    met: frozenset[datetime]
    since: str


def _of_one_series(meetings: Sequence[Meeting]) -> tuple[list[_Run], list[Meeting]]:
    """The runs of each usual time, and what is at none of them."""
    kinds: dict[tuple[time, timedelta, str], list[Meeting]] = {}
    for one in meetings:
        kinds.setdefault((one.wall_start.time(), one.ends_at - one.starts_at, one.place), []).append(one)
    runs: list[_Run] = []
    rest: list[Meeting] = []
    for some in kinds.values():
        days = Counter(one.wall_start.weekday() for one in some)
        usual = tuple(sorted(day for day, count in days.items() if count > 1))
        members = {one.wall_start: one for one in some if one.wall_start.weekday() in usual and _is_plain(one)}
        taken: set[UUID] = set()
        if len(members) >= FEWEST:
            for run in _runs(some[0], usual, members):
                runs.append(run)
                taken |= {members[slot].id for slot in run.met}
        rest += [one for one in some if one.id not in taken]
    return runs, rest


def _runs(example: Meeting, weekdays: tuple[int, ...], members: dict[datetime, Meeting]) -> list[_Run]:
    """The slots from the first meeting to the last, cut where a reader could take one in two ways."""
    first, last = min(members), max(members)
    cut: list[list[datetime]] = [[]]
    since = [""]
    for offset in range((last.date() - first.date()).days + 1):
        slot = datetime.combine(first.date() + timedelta(days=offset), first.time())
        if slot.weekday() not in weekdays:
            continue
        if _is_odd(slot, example):
            cut.append([])
            since.append(slot.date().isoformat())
        else:
            cut[-1].append(slot)
    runs = []
    for slots, mark in zip(cut, since, strict=True):
        met = [slot for slot in slots if slot in members]
        if len(met) >= FEWEST:
            within = tuple(slot for slot in slots if met[0] <= slot <= met[-1])
            runs.append(_Run(example, weekdays, within, frozenset(met), mark))
    return runs


def _with_moved(run: _Run, rest: Sequence[Meeting]) -> tuple[Recurrence, list[Meeting]]:
    """The run with what stands in for the slots that nobody met at: the nearest, each once."""
    free = [slot for slot in run.slots if slot not in run.met]
    moved: dict[datetime, Meeting] = {}
    left = []
    for one in rest:
        near = min(
            (slot for slot in free if slot not in moved), key=lambda slot: abs(slot - one.wall_start), default=None
        )
        if near is not None and abs(near - one.wall_start) <= _MOVED_AT_MOST:
            moved[near] = one
        else:
            left.append(one)
    example = run.example
    return Recurrence(
        series=example.series,
        zone=example.zone,
        weekdays=run.weekdays,
        length=example.ends_at - example.starts_at,
        place=example.place,
        first=run.slots[0],
        last=run.slots[-1],
        skipped=tuple(slot for slot in free if slot not in moved),
        moved=tuple(sorted(moved.items(), key=lambda pair: pair[0])),
        since=run.since,
    ), left


def _is_plain(one: Meeting) -> bool:
    return not _is_odd(one.wall_start, one)


def _is_odd(slot: datetime, like: Meeting) -> bool:
    """Whether the start doesn't exist or comes twice that day, or the clocks change before the end."""
    zone = ZoneInfo(like.zone)
    start = slot.replace(tzinfo=zone)
    if start.utcoffset() != slot.replace(tzinfo=zone, fold=1).utcoffset():
        return True
    instant = datetime.fromtimestamp(start.timestamp(), zone)
    end = datetime.fromtimestamp(start.timestamp() + (like.ends_at - like.starts_at).total_seconds(), zone)
    return instant.utcoffset() != end.utcoffset()


def weekday_codes(weekdays: Iterable[int]) -> list[str]:
    """As RFC 5545 writes them; Monday is 0."""
    return [("MO", "TU", "WE", "TH", "FR", "SA", "SU")[day] for day in weekdays]


def reach_of(meetings: Sequence[Meeting], now: datetime) -> tuple[date, date]:
    """The first and last year's ends that a time zone has to be known for."""
    years = [one.starts_at.year for one in meetings] + [one.ends_at.year for one in meetings] + [now.year]
    return date(min(years) - 1, 1, 1), date(max(years) + 2, 1, 1)
