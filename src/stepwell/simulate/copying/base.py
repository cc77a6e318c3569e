"""What is copied: every row of the made-up sites, as the database itself writes it, and the entries of their chains."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Q

from stepwell.platform.ledger.models import Entry
from stepwell.platform.ledger.rules import Record
from stepwell.simulate.copying.shape import Table, tables

Row = list[str]
NULL = r"\N"


@dataclass
class Base:
    """All rows by table, in the text form of COPY, and all entries by chain key, in order."""

    tables: tuple[Table, ...]
    rows: dict[str, list[Row]] = field(default_factory=dict)
    entries: dict[str, list[Record]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many rows one copy adds."""
        chained = sum(len(entries) + 1 for entries in self.entries.values())
        return sum(len(rows) for rows in self.rows.values()) + chained

    def table(self, label: str) -> Table:
        """One table by its model's label."""
        return next(table for table in self.tables if table.label == label)


def read_base(sites: Collection[int]) -> Base:
    """Everything of these sites."""
    base = Base(tables())
    for table in base.tables:
        base.rows[table.label] = list(_rows(table, sites))
    place = base.table("people.Client").place("id")
    chains = [f"client:{row[place]}" for row in base.rows["people.Client"]]
    chains += [f"account:{row[0]}" for row in base.rows["accounts.User"]]
    # in pieces: a chain's key comes with each entry, and a query has room for so many of them
    for start in range(0, len(chains), 500):
        entries = Entry.objects.filter(chain__key__in=chains[start : start + 500]).select_related("chain")
        # a token isn't copied (`shape.LEFT_OUT`), so neither is what was said of it or done with it
        entries = entries.exclude(subject_type="token").exclude(actor_key__startswith="recipient:")
        for entry in entries.order_by("chain_id", "position").iterator(chunk_size=5000):
            base.entries.setdefault(entry.chain.key, []).append(_record(entry))
    return base


def _rows(table: Table, sites: Collection[int]) -> Iterator[Row]:
    manager = table.model._base_manager
    here = Q()
    for path in table.paths:
        here |= Q(**{f"{path}__in": [*sites]})
    found = manager.filter(pk__in=manager.filter(here).values("pk")).order_by("pk")
    names = [f.attname for f in table.model._meta.concrete_fields]
    query, params = found.values_list(*names).query.sql_with_params()
    with connection.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT", params) as copied:
        rest = ""
        for block in copied:
            *lines, rest = (rest + bytes(block).decode()).split("\n")
            for line in lines:
                yield line.split("\t")


def _record(entry: Entry) -> Record:
    return Record(
        at=entry.at,
        actor_key=entry.actor_key,
        actor_name=entry.actor_name,
        verb=entry.verb,
        client_id=entry.client_id,
        subject_type=entry.subject_type,
        subject_id=entry.subject_id,
        detail=entry.detail,
    )
