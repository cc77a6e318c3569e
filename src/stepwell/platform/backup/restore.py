"""Putting a backup back: into an empty database, all of it or nothing."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from stepwell.kernel.errors import refuse
from stepwell.platform.backup.check import check_backup, read_backup
from stepwell.platform.backup.frames import Manifest
from stepwell.platform.backup.tables import (
    MADE_BY_MIGRATE,
    Table,
    copy_in,
    copy_out,
    fetch,
    raw,
    same_forms_everywhere,
    tables,
)
from stepwell.platform.backup.take import Tell, ledger_state, migrations_applied
from stepwell.platform.ledger.verify import Report, verify

_WITH_TRIGGERS = """
SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace ORDER BY c.relname
"""


def restore_backup(
    file: Path, passphrase: str, *, seals: Path, tell: Tell = lambda *_: None
) -> tuple[Manifest, Report]:
    """Fill the database, whose owner we are, from `file`, and prove that it holds what was backed up.

    The file is read to its end first. The structure comes from migrations, up to where the backup was; then all rows in
    one transaction; then, where this Stepwell is newer, the migrations that are left.
    """
    manifest = check_backup(file, passphrase)  # all of it is known to be whole before anything is done
    taker = _Restore(tell)
    try:
        _migrate_to(set(manifest.migrations))
        with transaction.atomic(durable=True):
            if read_backup(file, passphrase, taker) != manifest:
                raise refuse("The file was exchanged meanwhile.", "FILE")
            taker.settle(manifest)
            _prove(manifest, tell)
            report = _verify(taker.sealed)
            _put_seals(seals, taker.sealed)
    except DatabaseError as error:
        # its message may hold a row
        raise refuse(
            f"The database didn't take the backup ({type(error).__name__}). Nothing was restored.", "FILE"
        ) from None
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    return manifest, report


class _Restore:
    """Takes what the backup holds into the database, inside one transaction."""

    def __init__(self, tell: Tell) -> None:
        self.sealed = b""
        self._tell = tell
        self._tables: dict[str, Table] = {}
        self._done = 0

    def begin(self) -> None:
        """See that nothing is in the database, and make it ready."""
        same_forms_everywhere()
        self._tables = {table.name: table for table in tables()}
        full = [name for name in self._tables if name not in MADE_BY_MIGRATE and _has_rows(name)]
        if full:
            raise refuse(
                f"This database isn't empty: there are rows in {', '.join(full[:3])}.",
                "DATABASE_URL",
                "Restore into a new one.",
            )
        with connection.cursor() as cursor:
            for (name,) in fetch(_WITH_TRIGGERS):
                # procrastinate's would add events of jobs that are only put back
                _do(cursor, "ALTER TABLE {} DISABLE TRIGGER USER", name)
            for name in MADE_BY_MIGRATE:
                _do(cursor, "DELETE FROM {}", name)

    def seals(self, data: bytes, /) -> None:
        """Kept until the rows are in."""
        self.sealed = data

    def table(self, name: str, columns: tuple[str, ...], rows: Iterator[bytes], /) -> None:
        """Take a table's rows."""
        if name not in self._tables:
            raise refuse(f"This Stepwell has no table {name}.", "FILE", "Use the Stepwell that wrote the backup.")
        with connection.cursor() as cursor, raw(cursor).copy(copy_in(name, columns)) as copy:
            for data in rows:
                copy.write(data)
        self._done += 1
        self._tell(name, self._done, len(self._tables))

    def settle(self, manifest: Manifest) -> None:
        """Check every reference, set the sequences, and let the triggers work again."""
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for name, value, called in manifest.sequences:
                cursor.execute("SELECT setval(%s::regclass, %s, %s)", [f'public."{name}"', value, called])
            for (name,) in fetch(_WITH_TRIGGERS):
                _do(cursor, "ALTER TABLE {} ENABLE TRIGGER USER", name)


def _prove(manifest: Manifest, tell: Tell) -> None:
    """Raise where the database doesn't hold, row for row, what the backup was taken from."""
    found = {table.name: table for table in tables()}
    if set(found) != {one.table for one in manifest.tables}:
        raise refuse("The tables here aren't those of the backup.", "FILE", "Use the Stepwell that wrote it.")
    for number, said in enumerate(manifest.tables, 1):
        if copy_out(found[said.table], lambda _: None) != said:
            raise refuse(f"The table {said.table} isn't what it was. Nothing was restored.", "FILE")
        tell(f"{said.table}, compared", number, len(manifest.tables))
    if ledger_state() != (manifest.chains, manifest.root):
        raise refuse("The ledger isn't what it was. Nothing was restored.", "FILE")


def _verify(sealed: bytes) -> Report:
    """The ledger's own proof, with the seals of the backup."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "seals.jsonl").write_bytes(sealed)
        report = verify(Path(folder))
    if report.faults:
        raise refuse(f"The ledger in this backup is broken: {report.faults[0]}.", "FILE", "Take an earlier one.")
    return report


def _migrate_to(wanted: set[tuple[str, str]]) -> None:
    """Bring an empty database to the migrations of the backup."""
    executor = MigrationExecutor(connection)
    if unknown := wanted - set(executor.loader.disk_migrations):
        app, name = min(unknown)
        raise refuse(
            f"The backup was written by another or a newer Stepwell: it has the migration {app}.{name}.",
            "FILE",
            "Restore it with that one.",
        )
    applied = set(migrations_applied())
    if ahead := applied - wanted:
        app, name = min(ahead)
        raise refuse(
            f"This database is ahead of the backup: it has the migration {app}.{name}.",
            "DATABASE_URL",
            "Restore into a new, empty one; the structure is made on the way.",
        )
    if missing := wanted - applied:
        followed = {parent.key for key in wanted for parent in executor.loader.graph.node_map[key].parents}
        executor.migrate(sorted(missing - followed))


def _has_rows(name: str) -> bool:
    return bool(fetch(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(name))))


def _do(cursor: Any, statement: str, table: str) -> None:
    raw(cursor).execute(sql.SQL(statement).format(sql.Identifier(table)))


def _put_seals(path: Path, data: bytes) -> None:
    """Beside the database. One that is there already is another program's, unless it says the same."""
    if not data:
        return
    if path.exists() and path.read_bytes() != data:
        raise refuse("There are seals of another program.", str(path), "Move them away, or name another STEPWELL_DATA.")
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".part")
    fresh.write_bytes(data)
    fresh.rename(path)
