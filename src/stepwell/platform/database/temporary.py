"""A cluster to throw away, for tests and measurements."""

import contextlib
import fcntl
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from stepwell.platform.database.account import account_for, obstacle
from stepwell.platform.database.embedded import Cluster
from stepwell.platform.database.folder import DataFolder

_PREFIX = "stepwell-test-"
_ABANDONED_AFTER = 3600.0


@contextlib.contextmanager
def temporary_cluster(
    *, durable: bool = False, programs: Path | None = None, say: Callable[[str], None] = lambda _line: None
) -> Iterator[Cluster]:
    """A started cluster in a new folder, both gone afterwards."""
    with temporary_folder() as path, Cluster(path, durable=durable, programs=programs, say=say) as cluster:
        yield cluster


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    """A data folder that the server's account can reach, which pytest's own (0700, below root's) is not."""
    base = Path(tempfile.gettempdir()).resolve()
    if obstacle(base / _PREFIX, account_for(base / _PREFIX)):
        base = Path("/tmp")  # noqa: S108 - mkdtemp follows
    _remove_abandoned(base)
    path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=base))
    try:
        yield path
    finally:
        DataFolder(path).remove()


def _remove_abandoned(base: Path) -> None:
    """What earlier runs left that were killed: older than an hour, ours, and locked by nobody."""
    for path in base.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            status = path.lstat()
            mine = os.geteuid() in (0, status.st_uid) and not path.is_symlink()
            if not mine or time.time() - status.st_mtime < _ABANDONED_AFTER:
                continue
            with (path / "lock").open("rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                DataFolder(path).remove()
