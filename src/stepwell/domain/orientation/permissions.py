"""Who writes the packet, who has it signed, and who signs their own."""

from django.db.models import Q

from stepwell.domain.people.permissions import CARE, visible_ids
from stepwell.kernel.actor import Actor, Role
from stepwell.platform.access.permission import declare

EDIT_PACKET = declare(
    "orientation.edit_packet",
    "Edit and publish the orientation packet",
    roles={Role.DIRECTOR},
    why="What clients are told of their rights is said in the program's name.",
)
GIVE_ORIENTATION = declare(
    "orientation.give",
    "Go through the orientation packet with a client, and have it signed",
    roles=CARE | {Role.ADMISSIONS, Role.DIRECTOR, Role.SUPERVISOR, Role.FRONT_DESK, Role.PEER},
)
SIGN_ORIENTATION = declare("orientation.sign_own", "Read and sign one's own orientation packet", clients=True)


def visible_orientations(actor: Actor) -> Q:
    """Those of clients whom the actor may see; a client's own."""
    return visible_ids(actor)
