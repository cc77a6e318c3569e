"""Who reads an assessment, who writes one and who signs it; and the predicate that says of which enquiries.

Admissions often asks the first questions, so it writes until the person starts; from then on the assessment is the
care team's. A diagnosis is a clinician's, so a clinician signs.
"""

from django.db.models import Q

from stepwell.domain.people.permissions import CLINICAL, visible_ids
from stepwell.kernel.actor import Actor, Permission, Role
from stepwell.platform.access.permission import declare

VIEW_ASSESSMENT = declare(
    "assessment.view_assessment",
    "Read assessments",
    roles=CLINICAL | {Role.DIRECTOR, Role.PRIVACY_OFFICER, Role.ADMISSIONS, Role.ON_CALL},
    why="Admissions: until the person starts. On-call: in an emergency alone. Not peers, billing or the front desk.",
)
WRITE_ASSESSMENT = declare(
    "assessment.write_assessment",
    "Write assessments",
    roles=CLINICAL | {Role.ADMISSIONS},
    why="Admissions: until the person starts.",
)
SIGN_ASSESSMENT = declare(
    "assessment.sign_assessment",
    "Sign assessments",
    roles={Role.SUPERVISOR, Role.THERAPIST, Role.COUNSELOR, Role.PRESCRIBER},
    why="It holds diagnoses, and those are a clinician's: not admissions alone, not a nurse alone.",
)


def visible_to_assess(actor: Actor, permission: Permission) -> Q:
    """The enquiries whose assessment one holds this permission for: of clients one may see, and for admissions all of
    its sites' that haven't started, also of people who come back.
    """
    desks = actor.sites_as(permission.roles & {Role.ADMISSIONS})
    return visible_ids(actor, permission) | Q(site_id__in=desks, started_at__isnull=True)
