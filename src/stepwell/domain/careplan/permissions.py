"""Who reads a plan of care and who writes in it, and the one predicate that says whose plans.

Those who treat a person write the plan with them; the director reads it, and admissions has handed over by then.
"""

from django.db.models import Q

from stepwell.domain.people.permissions import CLINICAL, visible_ids
from stepwell.kernel.actor import Actor, Role
from stepwell.platform.access.permission import declare

VIEW_PLAN = declare(
    "careplan.view_plan",
    "Read plans of care",
    roles=CLINICAL | {Role.DIRECTOR, Role.PRIVACY_OFFICER, Role.ON_CALL},
    clients=True,
    why="Not peers, billing or the front desk: a plan says what is in somebody's way. On-call: in an emergency alone.",
)
WRITE_PLAN = declare("careplan.write_plan", "Write plans of care", roles=CLINICAL)


def visible_plans(actor: Actor) -> Q:
    """Problems of the clients one may see, at the sites where one may read plans; one's own for a client."""
    return visible_ids(actor, VIEW_PLAN)
