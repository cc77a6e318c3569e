"""How strong something was by weekday and hour: a cell where something is known, nothing where nothing is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext

_WIDTH, _ROW, _FONT = 400, 24, 14
# One hue. At its strongest the letters in it can still be read, in both themes (5 : 1).
_FAINTEST, _STRONGEST = 0.06, 0.42


@dataclass(frozen=True, slots=True)
class Cell:
    """What is known of one hour of one weekday (Monday 0): the mean of `times` values."""

    weekday: int
    hour: int
    mean: float
    times: int


@dataclass(frozen=True, slots=True)
class Heat:
    """What to draw, on a scale from 0 to `most`."""

    title: str
    description: str
    cells: tuple[Cell, ...]
    most: int


def hour_words(hour: int) -> str:
    """6 am, 12 pm."""
    return f"{hour % 12 or 12} {gettext('am') if hour < 12 else gettext('pm')}"


def described(cells: Sequence[Cell]) -> str:
    """The picture in a sentence or two, for who doesn't see it."""
    top = max(cells, key=lambda cell: (cell.mean, cell.times))
    return gettext(
        "%(times)s check-ins by weekday and hour; an empty square means that there was none. "
        "The highest mean is %(mean)s, on %(day)s at %(hour)s, of %(of)s."
    ) % {
        "times": sum(cell.times for cell in cells),
        "mean": f"{top.mean:.0f}",
        "day": WEEKDAYS_ABBR[top.weekday],
        "hour": hour_words(top.hour),
        "of": top.times,
    }


def heat_specification(plot: Heat) -> dict[str, Any]:
    """As Vega-Lite 5. Hours from the first that is known to the last run down, weekdays across; a square says its mean
    and how many it is made of, so that it prints in ink.
    """
    first, last = min(cell.hour for cell in plot.cells), max(cell.hour for cell in plot.cells)
    hours = [hour_words(hour) for hour in range(first, last + 1)]
    values = [
        {
            "day": str(WEEKDAYS_ABBR[cell.weekday]),
            "hour": hour_words(cell.hour),
            "mean": round(cell.mean, 2),
            "words": f"{cell.mean:.0f} · n{cell.times}",
        }
        for cell in sorted(plot.cells, key=lambda cell: (cell.weekday, cell.hour))
    ]
    place: dict[str, Any] = {
        "x": {
            **_names("day", [str(day) for day in WEEKDAYS_ABBR.values()]),
            "axis": {**_AXIS, "orient": "top", "labelAngle": 0},
        },
        "y": {**_names("hour", hours), "axis": _AXIS},
    }
    strength = {"domain": [0, plot.most], "range": [_FAINTEST, _STRONGEST]}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "usermeta": {"title": plot.title, "description": plot.description},
        "width": _WIDTH,
        "height": _ROW * len(hours),
        "background": None,
        "config": {"font": "inherit", "view": {"stroke": None}},
        "data": {"values": values},
        "layer": [
            {
                "mark": {"type": "rect", "color": "var(--primary)", "cornerRadius": 3},
                "encoding": {
                    **place,
                    "opacity": {"field": "mean", "type": "quantitative", "scale": strength, "legend": None},
                },
            },
            {
                "mark": {"type": "text", "color": "var(--text)", "fontSize": _FONT - 1},
                "encoding": {**place, "text": {"field": "words"}},
            },
        ],
    }


_AXIS: dict[str, Any] = {
    "title": None,
    "labelColor": "var(--muted)",
    "labelFontSize": _FONT,
    "domain": False,
    "ticks": False,
}


def _names(field: str, names: list[str]) -> dict[str, Any]:
    return {"field": field, "type": "ordinal", "scale": {"domain": names, "paddingInner": 0.06}, "sort": None}


def heat_rows(cells: Sequence[Cell]) -> list[tuple[str, str, str, int]]:
    """The same as a table: day, hour, mean, how many."""
    ordered = sorted(cells, key=lambda cell: (cell.weekday, cell.hour))
    return [
        (str(WEEKDAYS_ABBR[cell.weekday]), hour_words(cell.hour), f"{cell.mean:.0f}", cell.times) for cell in ordered
    ]
