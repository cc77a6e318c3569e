"""What the doors of the timeline take: words to look for, kinds and days."""

from typing import Any


def looking_bodies() -> dict[str, list[dict[str, Any]]]:
    """By the name of their address."""
    asked = {"text": "okafor", "k": ["d", "r"], "begin": "2026-09-01", "end": "2026-10-06"}
    return {"timeline": [asked, {"text": "word", "before": "1760000000000000.1"}]}
