"""Who opens accounts."""

from stepwell.kernel.actor import Role
from stepwell.platform.access.permission import declare

OPEN_ACCOUNT = declare("accounts.open", "Open an account", roles={Role.DIRECTOR, Role.ADMISSIONS}, system=True)
