"""Who keeps a prevention plan (its owner), who reads it, and who suggests, reviews and words. Never family."""

from django.db.models import Q

from stepwell.domain.checkins.permissions import VIEW_CHECK_INS
from stepwell.domain.people.permissions import CLINICAL, visible_ids
from stepwell.kernel.actor import Actor, Permission, Role
from stepwell.platform.access.permission import declare

KEEP_PREVENTION = declare(
    "prevention.keep",
    "Keep one's own prevention plan, skills and meetings",
    clients=True,
    why="The plan is the client's own: staff suggest, and the client takes it or not.",
)
VIEW_PREVENTION = declare(
    "prevention.view",
    "Read the prevention plan, skills and meetings outside",
    roles=VIEW_CHECK_INS.roles,
    clients=True,
    why="Whoever reads check-ins: it is told from home as they are.",
)
SUGGEST_PREVENTION = declare(
    "prevention.suggest", "Suggest a line for a client's prevention plan", roles=CLINICAL | {Role.PEER}
)
REVIEW_USE = declare(
    "prevention.review_use",
    "Look at a return to use together",
    roles=CLINICAL,
    why="It may change the plan of care, so a clinician does it.",
)
WORD_SKILLS = declare("prevention.word_skills", "Word the skills library", roles={Role.DIRECTOR, Role.SUPERVISOR})


def visible_prevention(actor: Actor, permission: Permission = VIEW_PREVENTION) -> Q:
    """Rows of the clients for whom one holds the permission; one's own for a client."""
    return visible_ids(actor, permission)
