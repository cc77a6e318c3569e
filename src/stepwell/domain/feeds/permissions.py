"""Who has a feed: whoever has sessions. It is one's own and nobody else's; the token is the door (`actions`)."""

from django.db.models import Q

from stepwell.domain.week.permissions import VIEW_SESSION
from stepwell.kernel.actor import Actor
from stepwell.platform.access.permission import declare

KEEP_FEED = declare(
    "feeds.keep",
    "Have one's own sessions in a calendar",
    roles=VIEW_SESSION.roles,
    clients=True,
    why="A feed holds one's own sessions: those a client is booked for, those that staff lead.",
)


def visible_feeds(actor: Actor) -> Q:
    """One's own."""
    if actor.client_id is not None:
        return Q(client_id=actor.client_id)
    return Q(staff_id=actor.staff_id) if actor.staff_id is not None else Q(pk__in=())
