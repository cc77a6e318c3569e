"""What a story is told with: its site, its staff, its clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from random import Random
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from stepwell.domain.people.actions import give_post, hire
from stepwell.domain.people.models import Client, Site, Staff
from stepwell.domain.people.queries import load_actor
from stepwell.kernel import clock
from stepwell.kernel.actor import Actor, Role, system
from stepwell.kernel.calendar import local_instant
from stepwell.platform.accounts.actions import open_account
from stepwell.platform.notify.address import give_address
from stepwell.platform.notify.rules import Channel
from stepwell.simulate.people import DEMO_PASSWORD

ZONE = ZoneInfo("America/Denver")
WEEKS_BACK = 6
MARK = UUID("5e9b0a52-7c3e-4d0f-9a55-0d5f3a3f8c11")  # names what a story sends, so that twice is once


@dataclass
class Scene:
    """One site and who works there. `now` is where the story ends."""

    site: Site
    now: datetime
    today: date
    staff: dict[str, Staff] = field(default_factory=dict, kw_only=True)
    actors: dict[str, Actor] = field(default_factory=dict, kw_only=True)

    @property
    def zone(self) -> ZoneInfo:
        """The site's clock."""
        return ZoneInfo(self.site.zone)

    def key(self, *words: object) -> UUID:
        """A mark for something sent once."""
        return uuid5(MARK, "/".join(map(str, words)))

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """An instant by the site's clock, never later than now."""
        return min(local_instant(day, time(hour, minute), self.zone), self.now)

    def hire(
        self, key: str, name: str, credentials: str, email: str, role: Role, begins_on: date, phone: str = ""
    ) -> None:
        """One of the staff, with a login and a post; who has a phone is paged by it."""
        maker = system("demo")
        with living(self.at(begins_on, 8)) as now:
            account = open_account(actor=maker, email=email, password=DEMO_PASSWORD, now=now)
            staff = hire(actor=maker, account=account, name=name, credentials=credentials, phone=phone)
            give_post(actor=maker, staff=staff, site=self.site, role=role, started_on=begins_on)
            self.staff[key], self.actors[key] = staff, load_actor(account.pk)
            for channel in (Channel.SMS, Channel.VOICE) if phone else ():
                give_address(actor=self.actors[key], account_id=account.pk, channel=channel, value=phone, now=now)


@dataclass
class Demo(Scene):
    """The demo's story. `clients` by given name, in the order of the cast."""

    random: Random
    clients: dict[str, Client] = field(default_factory=dict)
    made: dict[str, Any] = field(default_factory=dict)


@contextmanager
def living(instant: datetime) -> Iterator[datetime]:
    """The clock stands at `instant`, so that the ledger says when it happened in the story."""
    with clock.standing_at(instant):
        yield instant
