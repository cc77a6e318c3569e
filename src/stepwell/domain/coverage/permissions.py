"""Who sees what payers authorized, and who enters it."""

from django.db.models import Q

from stepwell.domain.people.permissions import CARE, SITE_WIDE, visible_ids
from stepwell.kernel.actor import Actor, Role
from stepwell.platform.access.permission import declare

VIEW_AUTHORIZATIONS = declare(
    "coverage.view",
    "See what a payer authorized",
    roles=SITE_WIDE | CARE | {Role.BILLING},
    system=True,  # what looks every morning whether one runs out
    why="The care team plans by it. Not peers, the front desk or admissions: none of them plans or bills treatment.",
)
KEEP_AUTHORIZATIONS = declare(
    "coverage.keep",
    "Enter, correct and end authorizations",
    roles={Role.BILLING, Role.CASE_MANAGER, Role.DIRECTOR},
    why="Who speaks with payers. The front desk can't open a chart, and has no need to.",
)
SET_COVERAGE = declare(
    "coverage.set", "Say how early a site hears that an authorization runs out", roles={Role.DIRECTOR}
)


def visible_authorizations(actor: Actor) -> Q:
    """For rows with a `client`: those of clients for whom the actor sees them."""
    return Q() if actor.is_system else visible_ids(actor, VIEW_AUTHORIZATIONS)
