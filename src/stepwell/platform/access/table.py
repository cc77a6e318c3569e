"""Who may do what, as a table: read from the declarations, so that a page and a document can't say otherwise."""

from dataclasses import dataclass

from django.utils.module_loading import autodiscover_modules

from stepwell.kernel.actor import Outside, Permission, Role
from stepwell.platform.access.permission import declare, declared

VIEW_PERMISSIONS = declare(
    "access.view_permissions",
    "See who may do what",
    roles={Role.DIRECTOR, Role.SUPERVISOR, Role.PRIVACY_OFFICER, Role.AUDITOR},
)

_HEAD = """# Who may do what

Made by `./dev stepwell permissions > docs/permissions.md` from the `declare(…)` of each part; a test compares the two.

A permission counts at the site where a role is held. Somebody with several roles holds what each of them holds, each
as far as that role reaches (`domain/people/permissions.py`): the care team roles and peers the people of their care
teams, admissions who is enquiring, billing who is or was in treatment, director, supervisor and privacy officer the
site; the auditor, the front desk and on-call no chart. 42 CFR §2.12(c)(3) asks for a need to know; where it isn't plain
who has one, the reason stands below the table. What a part of Stepwell does by itself, jobs for instance, is under
"Stepwell".
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One permission: a mark for each of `columns()`."""

    permission: Permission
    marks: tuple[bool, ...]


def columns() -> tuple[str, ...]:
    """Every role, then who is not staff, then Stepwell itself."""
    return (*(role.value for role in Role), *(who.value for who in Outside), "Stepwell")


def lines() -> tuple[Line, ...]:
    """Every permission, by name; the parts' `permissions.py` are all read first."""
    autodiscover_modules("permissions")
    return tuple(Line(one, _marks(one)) for one in declared())


def _marks(permission: Permission) -> tuple[bool, ...]:
    staff = (role in permission.roles for role in Role)
    return (*staff, *(who in permission.outside for who in Outside), permission.system)


def as_markdown() -> str:
    """The whole document."""
    rows = [
        f"| | {' | '.join(columns())} |",
        f"|---|{'---|' * len(columns())}",
        *(f"| {one.permission.label} | {' | '.join('●' if mark else '' for mark in one.marks)} |" for one in lines()),
    ]
    reasons = [f"- **{one.permission.label}.** {one.permission.why}" for one in lines() if one.permission.why]
    return "\n".join([_HEAD, *rows, "", "## Reasons", "", *reasons, ""])
