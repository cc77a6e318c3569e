"""The data folder: where it is, whose it is, what lies in it and under which names.

    lock            held by the one supervisor that may run here
    passwords.json  of the three database roles
    cluster/        PostgreSQL's own
    socket/         the server's socket, unless the path is too long for one
    logs/           one file per process

The folder and all in it belong to the account that the server runs under and are closed to everybody else. Root can
read it all the same, and the server needs to.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import shutil
import socket
import stat
from collections.abc import Mapping
from pathlib import Path

from stepwell.kernel.errors import refuse
from stepwell.platform.database.account import Account, account_for, obstacle

# 108 bytes in the kernel's sockaddr_un with the closing zero; a name longer than that can't be bound or reached.
_LONGEST_SOCKET = 107
SOCKET_NAME = ".s.PGSQL.5432"


def data_folder(environ: Mapping[str, str]) -> Path:
    """Where the data of this installation lies: `STEPWELL_DATA`, or the usual place for this user."""
    if named := environ.get("STEPWELL_DATA"):
        return Path(named).expanduser().absolute()
    if os.geteuid() == 0:
        return Path("/var/lib/stepwell")
    return Path(environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "stepwell"


class DataFolder:
    """One data folder, made ready for its owner."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.cluster = self.path / "cluster"
        self.logs = self.path / "logs"
        self.lock_file = self.path / "lock"
        self.passwords_file = self.path / "passwords.json"
        self._lock: int | None = None
        self._account: Account | None = None

    @property
    def account(self) -> Account:
        """Whose folder this is and who runs the server."""
        if self._account is None:
            self._account = account_for(self.path)
        return self._account

    def prepare(self) -> None:
        """Make the folder, or make sure that an existing one is ours, and close it to others."""
        self._make_parents()
        with contextlib.suppress(FileExistsError):
            self.path.mkdir(mode=0o700)
        self.path = self.path.resolve()
        self._refuse_strange_folder()
        if blocked := obstacle(self.path, self.account):
            raise refuse(
                f"The database can't reach {self.path}: {blocked} is closed to the account it runs under, "
                "because PostgreSQL refuses to run as root.",
                "STEPWELL_DATA",
                "Choose a folder such as /var/lib/stepwell, or start as an ordinary user.",
            )
        self.account.own(self.path)
        self.path.chmod(0o700)
        self.make(self.logs)

    def make(self, folder: Path) -> None:
        """A folder inside, closed to others."""
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        if folder.is_symlink() or not folder.is_dir():
            raise refuse(f"{folder} should be a folder.", "STEPWELL_DATA")
        self.account.own(folder)
        folder.chmod(0o700)

    def open(self, file: Path, flags: int = os.O_RDWR | os.O_CREAT) -> int:
        """A private file inside. Never through a link: as root we write into a folder that another account owns."""
        handle = os.open(file, flags | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        self.account.own(handle)
        return handle

    def lock(self) -> None:
        """Hold the folder until `unlock` or the end of this process; the kernel lets go of it even after kill -9."""
        handle = self.open(self.lock_file)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(handle, 20, 0).decode("ascii", "replace").strip()
            os.close(handle)
            raise refuse(
                f"Stepwell already runs with the data in {self.path}" + (f" (process {holder})." if holder else "."),
                "STEPWELL_DATA",
                "Stop it first, or name another folder with STEPWELL_DATA.",
            ) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        self._lock = handle

    def unlock(self) -> None:
        """Let go of the folder."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def passwords(self) -> dict[str, str]:
        """The passwords of the roles, by role."""
        try:
            handle = os.open(self.passwords_file, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError:
            raise refuse(
                f"{self.passwords_file} is missing, and the database in this folder can't be opened without it.",
                "STEPWELL_DATA",
                "Put it back from a backup of the folder.",
            ) from None
        with open(handle, encoding="utf-8") as file:
            return {str(role): str(password) for role, password in json.load(file).items()}

    def write_passwords(self, roles: tuple[str, ...]) -> None:
        """New passwords, whole or not at all. Only for a folder without a cluster."""
        fresh = self.path / "passwords.json.new"
        fresh.unlink(missing_ok=True)
        with open(self.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "w", encoding="utf-8") as file:
            json.dump({role: secrets.token_urlsafe(32) for role in roles}, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        fresh.rename(self.passwords_file)

    def make_socket_folder(self) -> Path:
        """A closed folder whose socket has a short enough name: here, or under /tmp when here is too deep."""
        inside = self.path / "socket"
        # Commas and quotes are syntax in unix_socket_directories.
        plain = not set(str(inside)) & set(",\"'\\")
        if plain and len(os.fsencode(inside / SOCKET_NAME)) <= _LONGEST_SOCKET:
            self.make(inside)
            if _can_bind(inside):
                return inside
        outside = self._outside_socket_folder()
        with contextlib.suppress(FileExistsError):
            outside.mkdir(mode=0o700)
            self.account.own(outside)
        status = outside.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != self.account.uid or status.st_mode & 0o077:
            raise refuse(
                f"{outside} is needed for the database's socket, but somebody else made it or it is open to others.",
                "STEPWELL_DATA",
                "Remove it, or choose a data folder with a shorter path.",
            )
        return outside

    def remove_socket_folder(self) -> None:
        """Take away what `make_socket_folder` made outside of the data folder."""
        with contextlib.suppress(OSError):
            self._outside_socket_folder().rmdir()

    def _outside_socket_folder(self) -> Path:
        key = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:12]
        return Path("/tmp") / f"stepwell-{self.account.uid}-{key}"  # noqa: S108 - its owner is checked

    def _make_parents(self) -> None:
        missing = [folder for folder in self.path.parents if not folder.exists()]
        for folder in reversed(missing):
            with contextlib.suppress(FileExistsError):
                folder.mkdir()
                if os.geteuid() == 0:
                    # Whatever root's umask is: the server's account has to pass through.
                    folder.chmod(0o755)

    def _refuse_strange_folder(self) -> None:
        if not self.path.is_dir():
            raise refuse(f"{self.path} isn't a folder.", "STEPWELL_DATA")
        if os.geteuid() != 0 and self.path.stat().st_uid != os.geteuid():
            raise refuse(
                f"{self.path} belongs to another user.", "STEPWELL_DATA", "Start as that user, or name another folder."
            )
        ours = self.lock_file.exists() or self.passwords_file.exists()
        if not ours and any(entry.name != "logs" for entry in self.path.iterdir()):
            # Somebody's home or project folder must not be closed and handed over because of a slip of the pen.
            raise refuse(
                f"{self.path} has other things in it.",
                "STEPWELL_DATA",
                "Name a folder that is new, empty or Stepwell's.",
            )

    def remove(self) -> None:
        """Delete the folder with everything in it. For folders that were made to be thrown away."""
        self.remove_socket_folder()
        shutil.rmtree(self.path, ignore_errors=True)


def _can_bind(folder: Path) -> bool:
    """Some file systems (shared folders of virtual machines) hold no sockets; only trying tells."""
    probe = folder / ".probe"
    probe.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as attempt:
        try:
            attempt.bind(str(probe))
        except OSError:
            return False
    probe.unlink(missing_ok=True)
    return True
