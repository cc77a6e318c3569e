"""Writes about clients and their care teams."""

from datetime import datetime

from stepwell.domain.people.models import (
    CareTeamMember,
    Client,
    ClientIdentifier,
    Function,
    Phase,
    Site,
    Staff,
    Visitor,
)
from stepwell.domain.people.permissions import GIVE_PORTAL, NAME_CARE_TEAM, REGISTER_CLIENT
from stepwell.domain.people.queries import find_client
from stepwell.domain.people.rules import sort_key
from stepwell.kernel.actor import Actor
from stepwell.kernel.coding import Identifier
from stepwell.kernel.errors import NotFound, refuse
from stepwell.platform.access.permission import require
from stepwell.platform.accounts.models import User
from stepwell.platform.ledger.unit import action, record


@action
def register_client(
    *, actor: Actor, site: Site, details: dict[str, object], identifiers: tuple[Identifier, ...], now: datetime
) -> Client:
    """A person the program didn't know. `details` are columns of `Client`; names are needed."""
    require(actor, REGISTER_CLIENT)
    if site.pk not in actor.sites_for(REGISTER_CLIENT):
        raise refuse("You have no post at this site.", "site", "Choose one of your own sites.")
    client = Client(site=site, created_at=now, **details)
    client.sort_key = sort_key(client.family_name, client.given_names)
    client.save(force_insert=True)
    add_identifiers(client, identifiers)
    record(actor, "client.registered", client_id=client.pk)
    return client


def add_identifiers(client: Client, identifiers: tuple[Identifier, ...]) -> None:
    """Numbers others know the client by; those known already stay."""
    ClientIdentifier.objects.bulk_create(
        [ClientIdentifier(client=client, site_id=client.site_id, system=i.system, value=i.value) for i in identifiers],
        ignore_conflicts=True,
    )


@action
def join_care_team(*, actor: Actor, client: Client, staff: Staff, function: Function, now: datetime) -> CareTeamMember:
    """The staff member cares for the client from now on, and may open the chart. Twice is once."""
    _require_for(actor, client)
    if not staff.posts.filter(site_id=client.site_id, ended_on__isnull=True).exists():
        raise refuse(f"{staff.name} doesn't work at this site.", function.value, "Choose somebody who does.")
    member, fresh = CareTeamMember.objects.get_or_create(
        client=client, staff=staff, function=function, ended_at=None, defaults={"started_at": now}
    )
    if fresh:
        record(
            actor,
            "care_team.joined",
            client_id=client.pk,
            subject=("care team", member.pk),
            detail={"staff": staff.pk, "function": function.value},
        )
    return member


@action
def give_portal(*, actor: Actor, client: Client, account: User) -> None:
    """The client can log in with this account: one that is nobody else's, given by somebody who may see the record.

    What an account is decides whose record it opens, so it is never changed under somebody.
    """
    client = find_client(actor, client.pk, GIVE_PORTAL)
    if client.account_id not in (None, account.pk):
        raise refuse("This person has a login already.", "account", "Let them use that one.")
    taken = Client.objects.filter(account=account).exclude(pk=client.pk).exists()
    others = any(model.objects.filter(account=account).exists() for model in (Staff, Visitor))
    if taken or others:
        raise refuse("This login belongs to somebody else.", "account", "Open one for this person.")
    client.account = account
    client.save(update_fields=["account"])
    record(actor, "client.portal_given", client_id=client.pk)


@action
def change_phase(*, actor: Actor, client: Client, phase: Phase) -> None:
    """The client enters treatment, or leaves. Called by the workflows that do so."""
    _require_for(actor, client)
    client.phase = phase
    client.save(update_fields=["phase"])
    record(actor, "client.phase_changed", client_id=client.pk, detail={"phase": phase.value})


@action
def leave_care_team(*, actor: Actor, client: Client, staff: Staff, function: Function, now: datetime) -> None:
    """The staff member no longer is this to the client. The chart closes to them once they are nothing else to them."""
    _require_for(actor, client)
    open_ones = CareTeamMember.objects.select_for_update().filter(client=client, staff=staff, ended_at__isnull=True)
    for member in open_ones.filter(function=function):
        member.ended_at = now
        member.save(update_fields=["ended_at"])
        record(
            actor,
            "care_team.left",
            client_id=client.pk,
            subject=("care team", member.pk),
            detail={"staff": staff.pk, "function": function.value},
        )


def _require_for(actor: Actor, client: Client) -> None:
    """The actor names care teams at this client's own site."""
    require(actor, NAME_CARE_TEAM)
    if not actor.is_system and client.site_id not in actor.sites_for(NAME_CARE_TEAM):
        raise NotFound("client", client.pk)
