"""Which of the program's rates count on a day. Pure.

A rate is the program's own: where none is given, none is assumed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Rates:
    """What the program asks, in cents, from a day on. What isn't given isn't billed apart as far as we know."""

    day: int
    starts_on: date
    assessment: int | None = None
    individual: int | None = None


def rates_on(published: Iterable[Rates | None], day: date) -> Rates | None:
    """Of all that was published, the newest first: the newest whose day has come.

    None where the newest says that there are none: what was taken back isn't told any more.
    """
    for rates in published:
        if rates is None:
            return None
        if rates.starts_on <= day:
            return rates
    return None
