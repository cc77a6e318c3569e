"""Who hears who else edits: whoever works here, on pages that they may open."""

from stepwell.kernel.actor import Role
from stepwell.platform.access.permission import declare

SEE_EDITING = declare(
    "presence.see_editing",
    "See who else is editing",
    roles=set(Role) - {Role.AUDITOR},
    why="Of a page that one may open oneself: the group, the assessment, the placement, the plan.",
)
