"""Columns in parts, each against a line of its own: hours of a week against what is prescribed, seats against how many
there are. The parts lie on each other in their order; ink tells them apart too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from stepwell.look.plots.frame import frame

# How a part is drawn, by its place: filled; outlined and dashed; shaded as what lacks.
_LOOKS: tuple[dict[str, Any], ...] = (
    {"fill": "var(--primary)"},
    {"fill": "var(--tint-2)", "stroke": "var(--primary)", "strokeDash": [4, 3]},
    {"fill": "var(--warn)", "fillOpacity": 0.25, "stroke": "var(--warn)"},
)
_WORDS = ("Filled", "Dashed", "Shaded")
# Words under columns that are names stand at an angle.
_ANGLE = -40


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its word, how much each part is, and the line over it; without a line None."""

    at: str
    parts: tuple[float, ...]
    line: float | None


@dataclass(frozen=True, slots=True)
class Columns:
    """What to draw. `parts` are the words of the parts, three at most, and `line` that of the line."""

    title: str
    description: str
    unit: str
    parts: tuple[str, ...]
    line: str
    columns: tuple[Column, ...]
    has_names: bool = False

    @property
    def key(self) -> str:
        """How to read it: `Filled: delivered. Dashed: booked. Line: prescribed.`"""
        said = [f"{look}: {part}." for look, part in zip(_WORDS, self.parts, strict=False)]
        return " ".join([*said, f"Line: {self.line}."])


def specification(plot: Columns) -> dict[str, Any]:
    """A layer for each part, and the line."""
    order = [one.at for one in plot.columns]
    highest = max((max(sum(one.parts), one.line or 0) for one in plot.columns), default=0)
    scale = {"domain": [0, max(highest, 1)], "nice": True}
    layers = [_part(plot, place, order, scale) for place in range(len(plot.parts))]
    return frame(plot.title, plot.description, [*layers, *_line(plot, order, scale)])


def _part(plot: Columns, place: int, order: Sequence[str], scale: dict[str, Any]) -> dict[str, Any]:
    values = [
        {
            "at": one.at,
            "kind": plot.parts[place],
            "amount": one.parts[place],
            "from": round(sum(one.parts[:place]), 2),
            "to": round(sum(one.parts[: place + 1]), 2),
        }
        for one in plot.columns
        if one.parts[place]  # nothing of it is no line
    ]
    encoding = {"x": _at(plot, order), "y": _amount("from", scale), "y2": {"field": "to"}, "tooltip": _told(plot)}
    return {"data": {"values": values}, "mark": {"type": "bar", **_LOOKS[place]}, "encoding": encoding}


def _line(plot: Columns, order: Sequence[str], scale: dict[str, Any]) -> list[dict[str, Any]]:
    values = [{"at": one.at, "amount": one.line, "kind": plot.line} for one in plot.columns if one.line is not None]
    if not values:
        return []
    mark = {"type": "line", "interpolate": "step", "stroke": "var(--text)", "strokeWidth": 2}
    encoding = {"x": _at(plot, order), "y": _amount("amount", scale), "tooltip": _told(plot)}
    point = {"size": 30, "color": "var(--text)", "filled": True}
    return [{"data": {"values": values}, "mark": {**mark, "point": point}, "encoding": encoding}]


def _told(plot: Columns) -> list[dict[str, Any]]:
    """What is said of a part or of the line where somebody points at it."""
    return [
        {"field": "at", "type": "nominal", "title": "Of"},
        {"field": "amount", "type": "quantitative", "title": plot.unit},
        {"field": "kind", "type": "nominal", "title": "Counted"},
    ]


def _at(plot: Columns, order: Sequence[str]) -> dict[str, Any]:
    axis = {"labelAngle": _ANGLE if plot.has_names else 0, "labelOverlap": not plot.has_names, "grid": False}
    return {"field": "at", "type": "ordinal", "sort": [*order], "axis": axis}


def _amount(field: str, scale: dict[str, Any]) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "scale": scale, "axis": {"tickCount": 4}}
