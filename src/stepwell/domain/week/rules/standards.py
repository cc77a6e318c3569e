"""One week looked at under one standard after another: what each asks of a week and of a day. Pure.

Sources stand with each standard (`catalog.rules`) and each day rule (`rules.hours`); one that isn't seen in a public
source says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from stepwell.domain.catalog.rules import STANDARDS, HoursStandard
from stepwell.domain.week.rules.hours import DayRule, WeekHours
from stepwell.kernel.hours import in_hours

OWN, PAYER = "own", "payer"
# H0015 asks for three such days a week; another payer's own rule, as entered, says how long a day is and no more.
H0015_DAYS = 3


@dataclass(frozen=True, slots=True)
class DayJudged:
    """One day: its minutes if all is kept, and what it lacks to the standard's day (None: it asks for none)."""

    day: date
    minutes: int
    lacks: int | None

    @property
    def words(self) -> str:
        """`3 h`, `2.5 h, 30 min short of a day`."""
        said = in_hours(self.minutes)
        return f"{said}, {in_hours(self.lacks)} short of a day" if self.lacks else said


@dataclass(frozen=True, slots=True)
class Judged:
    """The week under one standard."""

    standard: HoursStandard
    week: WeekHours
    days: tuple[DayJudged, ...]

    @property
    def full_days(self) -> int:
        """Days that are long enough, if every booking is kept."""
        return sum(one.minutes > 0 and not one.lacks for one in self.days)

    @property
    def words(self) -> str:
        """What the week holds against it, in sentences."""
        said = [self.week.words] if self.standard.weekly_minutes else []
        least, wanted = self.standard.minimum_day_minutes, self.standard.days_per_week
        if least:
            of_days = f"{self.full_days} of {wanted}" if wanted else f"{self.full_days}"
            said.append(f"Days of at least {in_hours(least)}: {of_days}.")
        elif wanted:
            said.append(f"Days: {self.full_days} of {wanted}.")
        return " ".join(said)

    @property
    def source(self) -> str:
        """Where it comes from, and whether that was seen."""
        seen = "Verified" if self.standard.verified else "Not verified: check it with who asks for it"
        return f"{self.standard.source}. {seen}."


def standards_for(prescribed_minutes: int, rule: DayRule, days_a_week: int | None = None) -> tuple[HoursStandard, ...]:
    """Every standard that this person's week can be looked at under: the published ones, the payer's day rule, and what
    the program itself prescribed for the stay.
    """
    needed = H0015_DAYS if rule.code == "H0015" else None
    payer = HoursStandard(
        code=PAYER,
        label="the payer’s day rule",
        weekly_minutes=0,
        maximum_weekly_minutes=None,
        minimum_day_minutes=rule.minimum_minutes or None,
        days_per_week=needed,
        source=rule.source,
    )
    own = HoursStandard(
        code=OWN,
        label="the program’s own",
        weekly_minutes=prescribed_minutes,
        maximum_weekly_minutes=None,
        minimum_day_minutes=None,
        days_per_week=days_a_week,
        source="Prescribed for this stay by the program",
        verified=True,
    )
    return (*STANDARDS, payer, own)


def judge(week: WeekHours, standard: HoursStandard) -> Judged:
    """The same minutes against another yardstick: nothing that was delivered or booked changes."""
    least = standard.minimum_day_minutes
    days = []
    for one in week.days:
        minutes = one.delivered_minutes + one.booked_minutes
        days.append(DayJudged(one.day, minutes, None if least is None else max(0, least - minutes)))
    return Judged(standard, replace(week, standard=standard), tuple(days))


def chosen(standards: Iterable[HoursStandard], code: str, otherwise: str) -> HoursStandard:
    """The standard of that code, else the one of the stay."""
    found = {one.code: one for one in standards}
    return found.get(code) or found[otherwise]
