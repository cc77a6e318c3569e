"""A person's timeline across the parts: how a part says what of it happened, and the one statement that reads it.

A part has a `happened.py` with `SOURCES`; `workflows.timeline` lists them. Each source is a slim select under its own
part's permission and predicate, cut to as many rows as a page shows before anything is merged: five years cost what a
month does. Nothing is written down here: who asks for a timeline does.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import DateTimeField, F, Func, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, JSONObject

from stepwell.domain.people.models import CareTeamMember, Client
from stepwell.domain.people.permissions import VIEW_TEAM, visible_ids
from stepwell.kernel.actor import Actor, Permission
from stepwell.kernel.happened import Happened, Kind, Window

CARE_TEAM = Kind("r", "Care team", "users")
DAILY_LIFE = Kind("v", "Daily life", "calendar")
_COLUMNS = ("happened_at", "happened_source", "happened_key", "happened_by", "happened_facts")
_NEWEST = ("-happened_at", "happened_source", "happened_key")
# What stands in a kept statement in the place of a client and their account, and of a window's ends.
_WHO, _ACCOUNT = UUID("5f0c8f0e-0000-4000-8000-000000000000"), -5_000_000_000
_UNTIL, _SINCE = datetime(1, 1, 1, tzinfo=UTC), datetime(1, 1, 2, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Row:
    """What the statement brings of one thing: its facts are as PostgreSQL writes them in JSON."""

    at: datetime
    kind: Kind
    key: str
    by: str
    facts: Mapping[str, Any]
    zone: ZoneInfo

    def told(self, what: str, **more: Any) -> Happened:
        """It, with the time, the kind and the author that it has."""
        return Happened(**{"at": self.at, "kind": self.kind, "what": what, "author": self.by, **more})

    def instant(self, name: str) -> datetime | None:
        """A fact that is a time."""
        text = self.facts[name]
        return datetime.fromisoformat(text) if text else None


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """One sort of row. `rows` are those of a client that the actor may see, of whom it asks for nothing but the id, the
    account and the site; `at` is the column of when it happened, `by` of who did it, `facts` the columns that `tell`
    makes words of. `code` names the source, once in all parts.
    """

    code: str
    kind: Kind
    permission: Permission
    rows: Callable[[Actor, Client], "QuerySet[Any]"]
    at: str | Combinable
    tell: Callable[[Row], Happened]
    by: str | Combinable = ""
    facts: Mapping[str, str | Combinable] = field(default_factory=dict)


def midnight(day: str | Combinable, zone: str = "client__site__zone") -> Func:
    """The instant at which a day begins at the client's site: for what is known by its day alone."""
    joiner = "::timestamp AT TIME ZONE "
    return Func(day, F(zone), template="(%(expressions)s)", arg_joiner=joiner, output_field=DateTimeField())


def happened(actor: Actor, client: Client, sources: Iterable[Source], window: Window) -> list[Happened]:
    """What these sources know of a client whom the actor has found, the newest first. One query, however many."""
    told = {source.code: source for source in sources if actor.may(source.permission)}
    sought = window.skip + window.most
    statement = _statement(
        actor, tuple(told.values()), client.site_id, client.account_id is not None, sought, window.since is not None
    )
    if statement is None:
        return []
    sql, parameters = statement
    said: dict[Any, Any] = {_WHO: client.pk, _ACCOUNT: client.account_id, _UNTIL: window.until, _SINCE: window.since}
    with connection.cursor() as cursor:
        cursor.execute(sql, [said.get(one, one) if isinstance(one, Hashable) else one for one in parameters])
        rows = cursor.fetchall()[window.skip :]
    zone = ZoneInfo(client.site.zone)
    return [
        told[code].tell(Row(at, told[code].kind, key, by, orjson.loads(facts), zone))
        for at, code, key, by, facts in rows
    ]


@lru_cache(maxsize=256)
def _statement(
    actor: Actor, sources: tuple[Source, ...], site_id: int, has_account: bool, most: int, has_since: bool
) -> tuple[str, tuple[Any, ...]] | None:
    """The statement for this actor, all that it depends on beside its shape; whose rows and of when is filled in.
    None where there is nothing to see. Working it out takes Django longer than the database needs to answer it.

    What the actor may see is asked by the statement, with each answer: an actor is a value, made anew for each request,
    and one with another post or another open chart has a statement of their own.
    """
    client = Client(pk=_WHO, site_id=site_id, account_id=_ACCOUNT if has_account else None)
    window = Window(_UNTIL, most, since=_SINCE if has_since else None)
    selects = [_select(source, actor, client, window) for source in sources]
    # what is empty by its predicate alone takes no part; one alone is sorted and cut already
    some = [select for select in selects if not select.query.is_empty()]
    if not some:
        return None
    merged = some[0]
    if len(some) > 1:
        merged = some[0].union(*some[1:], all=True).order_by(*_NEWEST)[:most]
    try:
        sql, parameters = merged.query.sql_with_params()
    except EmptyResultSet:
        return None
    return sql, tuple(parameters)


def _select(source: Source, actor: Actor, client: Client, window: Window) -> "QuerySet[Any, tuple[Any, ...]]":
    """The source's own part of the union, sorted and cut by itself, so that an index can answer it."""
    at = F(source.at) if isinstance(source.at, str) else source.at
    nobody = Value("", output_field=TextField())
    found = source.rows(actor, client).annotate(
        happened_at=at,
        happened_source=Value(source.code, output_field=TextField()),
        happened_key=Cast("pk", TextField()),
        happened_by=Coalesce(Cast(source.by, TextField()), nobody) if source.by else nobody,
        happened_facts=JSONObject(**source.facts),
    )
    found = found.filter(happened_at__lte=window.until)
    if window.since is not None:
        found = found.filter(happened_at__gte=window.since)
    cut: QuerySet[Any, tuple[Any, ...]] = found.order_by(*_NEWEST).values_list(*_COLUMNS)
    return cut[: window.skip + window.most]


def _members(actor: Actor, client: Client) -> "QuerySet[CareTeamMember]":
    return CareTeamMember.objects.filter(visible_ids(actor), client=client)


def _joined(row: Row) -> Happened:
    return row.told(row.facts["name"], value=f"joined as {row.facts['function']}")


def _left(row: Row) -> Happened:
    return row.told(row.facts["name"], value=f"no longer {row.facts['function']}")


_MEMBER = {"name": "staff__name", "function": "function"}
SOURCES = (
    Source("team-joined", CARE_TEAM, VIEW_TEAM, _members, "started_at", _joined, facts=_MEMBER),
    Source("team-left", CARE_TEAM, VIEW_TEAM, _members, "ended_at", _left, facts=_MEMBER),
)
