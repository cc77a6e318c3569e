"""What the schedule shows as plots: how full groups were, and everybody's hours of this week."""

from datetime import datetime
from typing import Any

from stepwell.console.plots.drawn import drawn
from stepwell.console.plots.weeks import hours_this_week, seats_of
from stepwell.domain.people.models import Site
from stepwell.domain.week.queries import Schedule, hours_of_clients
from stepwell.domain.week.queries.over_weeks import groups_filled
from stepwell.domain.week.queries.schedule_rows import ScheduleRows
from stepwell.domain.week.rules.free import By
from stepwell.look.plots.columns import Columns, specification
from stepwell.platform.access.door import Request


def plots_of(request: Request, site: Site, by: By, shown: Schedule | ScheduleRows, now: datetime) -> dict[str, Any]:
    """What the template takes: each plot with its picture and its specification, and whether to ask again."""
    wanted = _wanted(request, site, by, shown, now)
    if not wanted:
        return {"plots": [], "pictures": None}
    pictures = drawn(request, {number: specification(one) for number, one in enumerate(wanted)}, now=now)
    found = [(one, pictures.svgs[number], pictures.specifications[number]) for number, one in enumerate(wanted)]
    return {"plots": found, "pictures": pictures}


def _wanted(request: Request, site: Site, by: By, shown: Schedule | ScheduleRows, now: datetime) -> list[Columns]:
    if by is By.SEATS:
        return [seats_of(one) for one in groups_filled(request.actor, site, now)]
    if by is not By.CLIENT or not isinstance(shown, ScheduleRows) or not any(day[1] for day in shown.days):
        return []
    names = {row.client_id: row.label for row in shown.rows if row.client_id is not None}
    plot = hours_this_week(names, hours_of_clients(request.actor, names, now))
    return [plot] if plot.columns else []
