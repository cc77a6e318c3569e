"""When two of the demo's people can't come, and how much its staff take on: what the planner goes by."""

from datetime import date, time, timedelta

from stepwell.domain.availability.actions import say_own_time
from stepwell.domain.availability.rules import Kind, OwnTime, Sense
from stepwell.domain.catalog.actions import say_load
from stepwell.domain.catalog.rules.load import Load
from stepwell.simulate.world import Demo, living

_WORKDAYS, _SUNDAY = frozenset(range(5)), frozenset({6})


def say_times(demo: Demo) -> None:
    """Work, and church; none of it in the way of the evening group."""
    began = demo.today - timedelta(days=18)
    for given, own in (
        ("Darnell", _not(Kind.WORK, _WORKDAYS, time(8), time(17), began)),
        ("Luis", _not(Kind.FAITH, _SUNDAY, time(9), time(12), began)),
    ):
        with living(demo.at(began, 16)) as now:
            say_own_time(actor=demo.actors["dee"], client_id=demo.clients[given].pk, own=own, now=now)
    with living(demo.at(began, 9)):
        for key, hours in (("maya", 30), ("tess", 24)):
            load = Load(hours * 60, 12)
            say_load(actor=demo.actors["rosa"], site=demo.site, staff_id=demo.staff[key].pk, load=load)


def _not(kind: Kind, weekdays: frozenset[int], begins: time, ends: time, first_on: date) -> OwnTime:
    return OwnTime(Sense.CANNOT, kind, weekdays, begins, ends, first_on)
