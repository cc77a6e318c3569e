"""Debian's PostgreSQL, for the suite on another version than the embedded one. No service is started."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tools.dev.environment import NotInstalledError

OLDEST = 15
_PROGRAMS = Path("/usr/lib/postgresql")
_CONFIGURATION = Path("/etc/postgresql-common/createcluster.conf")
# Another installation may hold dpkg's lock; we wait for it. What an operator has changed in /etc stays.
_INSTALL = [
    *["apt-get", "install", "-y", "-q", "--no-install-recommends"],
    *["-o", "Dpkg::Options::=--force-confold", "-o", "DPkg::Lock::Timeout=300"],
]


def find_or_install(version: str, environ: Mapping[str, str], say: Callable[[str], None]) -> str:
    """Its folder of programs, after root has installed it if need be."""
    if not version.isdecimal() or int(version) < OLDEST:
        raise NotInstalledError(
            f"Not started: '{version}' is no version of PostgreSQL that Stepwell runs on. "
            f"Name {OLDEST} or a newer one, such as --postgres {OLDEST}."
        )
    programs = _PROGRAMS / version / "bin"
    if (programs / "postgres").is_file():
        return str(programs)
    _refuse_where_nothing_can_be_installed(version, programs)
    say(f"Installing PostgreSQL {version} with apt.")
    quiet = {**environ, "DEBIAN_FRONTEND": "noninteractive"}
    # postgresql-common comes first: it brings the file that says whether an installation makes a cluster.
    for command in (["apt-get", "update", "-q"], [*_INSTALL, "postgresql-common"]):
        _run(command, version, quiet)
    with _no_cluster_is_made():
        _run([*_INSTALL, f"postgresql-{version}"], version, quiet)
    if not (programs / "postgres").is_file():
        raise NotInstalledError(f"postgresql-{version} was installed, but {programs}/postgres isn't there.")
    return str(programs)


def _refuse_where_nothing_can_be_installed(version: str, programs: Path) -> None:
    lack = f"Not started: PostgreSQL {version} isn't in {programs}"
    elsewhere = (
        "Or, if you have it elsewhere, name its bin folder and leave --postgres out: "
        "STEPWELL_TEST_PROGRAMS=/path/to/bin ./dev test"
    )
    if not shutil.which("apt-get"):
        raise NotInstalledError(
            f"{lack}, and it can be installed only where there is apt-get (Debian 12 has 15). {elsewhere}"
        )
    if os.geteuid() != 0:
        raise NotInstalledError(
            f"{lack}, and only root may install it. As root: apt-get install postgresql-{version} (Debian starts a "
            f"server of its own with it), or run this once as root, which starts none. {elsewhere}"
        )


@contextlib.contextmanager
def _no_cluster_is_made() -> Iterator[None]:
    """Debian makes and starts a cluster with each installation unless this file says no. Left as it was."""
    before = _CONFIGURATION.read_bytes() if _CONFIGURATION.exists() else None
    _CONFIGURATION.write_text("create_main_cluster = false\n", encoding="ascii")
    try:
        yield
    finally:
        if before is None:
            _CONFIGURATION.unlink()
        else:
            _CONFIGURATION.write_bytes(before)


def _run(command: list[str], version: str, environ: Mapping[str, str]) -> None:
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise NotInstalledError(
            f"Not started: PostgreSQL {version} could not be installed. {' '.join(command)} failed:\n"
            f"{(done.stdout + done.stderr)[-1500:]}"
        )
