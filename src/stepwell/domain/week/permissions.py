"""Who plans the week, calls a roll, writes and signs notes; and the predicates that say whose.

When, where and who leads a group is no secret among those who work at the site. Who sits in it is: that shows to
the group's leader, to the care teams of those who sit there, each for their own, and to who answers for the site.
"""

from django.db.models import Q

from stepwell.domain.people.models import CareTeamMember
from stepwell.domain.people.permissions import CARE, CLINICAL, SITE_WIDE, TEAM, visible_ids
from stepwell.kernel.actor import Actor, Permission, Role
from stepwell.platform.access.permission import declare

VIEW_SESSION = declare(
    "week.view_session",
    "See the site's schedule",
    roles=SITE_WIDE | TEAM | {Role.ADMISSIONS, Role.FRONT_DESK},
    system=True,
)
VIEW_ROLL = declare(
    "week.view_roll",
    "See who is in a group",
    roles=SITE_WIDE | TEAM,
    why="A peer sees of a group those of their own care teams.",
)
VIEW_NOTES = declare(
    "week.view_notes",
    "Read group notes",
    roles=SITE_WIDE | CARE,
    why="Not peers, and not billing, which needs to know that a note is signed and not what it says.",
)
VIEW_WEEK = declare(
    "week.view_week",
    "See a person's week and its hours",
    roles=SITE_WIDE | TEAM | {Role.BILLING},
    clients=True,
    why="Billing: attendance, hours and whether the note is signed, of everybody in treatment.",
)
PLAN_WEEK = declare("week.plan", "Start and extend groups", roles={Role.DIRECTOR, Role.SUPERVISOR}, system=True)
MOVE_SESSION = declare("week.move_session", "Move a session", roles=CLINICAL | {Role.DIRECTOR})
LEAD_INSTEAD = declare(
    "week.lead_instead",
    "Give one session another leader",
    roles={Role.DIRECTOR, Role.SUPERVISOR},
    why="Another leader is let into the charts of who is booked.",
)
ENROLL = declare("week.enroll", "Put a person into a group", roles={Role.ADMISSIONS, Role.DIRECTOR, Role.SUPERVISOR})
TAKE_ROLL = declare(
    "week.take_roll",
    "Call the roll of a group",
    roles=CLINICAL | {Role.DIRECTOR},
    why="Minutes on a roll are billed, so a clinician or who stands in calls it; the front desk marks arrivals.",
)
WRITE_NOTE = declare("week.write_note", "Write group notes", roles=CLINICAL)
SIGN_NOTE = declare("week.sign_note", "Sign group notes", roles=CLINICAL)

# They stand in for a leader who is ill.
_STAND_IN = frozenset({Role.SUPERVISOR, Role.DIRECTOR})


def visible_sessions(actor: Actor) -> Q:
    """Sessions of the sites where one works: time, place, leader and how many; never who."""
    return Q() if actor.is_system else Q(site_id__in=actor.sites_for(VIEW_SESSION))


def run_sessions(actor: Actor, permission: Permission) -> Q:
    """Sessions that one leads or stands in for, at the sites where one holds the permission."""
    here = actor.sites_for(permission)
    wide = here & actor.sites_as(_STAND_IN)
    runs = Q(site_id__in=wide)
    if sites := here - wide:
        runs |= Q(leader_id=actor.staff_id, site_id__in=sites)
    return runs


def visible_bookings(actor: Actor, permission: Permission = VIEW_ROLL) -> Q:
    """Whose place in a session one sees: of clients one may see, and of everybody in a session one leads.

    Asked with `VIEW_NOTES`: whose note one reads. A client sees their own place in their own week.
    """
    if actor.client_id is not None:
        return Q(client_id=actor.client_id)
    here = Q(session__site_id__in=actor.sites_for(permission))
    return here & (visible_ids(actor, permission) | Q(session__leader_id=actor.staff_id))


def signable_bookings(actor: Actor) -> Q:
    """Whose note one may write and sign: the session's leader, or a clinician on the person's team."""
    if actor.staff_id is None:
        return Q(pk__in=())
    here = Q(session__site_id__in=actor.sites_for(SIGN_NOTE))
    mine = CareTeamMember.objects.filter(staff_id=actor.staff_id, ended_at__isnull=True)
    return here & (Q(session__leader_id=actor.staff_id) | Q(client_id__in=mine.values("client_id")))
