"""When people can't come, when staff work and how much they take on: what the planner goes by."""

from collections.abc import Mapping
from datetime import date, time, timedelta

from stepwell.domain.availability.actions import say_own_time, say_working_times
from stepwell.domain.availability.rules import Kind, OwnTime, Sense, WorkingWeek
from stepwell.domain.catalog.actions import say_load
from stepwell.domain.catalog.rules.load import Load
from stepwell.kernel.actor import Actor
from stepwell.simulate.world import Demo, Scene, living

_WORKDAYS, _SUNDAY = frozenset(range(5)), frozenset({6})
Days = tuple[tuple[time, time] | None, ...]
OFFICE, LATE = (time(8), time(17)), (time(12, 30), time(21, 30))
OFFICE_DAYS: Days = (OFFICE,) * 5 + (None,) * 2
# Evenings when their group meets, and when it is in two rooms.
WORKS: Mapping[str, Days] = {
    "maya": (LATE, LATE, OFFICE, LATE, OFFICE, None, None),
    "tess": (LATE, LATE, None, LATE, OFFICE, None, None),
    "dee": OFFICE_DAYS,
}


def say_times(demo: Demo) -> None:
    """Work, and church; none of it in the way of the evening group. Who leads works when they do."""
    began = demo.today - timedelta(days=18)
    for given, own in (
        ("Darnell", _not(Kind.WORK, _WORKDAYS, time(8), time(17), began)),
        ("Luis", _not(Kind.FAITH, _SUNDAY, time(9), time(12), began)),
    ):
        with living(demo.at(began, 16)) as now:
            say_own_time(actor=demo.actors["dee"], client_id=demo.clients[given].pk, own=own, now=now)
    with living(demo.at(began, 9)):
        for key, hours in (("maya", 30), ("tess", 24)):
            load = Load(hours * 60, 12, languages=("Spanish",) if key == "maya" else ())
            say_load(actor=demo.actors["rosa"], site=demo.site, staff_id=demo.staff[key].pk, load=load)
    say_when_they_work(demo, demo.actors["rosa"], WORKS, began)


def say_when_they_work(scene: Scene, director: Actor, weeks: Mapping[str, Days], began: date) -> None:
    """Each of these, from that day on."""
    with living(scene.at(began, 9, 30)) as now:
        for key, days in weeks.items():
            week, staff_id = WorkingWeek(began, days), scene.staff[key].pk
            say_working_times(actor=director, site=scene.site, staff_id=staff_id, week=week, now=now)


def _not(kind: Kind, weekdays: frozenset[int], begins: time, ends: time, first_on: date) -> OwnTime:
    return OwnTime(Sense.CANNOT, kind, weekdays, begins, ends, first_on)
