"""The register of permissions, and the check that refuses by default."""

from collections.abc import Iterable

from stepwell.kernel.actor import Actor, Outside, Permission, Role
from stepwell.kernel.errors import NotAllowed

_declared: dict[str, Permission] = {}


def declare(
    name: str,
    label: str,
    *,
    roles: Iterable[Role] = (),
    clients: bool = False,
    outside: Iterable[Outside] = (),
    system: bool = False,
    why: str = "",
    scope: str = "",
) -> Permission:
    """A new permission. Each name is declared once, by the part that owns it. `clients` is short for the one outside
    who holds most.
    """
    if name in _declared:
        raise ValueError(f"the permission {name} is declared twice")
    held = frozenset(outside) | ({Outside.CLIENT} if clients else frozenset())
    permission = Permission(name, label, frozenset(roles), held, system, why, scope)
    _declared[name] = permission
    return permission


def declared() -> tuple[Permission, ...]:
    """Every permission, by name: for the access test and for the console."""
    return tuple(_declared[name] for name in sorted(_declared))


def require(actor: Actor, permission: Permission) -> None:
    """Go on only if the actor holds the permission; raises `NotAllowed`."""
    if not actor.may(permission):
        raise NotAllowed(permission.name)


def require_at(actor: Actor, permission: Permission, site_id: int) -> None:
    """The same at the one site that a record belongs to: a role that is held elsewhere gives nothing here.

    The permissions of a client, and of a part of Stepwell, know no site.
    """
    require(actor, permission)
    if actor.outside is None and not actor.is_system and site_id not in actor.sites_for(permission):
        raise NotAllowed(permission.name)


EVERYONE = declare("access.public", "Pages that need no login")
LOGGED_IN = declare("access.logged_in", "Pages for whoever is logged in", roles=Role, outside=Outside)
