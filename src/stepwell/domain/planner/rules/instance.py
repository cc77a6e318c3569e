"""One week as values: who needs what and can come when, who can lead, which rooms there are, when groups could meet.

Time is counted in quarters of an hour from Monday midnight: 0 to 671. A group is in a week as one piece: it meets at
one of its `options`, which names the start of each of its meetings.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from stepwell.domain.planner.rules.plan import NOTHING_PLANNED, Plan

SLOT_MINUTES = 15
SLOTS_A_DAY = 24 * 60 // SLOT_MINUTES
SLOTS_A_WEEK = 7 * SLOTS_A_DAY
# The weekly individual hour begins on the full hour (ours: so rooms and counselors change over together).
HOUR = 60 // SLOT_MINUTES
HOUR_MINUTES = 60
# An individual hour takes a room with two seats.
HOUR_SEATS = 2
# Ours: nobody is planned more than this over what is prescribed for them.
MOST_OVER_MINUTES = 60
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

Option = tuple[int, ...]
# Whose individual hours the same people may give: a language, and who of them.
Circle = tuple[str, frozenset[str] | None]


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """From a quarter of an hour of the week up to another, which isn't within."""

    start: int
    end: int

    def overlaps(self, other: "Stretch") -> bool:
        """Whether both are at some time."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: "Stretch") -> bool:
        """Whether the other lies wholly within."""
        return self.start <= other.start and other.end <= self.end

    @property
    def words(self) -> str:
        """`Mon 18:00 to 21:00`"""
        return f"{moment(self.start)} to {_clock(self.end)}"


def moment(slot: int) -> str:
    """`Mon 18:00`"""
    return f"{WEEKDAYS[slot // SLOTS_A_DAY]} {_clock(slot)}"


def moments(option: Option) -> str:
    """`Mon 18:00, Wed 18:00`"""
    return ", ".join(moment(start) for start in option)


def _clock(slot: int) -> str:
    minutes = slot % SLOTS_A_DAY * SLOT_MINUTES
    return f"{minutes // 60:02}:{minutes % 60:02}"


ALL_WEEK = (Stretch(0, SLOTS_A_WEEK),)


@dataclass(frozen=True, slots=True)
class Person:
    """Who is treated: minutes a week, when they can come, and who their counselor is.

    `minimum_minutes` is what their standard asks of any week; less is never planned. `prescribed_minutes` is what
    their plan asks for; less is priced. `fixed` is when they are here in any case. `hour_with` is who may give them
    their individual hour; None is anybody who gives hours. `client` is who they are, where somebody is counted once for
    each of several sessions: they are in one place at a time all the same.
    """

    key: str
    name: str
    track: str
    prescribed_minutes: int
    minimum_minutes: int
    free: tuple[Stretch, ...] = ALL_WEEK
    language: str = ""
    counselor: str = ""
    needs_hour: bool = True
    fixed: tuple[Stretch, ...] = ()
    hour_with: frozenset[str] | None = None
    client: str = ""

    @property
    def whose(self) -> str:
        """Whose time their seats take."""
        return self.client or self.key

    @property
    def circle(self) -> Circle:
        """Those of one circle are given their hour by the same people."""
        return self.language, self.hour_with

    def can(self, stretch: Stretch) -> bool:
        """Whether they can come for all of it."""
        return any(one.holds(stretch) for one in self.free)


@dataclass(frozen=True, slots=True)
class Leader:
    """Who works here: licenses, languages, when they are free, how much they take on; `works` is when they work."""

    key: str
    name: str
    licenses: frozenset[str]
    free: tuple[Stretch, ...] = ALL_WEEK
    languages: frozenset[str] = frozenset()
    weekly_minutes: int = SLOTS_A_WEEK * SLOT_MINUTES
    caseload: int = 1000
    works: tuple[Stretch, ...] = ALL_WEEK

    def can(self, stretch: Stretch) -> bool:
        """Whether they work and are free for all of it."""
        return all(any(one.holds(stretch) for one in times) for times in (self.free, self.works))

    def works_on(self, weekday: int) -> str:
        """`Ty works on Mondays 09:00 to 17:00.`, or that they don't; empty where they work all day."""
        whole = Stretch(weekday * SLOTS_A_DAY, (weekday + 1) * SLOTS_A_DAY)
        if any(one.holds(whole) for one in self.works):
            return ""
        pieces = [
            Stretch(max(one.start, whole.start), min(one.end, whole.end)) for one in self.works if one.overlaps(whole)
        ]
        if not pieces:
            return f"{self.name} doesn’t work on {DAYS[weekday]}s."
        hours = ", ".join(f"{_clock(one.start)} to {_clock(one.end)}" for one in pieces)
        return f"{self.name} works on {DAYS[weekday]}s {hours}."


@dataclass(frozen=True, slots=True)
class Room:
    """A place with seats, and when it can be used. `closed`: on how many of its Mondays, Tuesdays and so on it is
    closed, of the weeks that are planned; nothing is never.
    """

    key: str
    name: str
    seats: int
    free: tuple[Stretch, ...] = ALL_WEEK
    closed: tuple[int, ...] = ()

    def can(self, stretch: Stretch) -> bool:
        """Whether nobody else is in it for all of that time."""
        return any(one.holds(stretch) for one in self.free)

    def closed_on(self, stretch: Stretch) -> int:
        """On how many days on which something meets there then it is closed."""
        return self.closed[stretch.start // SLOTS_A_DAY] if self.closed else 0

    def takes(self, stretch: Stretch) -> bool:
        """Whether somebody can be put into it, in every week."""
        return self.can(stretch) and not self.closed_on(stretch)


@dataclass(frozen=True, slots=True)
class Group:
    """What meets every week, at one of its options. `leaders` and `rooms`: empty is anybody and any that fit; of
    several rooms that are named it has one for all its meetings.

    `room_seats` is how many seats its room needs, where that isn't the group's own number. `brings` is who comes in any
    case and isn't planned one by one: two groups that bring the same person are never at once.
    """

    key: str
    name: str
    track: str
    length: int
    clinical_minutes: int
    options: tuple[Option, ...]
    license: str
    capacity: int
    language: str = ""
    leaders: frozenset[str] = frozenset()
    rooms: frozenset[str] = frozenset()
    room_seats: int | None = None
    brings: frozenset[str] = frozenset()

    def stretches(self, option: Option) -> tuple[Stretch, ...]:
        """Its meetings at an option."""
        return tuple(Stretch(start, start + self.length) for start in option)

    def weekly_clinical(self) -> int:
        """Clinical minutes that a week of it gives: every option has as many meetings."""
        return self.clinical_minutes * len(self.options[0])

    def may_be_led_by(self, leader: Leader) -> bool:
        """License, language and who is named."""
        named = not self.leaders or leader.key in self.leaders
        speaks = not self.language or self.language in leader.languages
        return named and speaks and (not self.license or self.license in leader.licenses)

    def fits(self, room: Room) -> bool:
        """Whether all its seats are there."""
        needed = self.capacity if self.room_seats is None else self.room_seats
        return room.seats >= needed and (not self.rooms or room.key in self.rooms)

    def takes(self, person: Person) -> bool:
        """Track and language; seats are counted elsewhere."""
        return self.track == person.track and (not self.language or self.language == person.language)


@dataclass(frozen=True)
class Instance:
    """A week to plan. `present` is the plan that holds now: what it says is kept where it can be.

    `apart` are pairs of people who never sit in one group. `hour_license` is what an individual hour needs, and
    `hour_times` are when there may be any.
    """

    people: tuple[Person, ...]
    leaders: tuple[Leader, ...]
    rooms: tuple[Room, ...]
    groups: tuple[Group, ...]
    apart: tuple[tuple[str, str], ...] = ()
    hour_license: str = ""
    hour_times: tuple[Stretch, ...] = ALL_WEEK
    present: Plan = field(default=NOTHING_PLANNED)

    @cached_property
    def person(self) -> dict[str, Person]:
        """By key."""
        return {one.key: one for one in self.people}

    @cached_property
    def leader(self) -> dict[str, Leader]:
        """By key."""
        return {one.key: one for one in self.leaders}

    @cached_property
    def room(self) -> dict[str, Room]:
        """By key."""
        return {one.key: one for one in self.rooms}

    @cached_property
    def group(self) -> dict[str, Group]:
        """By key."""
        return {one.key: one for one in self.groups}

    def gives_hours_to(self, leader: Leader, person: Person) -> bool:
        """Whether a leader may give this person's individual hour: license, and who it may be; where nobody is named,
        who speaks their language.
        """
        speaks = person.hour_with is not None or not person.language or person.language in leader.languages
        among = person.hour_with is None or leader.key in person.hour_with
        return speaks and among and (not self.hour_license or self.hour_license in leader.licenses)

    def hour_starts_of(self, person: Person) -> list[int]:
        """When their individual hour could begin, in order."""
        starts = hour_starts(person.free)
        if self.hour_times == ALL_WEEK:
            return starts
        return [one for one in starts if any(times.holds(hour_at(one)) for times in self.hour_times)]


def joined(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """The same times, in order, those that overlap or touch as one."""
    found: list[Stretch] = []
    for one in sorted(stretches):
        if found and one.start <= found[-1].end:
            found[-1] = Stretch(found[-1].start, max(found[-1].end, one.end))
        else:
            found.append(one)
    return tuple(found)


def hour_at(start: int) -> Stretch:
    """An individual hour."""
    return Stretch(start, start + HOUR)


def hour_starts(free: Iterable[Stretch]) -> list[int]:
    """The full hours that lie within these stretches, in order."""
    found: set[int] = set()
    for one in free:
        first = -(-one.start // HOUR) * HOUR
        found.update(range(first, one.end - HOUR + 1, HOUR))
    return sorted(found)
