"""Who may change what the program tells everybody."""

from stepwell.kernel.actor import Role
from stepwell.platform.access.permission import declare

EDIT_PUBLIC = declare(
    "outreach.edit_public",
    "Edit and publish the public pages’ words and rates",
    roles={Role.DIRECTOR},
    system=True,
    why="What is published is said in the program's name.",
)
