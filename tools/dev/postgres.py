"""Debian's PostgreSQL, for the suite on another version than the embedded one. No service is started."""

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

_CONFIGURATION = Path("/etc/postgresql-common/createcluster.conf")


def find_or_install(version: str, environ: Mapping[str, str], say: Callable[[str], None]) -> str | None:
    """Its folder of programs, after root has installed it if need be."""
    programs = Path("/usr/lib/postgresql") / version / "bin"
    if (programs / "postgres").is_file():
        return str(programs)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    say(f"Installing PostgreSQL {version} with apt.")
    if not _CONFIGURATION.exists():
        # Debian makes and starts a cluster with each installation unless it is told before.
        _CONFIGURATION.parent.mkdir(parents=True, exist_ok=True)
        _CONFIGURATION.write_text("create_main_cluster = false\n", encoding="ascii")
    quiet = {**environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", "-o", "Dpkg::Options::=--force-confold"]
    for command in (["apt-get", "update", "-q"], [*install, f"postgresql-{version}"]):
        done = subprocess.run(command, env=quiet, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            say(f"{' '.join(command)} failed:\n{(done.stdout + done.stderr)[-1500:]}")
            return None
    return str(programs) if (programs / "postgres").is_file() else None
