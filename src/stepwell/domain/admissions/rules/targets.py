"""How long a stage may take, and who is late. Pure. The hours are a site's own; what stands here until then is ours."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.rules.levels import Edition
from stepwell.domain.admissions.rules.stages import Stage

# Ours, in hours: until the screening is finished, benefits are checked, the assessment is held, a level is decided,
# a first day is chosen. Once a day is chosen the day itself is the target.
DEFAULT_HOURS = {
    Stage.ENQUIRY: 24,
    Stage.SCREENED: 24,
    Stage.BENEFITS: 72,
    Stage.ASSESSED: 24,
    Stage.PLACED: 48,
}
# Ours: so many attempts, spread over so many days, before somebody who asked is called unreachable.
ATTEMPTS, ATTEMPT_DAYS = 3, 7


@dataclass(frozen=True, slots=True)
class Protocol:
    """What a site has set: hours by stage, how often and how long it tries, its waitlist's order, and the edition that
    a placement is begun in.
    """

    hours: dict[Stage, int]
    attempts: int = ATTEMPTS
    attempt_days: int = ATTEMPT_DAYS
    keeps_groups: bool = False
    edition: Edition = Edition.THIRD

    def due_at(self, stage: Stage, since: datetime) -> datetime | None:
        """When the next stage should be reached; None for stages without a target of hours."""
        hours = self.hours.get(stage)
        return None if hours is None else since + timedelta(hours=hours)


def end_of_first_day(start_on: date, zone: ZoneInfo) -> datetime:
    """The end of the first day that was chosen, by the site's clock: from then on a start is late."""
    return datetime.combine(start_on + timedelta(days=1), time(0), zone)


def late_by(due_at: datetime | None, now: datetime) -> timedelta | None:
    """How late it is; None while it isn't."""
    return now - due_at if due_at is not None and now > due_at else None
