"""Who plans the week, calls a roll, writes and signs notes; and the predicates that say whose.

When, where and who leads a group is no secret among those who work at the site. Who sits in it is: that shows to
the group's leader, to the care teams of those who sit there, each for their own, and to who answers for the site.
"""

from django.db.models import Q

from stepwell.domain.people.models import CareTeamMember, Client
from stepwell.domain.people.permissions import CARE, CLINICAL, SITE_WIDE, TEAM, visible_clients, visible_ids
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
    system=True,  # what looks every morning whether an authorization runs out, and for who hasn't come
    why="Billing: attendance, hours and whether the note is signed, of everybody in treatment.",
)
PLAN_WEEK = declare("week.plan", "Start, change and end groups", roles={Role.DIRECTOR, Role.SUPERVISOR}, system=True)
PLAN_OWN = declare(
    "week.plan_own",
    "Plan a person's own sessions: one to one, or with family",
    roles=CLINICAL | {Role.DIRECTOR},
    why="Each for whom they may see. Somebody of the person's care team leads them, so that no chart opens by it.",
)
MOVE_SESSION = declare("week.move_session", "Move, change or cancel a session", roles=CLINICAL | {Role.DIRECTOR})
LEAD_INSTEAD = declare(
    "week.lead_instead",
    "Give one session another leader",
    roles={Role.DIRECTOR, Role.SUPERVISOR},
    why="Another leader is let into the charts of who is booked.",
)
TELL_CHANGE = declare(
    "week.tell_change",
    "Tell somebody that one of their sessions changed",
    roles=CLINICAL | {Role.CASE_MANAGER, Role.DIRECTOR},
    why="Each for whom they may see, where no message may go.",
)
ENROLL = declare("week.enroll", "Put a person into a group", roles={Role.ADMISSIONS, Role.DIRECTOR, Role.SUPERVISOR})
ASK_SEAT = declare(
    "week.ask_seat",
    "Ask for a seat in a group",
    roles=CLINICAL | {Role.ADMISSIONS, Role.DIRECTOR},
    why="Each for whom they may see. A held seat is confirmed by who may put a person into a group.",
)
KEEP_APART = declare(
    "week.keep_apart",
    "Say who is kept apart in groups",
    roles=CLINICAL | {Role.DIRECTOR},
    why="It shows to who may see both people; who may not is told only that a group can't take somebody.",
)
TAKE_ROLL = declare(
    "week.take_roll",
    "Call the roll of a group",
    roles=CLINICAL | {Role.DIRECTOR},
    why="Minutes on a roll are billed, so a clinician or who stands in calls it; the front desk marks arrivals.",
)
RESCUE = declare(
    "week.rescue",
    "Look for somebody who didn't come, and write down why and what was arranged",
    roles={Role.THERAPIST, Role.COUNSELOR, Role.CASE_MANAGER, Role.SUPERVISOR, Role.DIRECTOR},
    system=True,
    why="Of the care team those who speak with people about their week.",
)
BOOK_MAKE_UP = declare(
    "week.book_make_up",
    "Book a seat in another session that makes up for missing hours",
    roles={Role.THERAPIST, Role.COUNSELOR, Role.CASE_MANAGER, Role.SUPERVISOR, Role.DIRECTOR},
    why="One seat in one session, for people of their own; who belongs to a group, admissions and those who lead say.",
)
SET_RESCUE = declare(
    "week.set_rescue", "Say how often somebody is tried, and what counts as a pattern", roles={Role.DIRECTOR}
)
WRITE_NOTE = declare("week.write_note", "Write group notes", roles=CLINICAL)
SIGN_NOTE = declare("week.sign_note", "Sign group notes", roles=CLINICAL)
EDIT_TEMPLATE = declare(
    "week.edit_template", "Say what shared notes begin with", roles={Role.DIRECTOR, Role.SUPERVISOR}
)
COSIGN_NOTE = declare(
    "week.cosign_note",
    "Co-sign notes of who is under supervision",
    roles=CLINICAL,
    why="Those for whom a note waits: it is said of a post who signs beside it. A clinical supervisor stands in.",
)

RUN_KIOSK = declare(
    "week.run_kiosk",
    "Set up a device at the door",
    roles=CLINICAL | {Role.DIRECTOR, Role.ADMISSIONS, Role.FRONT_DESK},
    why="Who is there types a code. The device shows nobody's name, and an arrival is no roll.",
)
RECEIVE = declare(
    "week.receive",
    "See who is expected today, and mark who is here",
    roles={Role.FRONT_DESK, Role.ADMISSIONS},
    why="A name, a time and a room: not which group, and nothing of care. An arrival is no roll.",
)
ARRIVE = declare("week.arrive", "Say that one is here", clients=True)

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


def visible_enrollments(actor: Actor) -> Q:
    """Whose place in a group one sees: of clients one may see, and of everybody in a group one leads."""
    here = Q(series__site_id__in=actor.sites_for(VIEW_ROLL))
    return here & (visible_ids(actor, VIEW_ROLL) | Q(series__leader_id=actor.staff_id))


def visible_pairs(actor: Actor) -> Q:
    """Pairs who are kept apart, of whom one may see both."""
    seen = Client.objects.filter(visible_clients(actor, KEEP_APART)).values("pk")
    return Q(first_id__in=seen, second_id__in=seen)


def visible_bookings(actor: Actor, permission: Permission = VIEW_ROLL) -> Q:
    """Whose place in a session one sees: of clients one may see, and of everybody in a session one leads.

    Asked with `VIEW_NOTES`: whose note one reads. A client sees their own place in their own week.
    """
    if actor.client_id is not None:
        return Q(client_id=actor.client_id)
    if actor.is_system:
        return Q() if permission.system else Q(pk__in=())
    here = Q(session__site_id__in=actor.sites_for(permission))
    return here & (visible_ids(actor, permission) | Q(session__leader_id=actor.staff_id))


def cosignable_notes(actor: Actor) -> Q:
    """Which notes of others one may co-sign: those that wait for oneself, and all of the site for its supervisor."""
    if actor.staff_id is None:
        return Q(pk__in=())
    here = Q(booking__session__site_id__in=actor.sites_for(COSIGN_NOTE), cosignature__isnull=False)
    theirs = Q(cosignature__asked_of_id=actor.staff_id)
    if wide := actor.sites_as({Role.SUPERVISOR}):
        theirs |= Q(booking__session__site_id__in=wide)
    return here & theirs & ~Q(signed_by_id=actor.staff_id)


def signable_bookings(actor: Actor) -> Q:
    """Whose note one may write and sign: the session's leader, or a clinician on the person's team."""
    if actor.staff_id is None:
        return Q(pk__in=())
    here = Q(session__site_id__in=actor.sites_for(SIGN_NOTE))
    mine = CareTeamMember.objects.filter(staff_id=actor.staff_id, ended_at__isnull=True)
    return here & (Q(session__leader_id=actor.staff_id) | Q(client_id__in=mine.values("client_id")))


def expected_bookings(actor: Actor) -> Q:
    """Who is expected at the sites where one receives people: everybody, by name, time and room alone."""
    return Q(session__site_id__in=actor.sites_for(RECEIVE))


def visible_outreaches(actor: Actor) -> Q:
    """Those who didn't come and whom one looks for: of clients for whom one holds the permission."""
    return Q() if actor.is_system else visible_ids(actor, RESCUE)
