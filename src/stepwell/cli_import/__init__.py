"""`stepwell import …`: what comes in by hand, from files. Prints counts and places, never health information."""

import argparse
from collections.abc import Callable
from pathlib import Path

from stepwell.cli_import.patients import import_patients
from stepwell.cli_import.referral import import_referral

Run = Callable[[argparse.Namespace], int]


def add_import(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", on_database: Callable[[Run, bool], Run]
) -> None:
    """Add `import referral FILE …` and `import patients FOLDER …`: into the database that is given or runs, also a
    demo's.
    """
    parser = commands.add_parser("import", help="take something in from files")
    kinds = parser.add_subparsers(dest="kind", required=True)
    referral = kinds.add_parser("referral", help="a referral: a FHIR R4 bundle as JSON")
    referral.add_argument("file", type=Path, metavar="FILE")
    _add_desk(referral)
    referral.set_defaults(run=on_database(import_referral, False))
    words = "a folder of patients: a FHIR R4 bundle as JSON for each"
    patients = kinds.add_parser("patients", help=words, description=f"{words}. Stopped, run it again: it goes on.")
    patients.add_argument("folder", type=Path, metavar="FOLDER")
    _add_desk(patients)
    patients.add_argument(
        "--report",
        type=Path,
        default=Path("not-taken-in.csv"),
        metavar="FILE",
        help="where to write which files were not taken in or wait for somebody, and why (not-taken-in.csv)",
    )
    patients.set_defaults(run=on_database(import_patients, False))


def _add_desk(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--site", required=True, metavar="NAME", help="the site that takes it in")
    parser.add_argument("--as", required=True, dest="email", metavar="EMAIL", help="who takes it in")
    parser.add_argument("--from", default="", dest="sender", metavar="NAME", help="who sent it")
