"""`stepwell keys …`: a new key, what each key still holds, and moving everything to the newest."""

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from stepwell.kernel.errors import refuse

Run = Callable[[argparse.Namespace], int]


def add_keys(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", on_database: Callable[[Run, bool], Run]
) -> None:
    """Add `keys new`, `keys list` and `keys rotate`."""
    kinds = commands.add_parser("keys", help="the keys of what is encrypted").add_subparsers(dest="kind", required=True)
    kinds.add_parser("new", help="print a new key").set_defaults(run=_new)
    kinds.add_parser("list", help="what each key still holds").set_defaults(run=_with_kept(on_database(_list, False)))
    rotate = kinds.add_parser("rotate", help="encrypt everything with the newest key, while the program runs")
    rotate.set_defaults(run=_with_kept(on_database(_rotate, False)))


def _new(_options: argparse.Namespace) -> int:
    from stepwell.platform.keyring.cipher import new_key

    print(new_key())
    return 0


def _list(_options: argparse.Namespace) -> int:
    from stepwell.platform.keyring.cipher import key_ids
    from stepwell.platform.keyring.rotate import UNREADABLE, held

    counts = held()
    newest, *older = key_ids()
    print(f"{newest}  {counts[newest]:>8}  newest: what is written now")
    for key in older:
        words = "run `stepwell keys rotate`" if counts[key] else "holds nothing any more: it can go"
        print(f"{key}  {counts[key]:>8}  {words}")
    if counts[UNREADABLE]:
        print(f"          {counts[UNREADABLE]:>8}  can't be read with these keys. Add the key they were written with.")
    return 1 if counts[UNREADABLE] else 0


def _rotate(options: argparse.Namespace) -> int:
    from stepwell.platform.keyring.rotate import rotate

    if not os.environ.get("STEPWELL_SECRET_KEY"):
        raise refuse("The secret key isn't set.", "STEPWELL_SECRET_KEY", "Set it as the web server has it.")
    moved = rotate(lambda place, number: print(f"{number:>8}  {place}", flush=True))
    print(f"{moved} values moved to the newest key. What is left:")
    return _list(options)


def _with_kept(run: Run) -> Run:
    """The demo's keys lie in its data folder; a program of one's own gives them in the environment."""

    def ready(options: argparse.Namespace) -> int:
        from stepwell.platform.database.folder import data_folder

        for variable, name in (("STEPWELL_KEYS", "keys"), ("STEPWELL_SECRET_KEY", "secret")):
            file: Path = data_folder(os.environ) / name
            if variable not in os.environ and file.is_file():
                os.environ[variable] = file.read_text(encoding="ascii")
        return run(options)

    return ready
