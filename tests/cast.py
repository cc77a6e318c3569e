"""The cast of a test world: the assigned counselor, a colleague, staff of another site, the client, a stranger, and
one of every other role.

`world` makes a site with all of them through the actions that the screens use. Names are distinct per world, so that
many worlds stand in one database without meeting. Some stand ready (`tests.ready`).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.test import Client as Browser

from stepwell.kernel.actor import Actor, Outside, Role, system

NOW = datetime(2026, 10, 6, 15, 0, tzinfo=UTC)  # a Tuesday, 09:00 in Denver
TODAY = date(2026, 10, 6)
PASSWORD = "water-finds-its-level"
_numbers = count(1)


@dataclass
class World:
    """One site and the people around one client, and a second site that has nothing to do with them."""

    site: Any
    other_site: Any
    number: int
    now: datetime
    client: Any = field(init=False)
    accounts: "Cast" = field(init=False)
    staff: "Cast" = field(init=False)

    def __post_init__(self) -> None:
        self.accounts, self.staff = Cast(self), Cast(self)

    def actor(self, who: str) -> Actor:
        """One of `EVERYBODY`."""
        from stepwell.domain.people.queries import load_actor

        return load_actor(self.accounts[who].pk)

    def browser(self, who: str) -> Browser:
        """Django's test client with that person logged in."""
        browser = Browser()
        browser.force_login(self.accounts[who])
        return browser

    def email(self, who: str) -> str:
        """What that person logs in with; the password is `PASSWORD`."""
        return str(self.accounts[who].email)


POSTS = {
    "director": Role.DIRECTOR,
    "supervisor": Role.SUPERVISOR,
    "admissions": Role.ADMISSIONS,
    "counselor": Role.COUNSELOR,
    "colleague": Role.COUNSELOR,
    "case manager": Role.CASE_MANAGER,
}
# Made when a test first asks for them.
LATER_POSTS = {
    "prescriber": Role.PRESCRIBER,
    "nurse": Role.NURSE,
    "peer": Role.PEER,
    "on-call": Role.ON_CALL,
    "front desk": Role.FRONT_DESK,
    "billing": Role.BILLING,
    "privacy officer": Role.PRIVACY_OFFICER,
    "auditor": Role.AUDITOR,
}
VISITORS = {"family": Outside.FAMILY, "referrer": Outside.REFERRER}
OUTSIDE = ("client", *VISITORS, "stranger")
EVERYBODY = (*POSTS, *LATER_POSTS, "elsewhere", *OUTSIDE)
NAMES = {
    "director": "Rosa Quint",
    "supervisor": "Ingrid Lindqvist",
    "admissions": "Ty Marsh",
    "counselor": "Maya Okafor",
    "colleague": "Tess Brandt",
    "case manager": "Dee-Ann Price",
    "elsewhere": "Omar Said",
    "prescriber": "Lena Fox",
    "nurse": "Joy Adeyemi",
    "peer": "Sam Whitehorse",
    "on-call": "Kit Moran",
    "front desk": "Bea Lund",
    "billing": "Hal Ortiz",
    "privacy officer": "Nora Vance",
    "auditor": "Gil Peters",
}


class Cast(dict[str, Any]):
    """Somebody by who they are; one of `LATER_POSTS` and of `VISITORS` comes when they are asked for."""

    def __init__(self, world: World) -> None:
        self.world = world

    def __missing__(self, who: str) -> Any:
        if who in VISITORS:
            _invite(self.world, who)
        elif who in LATER_POSTS:
            _hire(self.world, who, LATER_POSTS[who], self.world.site)
        else:
            raise KeyError(who)
        return self[who]


def _account(world: World, who: str) -> Any:
    from stepwell.platform.accounts.actions import open_account

    name = f"{who.replace(' ', '-')}{world.number}@example.test"
    world.accounts[who] = open_account(actor=system("setup"), email=name, password=PASSWORD, now=world.now)
    return world.accounts[who]


def _hire(world: World, who: str, role: Role, where: Any) -> None:
    from stepwell.domain.people import actions

    setup = system("setup")
    world.staff[who] = actions.hire(actor=setup, account=_account(world, who), name=NAMES[who], credentials="LAC")
    since = world.now.date() - timedelta(days=60)
    actions.give_post(actor=setup, staff=world.staff[who], site=where, role=role, started_on=since)


def _invite(world: World, who: str) -> None:
    from stepwell.domain.people import actions

    given = {"email": f"{who}{world.number}@example.test", "name": f"{who.capitalize()} {world.number}"}
    visitor = actions.open_visitor(
        actor=world.actor("admissions"), site=world.site, kind=VISITORS[who], now=world.now, organization="", **given
    )
    visitor.account.set_password(PASSWORD)
    visitor.account.save()
    world.accounts[who] = visitor.account


def make_world(now: datetime = NOW) -> World:
    """A world that nobody touched. The client is enquiring; the counselor is on the care team, the colleague isn't."""
    from tests import ready

    return ready.Waiting() if now == NOW and ready.are_there() else found_world(now)


def found_world(now: datetime) -> World:
    """A new one, made now."""
    from stepwell.domain.people import actions
    from stepwell.domain.people.models import Function

    number = next(_numbers)
    setup = system("setup")
    site = actions.open_site(actor=setup, name=f"North {number}", zone="America/Denver", is_simulated=True)
    other = actions.open_site(actor=setup, name=f"South {number}", zone="America/Denver", is_simulated=True)
    world = World(site, other, number, now)
    for who, role in POSTS.items():
        _hire(world, who, role, site)
    _hire(world, "elsewhere", Role.COUNSELOR, other)
    _account(world, "stranger")
    admissions = world.actor("admissions")
    world.client = client = actions.register_client(
        actor=admissions,
        site=site,
        details={
            "family_name": f"Reyes{number}",
            "given_names": "Ana",
            "pronouns": "she/her",
            "birth_on": date(1991, 5, 12),
        },
        identifiers=(),
        now=now,
    )
    actions.join_care_team(
        actor=admissions, client=client, staff=world.staff["counselor"], function=Function.COUNSELOR, now=now
    )
    actions.give_portal(actor=admissions, client=client, account=_account(world, "client"))
    return world


@pytest.fixture
def world(db: None) -> World:
    """A world inside this test's transaction."""
    return make_world()


@pytest.fixture
def query_count(django_assert_num_queries: Callable[..., Any]) -> Callable[..., Any]:
    """`with query_count(n):` asserts how many queries run."""
    return django_assert_num_queries
