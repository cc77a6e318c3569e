"""Who says what plans may begin with. Whoever writes plans reads it (`careplan.permissions.WRITE_PLAN`)."""

from stepwell.kernel.actor import Role
from stepwell.platform.access.permission import declare

EDIT_LIBRARY = declare(
    "library.edit",
    "Edit and publish the words that plans may begin with",
    roles={Role.DIRECTOR, Role.SUPERVISOR},
)
