"""Who sends, who sees the outbox, and who may say that they reached somebody another way."""

from stepwell.kernel.actor import Role
from stepwell.platform.access.permission import declare

SEND_MESSAGE = declare(
    "notify.send", "Have a message sent", system=True,
    why="What is sent is decided by the action that sends it; nobody writes a message by hand here.",
)  # fmt: skip
KEEP_ADDRESS = declare(
    "notify.own_address", "Say where one is reached", roles=Role, clients=True, system=True,
    why="Everybody for themselves; staff who administer, for the account they open.",
)  # fmt: skip
VIEW_OUTBOX = declare(
    "notify.view_outbox", "See which messages went out and which didn't", roles={Role.DIRECTOR, Role.PRIVACY_OFFICER}
)
REACH_ANOTHER_WAY = declare(
    "notify.reach_another_way",
    "Say that one has reached somebody whom a message didn't reach",
    roles={
        Role.DIRECTOR, Role.SUPERVISOR, Role.ADMISSIONS, Role.THERAPIST, Role.COUNSELOR, Role.CASE_MANAGER,
        Role.PRESCRIBER, Role.NURSE, Role.ON_CALL,
    },
    why="Of the people whose chart is open to them; the director of everybody at the site.",
)  # fmt: skip
TEND_OUTBOX = declare("notify.tend_outbox", "Send a message again, or say it isn't needed", roles={Role.DIRECTOR})
