"""Who asks the planner, and who accepts what it proposes."""

from django.db.models import Q

from stepwell.kernel.actor import Actor, Role
from stepwell.platform.access.permission import declare

PROPOSE = declare(
    "planner.propose",
    "Ask the planner, and accept what it proposes",
    roles={Role.DIRECTOR, Role.SUPERVISOR},
    system=True,
    why="They answer for the whole week: who joins which group and who leads in somebody's place.",
)


def visible_proposals(actor: Actor) -> Q:
    """Those of the sites where one may ask."""
    return Q() if actor.is_system else Q(site_id__in=actor.sites_for(PROPOSE))
