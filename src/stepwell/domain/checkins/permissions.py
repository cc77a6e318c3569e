"""Who sends and who reads check-ins: the client, and who may see the client's chart for care. Never family."""

from django.db.models import Q

from stepwell.domain.people.permissions import CLINICAL, visible_ids
from stepwell.kernel.actor import Actor, Role
from stepwell.platform.access.permission import declare

CHECK_IN = declare("checkins.check_in", "Send one's own check-in", clients=True)
VIEW_CHECK_INS = declare(
    "checkins.view",
    "Read check-ins",
    roles=CLINICAL | {Role.DIRECTOR, Role.PRIVACY_OFFICER, Role.PEER, Role.ON_CALL},
    clients=True,
    why="A peer walks beside a person day by day; the phone names who reads before a check-in is sent.",
)
SEE_CHECK_IN = declare(
    "checkins.see",
    "Mark a check-in as seen",
    roles=CLINICAL,
    why="It takes the check-in off the clinicians' lists, so a clinician does it: not a peer.",
)
SEND_LINK = declare(
    "checkins.send_link",
    "Text a link to one check-in",
    roles=CLINICAL | {Role.PEER},
    why="Who walks beside a person; the text says nothing, and goes only where texts are safe.",
)


def visible_check_ins(actor: Actor) -> Q:
    """Check-ins of the clients one may see, at the sites where one may read check-ins; one's own for a client."""
    return visible_ids(actor, VIEW_CHECK_INS)
