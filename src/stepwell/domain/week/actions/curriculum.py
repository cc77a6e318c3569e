"""A group follows a curriculum from a day on, or follows none any more."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.catalog.models import Curriculum
from stepwell.domain.week.models import Series, SeriesCurriculum
from stepwell.domain.week.permissions import PLAN_WEEK
from stepwell.domain.week.queries.sessions import find_series
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import refuse
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record


@action
def follow_curriculum(
    *, actor: Actor, series_id: UUID, curriculum: Curriculum | None, from_on: date, now: datetime
) -> Series:
    """From that day on; what the group had before stays. The same day said again takes the other's place."""
    series = find_series(actor, series_id, PLAN_WEEK)
    if curriculum is not None and curriculum.site_id != series.site_id:
        raise refuse("This curriculum belongs to another site.", "series", "Choose one of this site's.")
    if from_on < day_at(now, ZoneInfo(series.site.zone)):
        raise refuse("The past stays as it was.", "from_on", "Choose today or a later day.")
    SeriesCurriculum.objects.filter(series=series, from_on__gt=from_on).delete()
    SeriesCurriculum.objects.update_or_create(
        series=series, from_on=from_on, defaults={"curriculum": curriculum, "begins_with": 1}
    )
    detail: dict[str, Plain] = {"from": from_on.isoformat(), "code": curriculum.code if curriculum else ""}
    record(actor, "series.follows", subject=("series", series.pk), detail=detail)
    return series
