"""Which account of the machine a server runs under: PostgreSQL refuses to be root, so root lends it another one."""

import contextlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from stepwell.kernel.errors import refuse

SYSTEM_ACCOUNT = "stepwell"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody on this machine."""

    uid: int
    gid: int

    @property
    def is_me(self) -> bool:
        """Whether this process already runs as that account."""
        return self.uid == os.geteuid()

    def own(self, place: Path | int) -> None:
        """Hand a file or folder that root made over to this account; for everybody else it is theirs already."""
        if not self.is_me:
            os.chown(place, self.uid, self.gid, follow_symlinks=isinstance(place, int))


def account_for(folder: Path) -> Account:
    """Who runs the server whose files lie in `folder`: for root their owner, or an account lent for it."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    with contextlib.suppress(FileNotFoundError):
        # Data that an ordinary user began stays theirs when root starts it, and data begun under one account
        # doesn't change hands because a better one has appeared since.
        owner = folder.stat().st_uid
        if owner != 0:
            return _by_uid(owner, folder)
    return _lent_account()


def _by_uid(uid: int, folder: Path) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise refuse(
            f"{folder} belongs to user {uid}, who has no entry on this machine.",
            "STEPWELL_DATA",
            "PostgreSQL needs one: create that account, or change the owner of the folder.",
        ) from None
    return Account(entry.pw_uid, entry.pw_gid)


def _lent_account() -> Account:
    found = _by_name(SYSTEM_ACCOUNT)
    if found is None:
        _create_account()
        found = _by_name(SYSTEM_ACCOUNT) or _by_name("nobody")
    if found is None:
        raise refuse(
            "PostgreSQL refuses to run as root, and this machine has no other account to lend it.",
            mend=f"Create one: useradd --system {SYSTEM_ACCOUNT}",
        )
    return found


def _by_name(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_uid, entry.pw_gid)


def _create_account() -> None:
    # Two starts at once may both try; the loser fails on the locked file and finds the winner's account afterwards.
    tool = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if tool:
        options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
        command = [tool, *options, "--shell", "/usr/sbin/nologin", SYSTEM_ACCOUNT]
        subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - no input from outside


def obstacle(path: Path, account: Account) -> Path | None:
    """The first folder above `path` that `account` can't pass through, if there is one.

    Reads mode bits only: an access list that opens a folder is not seen, and the answer is then too careful.
    """
    for folder in reversed(path.resolve().parents):
        try:
            status = folder.stat()
        except FileNotFoundError:
            return None
        if status.st_uid == account.uid:
            passable = status.st_mode & 0o100
        elif status.st_gid == account.gid:
            passable = status.st_mode & 0o010
        else:
            passable = status.st_mode & 0o001
        if not passable:
            return folder
    return None
