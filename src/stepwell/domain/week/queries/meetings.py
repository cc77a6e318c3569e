"""When a group meets, with what the site says of its days: closed ones, and days that change from some day on."""

from datetime import timedelta
from zoneinfo import ZoneInfo

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


def meetings_of(site: Site, day: DayEditions, shape: WeeklySeries) -> tuple[Occurrence, ...]:
    """Every meeting of such a group. For the actions that make sessions, which have asked who may."""
    closed = closed_days(site, shape.first_on, shape.first_on + timedelta(weeks=shape.weeks))
    return occurrences(shape, ZoneInfo(site.zone), closed, minutes_on=lambda on: template_minutes(day.on(on)))
