"""Levels of care, dimensions and severities: codes and numbers, with our own labels.

ASAM's text is copyrighted and licensed; none of it is here (docs/clinical.md, "Levels of care").
Codes and hours are not confirmed from the books.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Edition(StrEnum):
    """Editions of the ASAM Criteria. A placement is rated, suggested and decided within one of them."""

    THIRD = "asam-3"
    FOURTH = "asam-4"

    @property
    def label(self) -> str:
        """What it is called on a page."""
        return {Edition.THIRD: "Third edition", Edition.FOURTH: "Fourth edition"}[self]


class Dimension(IntEnum):
    """The third edition's six dimensions, by number."""

    INTOXICATION = 1
    PHYSICAL = 2
    MIND = 3
    READINESS = 4
    RETURN_TO_USE = 5
    HOME = 6

    @property
    def label(self) -> str:
        """Our own words for it."""
        return _DIMENSION_LABELS[self]


_DIMENSION_LABELS = {
    Dimension.INTOXICATION: "Intoxication and withdrawal",
    Dimension.PHYSICAL: "Physical health",
    Dimension.MIND: "Mind and mood",
    Dimension.READINESS: "Readiness",
    Dimension.RETURN_TO_USE: "Risk of return to use",
    Dimension.HOME: "Home and people",
}


class FourthDimension(IntEnum):
    """The fourth edition's six, by number. The first three are nearly the third's; the others aren't, so nothing
    is carried from one edition to the other.
    """

    INTOXICATION = 1
    PHYSICAL = 2
    MIND = 3
    USE_RISK = 4
    SURROUNDINGS = 5
    PERSON = 6

    @property
    def label(self) -> str:
        """Our own words for it."""
        return _FOURTH_LABELS[self]

    @property
    def sets_level(self) -> bool:
        """The sixth says what the person wants and what is in their way: no level (docs/clinical.md)."""
        return self is not FourthDimension.PERSON


_FOURTH_LABELS = {
    FourthDimension.INTOXICATION: "Intoxication, withdrawal and addiction medication",
    FourthDimension.PHYSICAL: "Physical health",
    FourthDimension.MIND: "Mind and thinking",
    FourthDimension.USE_RISK: "Risks of use",
    FourthDimension.SURROUNDINGS: "Home and people in recovery",
    FourthDimension.PERSON: "What matters to them",
}

AnyDimension = Dimension | FourthDimension


def dimensions_of(edition: Edition) -> tuple[AnyDimension, ...]:
    """The dimensions of one edition, in order."""
    return tuple(Dimension) if edition is Edition.THIRD else tuple(FourthDimension)


# docs/clinical.md, "Levels of care": 0 none, 1 mild, 2 moderate, 3 serious, 4 imminent.
SEVERITY = {0: "none", 1: "mild", 2: "moderate", 3: "serious", 4: "imminent"}


@dataclass(frozen=True, slots=True)
class HoursRule:
    """Hours a week that make the level, for adults: at least, and under. `adolescents_at_least` where it differs."""

    at_least: int = 0
    under: int | None = None
    adolescents_at_least: int | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """A level of care of one edition. `after_stop` marks where an immediate evaluation may end (3.7, 4).

    `is_medical` marks what the fourth edition calls medically managed: its x.7 and 4.
    """

    edition: Edition
    code: str
    label: str
    hours: HoursRule | None = None
    after_stop: bool = False
    is_medical: bool = False

    @property
    def is_round_the_clock(self) -> bool:
        """Somebody lives there: residences and hospitals."""
        return self.code[0] in "34"


_THIRD, _FOURTH = Edition.THIRD, Edition.FOURTH

LEVELS: tuple[Level, ...] = (
    Level(_THIRD, "0.5", "Early help"),
    Level(_THIRD, "1", "Outpatient", HoursRule(under=9)),
    Level(_THIRD, "2.1", "IOP", HoursRule(at_least=9, adolescents_at_least=6)),
    Level(_THIRD, "2.5", "PHP", HoursRule(at_least=20)),
    Level(_THIRD, "3.1", "Residence, some care", HoursRule(at_least=5)),
    Level(_THIRD, "3.3", "Residence, slower pace"),
    Level(_THIRD, "3.5", "Residence, full program"),
    Level(_THIRD, "3.7", "Residence with medical care", after_stop=True),
    Level(_THIRD, "4", "Hospital", after_stop=True),
    Level(_THIRD, "1-WM", "Withdrawal care at home"),
    Level(_THIRD, "2-WM", "Withdrawal care by day"),
    Level(_THIRD, "3.2-WM", "Withdrawal care in a residence"),
    Level(_THIRD, "3.7-WM", "Withdrawal care, residence with medical care", after_stop=True),
    Level(_THIRD, "4-WM", "Withdrawal care in hospital", after_stop=True),
    Level(_THIRD, "OTS", "Opioid treatment service"),
    Level(_FOURTH, "1.0", "Check-ups in long remission"),
    Level(_FOURTH, "1.5", "Outpatient", HoursRule(under=9)),
    Level(_FOURTH, "1.7", "Outpatient with medical care", is_medical=True),
    Level(_FOURTH, "2.1", "IOP", HoursRule(at_least=9, under=20)),
    Level(_FOURTH, "2.5", "High-intensity outpatient", HoursRule(at_least=20)),
    Level(_FOURTH, "2.7", "IOP with medical care", is_medical=True),
    Level(_FOURTH, "3.1", "Residence, some care"),
    Level(_FOURTH, "3.5", "Residence, full program"),
    Level(_FOURTH, "3.7", "Residence with medical care", after_stop=True, is_medical=True),
    Level(_FOURTH, "4", "Hospital", after_stop=True, is_medical=True),
)


def levels_of(edition: Edition) -> tuple[Level, ...]:
    """The levels of one edition, from least to most intensive."""
    return tuple(level for level in LEVELS if level.edition is edition)


def find_level(code: str, edition: Edition = Edition.THIRD) -> Level | None:
    """The level of that code in that edition, or None."""
    return next((level for level in levels_of(edition) if level.code == code), None)
