"""A private Python environment for exactly one lock file and one interpreter.

Built beside its place and renamed into it, so a half one is never used; two starts at once make one. Nothing in it is
run by its scripts, whose first lines name the folder it was built in: always `ENV/bin/python -m …`.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

UNUSED_AFTER = 30 * 24 * 3600.0

# Settings of the caller's Python that would reach into ours.
_LEAKING = {
    "PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "PYTHONEXECUTABLE", "PYTHONPLATLIBDIR", "PYTHONUSERBASE",
    "PYTHONSAFEPATH", "PYTHONOPTIMIZE", "PYTHONWARNINGS", "PYTHONINSPECT", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__",
}  # fmt: skip
# Of pip's settings those stay that say where packages come from and how to get there; these would put them elsewhere.
_MISLEADING = {
    "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_PYTHON", "PIP_REQUIRE_VIRTUALENV", "PIP_REQUIREMENT",
    "PIP_CONSTRAINT", "PIP_EDITABLE", "PIP_DRY_RUN", "PIP_REPORT", "PIP_QUIET", "PIP_NO_DEPS", "PIP_LOG",
}  # fmt: skip


class NotInstalledError(Exception):
    """The environment could not be made; the message says why and what to do."""


@dataclass(frozen=True)
class Environment:
    """A finished environment."""

    folder: Path

    @property
    def python(self) -> str:
        """Its interpreter."""
        return str(self.folder / "bin" / "python")


def cache_folder(environ: Mapping[str, str]) -> Path:
    """Where environments and tools' caches lie: `STEPWELL_CACHE`, or the usual place for this user.

    Root's own home is closed to the account that the database runs under, so root's lie in /var/cache.
    """
    if named := environ.get("STEPWELL_CACHE"):
        return Path(named).expanduser().absolute()
    if os.geteuid() == 0:
        return Path("/var/cache/stepwell")
    return Path(environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "stepwell"


def interpreter() -> str:
    """The Python to build on: the machine's own, also when the caller sits in some environment, which may lack pip."""
    return str(getattr(sys, "_base_executable", "") or sys.executable)


def name_for(lock: Path) -> str:
    """What an environment for this lock file and this interpreter is called."""
    # A change of the interpreter, a security update too, leaves the links of an older environment behind.
    identity = [os.path.realpath(interpreter()), sys.version, str(sys.abiflags)]
    digest = hashlib.sha256(lock.read_bytes() + "\0".join(identity).encode())
    return f"{lock.stem}-{digest.hexdigest()[:16]}"


def ensure(lock: Path, cache: Path, say: Callable[[str], None]) -> Environment:
    """The environment for `lock`, built if it isn't there yet."""
    # Others pass through root's: the database's account runs its programs.
    previous = os.umask(0o022)
    try:
        environments = cache / "environments"
        environments.mkdir(parents=True, exist_ok=True)
        found = Environment(environments / name_for(lock))
        if not _usable(found):
            with _held(environments / f".{found.folder.name}.lock", say):
                if not _usable(found):
                    _build(lock, found, say)
        _mark_used(found)
        _remove_unused(environments)
    except PermissionError as error:
        raise NotInstalledError(f"{error}. Name a folder you may write to with STEPWELL_CACHE.") from error
    finally:
        os.umask(previous)
    return found


def child_environ(environ: Mapping[str, str], found: Environment, root: Path) -> dict[str, str]:
    """The environment variables of everything that runs in it. The checkout is only read."""
    child = {key: value for key, value in environ.items() if key not in _LEAKING and key != "PYTHONDONTWRITEBYTECODE"}
    child["PYTHONPATH"] = str(root / "src")
    child["PYTHONNOUSERSITE"] = "1"
    child["PYTHONPYCACHEPREFIX"] = str(found.folder / "pycache")
    return child


def _usable(found: Environment) -> bool:
    return os.access(found.python, os.X_OK)


def _build(lock: Path, found: Environment, say: Callable[[str], None]) -> None:
    began = time.monotonic()
    names = [line.split("==")[0] for line in lock.read_text(encoding="utf-8").splitlines() if "==" in line]
    building = found.folder.with_name(f".building-{found.folder.name}-{os.getpid()}")
    for leftover in found.folder.parent.glob(f".building-{found.folder.name}-*"):
        # We hold the lock of this name, so whoever was building it is gone.
        shutil.rmtree(leftover, ignore_errors=True)
    shutil.rmtree(found.folder, ignore_errors=True)
    say(f"Installing {len(names)} packages from {lock.name}; once, and again only when they change.")
    environ = {key: value for key, value in os.environ.items() if key not in _LEAKING | _MISLEADING}
    try:
        # Debian has venv without ensurepip unless python3-venv is installed; pip comes from outside instead.
        _run([interpreter(), "-m", "venv", "--without-pip", str(building)], environ, began, "making the environment")
        pip = [interpreter(), "-m", "pip", "--python", str(building / "bin" / "python")]
        options = ["--require-hashes", "--no-compile", "--no-user", "--no-input", "--disable-pip-version-check"]
        # `--no-compile`: compiled files go to `pycache` when first used, and under the folder's final name.
        _run([*pip, "install", *options, "-r", str(lock)], environ, began, "installing")
        building.rename(found.folder)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    say(f"Installed in {time.monotonic() - began:.0f} s.")


def _run(command: Sequence[str], environ: Mapping[str, str], began: float, doing: str) -> None:
    last: deque[str] = deque(maxlen=25)
    live = sys.stderr.isatty()
    with subprocess.Popen(
        command, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            last.append(line.rstrip())
            if live:
                # One line that is written over; without a terminal there is the line before and the one after.
                print(f"\r\033[K{time.monotonic() - began:4.0f} s  {line.strip()[:60]}", end="", file=sys.stderr)
        code = process.wait()
    if live:
        print("\r\033[K", end="", file=sys.stderr)
    if code == 0:
        return
    words = "\n".join(last)
    hint = ""
    if "No module named pip" in words:
        hint = "\nThis Python has no pip. On Debian, as root: apt-get install python3-pip"
    elif "No module named venv" in words:
        hint = "\nThis Python has no venv module. On Debian, as root: apt-get install python3-venv"
    raise NotInstalledError(f"{words}\n\n{doing.capitalize()} failed.{hint}")


@contextlib.contextmanager
def _held(file: Path, say: Callable[[str], None]) -> Iterator[None]:
    with file.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another start is installing the same packages; waiting for it.")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _mark_used(found: Environment) -> None:
    """Note the day, and hold the environment as long as this process lives, over exec too."""
    stamp = found.folder / "used"
    with contextlib.suppress(OSError):
        stamp.touch()
    with contextlib.suppress(OSError):
        handle = os.open(stamp, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        # A server may run for months with an environment that no newer start asks for.
        os.set_inheritable(handle, True)


def _remove_unused(environments: Path) -> None:
    for stamp in environments.glob("*/used"):
        with contextlib.suppress(OSError):
            if time.time() - stamp.stat().st_mtime < UNUSED_AFTER:
                continue
            with stamp.open() as handle:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(stamp.parent, ignore_errors=True)
                (environments / f".{stamp.parent.name}.lock").unlink(missing_ok=True)
