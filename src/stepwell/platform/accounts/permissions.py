"""Who opens and closes accounts."""

from stepwell.kernel.actor import Role
from stepwell.platform.access.permission import declare

OPEN_ACCOUNT = declare("accounts.open", "Open an account", roles={Role.DIRECTOR, Role.ADMISSIONS}, system=True)
CLOSE_ACCOUNT = declare("accounts.close", "Close an account and open it again", roles={Role.DIRECTOR})
SEND_LINK = declare(
    "accounts.send_link", "Send somebody a link to sign in", roles={Role.DIRECTOR, Role.ADMISSIONS}, system=True
)
