"""Who sees an enquiry, works on it, places a person and lets them start; and the predicates that say which ones.

Admissions sees its site's enquiries, also of people who were here before: a person who asks to come back is in no
chart that admissions may open, and must be answered all the same. The chart itself stays with the care team.
"""

from django.db.models import Q

from stepwell.domain.people.permissions import CARE, SITE_WIDE, TEAM, visible_ids
from stepwell.kernel.actor import Actor, Role
from stepwell.platform.access.permission import declare

# Who can own an enquiry: whoever sees all of a site's.
OWNERS = (*(SITE_WIDE - {Role.PRIVACY_OFFICER}), Role.ADMISSIONS)
VIEW_ENQUIRY = declare(
    "admissions.view_enquiry", "See enquiries and what referrers sent", roles=SITE_WIDE | CARE | {Role.ADMISSIONS}
)
WORK_ENQUIRY = declare("admissions.work_enquiry", "Take in referrals and calls", roles={Role.ADMISSIONS, Role.DIRECTOR})
# A nurse hands out naloxone and a counselor teaches: whoever sees the enquiry and does the work writes it down.
GIVE_INTERIM = declare(
    "admissions.give_interim",
    "Record what somebody is given who can't start yet",
    roles=CARE | {Role.SUPERVISOR, Role.ADMISSIONS, Role.DIRECTOR},
)
RECEIVE_ONLINE = declare("admissions.receive_online", "Take in what somebody wrote in the public form", system=True)
# Whoever asks the last question of the last instrument finishes the screening.
MARK_SCREENED = declare("admissions.mark_screened", "Finish screening", roles=CARE | {Role.SUPERVISOR, Role.ADMISSIONS})
# Admissions gathers evidence and rates; a level of care is a clinical decision, so a clinician confirms it
# (docs/clinical.md, "Levels of care"). Who is both in a program holds both posts.
RATE_PLACEMENT = declare(
    "admissions.rate_placement",
    "Rate the six dimensions",
    roles={Role.ADMISSIONS, Role.SUPERVISOR, Role.THERAPIST, Role.COUNSELOR, Role.PRESCRIBER, Role.NURSE},
    why="A nurse and a prescriber know withdrawal and medical conditions best (dimensions 1 and 2).",
)
CONFIRM_PLACEMENT = declare(
    "admissions.confirm_placement",
    "Decide a level of care",
    roles={Role.SUPERVISOR, Role.THERAPIST, Role.COUNSELOR, Role.PRESCRIBER},
    why="A level of care is a clinical decision: not admissions alone, not a nurse alone.",
)
# The one page where the biopsychosocial assessment is said to be finished; whoever writes it says so.
MARK_ASSESSED = declare(
    "admissions.mark_assessed",
    "Say that an assessment is finished",
    roles={Role.SUPERVISOR, Role.THERAPIST, Role.COUNSELOR, Role.PRESCRIBER, Role.NURSE},
    why="What an assessment has to hold is a clinical judgment, not a matter of dates.",
)
SET_PROTOCOL = declare(
    "admissions.set_protocol", "Set how fast admissions answers, and how often it tries", roles={Role.DIRECTOR}
)
START_EPISODE = declare(
    "admissions.start_episode",
    "Let a person start in a track",
    roles={Role.ADMISSIONS, Role.DIRECTOR, Role.SUPERVISOR},
)
# Whoever answers for the site: the chart closes to the care team, and places in groups are given back.
END_EPISODE = declare("admissions.end_episode", "Let a stay in a track end", roles={Role.DIRECTOR, Role.SUPERVISOR})
RECORD_OUTSIDE = declare(
    "admissions.record_outside",
    "Record where else somebody lives or is treated",
    roles=TEAM | {Role.SUPERVISOR, Role.ADMISSIONS, Role.DIRECTOR},
)
VIEW_STAYS = declare(
    "admissions.view_stays",
    "See a person's stays here and elsewhere",
    roles=SITE_WIDE | TEAM | {Role.ADMISSIONS, Role.ON_CALL, Role.BILLING},
)
VIEW_EPISODE = declare(
    "admissions.view_episode",
    "See which track a person is in",
    roles=SITE_WIDE | TEAM | {Role.ADMISSIONS, Role.ON_CALL, Role.BILLING},
    clients=True,
    why="Hours are counted against a track: whoever sees a week sees the track, never the placement behind it.",
)


def visible_enquiries(actor: Actor) -> Q:
    """The enquiries of clients one may see, and for admissions all of its sites'."""
    return visible_ids(actor, VIEW_ENQUIRY) | Q(site_id__in=actor.sites_as({Role.ADMISSIONS}))


def visible_referrals(actor: Actor) -> Q:
    """The same for what referrers sent; one that has no person yet shows to who takes referrals in, alone."""
    waiting = Q(client__isnull=True, site_id__in=actor.sites_for(WORK_ENQUIRY))
    return visible_enquiries(actor) | waiting


def visible_online(actor: Actor) -> Q:
    """What was written in the public form shows to who takes enquiries in, alone."""
    return Q(site_id__in=actor.sites_for(WORK_ENQUIRY))


def visible_episodes(actor: Actor) -> Q:
    """The stays of clients one may see; a client's own."""
    return visible_ids(actor, VIEW_EPISODE)
