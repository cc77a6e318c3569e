"""One number over time: dots, joined where nothing is missing between them, with a band and what happened meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from stepwell.look.plots.frame import FONT, HEIGHT, WIDTH, frame

# Ours: results further apart than this aren't joined, so that a gap is seen as one.
GAP = timedelta(days=45)
# Ours: how high a row of words is, and how wide a letter of them at most, in the plot's own units.
_LETTERS, _LETTER = FONT + 2, FONT * 0.6


@dataclass(frozen=True, slots=True)
class Dot:
    """A result on a day."""

    on: date
    value: int


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, in two or three words."""

    on: date
    words: str


@dataclass(frozen=True, slots=True)
class Trajectory:
    """What to draw. `band` is what chance alone may do from `band_from` on, `below` lines that are worth reaching, each
    with its word.
    """

    title: str
    description: str
    dots: tuple[Dot, ...]
    most: int
    least: int = 0
    band: tuple[int, int] | None = None
    band_from: date | None = None
    below: tuple[tuple[int, str], ...] = ()
    events: tuple[Event, ...] = ()


def runs(dots: Sequence[Dot]) -> list[list[Dot]]:
    """Stretches without a gap, oldest first."""
    found: list[list[Dot]] = []
    for dot in sorted(dots, key=lambda one: one.on):
        if found and dot.on - found[-1][-1].on <= GAP:
            found[-1].append(dot)
        else:
            found.append([dot])
    return found


def specification(plot: Trajectory) -> dict[str, Any]:
    """As Vega-Lite 5. The same numbers give the same specification."""
    layers = [*_band(plot), *_below(plot), *_events(plot), _line(plot)]
    return frame(plot.title, plot.description, layers)


# What is said of a dot where the plot can be walked through.
_TOLD = [
    {"field": "on", "type": "temporal", "title": "Day", "format": "%-d %b %Y"},
    {"field": "value", "type": "quantitative", "title": "Value"},
]


def _line(plot: Trajectory) -> dict[str, Any]:
    values = [
        {"on": dot.on.isoformat(), "value": dot.value, "run": number}
        for number, run in enumerate(runs(plot.dots))
        for dot in run
    ]
    return {
        "data": {"values": values},
        "mark": {
            "type": "line",
            "color": "var(--primary)",
            "strokeWidth": 2,
            "point": {"filled": True, "size": 70, "color": "var(--primary)"},
        },
        "encoding": {"x": _day(), "y": _value(plot), "detail": {"field": "run", "type": "nominal"}, "tooltip": _TOLD},
    }


def _band(plot: Trajectory) -> list[dict[str, Any]]:
    if plot.band is None:
        return []
    low, high = max(plot.band[0], plot.least), min(plot.band[1], plot.most)
    value: dict[str, Any] = {"low": low, "high": high}
    encoding: dict[str, Any] = {"y": {**_value(plot), "field": "low"}, "y2": {"field": "high"}}
    last_on = max(dot.on for dot in plot.dots)
    if plot.band_from is not None and plot.band_from < last_on:
        value |= {"on": plot.band_from.isoformat(), "last_on": last_on.isoformat()}
        encoding |= {"x": _day(), "x2": {"field": "last_on"}}
    mark = {"type": "rect", "color": "var(--tint-2)"}
    return [{"data": {"values": [value]}, "mark": mark, "encoding": encoding}]


def _below(plot: Trajectory) -> list[dict[str, Any]]:
    """Lines with their words: of two that are too close for both, the higher one's stand above it."""
    worded: dict[int, str] = {}
    for value, words in plot.below:
        worded[value] = f"{worded[value]}, {words}" if value in worded else words
    layers: list[dict[str, Any]] = []
    for value, words in worded.items():
        is_crowded = any(0 < value - other < (plot.most - plot.least) * _LETTERS / HEIGHT for other in worded)
        data = {"values": [{"value": value, "words": words}]}
        y = {"y": _value(plot)}
        text = {"type": "text", "align": "left", "dx": 4, "dy": -8 if is_crowded else 10, "color": "var(--ok)", "x": 0}
        rule = {"type": "rule", "color": "var(--ok)", "strokeDash": [6, 4]}
        layers.append({"data": data, "mark": rule, "encoding": y})
        layers.append({"data": data, "mark": text, "encoding": {**y, "text": {"field": "words"}}})
    return layers


def _events(plot: Trajectory) -> list[dict[str, Any]]:
    if not plot.events:
        return []
    rule = {"type": "rule", "color": "var(--muted)", "strokeDash": [2, 3]}
    days = {"values": [{"on": event.on.isoformat()} for event in plot.events]}
    layers: list[dict[str, Any]] = [{"data": days, "mark": rule, "encoding": {"x": _day()}}]
    for (align, row), some in _rows(plot).items():
        data = {"values": [{"on": event.on.isoformat(), "words": event.words} for event in some]}
        dx, y = (4 if align == "left" else -4), 7 + row * _LETTERS
        words = {"type": "text", "align": align, "dx": dx, "y": y, "color": "var(--muted)"}
        layers.append({"data": data, "mark": words, "encoding": {"x": _day(), "text": {"field": "words"}}})
    return layers


def _rows(plot: Trajectory) -> dict[tuple[str, int], list[Event]]:
    """Each event's words on the side of their line where there is room, in the first row where nothing stands yet."""
    first_on, last_on = min(dot.on for dot in plot.dots), max(dot.on for dot in plot.dots)
    days = max(1, (last_on - first_on).days)
    taken: list[tuple[int, float, float]] = []
    found: dict[tuple[str, int], list[Event]] = {}
    for event in plot.events:
        at = WIDTH * (event.on - first_on).days / days
        width = 4 + _LETTER * len(event.words)
        align, left, right = ("left", at, at + width) if at <= WIDTH / 2 else ("right", at - width, at)
        rows = range(len(plot.events))
        row = next(r for r in rows if not any(r == one and left < end and start < right for one, start, end in taken))
        taken.append((row, left, right))
        found.setdefault((align, row), []).append(event)
    return found


def _day() -> dict[str, Any]:
    return {"field": "on", "type": "temporal", "axis": {"format": "%-d %b", "grid": False, "tickCount": 4}}


def _value(plot: Trajectory) -> dict[str, Any]:
    return {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [plot.least, plot.most], "nice": False},
        "axis": {"tickCount": 4},
    }
