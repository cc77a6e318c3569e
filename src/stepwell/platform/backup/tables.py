"""The tables of the database: which belong into a backup, and their rows as COPY text in one order everywhere."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import connection
from psycopg import sql

from stepwell.kernel.errors import refuse
from stepwell.platform.backup.frames import TableSum

# Who is signed in: nobody after a restore. What has been migrated is compared and comes from migrations.
LEFT_OUT = frozenset({"django_session", "usersessions_usersession", "django_migrations"})
# Filled by `migrate` itself: there in a database that is otherwise empty.
MADE_BY_MIGRATE = ("auth_permission", "django_content_type")

# What is handed on at once, at least; the server gives row by row.
_BLOCK = 128 * 1024

# The text must be the same on every server and for every role.
_FORMS = (
    "SET LOCAL timezone = 'UTC'",
    "SET LOCAL datestyle = 'ISO, YMD'",
    "SET LOCAL intervalstyle = 'postgres'",
    "SET LOCAL extra_float_digits = 1",
    "SET LOCAL bytea_output = 'hex'",
)

# Tables that are kept after a crash; the columns that are not computed; the key, and which of it is text.
_TABLES = """
SELECT c.relname,
       array_agg(a.attname::text ORDER BY a.attnum) FILTER (WHERE a.attgenerated = ''),
       coalesce(array_agg(a.attname::text ORDER BY array_position(i.indkey::int2[], a.attnum))
                FILTER (WHERE a.attnum = ANY (i.indkey)), '{}'),
       coalesce(array_agg(a.attname::text) FILTER (WHERE a.attnum = ANY (i.indkey) AND a.attcollation <> 0), '{}')
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND c.relnamespace = 'public'::regnamespace
GROUP BY c.relname ORDER BY c.relname
"""
# A reference that is checked at once needs its target first; Django's are checked at the end.
_CHECKED_AT_ONCE = """
SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint
WHERE contype = 'f' AND NOT condeferrable AND conrelid <> confrelid
"""
_SEQUENCES = """
SELECT schemaname || '.' || sequencename FROM pg_sequences WHERE schemaname = 'public' ORDER BY sequencename
"""

Take = Callable[[bytes], object]


@dataclass(frozen=True, slots=True)
class Table:
    """A table, and how its rows are put in order."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    text_key: frozenset[str]

    def rows(self) -> sql.Composed:
        """All its rows in the order of its key, the same under every collation."""
        order = [
            sql.SQL('{} COLLATE "C"' if name in self.text_key else "{}").format(sql.Identifier(name))
            for name in self.key
        ]
        return sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(
            _names(self.columns), sql.Identifier(self.name), sql.SQL(", ").join(order)
        )


def tables() -> list[Table]:
    """What belongs into a backup, a table after those it refers to where that is checked at once."""
    found = {name: Table(name, tuple(columns), tuple(key), frozenset(text)) for name, columns, key, text in _all()}
    for table in found.values():
        if not table.key:
            raise refuse(f"The table {table.name} has no primary key and can't be backed up.")
    before: dict[str, set[str]] = {name: set() for name in found}
    for name, target in fetch(_CHECKED_AT_ONCE):
        if name in found and target in found:
            before[name].add(target)
    ordered: list[Table] = []
    while before:
        free = [name for name, targets in before.items() if not targets & before.keys()]
        if not free:
            raise refuse(f"These tables refer to each other in a circle: {', '.join(before)}.")
        ordered += [found[name] for name in free]
        for name in free:
            del before[name]
    return ordered


def same_forms_everywhere() -> None:
    """Until the end of the transaction, values are written in the forms of a backup."""
    with connection.cursor() as cursor:
        for statement in _FORMS:
            cursor.execute(statement)


def copy_out(table: Table, take: Take) -> TableSum:
    """Hand the rows' text to `take`, block by block; what they come to."""
    digest, rows = sha256(), 0
    waiting = bytearray()

    def hand_on() -> None:
        nonlocal rows
        data = bytes(waiting)
        waiting.clear()
        digest.update(data)
        rows += data.count(b"\n")  # inside a value it is written as \n
        take(data)

    with connection.cursor() as cursor, raw(cursor).copy(table.rows()) as copy:
        for row in copy:
            waiting += row
            if len(waiting) >= _BLOCK:
                hand_on()
    if waiting:
        hand_on()
    return TableSum(table.name, rows, digest.hexdigest())


def copy_in(name: str, columns: tuple[str, ...]) -> sql.Composed:
    """The statement that takes the rows' text."""
    return sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(name), _names(columns))


def sequences() -> tuple[tuple[str, int, bool], ...]:
    """Where each sequence stands. Asked after the rows: one that is ahead does no harm."""
    found = []
    for (name,) in fetch(_SEQUENCES):
        schema, _, own = name.partition(".")
        query = sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(schema, own))
        found += [(own, value, called) for value, called in fetch(query)]
    return tuple(found)


def fetch(query: str | sql.Composable, given: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    with connection.cursor() as cursor:
        raw(cursor).execute(query, given or None)
        return list(raw(cursor).fetchall())


def raw(cursor: Any) -> Any:
    """The cursor of psycopg: Django's knows neither COPY nor composed statements."""
    return cursor.cursor


def _all() -> list[tuple[Any, ...]]:
    return [row for row in fetch(_TABLES) if row[0] not in LEFT_OUT]


def _names(columns: tuple[str, ...]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(name) for name in columns)
