"""Who keeps consents, who says who may receive, and what a recipient's system may ask for.

The console's roles reach the consents of the clients they may see. A recipient's system has no predicate of its own:
what it may see is decided item by item, by `rules.may_see`, and it sees no client without a consent.
"""

from django.db.models import Q

from stepwell.domain.people.permissions import visible_ids
from stepwell.kernel.actor import Actor, Outside, Role
from stepwell.platform.access.permission import declare

KEEP_CONSENTS = declare(
    "consent.keep",
    "Record, see and revoke consents",
    roles={Role.ADMISSIONS, Role.DIRECTOR, Role.PRIVACY_OFFICER, Role.CASE_MANAGER, Role.COUNSELOR},
)
ADMINISTER_EXCHANGE = declare(
    "consent.administer_exchange",
    "Say which organizations may receive, and give them tokens",
    roles={Role.PRIVACY_OFFICER, Role.DIRECTOR},
)
SIGN_OWN = declare(
    "consent.sign_own",
    "Read one's own consents and who received, sign one, take one back",
    clients=True,
)
CONNECT_LOGIN = declare(
    "consent.connect_login",
    "Say which login a recipient has",
    roles={Role.ADMISSIONS, Role.CASE_MANAGER, Role.DIRECTOR},
    why="Those who give family and referrers a login, and who is in touch with them once treatment has begun. It opens "
    "nothing that no consent opens.",
)
SEE_SHARED = declare(
    "consent.see_shared",
    "See what a client's consent opens to oneself",
    outside={Outside.FAMILY, Outside.REFERRER},
)
READ_PATIENT = declare("consent.read_patient", "Read who a client is, from another system", scope="patient.read")
# What a token can be issued for, with the words of the page.
SCOPES = {READ_PATIENT.scope: "Read who a client is (Patient)"}


def visible_consents(actor: Actor) -> Q:
    """Consents of clients that the actor may see."""
    return visible_ids(actor)


def own_recipients(actor: Actor) -> Q:
    """Organizations of the sites whose exchange the actor answers for; a client's own people are none."""
    return Q(client__isnull=True, site_id__in=actor.sites_for(ADMINISTER_EXCHANGE))
