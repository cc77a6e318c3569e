"""When a group meets, with what the site says of its days: closed ones, and days that change from some day on."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from stepwell.domain.catalog.models import DayTemplate
from stepwell.domain.catalog.queries import closed_days, editions_of
from stepwell.domain.catalog.rules import template_minutes
from stepwell.domain.people.models import Site
from stepwell.domain.week.rules.recurrence import Occurrence, WeeklySeries, occurrences


def meetings_of(site: Site, template: DayTemplate, shape: WeeklySeries) -> tuple[Occurrence, ...]:
    """Every meeting of such a group. For the actions that make sessions, which have asked who may."""
    editions = editions_of(template)
    closed = closed_days(site, shape.first_on, shape.first_on + timedelta(weeks=shape.weeks))
    return occurrences(shape, ZoneInfo(site.zone), closed, minutes_on=lambda day: template_minutes(editions.on(day)))
