"""Reads of those who work here, and who an account is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q, QuerySet

from stepwell.domain.people.models import Client, Post, Site, Staff, Visitor
from stepwell.domain.people.permissions import ADMINISTER, CLINICAL, VIEW_TEAM
from stepwell.domain.people.rules import is_held
from stepwell.kernel import clock
from stepwell.kernel.actor import Actor, Outside, Permission, Role
from stepwell.kernel.errors import NotFound
from stepwell.kernel.languages import language_of
from stepwell.platform.access.permission import require, require_at
from stepwell.platform.accounts.models import User
from stepwell.platform.ledger.unit import record_list_read


def load_actor(account_id: int) -> Actor:
    """Who this account is, with the posts held now, each by the day of its site. One query: every request asks it."""
    key = f"account:{account_id}"
    post = [f"staff__posts__{name}" for name in ("role", "site_id", "site__zone", "started_on", "ended_on")]
    who = ("client__pk", "visitor__kind", "staff__pk", "staff__name")
    speaks = ("language", "client__language")
    rows = User.objects.filter(pk=account_id).values_list(*who, *speaks, *post)
    now = clock.now()
    nobody = (None, None, None, "", "", "")
    client_id, kind, staff_id, name, chosen, preferred = next((row[:6] for row in rows), nobody)
    posts = frozenset(
        (Role(role), site_id)
        for *_, role, site_id, zone, started_on, ended_on in rows
        if role is not None and is_held(started_on, ended_on, clock.day_at(now, ZoneInfo(zone)))
    )
    if client_id is not None:
        # no name: the ledger keeps it for good, and the account says who it is
        language = language_of(chosen, preferred)
        return Actor(key, "the client", account_id=account_id, client_id=client_id, language=language)
    if kind is not None:
        return Actor(key, f"the {kind}", account_id=account_id, visitor=Outside(kind))
    if staff_id is None:
        return Actor(key, "somebody without a role", account_id=account_id)
    return Actor(key, name, account_id=account_id, staff_id=staff_id, posts=posts)


def site_staff(actor: Actor, site: Site, roles: Iterable[Role] = tuple(Role)) -> list[Staff]:
    """Who works at the site in one of these roles, by name."""
    require_at(actor, VIEW_TEAM, site.pk)
    posts = Post.objects.filter(site=site, ended_on__isnull=True, role__in=[*roles])
    return list(Staff.objects.filter(pk__in=posts.values("staff_id")).order_by("name"))


def staff_by_role(actor: Actor, site: Site) -> dict[Role, list[Staff]]:
    """Who works at the site in which role, by name. One query."""
    require_at(actor, VIEW_TEAM, site.pk)
    posts = Post.objects.filter(site=site, ended_on__isnull=True).select_related("staff")
    found: dict[Role, list[Staff]] = {}
    for post in posts.order_by("staff__name", "staff_id"):
        here = found.setdefault(Role(post.role), [])
        if post.staff not in here:
            here.append(post.staff)
    return found


def cosigners_at(actor: Actor, site_ids: Iterable[int], now: datetime, *, besides: int) -> dict[int, list[Staff]]:
    """For each of these sites who can sign beside somebody: clinicians with a role there now, by name. One query."""
    require(actor, VIEW_TEAM)
    posts = Post.objects.filter(site_id__in=[*site_ids], role__in=[role.value for role in CLINICAL])
    others = posts.filter(staff__account__is_active=True).exclude(staff_id=besides)
    found: dict[int, list[Staff]] = {}
    for post in others.select_related("staff", "site").order_by("staff__name", "staff_id"):
        here = found.setdefault(post.site_id, [])
        if post.staff not in here and is_held(
            post.started_on, post.ended_on, clock.day_at(now, ZoneInfo(post.site.zone))
        ):
            here.append(post.staff)
    return found


def my_sites(actor: Actor) -> list[Site]:
    """The sites where the actor holds a post, by name; every site for a part of Stepwell that administers."""
    if actor.may(ADMINISTER) and actor.is_system:
        return list(Site.objects.order_by("name"))
    return list(Site.objects.filter(pk__in={site for _, site in actor.posts}).order_by("name"))


def front_doors() -> list[Site]:
    """The sites that have a phone, by name, as they stand on the sign outside: for whoever asks, so no actor."""
    return list(Site.objects.exclude(phone="").order_by("name")[:20])


def sites_to_ask() -> list[Site]:
    """Where somebody from outside may ask to start, by name: for whoever asks, so no actor."""
    return list(Site.objects.order_by("name"))


def sites_to_administer(actor: Actor) -> list[Site]:
    """The sites whose staff one administers, by name."""
    require(actor, ADMINISTER)
    return [site for site in my_sites(actor) if actor.is_system or site.pk in actor.sites_for(ADMINISTER)]


def list_staff(actor: Actor, *, words: str = "", site_id: int | None = None, role: str = "") -> QuerySet[Staff]:
    """Who works or worked at the sites that one administers, by name, with their posts there."""
    require(actor, ADMINISTER)
    here = actor.sites_for(ADMINISTER)
    posts = Post.objects.filter(site_id__in=here & {site_id} if site_id else here)
    if role:
        posts = posts.filter(role=role, ended_on__isnull=True)
    found = _administered(actor).filter(pk__in=posts.values("staff_id"))
    for word in words.split():
        found = found.filter(Q(name__icontains=word) | Q(account__email__icontains=word))
    return found.order_by("name", "pk")


def administered(actor: Actor, staff_id: int) -> Staff:
    """Somebody who works or worked at a site that one administers, with their posts there. Raises `NotFound`."""
    require(actor, ADMINISTER)
    staff = _administered(actor).filter(pk=staff_id).first()
    if staff is None:
        raise NotFound("staff")
    return staff


def sites_of(staff: Staff) -> frozenset[int]:
    """Every site where somebody holds a post without a last day, or held one before."""
    return frozenset(Post.objects.filter(staff=staff).values_list("site_id", flat=True))


def posts_shown(staff: Staff, now: datetime) -> Sequence[tuple[Post, str]]:
    """The posts that came with somebody, each with where it stands: `held`, `to come`, `ended`."""
    shown = []
    for post in staff.posts.all():
        today = clock.day_at(now, ZoneInfo(post.site.zone))
        if is_held(post.started_on, post.ended_on, today):
            shown.append((post, "held"))
        else:
            shown.append((post, "to come" if post.started_on > today else "ended"))
    return sorted(shown, key=lambda one: (("held", "to come", "ended").index(one[1]), one[0].started_on))


def _administered(actor: Actor) -> QuerySet[Staff]:
    here = Post.objects.filter(site_id__in=actor.sites_for(ADMINISTER))
    posts = Prefetch("posts", here.select_related("site", "cosigner").order_by("started_on", "pk"))
    return Staff.objects.filter(pk__in=here.values("staff_id")).select_related("account").prefetch_related(posts)


@dataclass(frozen=True, slots=True)
class AccountsPlace:
    """Where an account belongs: a client's or visitor's own site, or the site of somebody's oldest open post."""

    site: Site
    name: str
    client: Client | None = None


def accounts_at(actor: Actor, permission: Permission) -> set[int]:
    """The accounts of everybody at the sites where the actor holds the permission; ids alone."""
    require(actor, permission)
    here = actor.sites_for(permission)
    clients = Client.objects.filter(site_id__in=here, account__isnull=False).values_list("account_id", flat=True)
    staff = Staff.objects.filter(posts__site_id__in=here).values_list("account_id", flat=True)
    visitors = Visitor.objects.filter(site_id__in=here).values_list("account_id", flat=True)
    return {account_id for account_id in clients.union(staff, visitors) if account_id is not None}


def owners_of_accounts(actor: Actor, permission: Permission, account_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Whose each account is, and the zone of their site, as far as the actor holds the permission there. Three queries.

    Names of clients are written down as a list read.
    """
    require(actor, permission)
    here, asked = actor.sites_for(permission), [*account_ids]
    held = Staff.objects.filter(account_id__in=asked, posts__site_id__in=here).order_by("pk", "posts__started_on")
    owners = {
        account_id: (name, zone)
        for account_id, name, zone in held.values_list("account_id", "name", "posts__site__zone")
    }
    visitors = Visitor.objects.filter(account_id__in=asked, site_id__in=here)
    owners |= {
        account_id: (name, zone) for account_id, name, zone in visitors.values_list("account_id", "name", "site__zone")
    }
    clients = list(Client.objects.filter(account_id__in=asked, site_id__in=here).select_related("site"))
    record_list_read(actor, "outbox", [client.pk for client in clients])
    return owners | {client.account_id: (client.name, client.site.zone) for client in clients if client.account_id}


def site_of_account(actor: Actor, account_id: int) -> AccountsPlace | None:
    """For parts of Stepwell that know an account alone; None where it belongs to nobody here."""
    require(actor, ADMINISTER)
    client = Client.objects.filter(account_id=account_id).select_related("site").first()
    if client is not None:
        return AccountsPlace(client.site, client.name, client)
    visitor = Visitor.objects.filter(account_id=account_id).select_related("site").first()
    if visitor is not None:
        return AccountsPlace(visitor.site, visitor.name)
    open_posts = Post.objects.filter(staff__account_id=account_id, ended_on__isnull=True)
    post = open_posts.select_related("site", "staff").order_by("started_on", "pk").first()
    return AccountsPlace(post.site, post.staff.name) if post is not None else None
