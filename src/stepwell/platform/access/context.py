"""What every template may use: who is logged in and what they can reach. The surfaces fill in the rest."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

_surfaces: list[Callable[[HttpRequest], dict[str, Any]]] = []


def add_surface(context: Callable[[HttpRequest], dict[str, Any]]) -> None:
    """Called by `stepwell.wiring` for each surface's navigation."""
    _surfaces.append(context)


def surface(request: HttpRequest) -> dict[str, Any]:
    """Django's context processor: what the surfaces give."""
    given: dict[str, Any] = {}
    for context in _surfaces:
        given.update(context(request))
    return given
