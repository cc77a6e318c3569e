"""What somebody is told of their sessions that changed: one message, whatever has happened to how many of them.

It says when, and whether; never what it is, with whom or why: a phone lies on a table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum


@dataclass(frozen=True, slots=True)
class Known:
    """When and where a session is."""

    starts_at: datetime
    place_id: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One session as the person knows it, and as it is. None: they aren't expected."""

    known: Known | None
    is_now: Known | None


class Kind(Enum):
    """What a message is about."""

    CANCELED = "canceled"
    EXPECTED = "expected"
    MOVED = "moved"
    ELSEWHERE = "elsewhere"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class News:
    """What to say. `at` is the time that was known, or from which several change; `to` the time that holds."""

    kind: Kind
    at: datetime
    to: datetime


def news_of(differences: Sequence[Difference], now: datetime) -> News | None:
    """None where nothing is different that still lies ahead.

    One session that they leave and one that they join are one that moved: so it is for who is sent to another group.
    """
    ahead = [one for one in differences if one.known != one.is_now and _last(one) > now]
    if not ahead:
        return None
    gone = [one.known for one in ahead if one.known is not None and one.is_now is None]
    come = [one.is_now for one in ahead if one.is_now is not None and one.known is None]
    if len(ahead) == 2 and len(gone) == len(come) == 1:
        ahead = [Difference(gone[0], come[0])]
        if gone[0] == come[0]:
            return None
    if len(ahead) > 1:
        first = min(one.starts_at for each in ahead for one in (each.known, each.is_now) if one is not None)
        return News(Kind.SEVERAL, first, first)
    known, is_now = ahead[0].known, ahead[0].is_now
    if known is None or is_now is None:
        there = known or is_now
        assert there is not None  # a difference has one of the two
        return News(Kind.EXPECTED if known is None else Kind.CANCELED, there.starts_at, there.starts_at)
    kind = Kind.ELSEWHERE if known.starts_at == is_now.starts_at else Kind.MOVED
    return News(kind, known.starts_at, is_now.starts_at)


def _last(one: Difference) -> datetime:
    """The later of its two times: what is past by both is no news."""
    return max(each.starts_at for each in (one.known, one.is_now) if each is not None)
