"""Who asks the questions of an instrument, who reads the answers, and who settles an alarm. Never family."""

from django.db.models import Q

from stepwell.domain.people.permissions import CARE, CLINICAL, SITE_WIDE, visible_ids
from stepwell.kernel.actor import Actor, Role
from stepwell.platform.access.permission import declare

ANSWER = declare("measures.answer", "Fill in screening questions", roles=CLINICAL | {Role.ADMISSIONS})
VIEW_ANSWERS = declare(
    "measures.view_answers",
    "Read screening answers and scores",
    roles=SITE_WIDE | CARE | {Role.ADMISSIONS, Role.ON_CALL},
    why="Not peers, billing or the front desk: answers are the most private words there are. On-call: in an emergency "
    "alone.",
)
ANSWER_OWN = declare("measures.answer_own", "Answer questions on one's own phone that staff asked for", clients=True)
VIEW_DUE = declare(
    "measures.view_due",
    "See which questions are due",
    roles=SITE_WIDE | CARE | {Role.ADMISSIONS, Role.ON_CALL},
    system=True,
    why="Whoever reads the answers: which questions somebody is asked says something of them.",
)
ASK_DUE = declare("measures.ask_due", "Ask what a schedule says, by itself", system=True)
SET_SCHEDULES = declare(
    "measures.set_schedules",
    "Say which questions are asked, of whom and how often",
    roles={Role.DIRECTOR, Role.SUPERVISOR},
    why="Who answers for the program's clinical work; what they set acts from a day on.",
)
# Even a low level has a clinician's review (docs/clinical.md, "Safety"); admissions and case managers ask, they don't
# settle it.
REVIEW_ALARM = declare(
    "measures.review_alarm",
    "Record what came of a safety answer",
    roles={Role.SUPERVISOR, Role.THERAPIST, Role.COUNSELOR, Role.PRESCRIBER, Role.NURSE},
    why="Who assesses risk by their training; case managers and admissions ask, they don't settle it.",
)


def visible_askings(actor: Actor) -> Q:
    """What the clients one may see were asked on the phone; one's own for a client."""
    return visible_ids(actor, ANSWER_OWN if actor.client_id is not None else VIEW_ANSWERS)


def visible_due(actor: Actor) -> Q:
    """Whose due questions one may see; everybody's for the part of Stepwell that asks them."""
    return Q() if actor.is_system else visible_ids(actor, VIEW_DUE)


def visible_sheets(actor: Actor) -> Q:
    """Sheets of the clients one may see."""
    return visible_ids(actor, VIEW_ANSWERS)
