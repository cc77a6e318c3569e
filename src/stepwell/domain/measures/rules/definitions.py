"""What an instrument is, and what scoring one gives: frozen values only. Reading files is in `loading`."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """How answers become a result: added up, or sorted into a triage level and never added up."""

    SUM = "sum"
    TRIAGE = "triage"


class FlagSeverity(StrEnum):
    """SAFETY opens a safety task now; REVIEW waits for a clinician's eye."""

    SAFETY = "safety"
    REVIEW = "review"


class Triage(IntEnum):
    """C-SSRS screener levels in order of risk. A rank to compare, never a score."""

    NONE = 0
    LOW = 1
    MODERATE = 2
    HIGH = 3


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: its score, the instrument's own words, its LOINC answer code where one is verified."""

    value: int
    label: str
    loinc: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One question in the instrument's own words. `heading` is for staff; `help` is part of the instrument."""

    id: str
    text: str
    options: tuple[Option, ...]
    loinc: str = ""
    scored: bool = True
    required: bool = True
    recall: str = ""
    heading: str = ""
    help: str = ""

    @property
    def values(self) -> tuple[int, ...]:
        """What may be answered."""
        return tuple(option.value for option in self.options)


@dataclass(frozen=True, slots=True)
class Skip:
    """When every item of `when_zero` is answered 0, the items of `skip` need not (or, mandatory, must not) be asked."""

    when_zero: tuple[str, ...]
    skip: tuple[str, ...]
    mandatory: bool
    source: str


@dataclass(frozen=True, slots=True)
class Band:
    """A named range of totals; a triage instrument's bands have no range."""

    code: str
    label: str
    low: int | None = None
    high: int | None = None
    intervention: str = ""


@dataclass(frozen=True, slots=True)
class SubscaleRule:
    """A sum over some of the items, and from which value on it counts as positive, for whom."""

    code: str
    label: str
    items: tuple[str, ...]
    loinc: str
    loinc_panel: str
    cutoffs: tuple[tuple[str, int], ...]
    source: str


@dataclass(frozen=True, slots=True)
class ItemFlag:
    """Raised by any of `items` at `at_least` or above, whatever else is answered or missing."""

    code: str
    severity: FlagSeverity
    items: tuple[str, ...]
    at_least: int
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or text of the file, whether it was confirmed against a source, and which."""

    figure: str
    confirmed: bool
    source: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """One version of one instrument in one language. `title` is for staff, `client_title` for the person asked."""

    code: str
    version: str
    kind: Kind
    title: str
    client_title: str
    language: str
    attribution: str
    notice: str
    license: str
    intro: str
    recall: str
    loinc_panel: str
    loinc_total: str
    loinc_result: str
    items: tuple[Item, ...]
    skips: tuple[Skip, ...]
    bands: tuple[Band, ...]
    subscales: tuple[SubscaleRule, ...]
    item_flags: tuple[ItemFlag, ...]
    figures: tuple[Figure, ...]

    @property
    def maximum(self) -> int:
        """The highest total the scored items allow."""
        return sum(max(item.values) for item in self.items if item.scored)

    def band(self, code: str) -> Band:
        """The band of that code."""
        return next(band for band in self.bands if band.code == code)


@dataclass(frozen=True, slots=True)
class Flag:
    """Something a person must look at, and why."""

    code: str
    severity: FlagSeverity
    reason: str


@dataclass(frozen=True, slots=True)
class Subscale:
    """A part sum; None while one of its items is missing. `positive_for` names whose cut-off it reaches."""

    code: str
    label: str
    value: int | None
    positive_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Intervention:
    """What the AUDIT manual suggests at this zone; `raised` when single answers lift it above the total's own."""

    zone: str
    label: str
    raised: bool
    reason: str


@dataclass(frozen=True, slots=True)
class TriageResult:
    """The worst level the answers establish. `at_least` says that an unanswered question could make it worse."""

    level: Triage
    at_least: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Scored:
    """A result. `total` is None when a required item is missing, and always for a triage instrument."""

    instrument: str
    version: str
    total: int | None
    band: Band | None
    missing: tuple[str, ...]
    skipped: tuple[str, ...]
    subscales: tuple[Subscale, ...] = ()
    flags: tuple[Flag, ...] = ()
    intervention: Intervention | None = None
    triage: TriageResult | None = None

    @property
    def complete(self) -> bool:
        """Whether every required item has an answer."""
        return not self.missing
