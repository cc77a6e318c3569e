"""Who sees which charts are whole, and who takes that out of the program in a file. Whose charts, the plan's predicate
says: whoever may read a plan sees what its thread leads to, and never what a note or an answer says.
"""

from django.db.models import Q

from stepwell.domain.careplan.permissions import VIEW_PLAN
from stepwell.domain.people.permissions import CLINICAL, visible_ids
from stepwell.kernel.actor import Actor, Permission, Role
from stepwell.platform.access.permission import declare

VIEW_COMPLETENESS = declare(
    "thread.view_completeness",
    "See which charts are whole, and what is missing",
    roles=CLINICAL | {Role.DIRECTOR, Role.PRIVACY_OFFICER},
    why="Clinicians: of the people whose plans they read. It says when and where, never what a note or an answer says.",
)
EXPORT_COMPLETENESS = declare(
    "thread.export_completeness",
    "Take the list of missing links out in a file, for an auditor",
    roles={Role.DIRECTOR, Role.SUPERVISOR, Role.PRIVACY_OFFICER},
    why="It leaves the program. Who took it, and of whom, is written down.",
)


def visible_charts(actor: Actor, permission: Permission = VIEW_PLAN) -> Q:
    """Stays of the clients for whom one holds the permission: to read the plan, the list of charts, or its file."""
    return visible_ids(actor, permission)
