"""Who may see a client, and the one predicate that decides which clients.

A chart opens to the care team, to the roles that answer for the whole site, and, before treatment, to admissions.
A colleague who isn't on the team doesn't see it: that is what 42 CFR §2.12(c)(3) calls a need for the information.
"""

from django.db.models import Q

from stepwell.domain.people.models import CareTeamMember, Client, Phase
from stepwell.kernel.actor import Actor, Role
from stepwell.platform.access.permission import declare

SITE_WIDE = frozenset({Role.DIRECTOR, Role.SUPERVISOR, Role.PRIVACY_OFFICER})
CARE = frozenset({Role.THERAPIST, Role.COUNSELOR, Role.CASE_MANAGER})
CLINICAL = CARE | {Role.SUPERVISOR}

VIEW_CLIENT = declare(
    "people.view_client", "See a client's chart", roles=SITE_WIDE | CARE | {Role.ADMISSIONS}, clients=True
)
VIEW_TEAM = declare("people.view_team", "See who works here", roles=Role, clients=True)
REGISTER_CLIENT = declare("people.register_client", "Register a person", roles={Role.ADMISSIONS, Role.DIRECTOR})
NAME_CARE_TEAM = declare(
    "people.name_care_team",
    "Name a client's care team",
    roles={Role.ADMISSIONS, Role.DIRECTOR, Role.SUPERVISOR},
    system=True,  # a group's leader leaves the team when the client has left the group
)
ADMINISTER = declare("people.administer", "Set up sites, staff and posts", roles={Role.DIRECTOR}, system=True)


def visible_clients(actor: Actor) -> Q:
    """Which clients this actor may see: feeds lists, pages, exports and every later part's predicate alike."""
    if actor.client_id is not None:
        return Q(pk=actor.client_id)
    seen = Q(site_id__in=actor.sites_as(SITE_WIDE))
    seen |= Q(site_id__in=actor.sites_as({Role.ADMISSIONS}), phase=Phase.ENQUIRING)
    if actor.staff_id is not None:
        mine = CareTeamMember.objects.filter(staff_id=actor.staff_id, ended_at__isnull=True)
        seen |= Q(site_id__in=actor.sites_as(CARE), pk__in=mine.values("client_id"))
    return seen


def visible_ids(actor: Actor) -> Q:
    """The same predicate for rows that have a `client`: `Q(client_id in those)`."""
    if actor.client_id is not None:
        return Q(client_id=actor.client_id)
    return Q(client_id__in=Client.objects.filter(visible_clients(actor)).values("pk"))
