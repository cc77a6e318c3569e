"""Who cares for somebody: one more named, or one taken off, and what they had to do goes on with somebody else.

Admissions names the first team when a person starts (`workflows.admit`), and who leads a group belongs to the team as
long as the person is in it (`week`). Everybody else is named here: a prescriber, a nurse, a peer, the next
counselor.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from stepwell.domain.admissions.models import Episode
from stepwell.domain.careplan.actions import hand_over_objectives
from stepwell.domain.people.actions import join_care_team, leave_care_team
from stepwell.domain.people.models import CareTeamMember, Client, Function, Phase, Staff
from stepwell.domain.people.permissions import NAME_CARE_TEAM
from stepwell.domain.people.queries import counselor_of, find_client, site_staff, staff_by_role
from stepwell.domain.planreview.actions import check_clocks
from stepwell.domain.worklist.actions import hand_over_tasks_of_client
from stepwell.kernel.actor import Actor, Role, system
from stepwell.kernel.errors import NotFound, refuse
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import action
from stepwell.workflows.admit import CASE_MANAGERS, COUNSELORS, THERAPISTS

# Who can be named for what. A group's leader isn't named: they come and go with the group.
ABLE: Mapping[Function, tuple[Role, ...]] = MappingProxyType(
    {
        Function.COUNSELOR: COUNSELORS,
        Function.THERAPIST: THERAPISTS,
        Function.CASE_MANAGER: CASE_MANAGERS,
        Function.PRESCRIBER: (Role.PRESCRIBER,),
        Function.NURSE: (Role.NURSE,),
        Function.PEER: (Role.PEER,),
    }
)
# Without these nobody starts, and nobody who is in treatment stays without one.
NEEDED = (Function.COUNSELOR, Function.CASE_MANAGER)
# What is only its author's to do: a note is signed by who held the session, also after they have left the team.
THEIRS_ALONE = ("notes.unsigned", "notes.cosign", "note.returned")


@dataclass(frozen=True, slots=True)
class Left:
    """Who left, and to whom how much of their work went; `successor` is None where they had none."""

    staff: Staff
    successor: Staff | None
    tasks: int
    objectives: int


def nameable(actor: Actor, client: Client) -> dict[Function, list[Staff]]:
    """Who could be named for each place, by name, without those who have it."""
    require(actor, NAME_CARE_TEAM)
    there = {*client.care_team.filter(ended_at__isnull=True).values_list("function", "staff_id")}
    works = staff_by_role(actor, client.site)
    found: dict[Function, list[Staff]] = {}
    for function, roles in ABLE.items():
        able = {one.pk: one for role in roles for one in works.get(role, ()) if (function.value, one.pk) not in there}
        found[function] = sorted(able.values(), key=lambda one: one.name)
    return found


@action
def name_member(*, actor: Actor, client_id: UUID, function: Function, staff_id: int, now: datetime) -> CareTeamMember:
    """They care for the person from now on, and the chart is open to them. Twice is once."""
    client = find_client(actor, client_id, NAME_CARE_TEAM)
    roles = ABLE.get(function)
    if roles is None:
        raise refuse("Who leads a group comes with the group.", "member", "Add the person to the group.")
    staff = next((one for one in site_staff(actor, client.site, roles) if one.pk == staff_id), None)
    if staff is None:
        raise refuse(f"This isn't a {function.value} of the site.", "member", "Choose one of the list.")
    member = join_care_team(actor=actor, client=client, staff=staff, function=function, now=now)
    _look_at_clocks(client, now)
    return member


@action
def take_off(*, actor: Actor, client_id: UUID, member_id: int, now: datetime) -> Left:
    """They are no longer this to the person. What they had to do goes to who is it now, else to the counselor, unless
    they stay on the team as something else.
    """
    client = find_client(actor, client_id, NAME_CARE_TEAM)
    members = CareTeamMember.objects.select_for_update(of=("self",)).select_related("staff")
    there = list(members.filter(client=client, ended_at__isnull=True).order_by("started_at", "pk"))
    member = next((one for one in there if one.pk == member_id), None)
    if member is None:
        raise NotFound("care team member")
    function, staff = Function(member.function), member.staff
    if function not in ABLE:
        mend = "It ends when the person leaves the group, or somebody else leads it."
        raise refuse(f"{staff.name} leads a group of theirs.", "", mend)
    others = [one.staff for one in there if one.function == function and one.staff_id != staff.pk]
    if function in NEEDED and not others and client.phase == Phase.IN_TREATMENT:
        raise refuse(f"Nobody else is their {function.value}.", "", "Name the next one first.")
    leave_care_team(actor=actor, client=client, staff=staff, function=function, now=now)
    # first: a certification that nobody can give any more is nobody's to take over
    _look_at_clocks(client, now)
    stays = any(one.staff_id == staff.pk and one.pk != member.pk for one in there)
    return Left(staff, None, 0, 0) if stays else _hand_over(actor, client, staff, others, now)


def _hand_over(actor: Actor, client: Client, staff: Staff, others: list[Staff], now: datetime) -> Left:
    successor = others[0] if others else counselor_of(client)
    if successor is None:
        return Left(staff, None, 0, 0)
    tasks = hand_over_tasks_of_client(
        actor=actor, client_id=client.pk, from_id=staff.pk, to=successor, but=THEIRS_ALONE
    )
    objectives = hand_over_objectives(actor=actor, client_id=client.pk, from_id=staff.pk, to=successor, now=now)
    return Left(staff, successor if tasks or objectives else None, tasks, objectives)


def _look_at_clocks(client: Client, now: datetime) -> None:
    """Whose a plan's certification is may have changed: a prescriber came, or the only one went."""
    for episode in Episode.objects.filter(client=client, ended_on__isnull=True).select_related("client__site"):
        check_clocks(actor=system("plan review"), episode=episode, now=now)
