"""What an instrument is, and what scoring one gives: frozen values only. Reading files is in `loading`."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from stepwell.domain.measures.rules.reliability import Change


class Kind(StrEnum):
    """How answers become a result: added up, added up in parts alone (never a total), or sorted into a level."""

    SUM = "sum"
    PARTS = "parts"
    TRIAGE = "triage"


class Rater(StrEnum):
    """Who answers. SELF: the person, or staff who ask them. CLINICIAN: staff alone, who rate what they see and hear."""

    SELF = "self"
    CLINICIAN = "clinician"


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
class Need:
    """At least `count` answers that reach their mark: `of` holds groups of items, each with the mark for its items."""

    count: int
    of: tuple[tuple[tuple[str, ...], int], ...]

    @property
    def items(self) -> tuple[str, ...]:
        """Every item that can count."""
        return tuple(item for group, _ in self.of for item in group)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Several answers read together: every need is met, and what is named in `zero` is 0 or left out by rule.

    `severity` is that of the flag it raises; None where it lifts the intervention instead.
    """

    code: str
    needs: tuple[Need, ...]
    zero: tuple[str, ...]
    reason: str
    source: str
    severity: FlagSeverity | None = None


@dataclass(frozen=True, slots=True)
class ScoreFlag:
    """Raised by a total, or by the part of that code, from `at_least` up or up to `at_most`."""

    code: str
    of: str
    at_least: int | None
    at_most: int | None
    severity: FlagSeverity
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class TriageStep:
    """A "yes" to this item establishes this level, for the reason in words."""

    level: Triage
    item: str
    words: str


@dataclass(frozen=True, slots=True)
class Minutes:
    """How long it takes, and who says so."""

    number: int
    source: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """An instrument that is known and not shipped: what it is called, why it can't be asked, what would change that."""

    code: str
    title: str
    reason: str


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
    rater: Rater
    minutes: Minutes
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
    patterns: tuple[Pattern, ...]
    raises: tuple[Pattern, ...]
    score_flags: tuple[ScoreFlag, ...]
    triage: tuple[TriageStep, ...]
    change: Change | None
    figures: tuple[Figure, ...]

    @property
    def maximum(self) -> int:
        """The highest total the scored items allow."""
        return sum(max(item.values) for item in self.items if item.scored)

    @property
    def minimum(self) -> int:
        """The lowest total the scored items allow."""
        return sum(min(item.values) for item in self.items if item.scored)

    def item(self, code: str) -> Item:
        """The item of that id."""
        return next(item for item in self.items if item.id == code)

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
    maximum: int = 0


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
