"""What `stepwell run` does: the whole program on one machine, as a demo, bound to 127.0.0.1."""

import contextlib
import os
import secrets
import shutil
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, MutableMapping
from pathlib import Path

from stepwell.kernel.errors import refuse
from stepwell.platform.database.embedded import Cluster
from stepwell.platform.database.folder import DataFolder, data_folder
from stepwell.platform.database.provision import provision
from stepwell.platform.database.supervise import Child, Supervisor
from stepwell.platform.database.where import is_given
from stepwell.platform.keyring.cipher import new_key
from stepwell.simulate.people import DEMO_PASSWORD, demo_logins

HOST = "127.0.0.1"


def run_demo() -> int:
    """Database, structure, demo data, web server, worker: until Ctrl-C, and nothing stays behind."""
    port = int(os.environ.get("STEPWELL_PORT", "8000"))
    _refuse_taken(port)
    folder = DataFolder(data_folder(os.environ))
    with _database(folder) as (cluster, found):
        environ = _demo_environ(folder, found)
        _prepare(environ)
        environ.pop("DATABASE_OWNER_URL", None)  # neither web nor worker may change the structure
        count_together(environ, folder.path)
        children = [
            Child("web", web_command(HOST, port), environ, ready=lambda: _answers(port)),
            Child("worker", [sys.executable, "-m", "stepwell", "work"], environ),
        ]
        supervisor = Supervisor(
            children, folder=folder, cluster=cluster, say=_say, when_ready=lambda: _welcome(port, folder)
        )
        return supervisor.run()


def make_demo() -> int:
    """The demo's database made and filled, and nothing left running; says how to start it."""
    folder = DataFolder(data_folder(os.environ))
    with _database(folder) as (_, found):
        _prepare(_demo_environ(folder, found))
    _say(f"The demo is ready in {folder.path}. Start it: stepwell run")
    return 0


def _demo_environ(folder: DataFolder, found: dict[str, str]) -> dict[str, str]:
    """What the demo's processes are told."""
    environ = {**os.environ, **found, "STEPWELL_DATA": str(folder.path), "STEPWELL_DEMO": "1"}
    environ["STEPWELL_SECRET_KEY"] = _kept(folder, "secret", lambda: secrets.token_urlsafe(50))
    environ["STEPWELL_KEYS"] = _kept(folder, "keys", new_key)
    environ["STEPWELL_DIE_WITH_PARENT"] = "1"
    environ["STEPWELL_STATIC"] = str(folder.path / "static")
    return environ


def web_command(host: str, port: int) -> list[str]:
    """How the web server is started: as many processes as STEPWELL_WORKERS says, else one for each core it may use."""
    workers = os.environ.get("STEPWELL_WORKERS") or str(len(os.sched_getaffinity(0)))
    # the master holds the port, so that callers wait for a worker that was killed and aren't turned away
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    command += ["--respawn-failed-workers", "--respawn-interval", "0.5"]
    # a proxy in front speaks HTTP/1; one thread that hands out is enough for the eight that answer
    command += ["--http", "1", "--runtime-mode", "st"]
    return [*command, "--workers", workers, "--blocking-threads", "8", "--no-access-log", "stepwell.wsgi:application"]


def count_together(environ: MutableMapping[str, str], folder: Path) -> None:
    """Where metrics are collected, all processes of the web server count in one empty folder."""
    if not environ.get("STEPWELL_METRICS_TOKEN"):
        return
    counts = folder / "metrics"
    shutil.rmtree(counts, ignore_errors=True)
    counts.mkdir(mode=0o700, parents=True)
    environ["PROMETHEUS_MULTIPROC_DIR"] = str(counts)


def migrate_database(*, quiet: bool) -> None:
    """Bring the structure up to date. Django is ready, as the owner.

    Where nothing is left to do it ends there: Django's command would work out the whole structure all the same.
    """
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if quiet and not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    call_command("migrate", verbosity=0 if quiet else 1, interactive=False, skip_checks=True)


def prepare_demo() -> int:
    """Migrate as the owner, then fill as the application. Refuses a database that holds a real program."""
    if os.environ.get("STEPWELL_DEMO") != "1":
        raise refuse("Demo data is made by the demo alone.", mend="Start it with ./dev run.")
    migrate_then_fill()
    from stepwell.simulate.demo import fill_demo

    fill_demo()
    return 0


def migrate_then_fill() -> None:
    """Make Django ready: the structure is brought up to date as the owner, then the connection is the application's."""
    os.environ["STEPWELL_POOL"] = "0"
    import django
    from django.db import connection, connections

    from stepwell.platform.database.connection import Connection

    application = os.environ["DATABASE_URL"]
    os.environ["DATABASE_URL"] = os.environ.get("DATABASE_OWNER_URL", application)
    django.setup()
    migrate_database(quiet=True)
    connections.close_all()
    connection.settings_dict.update(Connection.from_url(application).to_django())
    os.environ["DATABASE_URL"] = application  # for processes of ours that this one starts


def with_database(arguments: list[str]) -> int:
    """Run one command of ours with the embedded database up, empty or not; afterwards it is down again."""
    import subprocess

    folder = DataFolder(data_folder(os.environ))
    with _database(folder) as (_, found):
        environ = {**os.environ, **found, "STEPWELL_DATA": str(folder.path)}
        environ["STEPWELL_KEYS"] = _kept(folder, "keys", new_key)
        child = subprocess.Popen([sys.executable, "-m", "stepwell", *arguments], env=environ)  # noqa: S603 - ourselves
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:
                continue  # the terminal told it too: it ends by itself, and says how to go on


def _prepare(environ: dict[str, str]) -> None:
    """In a process of its own: this one stays small, and knows no Django."""
    import subprocess

    for command in ("demo", "static"):
        made = subprocess.run([sys.executable, "-m", "stepwell", command], env=environ, check=False)  # noqa: S603
        if made.returncode:
            raise refuse("The demo could not be prepared.", mend="The lines above say why.")


@contextlib.contextmanager
def _database(folder: DataFolder) -> Iterator[tuple[Cluster | None, dict[str, str]]]:
    """The given server, or our own one."""
    if is_given(os.environ):
        folder.prepare()
        yield None, {}
        return
    with Cluster(folder.path, say=_say) as cluster:
        provision(cluster.server)
        yield cluster, cluster.server.environ(with_owner=True)


def _refuse_taken(port: int) -> None:
    """Say it before anything is started."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise refuse(
                f"Port {port} of this machine is taken.",
                mend=f"If Stepwell runs already, open http://{HOST}:{port}/. Else choose another: STEPWELL_PORT=8100.",
            ) from error


def _kept(folder: DataFolder, name: str, make: Callable[[], str]) -> str:
    """A secret made once per data folder, so that a restart logs nobody out and loses nothing that was encrypted."""
    path: Path = folder.path / name
    if not path.exists():
        handle = folder.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        with open(handle, "w", encoding="ascii") as file:
            file.write(make())
    return path.read_text(encoding="ascii")


def _answers(port: int) -> bool:
    """Whether the web server answers."""
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/health/", timeout=1) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _say(line: str) -> None:
    with contextlib.suppress(OSError):  # a log on a full disk, or a terminal that was closed, stops nothing
        print(line, flush=True)  # noqa: T201 - this is the command line's voice


def _welcome(port: int, folder: DataFolder) -> None:
    """Where it is and who can log in."""
    _say(f"\nStepwell runs at http://{HOST}:{port}/ with made-up people. Data: {folder.path}. Stop with Ctrl-C.\n")
    for name, role, email in demo_logins():
        _say(f"  {email:<28} {name}, {role}")
    _say(f"\n  The password of each is {DEMO_PASSWORD}\n")
