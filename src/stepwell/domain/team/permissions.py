"""Who sees and runs a team meeting, and whose minutes one reads.

One reads the minutes of the people whom one may see. A prescriber signs for all who were talked about, so reads all
of them: signing is the duty for which 42 CFR §2.12(c)(3) lets the information through.
"""

from django.db.models import Q

from stepwell.domain.people.permissions import CLINICAL, visible_ids
from stepwell.kernel.actor import Actor, Role
from stepwell.platform.access.permission import declare

VIEW_MEETING = declare(
    "team.view_meeting",
    "See team meetings and read their minutes",
    roles=CLINICAL | {Role.DIRECTOR},
    why="The minutes of the people whom one may see; a prescriber signs them, so reads all of the site's.",
)
OPEN_MEETING = declare(
    "team.open_meeting",
    "Say when the team meets, and make a meeting’s agenda",
    roles={Role.SUPERVISOR, Role.DIRECTOR},
    why="The agenda is made from everybody’s chart, so by who may see the whole site.",
)
KEEP_MINUTES = declare("team.keep_minutes", "Write minutes and decisions", roles=CLINICAL | {Role.DIRECTOR})
SIGN_MEETING = declare(
    "team.sign_meeting",
    "Sign a team meeting’s minutes",
    roles={Role.PRESCRIBER},
    why="The physician’s sign-off; nothing changes after it but by an addendum.",
)


def visible_meetings(actor: Actor) -> Q:
    """Meetings of the sites where one works in treatment: the day and who was there."""
    return Q(site_id__in=actor.sites_for(VIEW_MEETING))


def visible_items(actor: Actor) -> Q:
    """Whose reasons, notes and decisions one reads."""
    return visible_ids(actor, VIEW_MEETING) & Q(meeting__site_id__in=actor.sites_for(VIEW_MEETING)) | Q(
        meeting__site_id__in=actor.sites_for(SIGN_MEETING)
    )


def written_items(actor: Actor) -> Q:
    """Whose minutes one writes."""
    return visible_ids(actor, KEEP_MINUTES) & Q(meeting__site_id__in=actor.sites_for(KEEP_MINUTES))
