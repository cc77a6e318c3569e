"""The one who acts or reads: a plain value, made once per request, that rules and queries can ask."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a staff member is at a site. The value is what the database holds."""

    DIRECTOR = "director"
    SUPERVISOR = "clinical supervisor"
    ADMISSIONS = "admissions"
    THERAPIST = "therapist"
    COUNSELOR = "counselor"
    CASE_MANAGER = "case manager"
    PRIVACY_OFFICER = "privacy officer"


@dataclass(frozen=True, slots=True)
class Permission:
    """A named thing that can be done or seen. Declared by the part that owns it, in its `permissions.py`.

    `roles` hold it at the sites where they are held. `clients` says that a client holds it for their own record.
    `scope` is what the token of a recipient's system must name.
    """

    name: str
    label: str
    roles: frozenset[Role] = frozenset()
    clients: bool = False
    system: bool = False
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody, or a part of Stepwell, that acts.

    `key` names the actor for good ("account:12", "system:jobs"). `posts` are the (role, site id) pairs held now.
    `client_id` is set when the actor is a client of the program; `recipient_id` when it is another organization's
    system, with the `scopes` of its token.
    """

    key: str
    name: str
    account_id: int | None = None
    staff_id: int | None = None
    client_id: UUID | None = None
    posts: frozenset[tuple[Role, int]] = field(default_factory=frozenset)
    is_system: bool = False
    recipient_id: int | None = None
    scopes: frozenset[str] = frozenset()

    def may(self, permission: Permission) -> bool:
        """Whether the actor holds the permission anywhere. Which records it reaches, a part's predicate says."""
        if self.is_system:
            return permission.system
        if self.recipient_id is not None:
            return permission.scope in self.scopes
        if self.client_id is not None:
            return permission.clients
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
