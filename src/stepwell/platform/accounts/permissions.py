"""Who opens and closes accounts."""

from stepwell.kernel.actor import Role
from stepwell.platform.access.permission import declare

# Who gives a client a login, besides those who open any: whoever sits with them when they want one.
_WITH_CLIENTS = {Role.SUPERVISOR, Role.THERAPIST, Role.COUNSELOR, Role.CASE_MANAGER}
OPEN_ACCOUNT = declare(
    "accounts.open",
    "Open an account",
    roles={Role.DIRECTOR, Role.ADMISSIONS} | _WITH_CLIENTS,
    system=True,
    why="For whom, another permission says: clinicians for the people whose chart is open to them alone.",
)
CLOSE_ACCOUNT = declare("accounts.close", "Close an account and open it again", roles={Role.DIRECTOR})
RESET_FACTORS = declare("accounts.reset_factors", "Take away a second step that was lost", roles={Role.DIRECTOR})
SEND_LINK = declare(
    "accounts.send_link",
    "Send somebody a link to sign in",
    roles={Role.DIRECTOR, Role.ADMISSIONS} | _WITH_CLIENTS,
    system=True,
    why="To where their account is reached, and to nowhere else.",
)
