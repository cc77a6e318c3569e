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
    leads = Q(site_id__in=actor.sites_as({Role.DIRECTOR, Role.SUPERVISOR}))
    mine = Q(owner_id=actor.staff_id) if actor.staff_id is not None else Q(pk__in=[])
    # somebody in danger outranks team walls: any clinician of the site may have to answer
    danger = Q(is_everybodys=True, site_id__in=actor.sites_as(CLINICAL | {Role.DIRECTOR, Role.ON_CALL}))
    nobodys = Q(owner__isnull=True, role="", site_id__in=actor.sites_as(_TAKES_WORK))
    for role, site_id in actor.posts:
        nobodys |= Q(owner__isnull=True, role=role.value, site_id=site_id)
    return danger | (leads | mine | nobodys) & (Q(client__isnull=True) | visible_ids(actor))
