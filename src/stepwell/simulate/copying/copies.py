"""Making copies: each in one transaction, as the application's role, with every constraint and trigger on."""

import re
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from itertools import islice
from typing import Any

from django.db import connection, transaction

from stepwell.platform.ledger.models import Chain, Entry
from stepwell.platform.ledger.unit import SEAL_LOCK, record, unit_of_work
from stepwell.simulate.copying.base import NULL, Base, Row
from stepwell.simulate.copying.ledger import (
    CHAIN_COLUMNS,
    ENTRY_COLUMNS,
    UUIDS,
    Rewriter,
    chained,
    entry_row,
    escaped,
)
from stepwell.simulate.copying.people import Cast
from stepwell.simulate.copying.shape import Table, Way
from stepwell.simulate.program import COPIED, MADE, MAKER

_STAFF_ID = re.compile(r"(: )(\d+)")  # in {"item": staff id}
LINES = 2000  # that go to the server at once


def sites_to_copy() -> list[int]:
    """The sites that were made through the actions."""
    made = Entry.objects.filter(actor_key=MAKER.key, verb=MADE).order_by("pk")
    return [int(one) for one in made.values_list("subject_id", flat=True)]


def copies_made() -> set[int]:
    """The numbers of the copies that stand."""
    made = Entry.objects.filter(actor_key=MAKER.key, verb=COPIED)
    return {int(one["copy"]) for one in made.values_list("detail", flat=True)}


def make_copy(base: Base, number: int, seed: str) -> int:
    """One whole copy. Returns how many rows it has."""
    with unit_of_work(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        # like every writer: a seal sees all of a transaction or nothing, and the ids are taken after the lock
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [SEAL_LOCK])
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        copy = _Copy(base, number, seed, cursor)
        for table in base.tables:
            _load(cursor, table.model._meta.db_table, [column.name for column in table.columns], copy.rows(table))
        copy.load_ledger()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # checked before others wait for the chain of who did this
        record(MAKER, COPIED, detail={"copy": number})
    return base.size


class _Copy:
    """One copy under way."""

    def __init__(self, base: Base, number: int, seed: str, cursor: Any) -> None:
        self._base, self._mark, self._cursor = base, str(number).encode(), cursor
        self._cast = Cast(base, number, seed)
        self._uuids: dict[str, str] = {NULL: NULL}
        self._numbers: dict[str, dict[str, str]] = {}
        for table in base.tables:
            if table.numbered:
                old = [row[table.key] for row in base.rows[table.label]]
                fresh = map(str, self._next(table.model._meta.db_table, len(old)))
                self._numbers[table.label] = dict(zip(old, fresh, strict=True))
                self._numbers[table.label][NULL] = NULL
        self._made_up: dict[str, Callable[[Row, Row], None]] = {
            "accounts.User": self._cast.account,
            "people.Client": self._cast.client,
            "people.Site": self._cast.site,
            "people.Staff": self._cast.staff_member,
            "planreview.PlanSignature": self._cast.plan_signature,
            "planreview.PlanVersion": self._cast.plan_version,
            "week.Note": self._cast.note,
            "worklist.Task": self._cast.task,
        }

    def rows(self, table: Table) -> Iterator[Row]:
        """The table's rows, about the copied people."""
        changes = [(place, self._change(column.way, column.target)) for place, column in enumerate(table.columns)]
        changed = [(place, change) for place, change in changes if change is not None]
        made_up = self._made_up.get(table.label)
        for old in self._base.rows[table.label]:
            row = old.copy()
            for place, change in changed:
                row[place] = change(old[place])
            if made_up is not None:
                made_up(row, old)
            yield row

    def load_ledger(self) -> None:
        """Chains and entries, hashed anew."""
        said = Rewriter(lambda label, old: self._numbers[label][old], self._uuid, self._name)
        keys = list(self._base.entries)
        chain_ids = self._next(Chain._meta.db_table, len(keys))
        entry_ids = iter(self._next(Entry._meta.db_table, sum(map(len, self._base.entries.values()))))
        chains: list[Row] = []

        def entries() -> Iterator[Row]:
            for old_key, chain_id in zip(keys, chain_ids, strict=True):
                key, length, head = said.key(old_key), 0, b""
                records = map(said.record, self._base.entries[old_key])
                for length, one, before, head in chained(key, records):
                    yield entry_row(next(entry_ids), chain_id, length, one, before, head)
                chains.append([str(chain_id), escaped(key), str(length), rf"\\x{head.hex()}"])

        _load(self._cursor, Entry._meta.db_table, ENTRY_COLUMNS, entries())
        _load(self._cursor, Chain._meta.db_table, CHAIN_COLUMNS, chains)

    def _change(self, way: Way, target: str) -> Callable[[str], str] | None:
        if way in (Way.OWN, Way.REFERENCE):
            numbers = self._numbers.get(target)
            return self._uuid if numbers is None else numbers.__getitem__
        if way is Way.UUIDS:
            return lambda text: UUIDS.sub(lambda found: self._uuid(found[0]), text)
        if way is Way.STAFF:
            staff = self._numbers["people.Staff"]
            return lambda text: _STAFF_ID.sub(lambda found: found[1] + staff[found[2]], text)
        return None

    def _uuid(self, old: str) -> str:
        """The id of the copied row: the same for the same row and copy. Its version says that it is ours (8)."""
        fresh = self._uuids.get(old)
        if fresh is None:
            digest = blake2b(old.encode(), digest_size=16, key=self._mark).hexdigest()
            fresh = f"{digest[:8]}-{digest[8:12]}-8{digest[13:16]}-a{digest[17:20]}-{digest[20:]}"
            self._uuids[old] = fresh
        return fresh

    def _name(self, actor_key: str, name: str) -> str:
        """Who did it, by the name they have here."""
        renamed = self._cast.accounts.get(actor_key.removeprefix("account:"))
        return renamed.new if renamed is not None and renamed.old == name else name

    def _next(self, table: str, count: int) -> list[int]:
        """So many ids that nobody else gets."""
        self._cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
        )
        return [row[0] for row in self._cursor.fetchall()]


def _load(cursor: Any, table: str, columns: Sequence[str], rows: Iterator[Row] | Sequence[Row]) -> None:
    """COPY rows into a table, a piece at a time."""
    names = ", ".join(f'"{name}"' for name in columns)
    ahead = iter(rows)
    with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copied:
        while lines := ["\t".join(row) for row in islice(ahead, LINES)]:
            copied.write("\n".join(lines) + "\n")
