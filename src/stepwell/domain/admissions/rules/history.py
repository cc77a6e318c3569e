"""One person's placements beside each other: what rose, what fell, and what was decided each time. Pure.

Only within one edition: their dimensions and ratings aren't the same, so nothing is compared across them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stepwell.domain.admissions.rules.fourth import ANY, LEAST, reaches
from stepwell.domain.admissions.rules.levels import SEVERITY, Dimension, Edition, FourthDimension, find_level


@dataclass(frozen=True, slots=True)
class Cell:
    """A dimension at one decision. `change` is against the rated one before it; None where there is none."""

    severity: int | None
    change: int | None

    @property
    def word(self) -> str:
        """The severity in words."""
        return "not rated" if self.severity is None else SEVERITY[self.severity]

    @property
    def change_words(self) -> str:
        """Which way it went, in words: an arrow alone says nothing to a screen reader."""
        if not self.change:
            return ""
        return f"{abs(self.change)} {'more' if self.change > 0 else 'less'} serious than before"


@dataclass(frozen=True, slots=True)
class Row:
    """One dimension over time, the earliest first."""

    dimension: Dimension
    cells: tuple[Cell, ...]


def compare(decisions: Sequence[Mapping[int, int]]) -> tuple[Row, ...]:
    """The six dimensions over the decisions: severities by dimension number, in the order of time."""
    return tuple(Row(each, _cells([one.get(each.value) for one in decisions])) for each in Dimension)


def _cells(severities: Sequence[int | None]) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    before: int | None = None
    for severity in severities:
        change = None if severity is None or before is None else severity - before
        cells.append(Cell(severity, change))
        before = before if severity is None else severity
    return tuple(cells)


@dataclass(frozen=True, slots=True)
class FourthCell:
    """A dimension of the fourth edition at one decision. `change` is in words; `way` is 1 for more, -1 for less."""

    codes: str
    minimum: str
    words: str = ""
    way: int = 0
    change: str = ""

    @property
    def least(self) -> str:
        """The least level in words."""
        return "" if not self.minimum else "any level" if self.minimum == ANY else f"at least {self.minimum}"


@dataclass(frozen=True, slots=True)
class FourthRow:
    """One dimension of the fourth edition over time, the earliest first."""

    dimension: FourthDimension
    cells: tuple[FourthCell, ...]


def compare_fourth(decisions: Sequence[Mapping[int, FourthCell]]) -> tuple[FourthRow, ...]:
    """The six dimensions over the decisions, in the order of time. The sixth is in words, which nobody compares."""
    return tuple(
        FourthRow(each, _changed([one.get(each.value, FourthCell("", "")) for one in decisions]))
        for each in FourthDimension
    )


def edition_changes(editions: Sequence[Edition]) -> tuple[int, ...]:
    """Where in the order of time another edition begins."""
    return tuple(at for at in range(1, len(editions)) if editions[at] is not editions[at - 1])


def _changed(cells: Sequence[FourthCell]) -> tuple[FourthCell, ...]:
    found: list[FourthCell] = []
    before = ""
    for cell in cells:
        way, change = _way(before, cell.minimum)
        found.append(FourthCell(cell.codes, cell.minimum, cell.words, way, change))
        before = cell.minimum or before
    return tuple(found)


def _way(before: str, now: str) -> tuple[int, str]:
    """More, less, or neither: 1.7 and 2.1 can't be told in one order, because one is medically managed."""
    if not before or not now or before == now:
        return 0, ""
    if _enough(now, before):
        return 1, "more care than before"
    return (-1, "less care than before") if _enough(before, now) else (0, f"was {LEAST[before].split()[0]} before")


def _enough(level: str, least: str) -> bool:
    one, other = find_level(level, Edition.FOURTH), find_level(least, Edition.FOURTH)
    return other is None or (one is not None and reaches(one, other))
