"""Outside of when somebody works: a soft conflict, which a reason settles. The planner keeps to it in any case."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from stepwell.domain.availability.queries import working_at
from stepwell.domain.availability.rules import ANY_TIME, first_outside
from stepwell.domain.people.models import Site, Staff
from stepwell.domain.week.models import LedDespite, Series, Session
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import refuse
from stepwell.kernel.period import Period
from stepwell.kernel.wording import short_day


def check_working(site: Site, staff: Staff, periods: Iterable[Period], despite: str = "") -> bool:
    """Refused where one of these isn't within their hours and nobody said why; else whether a reason was needed."""
    zone = ZoneInfo(site.zone)
    found = first_outside(working_at(site, [staff.pk]).get(staff.pk, ANY_TIME), periods, zone)
    if found is None:
        return False
    if despite.strip():
        return True
    meeting, words = found
    starts_at = meeting.started_at.astimezone(zone)
    when = f"{short_day(starts_at.date())}, {starts_at:%H:%M}"
    mend = "Choose another time or leader, or say why all the same."
    raise refuse(f"{staff.name} {words}. It meets {when}.", "despite", mend)


def keep_reason(
    actor: Actor, series: Series, staff: Staff, despite: str, now: datetime, session: Session | None = None
) -> None:
    """Why they lead it all the same, beside the group, or beside one session of it."""
    LedDespite.objects.create(
        series=series, session=session, staff=staff, reason=despite.strip(), said_at=now, said_by_id=actor.staff_id
    )
