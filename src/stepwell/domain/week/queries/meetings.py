"""When a group meets, with what the site says of its days: closed ones, and days that change from some day on."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from stepwell.domain.catalog.models import ClosedDay, DayTemplate
from stepwell.domain.catalog.queries import closed_days, editions_of
from stepwell.domain.catalog.rules import template_minutes
from stepwell.domain.people.models import Site
from stepwell.domain.week.rules.recurrence import Occurrence, WeeklySeries, occurrences


def lengths_of(template: DayTemplate) -> Callable[[date], int]:
    """How many minutes a day of this template lasts, by its date."""
    editions = editions_of(template)
    return lambda day: template_minutes(editions.on(day))


def closings(site: Site, from_on: date, upto: date) -> dict[date, datetime]:
    """The closed days of a stretch, each with when it was closed: what is canceled for it then comes back with it."""
    rows = ClosedDay.objects.filter(site=site, on__gte=from_on, on__lt=upto)
    return dict(rows.values_list("on", "closed_at"))


def meetings_of(site: Site, template: DayTemplate, shape: WeeklySeries) -> tuple[Occurrence, ...]:
    """Every meeting of such a group. For the actions that make sessions, which have asked who may."""
    closed = closed_days(site, shape.first_on, shape.first_on + timedelta(weeks=shape.weeks))
    return occurrences(shape, ZoneInfo(site.zone), closed, minutes_on=lengths_of(template))
