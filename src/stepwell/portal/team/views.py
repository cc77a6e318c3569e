"""My team: names, what each is there for, and the number at which they are reached."""

from dataclasses import dataclass

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from stepwell.domain.people.models import Function
from stepwell.domain.people.queries import care_team, own_client
from stepwell.platform.access.door import Request, page
from stepwell.portal.permissions import OPEN_PORTAL

# Our own words, in the order in which a person asks for them.
_THERE_FOR: dict[str, tuple[Promise, Promise]] = {
    Function.COUNSELOR: (_("Your counselor"), _("Writes your plan with you and sees you through it.")),
    Function.THERAPIST: (_("Your therapist"), _("Sees you alone, about what weighs on you.")),
    Function.CASE_MANAGER: (
        _("Your case manager"),
        _("Rides, child care, housing, court, money, work: ask them first."),
    ),
    Function.GROUP_LEADER: (_("Leads a group of yours"), _("Ask them about the group.")),
    Function.PRESCRIBER: (
        _("Prescribes your medication"),
        _("Ask before you stop or change anything you take."),
    ),
    Function.NURSE: (_("Your nurse"), _("Doses, side effects, withdrawal, other illness.")),
    Function.PEER: (_("Peer"), _("Has been where you are.")),
}
_ORDER = [*_THERE_FOR]


@dataclass(frozen=True, slots=True)
class TeamMember:
    """One of them as the client reads it: `roles` are what they are to this client, each with what it is for."""

    name: str
    credentials: str
    roles: list[tuple[Promise, Promise]]


@page(OPEN_PORTAL)
@require_GET
def team(request: Request) -> HttpResponseBase:
    """Each person once, however many parts they have. Their own phones stay theirs: the program's number is given."""
    client = own_client(request.actor)
    by_person: dict[int, TeamMember] = {}
    for member in sorted(care_team(request.actor, client), key=lambda one: _ORDER.index(one.function)):
        staff = member.staff
        one = by_person.setdefault(staff.pk, TeamMember(staff.name, staff.credentials, []))
        one.roles.append(_THERE_FOR[member.function])
    context = {"team": [*by_person.values()], "phone": client.site.phone}
    return render(request, "portal/team.html", context)
