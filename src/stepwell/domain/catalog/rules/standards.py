"""The weekly hours of a standard, and whether a track's week fits them.

Standards are data. The ones here are the starting set of a new program; a program may change them or add its own.
Sources: docs/clinical.md, "Levels of care" and "Payers".
"""

from collections.abc import Iterable
from dataclasses import dataclass

from stepwell.kernel.errors import Refusal, Refused
from stepwell.kernel.hours import in_hours


@dataclass(frozen=True, slots=True)
class HoursStandard:
    """What a week must hold. `verified`: seen in a public source, not only commonly given (docs/clinical.md)."""

    code: str
    label: str
    weekly_minutes: int
    maximum_weekly_minutes: int | None
    minimum_day_minutes: int | None
    days_per_week: int | None
    source: str
    verified: bool = False
    under_weekly_minutes: int | None = None


ASAM_2_1_ADULT = HoursStandard(
    code="asam-2.1-adult",
    label="ASAM 2.1, adult",
    weekly_minutes=9 * 60,
    maximum_weekly_minutes=None,  # "9 to 19" of the 4th edition is unconfirmed; 2.5 begins at 20
    minimum_day_minutes=None,
    days_per_week=None,
    source="SAMHSA Advisory PEP20-02-01-021: at least 9 h a week for adults",
    verified=True,
)
ASAM_2_1_ADOLESCENT = HoursStandard(
    code="asam-2.1-adolescent",
    label="ASAM 2.1, adolescent",
    weekly_minutes=6 * 60,
    maximum_weekly_minutes=None,
    minimum_day_minutes=None,
    days_per_week=None,
    source="SAMHSA Advisory PEP20-02-01-021: at least 6 h a week for adolescents",
    verified=True,
)
MEDICARE_IOP = HoursStandard(
    code="medicare-iop",
    label="Medicare IOP",
    weekly_minutes=9 * 60,
    maximum_weekly_minutes=19 * 60,
    minimum_day_minutes=None,
    days_per_week=None,
    source="medicare.gov: certified need for at least 9 h a week; Noridian: IOP 9 to 19 h, PHP from 20 h",
    verified=True,
)
ASAM_2_5 = HoursStandard(
    code="asam-2.5",
    label="ASAM 2.5",
    weekly_minutes=20 * 60,
    maximum_weekly_minutes=None,
    minimum_day_minutes=None,
    days_per_week=None,
    source="Commonly given for both editions of the ASAM Criteria: from 20 h a week. Not confirmed from the books",
)
MEDICARE_PHP = HoursStandard(
    code="medicare-php",
    label="Medicare PHP",
    weekly_minutes=20 * 60,
    maximum_weekly_minutes=None,
    minimum_day_minutes=None,
    days_per_week=None,
    source="Noridian: PHP from 20 h, IOP 9 to 19 h",
    verified=True,
)
OUTPATIENT = HoursStandard(
    code="asam-1.5",
    label="ASAM 1.5 (third edition: 1)",
    weekly_minutes=0,
    maximum_weekly_minutes=None,
    minimum_day_minutes=None,
    days_per_week=None,
    source="Commonly given for the ASAM Criteria: outpatient is under 9 h a week. Not confirmed from the books",
    under_weekly_minutes=9 * 60,
)
STANDARDS: tuple[HoursStandard, ...] = (
    ASAM_2_1_ADULT, ASAM_2_1_ADOLESCENT, MEDICARE_IOP, ASAM_2_5, MEDICARE_PHP, OUTPATIENT,
)  # fmt: skip


def standard_by_code(code: str) -> HoursStandard:
    """The standard a track names."""
    for standard in STANDARDS:
        if standard.code == code:
            return standard
    raise Refused(Refusal("There is no such standard.", "standard_code", "Choose one of the list."))


@dataclass(frozen=True, slots=True)
class WeeklyShape:
    """A week of a track: clinical minutes of each weekday that has any, Monday 0 to Sunday 6."""

    day_minutes: tuple[tuple[int, int], ...]

    @property
    def minutes(self) -> int:
        """Clinical minutes of the week."""
        return sum(minutes for _, minutes in self.day_minutes)


def weekly_shape(sessions: Iterable[tuple[int, int]]) -> WeeklyShape:
    """From (weekday, clinical minutes) of each weekly session; several on one day add up."""
    days: dict[int, int] = {}
    for weekday, minutes in sessions:
        if minutes:
            days[weekday] = days.get(weekday, 0) + minutes
    return WeeklyShape(tuple(sorted(days.items())))


@dataclass(frozen=True, slots=True)
class TrackWarning:
    """The track's week doesn't fit the standard. It warns and never stops: the program chooses its standard."""

    reasons: tuple[str, ...]
    missing_minutes: int
    standard: HoursStandard

    @property
    def words(self) -> str:
        """Every reason, for the screen."""
        return " ".join(self.reasons)


def check_track(shape: WeeklyShape, standard: HoursStandard) -> TrackWarning | None:
    """Compare a track's prescribed week with a standard. 3 h twice and 1 h once is 7 h: under ASAM's adult 9."""
    reasons: list[str] = []
    if shape.minutes < standard.weekly_minutes:
        reasons.append(
            f"{in_hours(shape.minutes)} a week is under the {in_hours(standard.weekly_minutes)} of {standard.label}."
        )
    most = standard.maximum_weekly_minutes
    if most is not None and shape.minutes > most:
        reasons.append(f"{in_hours(shape.minutes)} a week is over the {in_hours(most)} of {standard.label}.")
    under = standard.under_weekly_minutes
    if under is not None and shape.minutes >= under:
        reasons.append(f"{in_hours(shape.minutes)} a week isn't under the {in_hours(under)} of {standard.label}.")
    enough = standard.minimum_day_minutes or 0
    full_days = sum(minutes >= enough for _, minutes in shape.day_minutes)
    if standard.days_per_week is not None and full_days < standard.days_per_week:
        of_length = f" of at least {in_hours(enough)}" if enough else ""
        reasons.append(f"Days{of_length}: {full_days} a week, and {standard.label} asks for {standard.days_per_week}.")
    elif standard.days_per_week is None and full_days < len(shape.day_minutes):
        reasons.append(f"A day is under the {in_hours(enough)} of {standard.label}.")
    if not reasons:
        return None
    return TrackWarning(tuple(reasons), max(0, standard.weekly_minutes - shape.minutes), standard)
