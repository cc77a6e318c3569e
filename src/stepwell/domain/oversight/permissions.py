"""Who opens a chart in an emergency, who looks at it afterwards, who reviews access, and who reads the ledger."""

from django.db.models import Q

from stepwell.domain.people.permissions import EMERGENCY
from stepwell.kernel.actor import Actor, Role
from stepwell.platform.access.permission import declare

BREAK_GLASS = declare(
    "oversight.break_glass",
    "Open a chart in an emergency",
    roles=EMERGENCY,
    why="Clinicians of the site who aren't on the care team, and on-call; director and supervisor see the site anyway.",
)
REVIEW_GLASS = declare(
    "oversight.review_glass",
    "Look at charts opened in an emergency",
    roles={Role.PRIVACY_OFFICER, Role.DIRECTOR},
    why="The privacy officer; the director where a site has none. Never who opened it.",
)
REVIEW_ACCESS = declare(
    "oversight.review_access",
    "Sign the quarterly review of access",
    roles={Role.DIRECTOR},
    system=True,  # opens it each quarter
)
SEE_REVIEW = declare(
    "oversight.see_review",
    "See reviews of access, and decide about the director's own roles",
    roles={Role.DIRECTOR, Role.SUPERVISOR, Role.PRIVACY_OFFICER},
    why="Nobody decides about themselves: another director, the supervisor or the privacy officer decides the "
    "director's own line.",
)
READ_LEDGER = declare(
    "oversight.read_ledger",
    "Read who did and saw what",
    roles={Role.PRIVACY_OFFICER, Role.AUDITOR},
    why="Those who answer for it and those who check it. Their own reading is written down like any other.",
)


def visible_glasses(actor: Actor) -> Q:
    """Emergencies of the sites where one looks at them."""
    return Q(site_id__in=actor.sites_for(REVIEW_GLASS))


def visible_reviews(actor: Actor) -> Q:
    """Reviews of the sites where one sees them."""
    return Q(site_id__in=actor.sites_for(SEE_REVIEW))
