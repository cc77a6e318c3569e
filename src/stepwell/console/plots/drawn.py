"""A page's plots: each with its picture, once a worker has drawn it, and its specification for who walks through it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

import orjson
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from stepwell.platform.pictures.actions import key_of, pictures_of
from stepwell.platform.pictures.jobs import ask_for

# A page that waits for its pictures asks so often, and then leaves it to whoever reads it.
MOST_TRIES = 8
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Drawn(Generic[K]):
    """By what a page calls its plots. `next_try` is the number of the next question, 0 where none is asked."""

    svgs: Mapping[K, SafeString]
    specifications: Mapping[K, str]
    next_try: int


def drawn(request: HttpRequest, wanted: Mapping[K, Mapping[str, Any]], *, now: datetime) -> Drawn[K]:
    """What is drawn of these; the rest is asked for. Two queries at most."""
    found = pictures_of(wanted.values(), ask=ask_for, now=now)
    # our own drawing, in which every word that somebody typed is escaped
    svgs = {place: mark_safe(found.get(key_of(each), "")) for place, each in wanted.items()}  # noqa: S308
    tried = _tries(request)
    told = {place: orjson.dumps(each).decode() for place, each in wanted.items()}
    return Drawn(svgs, told, tried + 1 if tried < MOST_TRIES and not all(svgs.values()) else 0)


def _tries(request: HttpRequest) -> int:
    typed = request.GET.get("tried", "")
    return int(typed) if typed.isdecimal() and len(typed) <= 2 else 0
