"""What all plots share: their size, their letters, the names of their colors."""

from collections.abc import Sequence
from typing import Any

# Small enough for a phone's width with letters that can still be read there.
WIDTH, HEIGHT = 400, 150
FONT = 14
CONFIG: dict[str, Any] = {
    "font": "inherit",
    "view": {"stroke": None},
    "axis": {
        "labelColor": "var(--muted)",
        "labelFontSize": FONT,
        "gridColor": "var(--hairline)",
        "domainColor": "var(--control-border)",
        "tickColor": "var(--control-border)",
        "title": None,
    },
    "text": {"fontSize": FONT},
}


def frame(title: str, description: str, layers: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Layers as Vega-Lite 5, with a name and a description. The same numbers give the same specification."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "usermeta": {"title": title, "description": description},
        "width": WIDTH,
        "height": HEIGHT,
        "background": None,
        "config": CONFIG,
        "layer": [*layers],
    }
