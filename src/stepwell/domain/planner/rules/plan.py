"""A plan as values: which groups meet when, where and under whom, who sits in them, and the individual hours."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True, order=True)
class Held:
    """A group that meets: the start of each meeting, its leader, and the room of each meeting."""

    group: str
    option: tuple[int, ...]
    leader: str
    rooms: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Seat:
    """A person in a group."""

    person: str
    group: str


@dataclass(frozen=True, slots=True, order=True)
class Hour:
    """A person's individual hour."""

    person: str
    leader: str
    start: int
    room: str


@dataclass(frozen=True)
class Plan:
    """A week as it is planned."""

    held: tuple[Held, ...] = ()
    seats: tuple[Seat, ...] = ()
    hours: tuple[Hour, ...] = ()

    @cached_property
    def held_of(self) -> dict[str, Held]:
        """By group."""
        return {one.group: one for one in self.held}

    @cached_property
    def groups_of(self) -> dict[str, frozenset[str]]:
        """The groups of each person who is in any."""
        found: dict[str, set[str]] = defaultdict(set)
        for one in self.seats:
            found[one.person].add(one.group)
        return {person: frozenset(groups) for person, groups in found.items()}

    @cached_property
    def members_of(self) -> dict[str, tuple[str, ...]]:
        """Who sits in each group that anybody sits in."""
        found: dict[str, list[str]] = defaultdict(list)
        for one in self.seats:
            found[one.group].append(one.person)
        return {group: tuple(people) for group, people in found.items()}

    @cached_property
    def hour_of(self) -> dict[str, Hour]:
        """By person."""
        return {one.person: one for one in self.hours}


NOTHING_PLANNED = Plan()
