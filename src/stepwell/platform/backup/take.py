"""Taking a backup: one snapshot of everything, while people go on working."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from stepwell.kernel.errors import refuse
from stepwell.platform.backup.frames import Kind, Manifest, put
from stepwell.platform.backup.sealed import Cost, SealedWriter
from stepwell.platform.backup.tables import copy_out, same_forms_everywhere, sequences, tables
from stepwell.platform.ledger.models import Chain
from stepwell.platform.ledger.rules import head_leaf, merkle_root

# Said after each table: its name, and how many of how many are through.
Tell = Callable[[str, int, int], object]


def take_backup(
    file: Path, passphrase: str, *, seals: Path, now: datetime, tell: Tell = lambda *_: None, cost: Cost | None = None
) -> Manifest:
    """Write everything to `file`. It is there whole, on the disk, or not at all."""
    part = file.with_name(file.name + ".part")
    if file.exists():
        raise refuse("There is a file of this name.", str(file), "Name another, or move it away.")
    part.unlink(missing_ok=True)
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with open(handle, "wb") as opened:
            writer = SealedWriter(opened, passphrase, cost)
            manifest = _write(writer, seals, now, tell)
            writer.finish()
            opened.flush()
            os.fsync(opened.fileno())
        part.rename(file)
        _sync_folder(file.absolute().parent)
    except OSError as error:
        raise refuse(f"The backup can't be written: {error.strerror}.", str(file), "Choose another place.") from None
    finally:
        part.unlink(missing_ok=True)
    return manifest


def migrations_applied() -> tuple[tuple[str, str], ...]:
    """By app and name, in order."""
    return tuple(sorted(MigrationRecorder(connection).applied_migrations()))


def ledger_state() -> tuple[int, str]:
    """How many chains there are, and the Merkle root over their heads."""
    chains = Chain.objects.values_list("key", "length", "head").iterator(chunk_size=2000)
    leaves = sorted(head_leaf(key, length, bytes(head)) for key, length, head in chains)
    return len(leaves), merkle_root(leaves).hex()


def _write(writer: SealedWriter, seals: Path, now: datetime, tell: Tell) -> Manifest:
    # Before the snapshot: a seal that is made after it speaks of entries that are not in it.
    sealed = seals.read_bytes() if seals.exists() else b""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        same_forms_everywhere()
        migrations = migrations_applied()
        begin = Manifest(now.isoformat(), migrations, (), 0, "", ()).begin()
        put(writer, Kind.BEGIN, begin)
        put(writer, Kind.SEALS, sealed[: sealed.rfind(b"\n") + 1])
        sums = []
        chosen = tables()
        for number, table in enumerate(chosen, 1):
            put(writer, Kind.TABLE, {"table": table.name, "columns": table.columns})
            found = copy_out(table, lambda data: put(writer, Kind.ROWS, data))
            put(writer, Kind.DONE, {"rows": found.rows, "digest": found.digest})
            sums.append(found)
            tell(table.name, number, len(chosen))
        chains, root = ledger_state()
        manifest = Manifest(now.isoformat(), migrations, tuple(sums), chains, root, sequences())
        put(writer, Kind.END, manifest.end())
    return manifest


def _sync_folder(folder: Path) -> None:
    """So that the name, too, outlasts a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
