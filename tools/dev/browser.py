"""Debian's Chromium for tests in a real browser: found, installed where we may, or its lack said plainly."""

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping

# The first draws pages as the second does, without a window around them: a quarter less time for the same tests.
NAMES = ("chromium-headless-shell", "chromium")
INSTALL = f"apt-get install --no-install-recommends {NAMES[0]} fonts-liberation fonts-dejavu-core"


def find(environ: Mapping[str, str]) -> str | None:
    """The browser's path."""
    named = environ.get("STEPWELL_CHROMIUM")
    if named:
        return named if os.access(named, os.X_OK) else None
    found = (shutil.which(name, path=path) for path in ("/usr/bin", None) for name in NAMES)
    return next(filter(None, found), None)


def find_or_install(environ: Mapping[str, str], say: Callable[[str], None]) -> str | None:
    """The browser's path, after root has installed it if need be."""
    found = find(environ)
    if found or os.geteuid() != 0 or environ.get("STEPWELL_CHROMIUM") or not shutil.which("apt-get"):
        return found
    say("Installing Chromium with apt for the tests in a real browser.")
    quiet = {**environ, "DEBIAN_FRONTEND": "noninteractive"}
    tool, verb, *rest = INSTALL.split()
    for command in (["apt-get", "update", "-q"], [tool, verb, "-y", "-q", *rest]):
        done = subprocess.run(command, env=quiet, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            say(f"{' '.join(command)} failed:\n{(done.stdout + done.stderr)[-1500:]}")
            break
    return find(environ)
