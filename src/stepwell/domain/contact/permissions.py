"""Who sees how somebody may be reached, who writes it down, and who looks at emergencies afterwards."""

from django.db.models import Q

from stepwell.domain.people.permissions import SITE_WIDE, TEAM, visible_ids
from stepwell.kernel.actor import Actor, Role
from stepwell.platform.access.permission import declare

VIEW_CONTACT = declare(
    "contact.view",
    "See how somebody may be reached",
    roles=SITE_WIDE | TEAM | {Role.ADMISSIONS, Role.ON_CALL, Role.BILLING},
    clients=True,
    system=True,  # what sends messages asks
    why="Whoever may call or write to them must know how, so it reaches as far as the chart does.",
)
MIND_CONTACT = declare(
    "contact.view_shown",
    "See what to mind before calling a number that is shown",
    roles=Role,
    why="A number on Crisis comes with how to use it, for whoever sees that number.",
)
KEEP_CONTACT = declare(
    "contact.keep",
    "Write down how somebody may be reached",
    roles=TEAM | {Role.ADMISSIONS, Role.DIRECTOR, Role.SUPERVISOR},
    clients=True,
    system=True,  # what somebody said in the public form goes with them
    why="The team, admissions before that, and the person themselves.",
)
CONTACT_IN_EMERGENCY = declare(
    "contact.emergency",
    "Contact somebody in an emergency against their wish",
    roles=TEAM | {Role.ADMISSIONS, Role.DIRECTOR, Role.SUPERVISOR, Role.ON_CALL},
    why="With a reason in words; the privacy officer looks at it.",
)
REVIEW_CONTACT = declare(
    "contact.review_emergency",
    "Look at contacts in an emergency",
    roles={Role.PRIVACY_OFFICER, Role.DIRECTOR},
    why="The privacy officer; the director where a site has none. Never who declared it.",
)


def visible_contacts(actor: Actor) -> Q:
    """For rows with a `client`: those of the people whose wishes the actor sees."""
    return Q() if actor.is_system else visible_ids(actor, VIEW_CONTACT)
