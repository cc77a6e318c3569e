"""The cast of a test world: the assigned counselor, a colleague, staff of another site, the client, a stranger, and
one of every other role.

`world` makes a site with all of them through the actions that the screens use. Names are distinct per world, so that
many worlds stand in one database without meeting.
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
    accounts: dict[str, Any]
    staff: dict[str, Any]
    client: Any
    actors: dict[str, Actor] = field(default_factory=dict)

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

    def __init__(self, enter: Callable[[str], None]) -> None:
        self.enter = enter

    def __missing__(self, who: str) -> Any:
        if who not in LATER_POSTS and who not in VISITORS:
            raise KeyError(who)
        self.enter(who)
        return self[who]


def make_world(now: datetime = NOW) -> World:
    """A fresh world. The client is enquiring; the counselor is on the care team, the colleague isn't."""
    from stepwell.domain.people import actions
    from stepwell.domain.people.models import Function
    from stepwell.domain.people.queries import load_actor
    from stepwell.platform.accounts.actions import open_account

    number = next(_numbers)
    setup = system("setup")
    site = actions.open_site(actor=setup, name=f"North {number}", zone="America/Denver", is_simulated=True)
    other = actions.open_site(actor=setup, name=f"South {number}", zone="America/Denver", is_simulated=True)

    def enter(who: str) -> None:
        if who in VISITORS:
            invite(who)
        else:
            hire(who, LATER_POSTS[who], site)

    accounts, staff = Cast(enter), Cast(enter)

    def account(who: str) -> Any:
        name = f"{who.replace(' ', '-')}{number}@example.test"
        accounts[who] = open_account(actor=setup, email=name, password=PASSWORD, now=now)
        return accounts[who]

    def hire(who: str, role: Role, where: Any) -> None:
        staff[who] = actions.hire(actor=setup, account=account(who), name=NAMES[who], credentials="LAC")
        since = now.date() - timedelta(days=60)
        actions.give_post(actor=setup, staff=staff[who], site=where, role=role, started_on=since)

    def invite(who: str) -> None:
        given = {"email": f"{who}{number}@example.test", "name": f"{who.capitalize()} {number}", "organization": ""}
        visitor = actions.open_visitor(
            actor=load_actor(accounts["admissions"].pk), site=site, kind=VISITORS[who], now=now, **given
        )
        visitor.account.set_password(PASSWORD)
        visitor.account.save()
        accounts[who] = visitor.account

    for who, role in POSTS.items():
        hire(who, role, site)
    hire("elsewhere", Role.COUNSELOR, other)
    account("stranger")
    admissions = load_actor(accounts["admissions"].pk)
    client = actions.register_client(
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
        actor=admissions, client=client, staff=staff["counselor"], function=Function.COUNSELOR, now=now
    )
    actions.give_portal(actor=admissions, client=client, account=account("client"))
    return World(site, other, accounts, staff, client)


@pytest.fixture
def world(db: None) -> World:
    """A world inside this test's transaction."""
    return make_world()


@pytest.fixture
def query_count(django_assert_num_queries: Callable[..., Any]) -> Callable[..., Any]:
    """`with query_count(n):` asserts how many queries run."""
    return django_assert_num_queries
