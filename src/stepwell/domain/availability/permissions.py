"""Who sees when somebody can come, and who writes it down."""

from django.db.models import Q

from stepwell.domain.people.permissions import SITE_WIDE, TEAM, visible_ids
from stepwell.kernel.actor import Actor, Role
from stepwell.platform.access.permission import declare

VIEW_AVAILABILITY = declare(
    "availability.view",
    "See when a client can come",
    roles=SITE_WIDE | TEAM | {Role.ADMISSIONS},
    clients=True,
    system=True,  # the planner
    why="Whoever plans with them must know it; it tells of work, children and faith, so no further.",
)
KEEP_AVAILABILITY = declare(
    "availability.keep",
    "Write down when a client can come",
    roles=TEAM | {Role.ADMISSIONS, Role.DIRECTOR, Role.SUPERVISOR},
    clients=True,
    why="The team, admissions before that, and the person themselves.",
)


def visible_own_times(actor: Actor) -> Q:
    """For rows with a `client`: those of the people whose times the actor sees."""
    return Q() if actor.is_system else visible_ids(actor, VIEW_AVAILABILITY)
