"""Writes about people: one function per verb."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import available_timezones

from stepwell.domain.people.models import CareTeamMember, Client, ClientIdentifier, Function, Phase, Post, Site, Staff
from stepwell.domain.people.permissions import ADMINISTER, NAME_CARE_TEAM, REGISTER_CLIENT
from stepwell.domain.people.queries import find_client
from stepwell.domain.people.rules import sort_key
from stepwell.kernel.actor import Actor, Role
from stepwell.kernel.coding import Identifier
from stepwell.kernel.errors import NotFound, refuse
from stepwell.platform.access.permission import require, require_at
from stepwell.platform.accounts.models import User
from stepwell.platform.ledger.unit import action, record


@dataclass(frozen=True, slots=True)
class SiteTerms:
    """What the settings of a site say."""

    zone: str
    week_starts_on: int
    phone: str


@action
def open_site(
    *, actor: Actor, name: str, zone: str, week_starts_on: int = 0, phone: str = "", is_simulated: bool = False
) -> Site:
    """A new site."""
    require(actor, ADMINISTER)
    site = Site.objects.create(
        name=name, zone=zone, week_starts_on=week_starts_on, phone=phone, is_simulated=is_simulated
    )
    record(actor, "site.opened", subject=("site", site.pk))
    return site


@action
def change_site(*, actor: Actor, site: Site, zone: str, week_starts_on: int, phone: str) -> Site:
    """The site's clock, the first day of its week, its phone. What has happened keeps its instants."""
    require(actor, ADMINISTER)
    if site.pk not in actor.sites_for(ADMINISTER):
        raise NotFound("site")
    if zone not in available_timezones():
        raise refuse("There is no such time zone.", "zone", "Choose one of the list, such as America/Denver.")
    if not 0 <= week_starts_on <= 6:
        raise refuse("A week starts on one of seven days.", "week_starts_on", "Choose one of the list.")
    site.zone, site.week_starts_on, site.phone = zone, week_starts_on, phone.strip()
    site.save(update_fields=["zone", "week_starts_on", "phone"])
    record(actor, "site.changed", subject=("site", site.pk), detail={"zone": zone, "week_starts_on": week_starts_on})
    return site


@action
def change_site_back(*, actor: Actor, site_id: int, saved: SiteTerms, before: SiteTerms) -> Site:
    """What was saved by mistake is as it was before, unless somebody saved since."""
    require(actor, ADMINISTER)
    site = Site.objects.select_for_update().filter(pk=site_id, pk__in=actor.sites_for(ADMINISTER)).first()
    if site is None:
        raise NotFound("site")
    if SiteTerms(site.zone, site.week_starts_on, site.phone) != saved:
        raise refuse("These settings were saved again since.", "", "Read them and change what is wrong.")
    return change_site(
        actor=actor, site=site, zone=before.zone, week_starts_on=before.week_starts_on, phone=before.phone
    )


@action
def hire(*, actor: Actor, account: User, name: str, credentials: str = "", phone: str = "") -> Staff:
    """A staff member for an account. Without a post they can do nothing yet."""
    require(actor, ADMINISTER)
    if Client.objects.filter(account=account).exists():
        raise refuse("This login belongs to a client.", "account", "Open one for the work here.")
    staff = Staff.objects.create(account=account, name=name, credentials=credentials, phone=phone)
    record(actor, "staff.hired", subject=("staff", staff.pk))
    return staff


@action
def give_post(*, actor: Actor, staff: Staff, site: Site, role: Role, started_on: date) -> Post:
    """A role at a site, from a day on. Given by who administers that very site, or who could take any site over."""
    require_at(actor, ADMINISTER, site.pk)
    post = Post.objects.create(staff=staff, site=site, role=role.value, started_on=started_on)
    record(actor, "post.given", subject=("post", post.pk), detail={"role": role.value, "site": site.pk})
    return post


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
    _require_for(actor, client)
    client = find_client(actor, client.pk)
    if client.account_id not in (None, account.pk):
        raise refuse("This person has a login already.", "account", "Let them use that one.")
    taken = Client.objects.filter(account=account).exclude(pk=client.pk).exists()
    if taken or Staff.objects.filter(account=account).exists():
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
