"""A week to plan, made from a seed: 200 people, 30 groups, 20 staff, 12 rooms. Fixed before the solver was tuned.

Four of five people have a group, a counselor and an hour from last week's plan (first come, first served). Since then
forty came, twelve can't come when they could, and two of the staff work other hours. All figures are ours.
"""

import random
from dataclasses import replace

from stepwell.domain.planner.rules.greedy import greedy
from stepwell.domain.planner.rules.instance import (
    HOUR,
    SLOTS_A_DAY,
    Group,
    Instance,
    Leader,
    Option,
    Person,
    Room,
    Stretch,
)
from stepwell.domain.planner.rules.plan import Plan

PEOPLE = {"day": 74, "evening": 74, "young": 34, "español": 18}
NEW = 40
CHANGED = 12
SEATS = 10


def week(seed: int) -> Instance:
    """The instance of a seed."""
    dice, groups = random.Random(seed), _groups()
    before = Instance(
        people=tuple(_people(dice, groups)),
        leaders=tuple(_leaders()),
        rooms=tuple(_rooms()),
        groups=tuple(groups),
        apart=(),
        hour_license="counselor",
    )
    people = list(before.people)
    dice.shuffle(people)
    known, new = people[NEW:], people[:NEW]
    names = {one.key for one in known}
    present = greedy(replace(before, people=tuple(one for one in before.people if one.key in names)))
    changed = {one.key: _other_times(dice, one, groups) for one in known[:CHANGED]}
    leaders = [_other_shift(one) if number in (3, 12) else one for number, one in enumerate(before.leaders)]
    return replace(
        before,
        people=tuple(changed.get(one.key, one) for one in (*known, *new)),
        leaders=tuple(leaders),
        apart=tuple(_apart(dice, before.people, present)),
        present=present,
    )


def _at(day: int, hour: int) -> int:
    return day * SLOTS_A_DAY + hour * HOUR


def _from_to(days: tuple[int, ...], start: int, end: int) -> tuple[Stretch, ...]:
    return tuple(Stretch(_at(day, start), _at(day, end)) for day in days)


def _option(days: tuple[int, ...], hour: int) -> Option:
    return tuple(_at(day, hour) for day in days)


def _groups() -> list[Group]:
    """22 that carry a track, three times a week, and 8 that meet once."""
    mornings = (_option((0, 1, 3), 9), _option((0, 2, 4), 9), _option((1, 2, 3), 13), _option((0, 2, 4), 13))
    evenings = (_option((0, 1, 3), 18), _option((0, 2, 3), 18), _option((1, 2, 3), 18), _option((0, 1, 2), 17))
    school = (_option((0, 1, 3), 16), _option((0, 2, 4), 16), _option((1, 2, 3), 15))
    found = [_carries(f"day {n}", "day", 12, mornings, n) for n in range(8)]
    found += [_carries(f"evening {n}", "evening", 12, evenings, n) for n in range(8)]
    found += [_carries(f"young {n}", "young", 8, school, n) for n in range(4)]
    found += [replace(_carries(f"español {n}", "español", 12, evenings, n), language="es") for n in range(2)]
    once = {
        "day": ((1, 15), (4, 13), (2, 10)),
        "evening": ((2, 16), (4, 18), (1, 12)),
        "young": ((2, 17), (4, 15)),
    }
    for track, count in (("day", 3), ("evening", 3), ("young", 2)):
        for number in range(count):
            options = tuple(_option((day,), hour) for day, hour in once[track])
            found.append(
                Group(f"skills {track} {number}", f"Skills {track} {number}", track, 6, 90, options, "", SEATS)
            )
    return found


def _carries(key: str, track: str, length: int, options: tuple[Option, ...], number: int) -> Group:
    """Its present option is the first: they differ from group to group."""
    turn = number % len(options)
    minutes = length * 15
    return Group(key, key.capitalize(), track, length, minutes, options[turn:] + options[:turn], "counselor", SEATS)


def _leaders() -> list[Leader]:
    """8 early and 10 late counselors, four of them with Spanish, and two who lead skills groups alone."""
    found = []
    for number in range(18):
        is_late = number >= 8
        days = tuple(day for day in range(5) if day != (number + 4) % 5 or not is_late or day < 4)
        free = _from_to(days, 12, 21) if is_late else _from_to(days, 8, 17)
        speaks = frozenset({"es"} if number in (2, 9, 13, 16) else ())
        licenses = frozenset({"counselor"})
        found.append(Leader(f"staff {number}", f"Counselor {number}", licenses, free, speaks, 30 * 60, 14))
    for number in (18, 19):
        free = _from_to((0, 1, 2, 3, 4), 10, 19)
        found.append(Leader(f"staff {number}", f"Peer {number}", frozenset(), free, frozenset(), 20 * 60, 0))
    return found


def _other_shift(leader: Leader) -> Leader:
    """Two hours later, and not on Fridays."""
    moved = tuple(Stretch(one.start + 2 * HOUR, one.end) for one in leader.free if one.start < _at(4, 0))
    return replace(leader, free=moved)


def _rooms() -> list[Room]:
    seats = (14, 14, 12, 12, 12, 10, 10, 10, 10, 4, 4, 4)
    return [Room(f"room {number}", f"Room {number}", many) for number, many in enumerate(seats)]


def _people(dice: random.Random, groups: list[Group]) -> list[Person]:
    found = []
    counselors = {
        "day": range(8),
        "evening": range(8, 18),
        "young": (*range(4, 8), *range(8, 12)),
        "español": (9, 13, 16),
    }
    for track, many in PEOPLE.items():
        for number in range(many):
            minimum = 360 if track == "young" else 540
            more = 90 if track != "español" and dice.random() < 0.3 else 0
            found.append(
                Person(
                    key=f"{track} {number}",
                    name=f"{track.capitalize()} {number}",
                    track=track,
                    prescribed_minutes=minimum + 60 + more,
                    minimum_minutes=minimum,
                    free=_times(dice, track, groups),
                    language="es" if track == "español" else "",
                    counselor=f"staff {counselors[track][number % len(counselors[track])]}",
                )
            )
    return found


def _times(dice: random.Random, track: str, groups: list[Group]) -> tuple[Stretch, ...]:
    """Times at which the person can come to some group that carries their track."""
    while True:
        free = _drawn(dice, track)
        carries = (one for one in groups if one.track == track and len(one.options[0]) > 1)
        stretches = [group.stretches(option) for group in carries for option in group.options]
        if any(all(any(one.holds(at) for one in free) for at in meetings) for meetings in stretches):
            return free


def _drawn(dice: random.Random, track: str) -> tuple[Stretch, ...]:
    """When somebody of a track can come: day people all but what a school run or a shift takes, evening people after
    work and on a noon or two, the young after school.
    """
    week = (0, 1, 2, 3, 4)
    if track == "day":
        short = dice.random() < 0.35
        off = dice.choice((*week, None, None))
        return _from_to(tuple(day for day in week if day != off), 8, 14 if short else 16)
    if track == "young":
        return _from_to(week, 15, dice.choice((18, 19, 19)))
    start = dice.choice((17, 17, 16, 18))
    # two groups in Spanish can't be everywhere: who comes to them keeps Monday to Thursday free
    off = dice.choice((4, None)) if track == "español" else dice.choice((*week, None, None, None))
    noons = dice.sample(week, dice.choice((1, 1, 2)))
    evenings = _from_to(tuple(day for day in week if day != off), start, 21)
    return tuple(sorted((*evenings, *_from_to(tuple(noons), 12, 14))))


def _other_times(dice: random.Random, person: Person, groups: list[Group]) -> Person:
    return replace(person, free=_times(dice, person.track, groups))


def _apart(dice: random.Random, people: tuple[Person, ...], present: Plan) -> list[tuple[str, str]]:
    """Ten pairs within a track; none of them sits together now."""
    pairs: list[tuple[str, str]] = []
    while len(pairs) < 10:
        one, other = dice.sample(people, 2)
        shared = present.groups_of.get(one.key, frozenset()) & present.groups_of.get(other.key, frozenset())
        if one.track == other.track and not shared:
            pairs.append((one.key, other.key))
    return pairs
