"""The command line. Thin: each command parses, calls what does the work, and prints."""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from stepwell.cli_backup import Run, add_backup
from stepwell.cli_import import add_import
from stepwell.cli_keys import add_keys
from stepwell.cli_simulate import add_simulate, make_program
from stepwell.kernel.errors import Refused, refuse
from stepwell.platform.database.folder import data_folder
from stepwell.platform.database.server import runs_at
from stepwell.platform.database.where import connections, is_given


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; exit with its code. What can't be done is said in a sentence, not in a traceback."""
    parser = argparse.ArgumentParser(prog="stepwell", description="Runs an intensive outpatient program.")
    commands = parser.add_subparsers(dest="command", required=True)
    _add(commands, "run", run, "run the demo: database, web server and worker, on this machine alone")
    _add(commands, "serve", serve, "serve the web application (a program of your own)")
    _add(commands, "work", work, "do the jobs")
    _add(commands, "migrate", migrate, "bring the database's structure up to date").add_argument(
        "--quiet", action="store_true"
    )
    _add(commands, "static", static, "write styles, scripts and fonts to STEPWELL_STATIC as browsers get them")
    _add(commands, "demo", demo, "make and fill the demo's database; `run` does so too, and starts it")
    _add(commands, "verify", verify, "prove the ledger whole, or name the first broken row")
    _add(commands, "doctor", doctor, "look whether all is well, and say what to mend")
    _add(commands, "permissions", permissions, "print who may do what, as docs/permissions.md shows it")
    add_backup(commands, on_database)
    add_import(commands, on_database)
    add_keys(commands, on_database)
    add_simulate(commands, simulate)
    options = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stepwell.settings")
    try:
        sys.exit(options.run(options))
    except Refused as refused:
        for refusal in refused.refusals:
            print(refusal, file=sys.stderr)
        sys.exit(1)


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, run: object, words: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=words, description=words)
    parser.set_defaults(run=run)
    return parser


def set_up(*, as_owner: bool = False) -> None:
    """Make Django ready, on the database that is given or runs embedded."""
    found = connections(os.environ)
    chosen = found.owner if as_owner and found.owner is not None else found.app
    os.environ["DATABASE_URL"] = chosen.to_url()
    os.environ["STEPWELL_DATA"] = str(data_folder(os.environ))
    os.environ.pop("DATABASE_OWNER_URL", None)
    import django

    django.setup()


def on_database(run: Run, as_owner: bool) -> Run:
    """`run` on the database that is given or runs, else on the embedded one, which is started for it."""

    def ready(options: argparse.Namespace) -> int:
        folder = data_folder(os.environ)
        if not is_given(os.environ) and not runs_at(folder):
            from stepwell.run import with_database

            return with_database(sys.argv[1:])
        os.environ["STEPWELL_POOL"] = "0"
        set_up(as_owner=as_owner)
        if not as_owner:
            _refuse_unmigrated()
        return run(options)

    return ready


def _refuse_unmigrated() -> None:
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    if not MigrationRecorder(connection).has_table():
        raise refuse("This database has no tables.", "DATABASE_URL", "Check the address, or run `stepwell migrate`.")


def permissions(options: argparse.Namespace) -> int:
    """The table of roles and permissions. Needs no database."""
    import django

    django.setup()
    from stepwell.platform.access.table import as_markdown

    print(as_markdown(), end="")
    return 0


def run(options: argparse.Namespace) -> int:
    """The demo, until Ctrl-C."""
    from stepwell.run import run_demo

    return run_demo()


def serve(options: argparse.Namespace) -> int:  # noqa: RET503 - it becomes the web server
    """The web server in the foreground, behind a proxy that speaks TLS."""
    if not os.environ.get("STEPWELL_SECRET_KEY"):
        print("Set STEPWELL_SECRET_KEY to a long random value first.", file=sys.stderr)
        return 1
    from stepwell.run import count_together, web_command

    os.environ.pop("STEPWELL_DEMO", None)  # the demo's logins are shown by `run` alone
    os.environ["DATABASE_URL"] = connections(os.environ).app.to_url()
    os.environ.pop("DATABASE_OWNER_URL", None)  # neither web nor worker may change the structure
    os.environ.setdefault("STEPWELL_STATIC", str(data_folder(os.environ) / "static"))
    if subprocess.run([sys.executable, "-m", "stepwell", "static"], check=False).returncode:
        return 1
    count_together(os.environ, data_folder(os.environ))
    host = os.environ.get("STEPWELL_HOST", "127.0.0.1")
    port = int(os.environ.get("STEPWELL_PORT", "8000"))
    os.execv(sys.executable, web_command(host, port))  # noqa: S606 - this process becomes the web server


def work(options: argparse.Namespace) -> int:
    """Jobs, until told to stop."""
    set_up()
    from stepwell.kernel import clock
    from stepwell.platform.jobs.worker import run_worker
    from stepwell.platform.ledger.jobs import seal_after_a_pause

    seal_after_a_pause(clock.now())
    run_worker()
    return 0


def migrate(options: argparse.Namespace) -> int:
    """Migrate as the owner: the application's role may not change the structure."""
    set_up(as_owner=True)
    from stepwell.run import migrate_database

    migrate_database(quiet=options.quiet)
    return 0


def static(options: argparse.Namespace) -> int:
    """Styles, scripts and fonts under names with a hash. Needs no database; `run` and `serve` do it as they start."""
    if not os.environ.get("STEPWELL_STATIC"):
        print("Set STEPWELL_STATIC to the folder to write to.", file=sys.stderr)
        return 1
    import django

    django.setup()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    return 0


def demo(options: argparse.Namespace) -> int:
    """Make and fill the demo's database. Inside `run` (which sets STEPWELL_DEMO), the step that does it."""
    from stepwell.run import make_demo, prepare_demo

    return prepare_demo() if os.environ.get("STEPWELL_DEMO") == "1" else make_demo()


def simulate(options: argparse.Namespace) -> int:
    """A made-up program: in the database that runs or is given, else in the embedded one, which is started for it."""
    folder = data_folder(os.environ)
    if not is_given(os.environ) and not runs_at(folder):
        from stepwell.run import with_database

        return with_database(sys.argv[1:])
    if is_given(os.environ) and "DATABASE_OWNER_URL" in os.environ:
        from stepwell.run import migrate_then_fill

        migrate_then_fill()
    else:
        os.environ["STEPWELL_POOL"] = "0"
        set_up()
    return make_program(options)


def verify(options: argparse.Namespace) -> int:
    """0 when every chain and every seal holds."""
    set_up()
    from stepwell.platform.ledger.verify import verify as verify_ledger

    report = verify_ledger(Path(os.environ["STEPWELL_DATA"]) / "seals")
    for fault in report.faults:
        print(fault)
    verdict = "broken" if report.faults else "whole"
    print(f"The ledger is {verdict}: {report.entries} entries on {report.chains} chains, {report.seals} seals.")
    return 1 if report.faults else 0


def doctor(options: argparse.Namespace) -> int:
    """0 when all is well; what `/health/ready/` looks at, with words."""
    os.environ["STEPWELL_POOL"] = "0"
    set_up()
    from stepwell.domain.measures.queries import shelf
    from stepwell.kernel import clock
    from stepwell.platform.watch.readings import take_readings
    from stepwell.platform.watch.rules import Finding, findings, is_ready

    now = clock.now()
    found = findings(take_readings(now), now)
    # people are let in all the same: a wrong file takes itself away, nothing else
    found += tuple(Finding("instruments", False, fault) for fault in shelf().faults)
    for finding in found:
        print(finding)
    return 0 if is_ready(found) else 1
