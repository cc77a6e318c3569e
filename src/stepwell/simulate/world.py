"""What the demo's story is told with: its site, its staff, its clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from random import Random
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from stepwell.domain.people.models import Client, Site, Staff
from stepwell.kernel import clock
from stepwell.kernel.actor import Actor
from stepwell.kernel.calendar import local_instant

ZONE = ZoneInfo("America/Denver")
WEEKS_BACK = 6
MARK = UUID("5e9b0a52-7c3e-4d0f-9a55-0d5f3a3f8c11")  # names what the demo sends, so that twice is once


@dataclass
class Demo:
    """What is being made, and by whom. `clients` by given name, in the order of the cast."""

    site: Site
    now: datetime
    today: date
    random: Random
    staff: dict[str, Staff] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    made: dict[str, Any] = field(default_factory=dict)

    def key(self, *words: object) -> UUID:
        """A mark for something sent once."""
        return uuid5(MARK, "/".join(map(str, words)))

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """An instant by the site's clock, never later than now."""
        return min(local_instant(day, time(hour, minute), ZONE), self.now)


@contextmanager
def living(instant: datetime) -> Iterator[datetime]:
    """The clock stands at `instant`, so that the ledger says when it happened in the story."""
    with clock.standing_at(instant):
        yield instant
