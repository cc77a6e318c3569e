"""Who says how a session was, who reads it, and who talks about it with them. Never family, never other clients."""

from django.db.models import Q

from stepwell.domain.people.permissions import CLINICAL, visible_ids
from stepwell.kernel.actor import Actor, Role
from stepwell.platform.access.permission import declare

SAY_FEEDBACK = declare("feedback.say", "Say how a session was", clients=True)
VIEW_FEEDBACK = declare(
    "feedback.view",
    "Read what clients say of sessions",
    roles=CLINICAL | {Role.DIRECTOR, Role.PRIVACY_OFFICER},
    why="The care team and who leads the session, once its notes are signed; the phone says so before it is sent.",
)
ANSWER_FEEDBACK = declare(
    "feedback.answer",
    "Say what came of feedback that asks for a talk",
    roles=CLINICAL,
    why="A clinician talks with them.",
)


def visible_feedback(actor: Actor) -> Q:
    """Of the clients one may see, and of everybody in a session one leads; one's own for a client."""
    if actor.client_id is not None:
        return Q(client_id=actor.client_id) if actor.may(SAY_FEEDBACK) else Q(pk__in=())
    here = Q(booking__session__site_id__in=actor.sites_for(VIEW_FEEDBACK))
    return here & (visible_ids(actor, VIEW_FEEDBACK) | Q(booking__session__leader_id=actor.staff_id))
