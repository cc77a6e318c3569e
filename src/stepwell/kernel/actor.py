"""The one who acts or reads: a plain value, made once per request, that rules and queries can ask."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a staff member is at a site. The value is what the database holds. In the order that tables show them."""

    DIRECTOR = "director"
    SUPERVISOR = "clinical supervisor"
    ADMISSIONS = "admissions"
    THERAPIST = "therapist"
    COUNSELOR = "counselor"
    CASE_MANAGER = "case manager"
    PRESCRIBER = "prescriber"
    NURSE = "nurse"
    PEER = "peer"
    ON_CALL = "on-call"
    FRONT_DESK = "front desk"
    BILLING = "billing"
    PRIVACY_OFFICER = "privacy officer"
    AUDITOR = "auditor"


class Outside(StrEnum):
    """Who has a login and doesn't work here. What they hold, they hold for their own record or link, at no site."""

    CLIENT = "client"
    FAMILY = "family"
    REFERRER = "referrer"


@dataclass(frozen=True, slots=True)
class Permission:
    """A named thing that can be done or seen. Declared by the part that owns it, in its `permissions.py`.

    `roles` hold it at the sites where they are held; `outside` those who are not staff, for what is their own.
    `scope` is what the token of a recipient's system must name.
    `why` says who holds it and who doesn't, where that isn't plain.
    """

    name: str
    label: str
    roles: frozenset[Role] = frozenset()
    outside: frozenset[Outside] = frozenset()
    system: bool = False
    why: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody, or a part of Stepwell, that acts.

    `key` names the actor for good ("account:12", "system:jobs"). `posts` are the (role, site id) pairs held now.
    `client_id` is set when the actor is a client of the program, `visitor` when they are family or a referrer.
    `chart_id` is the one chart that stands open to them in this request: see `people.permissions`.
    `recipient_id` is set when it is another organization's system, with the `scopes` of its token.
    `language` is what pages speak to a client in; empty for everybody else.
    """

    key: str
    name: str
    account_id: int | None = None
    staff_id: int | None = None
    client_id: UUID | None = None
    visitor: Outside | None = None
    chart_id: UUID | None = None
    posts: frozenset[tuple[Role, int]] = field(default_factory=frozenset)
    is_system: bool = False
    recipient_id: int | None = None
    scopes: frozenset[str] = frozenset()
    language: str = ""

    @property
    def outside(self) -> Outside | None:
        """Who the actor is to the program where they don't work in it; None for staff and parts of Stepwell."""
        return Outside.CLIENT if self.client_id is not None else self.visitor

    def may(self, permission: Permission) -> bool:
        """Whether the actor holds the permission anywhere. Which records it reaches, a part's predicate says."""
        if self.is_system:
            return permission.system
        if self.recipient_id is not None:
            return permission.scope in self.scopes
        if self.outside is not None:
            return self.outside in permission.outside
        return any(role in permission.roles for role, _ in self.posts)

    def sites_for(self, permission: Permission) -> frozenset[int]:
        """The ids of the sites where one of the actor's roles holds the permission."""
        return self.sites_as(permission.roles)

    def sites_as(self, roles: Iterable[Role]) -> frozenset[int]:
        """The ids of the sites where the actor holds one of these roles."""
        wanted = frozenset(roles)
        return frozenset(site for role, site in self.posts if role in wanted)


ANONYMOUS = Actor(key="anonymous", name="somebody not logged in")


def system(part: str) -> Actor:
    """A part of Stepwell that acts by itself, such as "jobs"."""
    return Actor(key=f"system:{part}", name="Stepwell", is_system=True)
