"""`stepwell backup` and `stepwell restore`. They print counts and places, never health information."""

import argparse
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from stepwell.kernel.errors import refuse

if TYPE_CHECKING:
    from stepwell.platform.backup.frames import Manifest

_SHORTEST = 12
Run = Callable[[argparse.Namespace], int]
OnDatabase = Callable[[Run, bool], Run]


def add_backup(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", on_database: OnDatabase) -> None:
    """Add `backup [--check] FILE` and `restore FILE`. `on_database` makes Django ready, True for as the owner."""
    backup = commands.add_parser("backup", help="write everything into one encrypted file")
    backup.add_argument("--check", action="store_true", help="prove that a backup is whole; needs no database")
    restore = commands.add_parser("restore", help="fill a new, empty database from a backup")
    for parser in (backup, restore):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--passphrase-file", type=Path, metavar="FILE", help="else STEPWELL_BACKUP_PASSPHRASE")
    take = on_database(_take, False)
    backup.set_defaults(run=lambda options: _check(options) if options.check else take(options))
    restore.set_defaults(run=on_database(_restore, True))


def _take(options: argparse.Namespace) -> int:
    from stepwell.kernel import clock
    from stepwell.platform.backup.take import take_backup

    passphrase = _passphrase(options.passphrase_file)
    if len(passphrase) < _SHORTEST:
        raise refuse(f"The passphrase is shorter than {_SHORTEST} characters.", mend="Choose five words or more.")
    with _progress("Backing up") as tell:
        manifest = take_backup(options.file, passphrase, seals=_seals(), now=clock.now(), tell=tell)
    print(f"Everything is in {options.file}: {_words(manifest)}")
    print("Not in it, and needed to use it: the passphrase, and STEPWELL_KEYS. Keep them elsewhere.")
    return 0


def _check(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from stepwell.platform.backup.check import check_backup

    manifest = check_backup(options.file, _passphrase(options.passphrase_file))
    print(f"The backup is whole: {_words(manifest)}")
    return 0


def _restore(options: argparse.Namespace) -> int:
    from stepwell.platform.backup.restore import restore_backup

    with _progress("Restoring") as tell:
        manifest, report = restore_backup(options.file, _passphrase(options.passphrase_file), seals=_seals(), tell=tell)
    print(f"Everything is back, and compared: {_words(manifest)}")
    print(f"The ledger is whole: {report.entries} entries on {report.chains} chains, {report.seals} seals.")
    print("Start with the same STEPWELL_KEYS as before: without them, secrets and addresses stay unreadable.")
    return 0


def _passphrase(file: Path | None) -> str:
    try:
        found = file.read_text(encoding="utf-8").strip() if file else os.environ.get("STEPWELL_BACKUP_PASSPHRASE", "")
    except OSError as error:
        raise refuse(f"The passphrase can't be read: {error.strerror}.", str(file)) from None
    if not found:
        raise refuse(
            "There is no passphrase.", "STEPWELL_BACKUP_PASSPHRASE", "Set it, or name a file with --passphrase-file."
        )
    return found


def _seals() -> Path:
    return Path(os.environ["STEPWELL_DATA"]) / "seals" / "seals.jsonl"


def _words(manifest: "Manifest") -> str:
    rows = sum(one.rows for one in manifest.tables)
    return (
        f"{rows} rows of {len(manifest.tables)} tables, {manifest.chains} chains of the ledger, "
        f"as of {manifest.created_at}."
    )


@contextmanager
def _progress(words: str) -> Iterator[Callable[[str, int, int], None]]:
    """A bar on the terminal (on stderr: what is printed stays plain)."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(words)

        def tell(table: str, number: int, count: int) -> None:
            bar.update(task, completed=number, total=count, description=f"{words}: {table}")

        yield tell
