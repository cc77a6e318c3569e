"""A running embedded server as the rest of the house sees it: where its socket is, and a connection for each role."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from stepwell.kernel.errors import Refused, refuse
from stepwell.platform.database.connection import Connection
from stepwell.platform.database.folder import DataFolder

# Bootstrap only: makes databases, roles, extensions. Never given to a process that serves requests.
SUPERUSER = "stepwell_super"
# Owns the schema and runs migrations.
OWNER = "stepwell_owner"
# What web server and worker are: reads and writes rows, changes no structure.
APP = "stepwell_app"
ROLES = (SUPERUSER, OWNER, APP)

DATABASE = "stepwell"
PORT = 5432

# Lines of postmaster.pid, see PostgreSQL's src/include/utils/pidfile.h.
_PID_LINE, _SOCKET_LINE, _STATUS_LINE = 0, 4, 7


@dataclass(frozen=True, slots=True)
class Server:
    """A server on a socket."""

    socket_folder: Path
    passwords: Mapping[str, str] = field(repr=False)

    def superuser(self, database: str = "postgres") -> Connection:
        """For making databases, and for tests that do what nobody may."""
        return self._connection(SUPERUSER, database)

    def owner(self, database: str = DATABASE) -> Connection:
        """For migrations."""
        return self._connection(OWNER, database)

    def app(self, database: str = DATABASE) -> Connection:
        """For everything else."""
        return self._connection(APP, database)

    def environ(self, database: str = DATABASE, *, with_owner: bool = False) -> dict[str, str]:
        """What a child process needs to find the database. The owner's address is for `migrate` alone."""
        found = {"DATABASE_URL": self.app(database).to_url()}
        if with_owner:
            found["DATABASE_OWNER_URL"] = self.owner(database).to_url()
        return found

    def _connection(self, role: str, database: str) -> Connection:
        return Connection(str(self.socket_folder), PORT, database, role, self.passwords[role])


@dataclass(frozen=True, slots=True)
class PidFile:
    """What PostgreSQL says about itself in postmaster.pid."""

    pid: int
    socket_folder: Path
    is_ready: bool


def read_pid_file(cluster: Path) -> PidFile | None:
    """The server's own word on whether it runs, if the file is there and whole."""
    try:
        lines = (cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return None
    if len(lines) <= _STATUS_LINE or not lines[_PID_LINE].isdecimal():
        return None
    return PidFile(int(lines[_PID_LINE]), Path(lines[_SOCKET_LINE]), lines[_STATUS_LINE].strip() == "ready")


def running_server(path: Path) -> Server:
    """The server that somebody else runs on the data in this folder."""
    folder = DataFolder(path)
    try:
        found = read_pid_file(folder.cluster)
        if found is None or not found.is_ready or not _socket(found.socket_folder).is_socket():
            raise refuse("The embedded database isn't running.", str(path), "Start it with ./dev run.")
        return Server(found.socket_folder, folder.passwords())
    except PermissionError:
        raise refuse(
            f"The data in {path} belongs to another user.", "STEPWELL_DATA", "Ask as that user, or as root."
        ) from None


def runs_at(path: Path) -> bool:
    """Whether somebody runs a server on the data in this folder."""
    try:
        running_server(path)
    except Refused:
        return False
    return True


def _socket(folder: Path) -> Path:
    return folder / f".s.PGSQL.{PORT}"
