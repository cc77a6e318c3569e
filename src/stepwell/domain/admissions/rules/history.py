"""One person's placements beside each other: what rose, what fell, and what was decided each time. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stepwell.domain.admissions.rules.levels import SEVERITY, Dimension


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
