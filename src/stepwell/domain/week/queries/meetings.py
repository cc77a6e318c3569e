"""When a group meets, with what the site says of its days: closed ones, and days that change from some day on."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from stepwell.domain.catalog.models import ClosedDay
from stepwell.domain.catalog.queries import closed_days, editions_of
from stepwell.domain.catalog.rules import BEGINNING, DayEditions, Segment, template_minutes
from stepwell.domain.people.models import Site
from stepwell.domain.week.models import Series
from stepwell.domain.week.rules.recurrence import Occurrence, WeeklySeries, occurrences


def day_of(series: Series) -> DayEditions:
    """How its sessions go: as the group's day says, or one stretch of somebody's own. Its service comes with it."""
    if series.template is not None:
        return editions_of(series.template)
    return own_day(series.service.name, series.minutes or 0)


def own_day(label: str, minutes: int) -> DayEditions:
    """One stretch from beginning to end, which counts where its service counts."""
    return DayEditions(((BEGINNING, (Segment(label, minutes, True),)),))


def lengths_of(day: DayEditions) -> Callable[[date], int]:
    """How many minutes such a day lasts, by its date."""
    return lambda on: template_minutes(day.on(on))


def closings(site: Site, from_on: date, upto: date) -> dict[date, datetime]:
    """The closed days of a stretch, each with when it was closed: what is canceled for it then comes back with it."""
    rows = ClosedDay.objects.filter(site=site, on__gte=from_on, on__lt=upto)
    return dict(rows.values_list("on", "closed_at"))


def meetings_of(site: Site, day: DayEditions, shape: WeeklySeries) -> tuple[Occurrence, ...]:
    """Every meeting of such a group. For the actions that make sessions, which have asked who may."""
    closed = closed_days(site, shape.first_on, shape.first_on + timedelta(weeks=shape.weeks))
    return occurrences(shape, ZoneInfo(site.zone), closed, minutes_on=lengths_of(day))
