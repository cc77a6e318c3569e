"""Units of an authorization running down: used, then what is booked; what it doesn't reach for is shaded below zero."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from stepwell.look.plots.frame import frame


@dataclass(frozen=True, slots=True)
class Left:
    """Units left after a day; below zero: so many are booked and not authorized."""

    on: date
    units: int


@dataclass(frozen=True, slots=True)
class BurnDown:
    """What to draw: `used` from the first day to today, `ahead` from there on, of `units` at first."""

    title: str
    description: str
    units: int
    today: date
    last_on: date
    used: tuple[Left, ...]
    ahead: tuple[Left, ...]
    left_words: str


def specification(plot: BurnDown) -> dict[str, Any]:
    """Lines by step: a unit goes on the day on which it is used. What is booked is dashed, which ink tells too."""
    lowest = min((one.units for one in plot.ahead), default=0)
    scale = {"domain": [min(0, lowest), plot.units], "nice": False}
    layers = [
        *_short(plot, scale),
        _zero(scale),
        *_rules(plot),
        _line(plot.used, "so far", scale, {}),
        *([_line((plot.used[-1], *plot.ahead), "booked", scale, {"strokeDash": [5, 4]})] if plot.ahead else []),
    ]  # fmt: skip
    return frame(plot.title, plot.description, layers)


def _zero(scale: dict[str, Any]) -> dict[str, Any]:
    mark = {"type": "rule", "color": "var(--control-border)"}
    return {"data": _values([{"units": 0}]), "mark": mark, "encoding": {"y": _units(scale)}}


def _line(points: Sequence[Left], kind: str, scale: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    values = [{"on": one.on.isoformat(), "units": one.units, "kind": kind} for one in points]
    mark = {"type": "line", "interpolate": "step-after", "stroke": "var(--primary)", "strokeWidth": 2, **more}
    point = {"size": 40, "color": "var(--primary)", "filled": not more}
    told = [
        {"field": "on", "type": "temporal", "title": "Day", "format": "%-d %b %Y"},
        {"field": "units", "type": "quantitative", "title": "Units left"},
        {"field": "kind", "type": "nominal", "title": "Counted"},
    ]
    encoding = {"x": _day(), "y": _units(scale), "tooltip": told}
    return {
        "data": _values(values),
        "mark": {**mark, "point": {**point, "color": "var(--primary)"}},
        "encoding": encoding,
    }


def _short(plot: BurnDown, scale: dict[str, Any]) -> list[dict[str, Any]]:
    """What is booked beyond the units, shaded between the line and zero."""
    below = [one for one in plot.ahead if one.units < 0]
    if not below:
        return []
    # it stays short to the end of what was authorized
    drawn = [*below, Left(max(plot.last_on, below[-1].on), below[-1].units)]
    values = [{"on": one.on.isoformat(), "units": one.units, "zero": 0} for one in drawn]
    area = {"type": "area", "interpolate": "step-after", "color": "var(--warn)", "opacity": 0.3}
    word = {"type": "text", "align": "right", "dx": -4, "dy": -4, "color": "var(--warn)"}
    last = {**values[-1], "words": f"{-below[-1].units} not authorized"}
    at_last = {"x": _day(), "y": _units(scale), "text": {"field": "words"}}
    return [
        {"data": _values(values), "mark": area, "encoding": {"x": _day(), "y": _units(scale), "y2": {"field": "zero"}}},
        {"data": _values([last]), "mark": word, "encoding": at_last},
    ]


def _rules(plot: BurnDown) -> list[dict[str, Any]]:
    """Today with what is left, and the last day that belongs to it: words stand where there is room."""
    layers: list[dict[str, Any]] = []
    first_on = plot.used[0].on
    side = ("left", 4) if plot.today - first_on < (plot.last_on - first_on) / 2 else ("right", -4)
    for on, words, align, dx in (
        (plot.today, f"today, {plot.left_words}", *side),
        (plot.last_on, "last day", "right", -4),
    ):
        data = _values([{"on": on.isoformat(), "words": words}])
        rule = {"type": "rule", "color": "var(--muted)", "strokeDash": [2, 3]}
        text = {"type": "text", "align": align, "dx": dx, "y": 7, "color": "var(--muted)"}
        layers.append({"data": data, "mark": rule, "encoding": {"x": _day()}})
        layers.append({"data": data, "mark": text, "encoding": {"x": _day(), "text": {"field": "words"}}})
    return layers


def _values(values: list[dict[str, Any]]) -> dict[str, Any]:
    return {"values": values}


def _day() -> dict[str, Any]:
    return {"field": "on", "type": "temporal", "axis": {"format": "%-d %b", "grid": False, "tickCount": 4}}


def _units(scale: dict[str, Any]) -> dict[str, Any]:
    return {"field": "units", "type": "quantitative", "scale": scale, "axis": {"tickCount": 4, "format": "d"}}
