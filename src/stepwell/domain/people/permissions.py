"""Who may see a client, and the one predicate that decides which clients.

A chart opens to the care team, to the roles that answer for the whole site, before treatment to admissions and after
its beginning to billing. A colleague who isn't on the team doesn't see it: that is what 42 CFR §2.12(c)(3) calls a need
for the information. In an emergency a clinician opens one chart by itself (ADR 11): the actor carries it, for
the requests that go to that chart alone, so that no list grows by it.

How far a role reaches is said here, and what it may do there by the permission that is asked for: somebody who is at
the desk and on a care team doesn't read at the desk what the care team reads.
"""

from django.db.models import BooleanField, ExpressionWrapper, Q

from stepwell.domain.people.models import CareTeamMember, Client, Phase
from stepwell.kernel.actor import Actor, Permission, Role
from stepwell.platform.access.permission import declare

SITE_WIDE = frozenset({Role.DIRECTOR, Role.SUPERVISOR, Role.PRIVACY_OFFICER})
CARE = frozenset({Role.THERAPIST, Role.COUNSELOR, Role.CASE_MANAGER, Role.PRESCRIBER, Role.NURSE})
CLINICAL = CARE | {Role.SUPERVISOR}
# Whom a place in a care team opens the chart to, each as far as their own permissions go.
TEAM = CARE | {Role.PEER}

# Who may open one chart by itself in an emergency (`domain.oversight`); the actor then carries it as `chart_id`.
EMERGENCY = CARE | {Role.ON_CALL}

VIEW_CLIENT = declare(
    "people.view_client",
    "See a client's chart",
    roles=SITE_WIDE | TEAM | {Role.ADMISSIONS, Role.ON_CALL, Role.BILLING},
    clients=True,
    why="Care team roles and peers: the people of their care teams. Admissions: who is enquiring. Billing: who is or "
    "was in treatment. On-call: only a chart opened in an emergency. Privacy officer: answers people who ask for their "
    "own record. What stands in the chart, the other permissions say.",
)
VIEW_TEAM = declare("people.view_team", "See who works here", roles=Role, clients=True)
REGISTER_CLIENT = declare("people.register_client", "Register a person", roles={Role.ADMISSIONS, Role.DIRECTOR})
NAME_CARE_TEAM = declare(
    "people.name_care_team",
    "Name a client's care team",
    roles={Role.ADMISSIONS, Role.DIRECTOR, Role.SUPERVISOR},
    system=True,  # a group's leader leaves the team when the client has left the group
)
GIVE_PORTAL = declare(
    "people.give_portal",
    "Give a client a login",
    roles={Role.DIRECTOR, Role.SUPERVISOR, Role.ADMISSIONS, Role.THERAPIST, Role.COUNSELOR, Role.CASE_MANAGER},
    why="Of the people whose chart is open to them. Closing it is the director's.",
)
ADMINISTER = declare("people.administer", "Set up sites, staff and posts", roles={Role.DIRECTOR}, system=True)

INVITE_VISITOR = declare(
    "people.invite_visitor",
    "Give family or a referrer a login",
    roles={Role.DIRECTOR, Role.ADMISSIONS},
    system=True,
    why="It opens nobody's record: what they may see, a consent of the client says. Closing it is the director's.",
)


def visible_clients(actor: Actor, permission: Permission = VIEW_CLIENT) -> Q:
    """For which clients this actor holds the permission: feeds lists, pages, exports and every later part's predicate.

    Each role reaches as far as it reaches, and only where it holds the permission itself.
    """
    if actor.client_id is not None:
        return Q(pk=actor.client_id) if actor.may(permission) else Q(pk__in=())
    holds = permission.roles
    wide = actor.sites_as(SITE_WIDE & holds)
    seen = Q(site_id__in=wide)
    # only what adds something: this stands in nearly every statement, and its building is felt
    if sites := actor.sites_as(holds & {Role.ADMISSIONS}) - wide:
        seen |= Q(site_id__in=sites, phase=Phase.ENQUIRING)
    if sites := actor.sites_as(holds & {Role.BILLING}) - wide:
        seen |= Q(site_id__in=sites) & ~Q(phase=Phase.ENQUIRING)
    if actor.staff_id is not None and (sites := actor.sites_as(TEAM & holds) - wide):
        mine = CareTeamMember.objects.filter(staff_id=actor.staff_id, ended_at__isnull=True)
        seen |= Q(site_id__in=sites, pk__in=mine.values("client_id"))
    if actor.chart_id is not None and (sites := actor.sites_as(EMERGENCY & holds) - wide):
        seen |= Q(pk=actor.chart_id, site_id__in=sites)
    return seen


def as_flag(condition: Q) -> "ExpressionWrapper[Q]":
    """A condition as a column: what the actor may do with each row."""
    return ExpressionWrapper(condition, output_field=BooleanField())


def visible_ids(actor: Actor, permission: Permission = VIEW_CLIENT) -> Q:
    """The same predicate for rows that have a `client`: `Q(client_id in those)`."""
    if actor.client_id is not None:
        return Q(client_id=actor.client_id) if actor.may(permission) else Q(client_id__in=())
    return Q(client_id__in=Client.objects.filter(visible_clients(actor, permission)).values("pk"))
