"""Small weeks to plan: one that is written out, and any that hypothesis thinks of."""

from hypothesis import strategies as st

from stepwell.domain.planner.rules.instance import (
    ALL_WEEK,
    HOUR,
    SLOTS_A_DAY,
    Group,
    Instance,
    Leader,
    Person,
    Room,
    Stretch,
)
from stepwell.domain.planner.rules.plan import Held, Hour, Plan, Seat


def at(day: int, hour: int) -> int:
    return day * SLOTS_A_DAY + hour * HOUR


def day(number: int, start: int, end: int) -> Stretch:
    return Stretch(at(number, start), at(number, end))


EVENINGS = tuple(day(number, 16, 21) for number in range(5))
MON_WED, TUE_THU = (at(0, 18), at(2, 18)), (at(1, 18), at(3, 18))

ANA = Person("ana", "Ana", "evening", 420, 360, EVENINGS, "", "maya")
LUIS = Person("luis", "Luis", "evening", 420, 360, EVENINGS, "", "maya")
MAYA = Leader("maya", "Maya", frozenset({"counselor"}), EVENINGS, frozenset({"es"}), 20 * 60, 5)
TESS = Leader("tess", "Tess", frozenset({"counselor"}), EVENINGS, frozenset(), 20 * 60, 5)
PEER = Leader("peer", "Pia", frozenset(), EVENINGS)
BLUE = Group("blue", "Blue", "evening", 12, 180, (MON_WED, TUE_THU), "counselor", 2)
DAY = Group("day", "Day", "day", 12, 180, (MON_WED,), "counselor", 2)
SMALL_ROOM, ROOM = Room("one", "Room 1", 2), Room("two", "Room 2", 8)
HALF_WEEK = (day(0, 0, 24), day(1, 0, 13))
CLOSET = Room("closet", "Closet", 1)

WEEK = Instance((ANA, LUIS), (MAYA, TESS, PEER), (SMALL_ROOM, ROOM, CLOSET), (BLUE, DAY), hour_license="counselor")
HELD = Held("blue", MON_WED, "tess", ("two", "two"))
PLAN = Plan(
    (HELD,),
    (Seat("ana", "blue"), Seat("luis", "blue")),
    (Hour("ana", "maya", at(0, 17), "one"), Hour("luis", "maya", at(2, 17), "one")),
)

_TIMES = st.lists(
    st.builds(lambda number, start, hours: day(number, start, start + hours), *map(st.integers, (0, 9, 1), (2, 15, 6))),
    min_size=1,
    max_size=4,
).map(lambda found: tuple(sorted({one.start: one for one in found}.values())))


@st.composite
def weeks(draw: st.DrawFn) -> Instance:
    """A few people, groups, leaders and rooms; sometimes with a plan that holds by now."""
    from dataclasses import replace

    from stepwell.domain.planner.rules.greedy import greedy

    leaders = [
        Leader(
            f"l{n}",
            f"Leader {n}",
            frozenset(draw(st.sampled_from([["a"], ["a", "b"]]))),
            draw(_TIMES),
            works=draw(st.sampled_from([ALL_WEEK, HALF_WEEK])),
        )
        for n in range(draw(st.integers(1, 3)))
    ]
    many = draw(st.integers(1, 2))
    groups = [_group(draw, n, many) for n in range(draw(st.integers(1, 3)))]
    people = [_person(draw, n) for n in range(draw(st.integers(1, 4)))]
    rooms = tuple(
        Room(
            f"r{n}",
            f"Room {n}",
            draw(st.sampled_from([2, 3])),
            draw(st.sampled_from([ALL_WEEK, HALF_WEEK])),
            draw(st.sampled_from([(), (1, 0, 3, 0, 0, 0, 0)])),
        )
        for n in range(many)
    )
    apart = (("p0", "p1"),) if len(people) > 1 and draw(st.booleans()) else ()
    hours = draw(st.sampled_from([ALL_WEEK, (day(0, 8, 20), day(1, 8, 20))]))
    week = Instance(tuple(people), tuple(leaders), rooms, tuple(groups), apart, "a", hours)
    return replace(week, present=greedy(week)) if draw(st.booleans()) else week


def _person(draw: st.DrawFn, number: int) -> Person:
    """Some are here at a time of their own in any case, and some are given their hour by one leader alone."""
    busy = draw(st.sampled_from([(), (day(0, 12, 13),), (day(1, 8, 9), day(1, 15, 17))]))
    return Person(
        f"p{number}",
        f"Person {number}",
        "t",
        draw(st.sampled_from([180, 240, 300])),
        0,
        tuple(piece for one in draw(_TIMES) for piece in _beside(one, busy)),
        "",
        f"l{number % 3}",
        fixed=busy,
        hour_with=draw(st.sampled_from([None, frozenset({"l0"}), frozenset({"l1", "l2"})])),
        client=draw(st.sampled_from(["", "", "c"])),
    )


def _beside(one: Stretch, busy: tuple[Stretch, ...]) -> list[Stretch]:
    """What is left of a stretch."""
    found, at = [], one.start
    for other in busy:
        if other.overlaps(one):
            found.append(Stretch(at, max(at, other.start)))
            at = other.end
    return [piece for piece in (*found, Stretch(at, max(at, one.end))) if piece.start < piece.end]


def _group(draw: st.DrawFn, number: int, rooms: int) -> Group:
    """Some meet in any room that fits, and some in one of those that are named; some bring the same person."""
    meetings = draw(st.integers(1, 2))
    starts = st.tuples(st.integers(0, 2), st.integers(9, 18)).map(lambda one: at(*one))
    options = draw(
        st.lists(
            st.lists(starts, min_size=meetings, max_size=meetings, unique_by=lambda one: one // SLOTS_A_DAY),
            min_size=1,
            max_size=2,
            unique_by=lambda starts: tuple(sorted(starts)),
        )
    )
    length = draw(st.sampled_from([4, 8, 6]))
    chosen = tuple(tuple(sorted(one)) for one in options)
    license_ = draw(st.sampled_from(["a", "b", ""]))
    seats, named = (
        draw(st.integers(1, 3)),
        draw(st.sampled_from([frozenset(), frozenset(f"r{n}" for n in range(rooms))])),
    )
    brings = draw(st.sampled_from([frozenset(), frozenset({"b"}), frozenset({"b", "c"})]))
    return Group(
        f"g{number}", f"Group {number}", "t", length, length * 15, chosen, license_, seats, rooms=named, brings=brings
    )
