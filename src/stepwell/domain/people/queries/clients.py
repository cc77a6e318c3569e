"""Reads of clients and their care teams. One person's record or a list of people goes into the ledger."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.postgres.search import SearchQueryField
from django.db.models import BooleanField, Case, Func, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from stepwell.domain.people.models import CareTeamMember, Client, ClientIdentifier, Function, Site, Staff
from stepwell.domain.people.permissions import (
    REGISTER_CLIENT,
    VIEW_CLIENT,
    VIEW_TEAM,
    as_flag,
    visible_clients,
    visible_ids,
)
from stepwell.domain.people.rules import Asked, Identity, Likeness, might_be_same, read_asked
from stepwell.kernel.actor import Actor, Permission
from stepwell.kernel.errors import NotFound
from stepwell.kernel.languages import language_of
from stepwell.platform.access.permission import require, require_at
from stepwell.platform.ledger.models import Entry
from stepwell.platform.ledger.unit import record_list_read, record_read


def list_clients(actor: Actor) -> QuerySet[Client]:
    """The clients this actor may see, by name. Callers that show them call `clients_shown`."""
    require(actor, VIEW_CLIENT)
    return Client.objects.filter(visible_clients(actor)).select_related("site").order_by("sort_key", "pk")


def clients_shown(actor: Actor, what: str, client_ids: Iterable[UUID]) -> None:
    """Write down that a list with these people on it was looked at."""
    record_list_read(actor, what, client_ids)


def get_client(actor: Actor, client_id: UUID, *, what: str = "client") -> Client:
    """One client, and a row in the ledger that says who looked at `what`. Raises `NotFound`."""
    client = find_client(actor, client_id)
    record_read(actor, what, client.pk)
    return client


def find_client(actor: Actor, client_id: UUID, permission: Permission = VIEW_CLIENT) -> Client:
    """One client for whom the actor holds the permission: for an action, which writes its own row.

    Raises `NotFound`, which tells the door whose it was.
    """
    require(actor, permission)
    client = Client.objects.filter(visible_clients(actor, permission), pk=client_id).select_related("site").first()
    if client is None:
        kept = Client.objects.filter(pk=client_id).exists()
        raise NotFound("client", client_id if kept else None)
    return client


def held_for(actor: Actor, client: Client, permissions: Iterable[Permission]) -> frozenset[Permission]:
    """Which of these the actor holds for this very client: somebody with two roles reaches with each as far as it does.

    One query; nothing is read of the client.
    """
    asked = {f"may_{number}": one for number, one in enumerate(permissions) if actor.may(one)}
    flags = {name: as_flag(visible_clients(actor, one)) for name, one in asked.items()}
    found = Client.objects.filter(pk=client.pk).annotate(**flags).values(*flags).get() if flags else {}
    return frozenset(one for name, one in asked.items() if found[name])


def own_client(actor: Actor) -> Client:
    """The client who is logged in."""
    if actor.client_id is None:
        raise NotFound("client")
    return find_client(actor, actor.client_id)


def language_with(client: Client) -> str:
    """What a client is spoken to in: as they chose on their phone, else as the chart says. The actor has found them."""
    return language_of(client.account.language if client.account else "", client.language)


def care_team(actor: Actor, client: Client) -> list[CareTeamMember]:
    """Who cares for the client now, by name; nobody where the actor may not see the client."""
    require(actor, VIEW_TEAM)
    seen = CareTeamMember.objects.filter(visible_ids(actor), client=client, ended_at__isnull=True)
    return list(seen.select_related("staff").order_by("staff__name"))


def earlier_members(actor: Actor, client: Client) -> list[CareTeamMember]:
    """Who cared for the client and no longer does, who left last first; nobody where the actor may not see them."""
    require(actor, VIEW_TEAM)
    left = CareTeamMember.objects.filter(visible_ids(actor), client=client, ended_at__isnull=False)
    return list(left.select_related("staff").order_by("-ended_at", "staff__name"))


def counselor_of(client: Client) -> Staff | None:
    """Whose work a client is where nobody else is named: their counselor now, the one who has been it longest.

    For actions that have found the client.
    """
    places = CareTeamMember.objects.filter(client=client, ended_at__isnull=True, function=Function.COUNSELOR)
    place = places.select_related("staff").order_by("started_at", "pk").first()
    return place.staff if place else None


def look_alikes(actor: Actor, site: Site, newcomer: Identity) -> list[tuple[Client, Likeness]]:
    """Clients of the site who might be the newcomer, for a person to decide. The list is written down."""
    require_at(actor, REGISTER_CLIENT, site.pk)
    close = Q(birth_on=newcomer.birth_on) if newcomer.birth_on else Q()
    close |= Q(family_name__iexact=newcomer.family_name, given_names__istartswith=newcomer.given_names.split(" ")[0])
    found = []
    for client in Client.objects.filter(close, site=site).order_by("sort_key")[:200]:
        known = Identity(client.pk, client.family_name, client.given_names, client.birth_on, client.phone)
        if (likeness := might_be_same(newcomer, known)) is not None:
            found.append((client, likeness))
    record_list_read(actor, "look_alikes", [client.pk for client, _ in found])
    return found


def care_teams(actor: Actor, client_ids: Iterable[UUID]) -> dict[UUID, list[CareTeamMember]]:
    """Who cares for each of these clients now. One query, however many."""
    require(actor, VIEW_TEAM)
    visible = Client.objects.filter(visible_clients(actor), pk__in=[*client_ids])
    members = (
        CareTeamMember.objects.filter(client__in=visible, ended_at__isnull=True)
        .select_related("staff")
        .order_by("staff__name")
    )
    teams: dict[UUID, list[CareTeamMember]] = {}
    for member in members:
        teams.setdefault(member.client_id, []).append(member)
    return teams


# A chart opened within a day comes first again; a person shown by one search isn't written down anew by the next
# letter of it.
LATELY, ONE_SEARCH = timedelta(days=1), timedelta(minutes=2)
_CHART, _FOUND = "chart.read", "found.list_read"


class _Finds(Func):
    """`words @@ query`, which the GIN index answers."""

    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = BooleanField()


def find_people(actor: Actor, typed: str, *, now: datetime, most: int = 8) -> list[Client]:
    """Whom the actor may see and means by what they typed: charts they opened lately first, then exact, then near.

    Without a word: the charts they opened lately. One query for the people and one into the ledger, which also says
    whom to write down: everybody shown, once per search and reader, and not again for every letter typed.
    """
    require(actor, VIEW_CLIENT)
    opened, shown = _lately(actor, now)
    if not typed.strip():
        found = _among(actor).filter(pk__in=opened)
    elif (asked := read_asked(typed)) is not None:
        found = _among(actor).filter(_meant(asked)).annotate(is_exact=_finds(asked.exact))
        first = Case(When(pk__in=opened, then=0), When(is_exact=True, then=1), default=2)
        found = found.order_by(first, "sort_key", "pk")
    else:
        return []
    people = list(found[:most])
    if not typed.strip():
        people.sort(key=lambda one: opened.index(one.pk))
    fresh = [one.pk for one in people if str(one.pk) not in shown]
    if fresh:
        record_list_read(actor, "found", fresh)
    return people


def _among(actor: Actor) -> QuerySet[Client]:
    return Client.objects.filter(visible_clients(actor)).order_by("sort_key", "pk")


def _finds(query: str) -> _Finds:
    return _Finds("find_words", Cast(Value(query), SearchQueryField()))


def _meant(asked: Asked) -> Q:
    """By their words, or by a number that somebody else knows them by. Two indexes, each asked by itself."""
    by_words = Client.objects.filter(_finds(asked.near)).values("pk")
    if not asked.identifiers:
        return Q(pk__in=by_words)
    numbers = {way for one in asked.identifiers for way in (one, one.upper(), one.lower())}
    return Q(pk__in=by_words.union(ClientIdentifier.objects.filter(value__in=numbers).values("client_id")))


def _lately(actor: Actor, now: datetime) -> tuple[list[UUID], set[str]]:
    """Whose charts the actor opened within a day, the last first; and whom this search has shown them already."""
    rows = Entry.objects.filter(actor_key=actor.key, at__gt=now - LATELY, verb__in=(_CHART, _FOUND)).order_by("-at")
    opened: dict[UUID, None] = {}
    shown: set[str] = set()
    for at, verb, client_id, detail in rows.values_list("at", "verb", "client_id", "detail")[:100]:
        if verb == _CHART and client_id is not None and len(opened) < 8:
            opened[client_id] = None
        elif verb == _FOUND and at > now - ONE_SEARCH:
            shown |= set(detail["clients"])
    return list(opened), shown
