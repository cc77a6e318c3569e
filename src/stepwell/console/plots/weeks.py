"""Plots of the week: hours against what is asked, seats against how many there are. Values in, values out."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from stepwell.domain.week.queries.hours import StayWeek
from stepwell.domain.week.queries.over_weeks import GroupFilled, WeekOfStay
from stepwell.domain.week.rules.hours import WeekHours
from stepwell.look.plots.columns import Column, Columns

_HOURS = ("delivered", "booked", "missing")
# Names under columns can be read of so many.
MOST_NAMES = 24


def hours_of_stay(weeks: Sequence[WeekOfStay]) -> Columns:
    """One client's weeks against the prescribed line."""
    columns = tuple(_hours(f"{one.start_on.day} {one.start_on:%b}", one.hours) for one in weeks)
    told = f"{len(columns)} weeks, each with delivered, booked and missing hours, against what is prescribed."
    return Columns("Hours a week over the stay", told, "Hours", _HOURS, "prescribed", columns)


def hours_this_week(names: Mapping[UUID, str], hours: Mapping[UUID, Sequence[StayWeek]]) -> Columns:
    """Each client's week against what is prescribed, the most missing first; of two stays each. Names come in their
    order.
    """
    known = [
        (f"{name}, {stay.track}" if len(stays) > 1 else name, stay.hours)
        for client_id, name in names.items()
        for stays in [hours.get(client_id, ())]
        for stay in stays
    ]
    known.sort(key=lambda one: -one[1].unbooked_minutes)
    columns = tuple(_hours(name, found) for name, found in known[:MOST_NAMES])
    told = "For each client delivered, booked and missing hours of this week, against what is prescribed."
    return Columns("Hours this week", told, "Hours", _HOURS, "prescribed", columns, has_names=True)


def seats_of(group: GroupFilled) -> Columns:
    """One group's last sessions: who was there, who was booked besides, and the seats."""
    columns = tuple(
        Column(
            f"{one.on.day} {one.on:%b}", (float(one.attended), float(one.booked - one.attended)), float(one.capacity)
        )
        for one in group.sessions
    )
    told = f"{len(columns)} sessions, each with who was there and who was booked besides, against the seats."
    return Columns(f"Seats of {group.name}", told, "People", ("there", "booked besides"), "seats", columns)


def _hours(at: str, hours: WeekHours) -> Column:
    """What is neither delivered nor booked and still asked for is missing."""
    parts = (hours.delivered_minutes, hours.booked_ahead_minutes, hours.unbooked_minutes)
    return Column(at, tuple(round(one / 60, 2) for one in parts), round(hours.prescribed_minutes / 60, 2))
