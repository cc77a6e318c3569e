"""Weeks to begin with, A to F and two besides, and a taper: they fill the form of a new track, and a director changes
what they like.

Source: docs/clinical.md, "Program": the hours and weeks of A to F and of the taper. How a day is cut into segments,
and on how many days 20 hours fall, is ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from stepwell.domain.catalog.rules.days import DEFAULT_DAY, Segment, clinical_minutes
from stepwell.domain.catalog.rules.standards import (
    ASAM_2_1_ADOLESCENT,
    ASAM_2_1_ADULT,
    ASAM_2_5,
    OUTPATIENT,
    HoursStandard,
    TrackWarning,
    check_track,
    weekly_shape,
)
from stepwell.kernel.errors import Refusal, Refused
from stepwell.kernel.hours import in_hours

# Under 9 h a week it is called outpatient.
OUTPATIENT_LEVEL = "1.5"
NINE_HOURS = ASAM_2_1_ADULT.weekly_minutes
# Ours: beyond these a number is a slip of the hand.
MOST_STEPS, MOST_WEEKLY_MINUTES, MOST_ALONE = 8, 40 * 60, 3 * 60


@dataclass(frozen=True, slots=True)
class Preset:
    """A week: so many days of one kind, and minutes of individual sessions besides. `note`: what to know of it."""

    code: str
    name: str
    words: str
    level_code: str
    standard: HoursStandard
    days_a_week: int
    weeks: int
    day_name: str
    day: tuple[Segment, ...]
    source: str
    individual_minutes: int = 0
    note: str = ""

    @property
    def weekly_minutes(self) -> int:
        """Clinical minutes of the week."""
        return clinical_minutes(self.day) * self.days_a_week + self.individual_minutes

    @property
    def warning(self) -> TrackWarning | None:
        """Where this week doesn't fit its own standard."""
        return check_week(clinical_minutes(self.day), self.days_a_week, self.individual_minutes, self.standard)


def check_week(
    day_minutes: int, days_a_week: int, individual_minutes: int, standard: HoursStandard
) -> TrackWarning | None:
    """A week of equal days, with individual sessions on a day of their own. Which weekdays they are doesn't matter."""
    days = [(weekday, day_minutes) for weekday in range(days_a_week)]
    return check_track(weekly_shape([*days, (days_a_week % 7, individual_minutes)]), standard)


# Ours, as every cutting of a day below.
_WITHOUT_BREAK = tuple(segment for segment in DEFAULT_DAY if segment.clinical)
_FOUR_HOURS = (
    *DEFAULT_DAY[:-1],
    Segment("Break", 15, clinical=False),
    Segment("Psychoeducation", 60, clinical=True),
    DEFAULT_DAY[-1],
)
_TWO_HOURS = (
    Segment("Check-in", 20, clinical=True),
    Segment("Process group", 50, clinical=True),
    Segment("Break", 10, clinical=False),
    Segment("Skills", 40, clinical=True),
    Segment("Plan and close", 10, clinical=True),
)
_GROUP_ALONE = (Segment("Group", 90, clinical=True),)
_SEEDS = "docs/clinical.md, Program: common weeks"

PRESETS: tuple[Preset, ...] = (
    Preset("a", "IOP", "3 h on 3 days, 12 weeks", "2.1", ASAM_2_1_ADULT, 3, 12, "Three hours", DEFAULT_DAY, _SEEDS),
    Preset(
        "b", "IOP, two days", "3 h on 2 days and an individual hour, 12 weeks", "2.1", ASAM_2_1_ADULT, 2, 12,
        "Three hours", DEFAULT_DAY, _SEEDS, individual_minutes=60,
        note="Some programs run this week. It is under the 9 h that ASAM's 2.1 asks of adults.",
    ),
    Preset(
        "c", "IOP, long days", "4 h on 3 or 4 days, 8 to 12 weeks", "2.1", ASAM_2_1_ADULT, 3, 12,
        "Four hours", _FOUR_HOURS, _SEEDS, note="Four days and eight weeks are as common: change them below.",
    ),
    Preset("d", "IOP, five days", "3 h on 5 days", "2.1", ASAM_2_1_ADULT, 5, 12, "Three hours", DEFAULT_DAY, _SEEDS),
    Preset(
        "e", "Evening IOP", "Evenings, 18:00 to 21:00", "2.1", ASAM_2_1_ADULT, 3, 12,
        "Evening, three hours", _WITHOUT_BREAK, _SEEDS,
        note="Three hours on the clock are three clinical hours only without a break. With one, end later.",
    ),
    Preset(
        "f", "Adolescent IOP", "2 h on 3 days, at least 6 h a week", "2.1", ASAM_2_1_ADOLESCENT, 3, 12,
        "Two hours", _TWO_HOURS, _SEEDS, note="That 6 h fall on three days is ours.",
    ),
    Preset(
        "php", "Partial hospitalization", "4 h on 5 days, 20 h a week", "2.5", ASAM_2_5, 5, 4,
        "Four hours", _FOUR_HOURS, "docs/clinical.md, Levels of care: 2.5 from 20 h",
        note="That 20 h fall on five days, and four weeks, are ours.",
    ),
    Preset(
        "op", "Weekly outpatient", "One group of 90 min a week", "1.5", OUTPATIENT, 1, 12,
        "Outpatient group", _GROUP_ALONE, "docs/clinical.md, Levels of care: outpatient is under 9 h",
        note="1.5 is the fourth edition's code. Where you decide by the third edition it is 1: choose that.",
    ),
)  # fmt: skip

# docs/clinical.md, Program: 9, 6, 3, 1.5 h; under 9 h it is called outpatient, level 1.5.
TAPER = (540, 360, 180, 90)


def find_preset(code: str) -> Preset | None:
    """The preset of that letter or name."""
    return next((preset for preset in PRESETS if preset.code == code), None)


@dataclass(frozen=True, slots=True)
class TaperStep:
    """One step down: hours a week, what that level is called, and the days that make it. `day` is None where the
    days are those of the chosen template.
    """

    weekly_minutes: int
    level_code: str
    standard: HoursStandard
    days_a_week: int
    day: tuple[Segment, ...] | None

    @property
    def words(self) -> str:
        """`6 h a week, level 1.5`"""
        return f"{in_hours(self.weekly_minutes)} a week, level {self.level_code}"


def taper(weekly_minutes: Sequence[int], day_minutes: int) -> tuple[TaperStep, ...]:
    """The steps of a taper over days of `day_minutes`: each less than the one before, and from 9 h down another level.

    Hours that don't come out in whole days become one day with a single group of that length, up to 3 h.
    """
    if not weekly_minutes or len(weekly_minutes) > MOST_STEPS:
        raise Refused(Refusal(f"A taper has 1 to {MOST_STEPS} steps.", "hours"))
    if any(not 1 <= minutes <= MOST_WEEKLY_MINUTES for minutes in weekly_minutes):
        raise Refused(Refusal("A week of a taper has up to 40 h.", "hours"))
    if any(after >= before for before, after in pairwise(weekly_minutes)):
        raise Refused(Refusal("Each step has fewer hours than the one before.", "hours", "Write them as 9, 6, 3, 1.5."))
    return tuple(_step(minutes, day_minutes) for minutes in weekly_minutes)


def _step(minutes: int, day_minutes: int) -> TaperStep:
    intensive = minutes >= NINE_HOURS
    level, standard = ("2.1", ASAM_2_1_ADULT) if intensive else (OUTPATIENT_LEVEL, OUTPATIENT)
    days, rest = divmod(minutes, day_minutes)
    if not rest and days <= 7:
        return TaperStep(minutes, level, standard, days, None)
    if minutes > MOST_ALONE:
        told = f"{in_hours(minutes)} don't come out in whole days of {in_hours(day_minutes)}."
        raise Refused(Refusal(told, "hours", "Choose other hours or another day."))
    return TaperStep(minutes, level, standard, 1, (Segment("Group", minutes, clinical=True),))
