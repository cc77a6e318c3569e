"""Who signs a plan, who certifies it, who signs their own, and who sets a site's review clocks."""

from django.db.models import Q

from stepwell.domain.careplan.permissions import VIEW_PLAN
from stepwell.domain.people.permissions import CLINICAL, visible_ids
from stepwell.kernel.actor import Actor, Role
from stepwell.platform.access.permission import declare

SIGN_PLAN = declare(
    "planreview.sign",
    "Review and sign plans of care",
    roles=CLINICAL,
    system=True,  # what looks each morning whose review is due
)
CERTIFY_PLAN = declare(
    "planreview.certify",
    "Certify plans of care",
    roles={Role.PRESCRIBER},
    why="Medicare asks for a physician's signature. Whom other payers take, the program's own rules say.",
)
SIGN_OWN_PLAN = declare("planreview.sign_own", "Read and sign one's own plan", clients=True)
SET_PLAN_REVIEW = declare("planreview.set", "Say how often plans are reviewed and certified", roles={Role.DIRECTOR})


def visible_versions(actor: Actor) -> Q:
    """For rows with a `client`: those whose plan the actor reads."""
    return Q() if actor.is_system else visible_ids(actor, VIEW_PLAN)
