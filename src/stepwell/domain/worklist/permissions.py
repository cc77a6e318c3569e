"""Whose tasks one sees: one's own, one's role's, those without an owner at one's sites; who leads a site sees all."""

from django.db.models import Q

from stepwell.domain.people.permissions import CARE, CLINICAL, SITE_WIDE, visible_ids
from stepwell.kernel.actor import Actor, Role
from stepwell.platform.access.permission import declare

VIEW_TODAY = declare("worklist.view_today", "See one's own queue", roles=Role)
RAISE_TASK = declare(
    "worklist.raise_task",
    "Put work into a queue",
    roles=SITE_WIDE | CARE | {Role.ADMISSIONS, Role.PEER, Role.ON_CALL},
    clients=True,  # a check-in raises one
    system=True,
)
# Whose is what nobody owns. Not those whose own role says what is theirs: a task's reason may hold clinical words.
_TAKES_WORK = CARE | {Role.DIRECTOR, Role.SUPERVISOR, Role.ADMISSIONS}


def visible_tasks(actor: Actor) -> Q:
    """Tasks this actor may see. But for danger, a task about a client never shows to who may not see the client."""
    led = actor.sites_as({Role.DIRECTOR, Role.SUPERVISOR})
    theirs = Q(site_id__in=led)
    if actor.staff_id is not None:
        theirs |= Q(owner_id=actor.staff_id)
    # who leads a site sees all of it anyway
    if sites := actor.sites_as(_TAKES_WORK) - led:
        theirs |= Q(owner__isnull=True, role="", site_id__in=sites)
    for role, site_id in actor.posts:
        if site_id not in led:
            theirs |= Q(owner__isnull=True, role=role.value, site_id=site_id)
    # somebody in danger outranks team walls: any clinician of the site may have to answer
    danger = Q(is_everybodys=True, site_id__in=actor.sites_as(CLINICAL | {Role.DIRECTOR, Role.ON_CALL}))
    return danger | theirs & (Q(client__isnull=True) | visible_ids(actor))
