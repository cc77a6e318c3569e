"""Who raises, sees and answers a safety event."""

from django.db.models import Q

from stepwell.domain.people.permissions import CLINICAL, SITE_WIDE, visible_ids
from stepwell.kernel.actor import Actor, Role
from stepwell.platform.access.permission import declare

RAISE_EVENT = declare(
    "safety.raise_event",
    "Say that somebody may be in danger",
    roles=CLINICAL | {Role.ADMISSIONS, Role.DIRECTOR, Role.PEER, Role.ON_CALL},
    clients=True,
    why="Whoever hears it must be able to say so, a peer too.",
)
VIEW_EVENT = declare(
    "safety.view_event",
    "See safety events",
    roles=CLINICAL | SITE_WIDE | {Role.ADMISSIONS, Role.ON_CALL},
    why="On-call sees the whole site's while the post lasts, and no chart. Not peers: the risk note is a clinician's.",
)
# Apart from VIEW_EVENT, which is the console's: a client's own Help says how far their message has come, no more.
SEE_OWN_EVENT = declare("safety.see_own_event", "See whether one's own call was seen", clients=True)
ANSWER_EVENT = declare(
    "safety.answer_event", "Acknowledge and resolve a safety event", roles=CLINICAL | {Role.DIRECTOR, Role.ON_CALL}
)

# Anybody clinical at the site may have to answer, whoever's client it is: somebody in danger outranks team walls.
# Each look is in the ledger like any other.
ANSWERS_FOR_SITE = CLINICAL | {Role.DIRECTOR, Role.ON_CALL}


def visible_events(actor: Actor) -> Q:
    """Events of clients one may see, and every event of the sites one answers for."""
    if actor.client_id is not None:
        return Q(client_id=actor.client_id)
    return visible_ids(actor, VIEW_EVENT) | Q(client__site_id__in=actor.sites_as(ANSWERS_FOR_SITE))


# The last rung: who leads the site.
LEADS_SITE = frozenset({Role.DIRECTOR, Role.SUPERVISOR})
VIEW_ROTA = declare("safety.view_rota", "See who is on call", roles=Role, system=True)
SEE_ON_CALL = declare(
    "safety.see_on_call", "See who is on call at one's own program, and call them at work", clients=True
)
KEEP_ROTA = declare("safety.keep_rota", "Say who is on call when", roles=LEADS_SITE, system=True)
PAGE = declare(
    "safety.page", "Page the next rung by the clock", system=True,
    why="By the clock the ladder does it; a person who answers events may page the next one at any time.",
)  # fmt: skip
