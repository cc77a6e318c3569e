"""Writes both lock files with uv, at the version that tools/requirements-lock.txt pins."""

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tools.dev.environment import ensure, interpreter

_OPTIONS = [
    "--python-version", "3.11", "--python-platform", "linux", "--generate-hashes", "--no-emit-index-url",
    "--no-header",
]  # fmt: skip


def lock_all(root: Path, cache: Path, arguments: Sequence[str], say: Callable[[str], None]) -> int:
    """Lock what runs, then what develops on top of exactly that. Further arguments (`--upgrade`) go to uv."""
    uv = ensure(root / "tools" / "requirements-lock.txt", cache, say)
    environ = {**os.environ, **sources(_pip_settings())}
    for target, more in (
        ("requirements.txt", []),
        ("requirements-dev.txt", ["--group", "dev", "--constraints", "requirements.txt"]),
    ):
        say(f"Locking {target}.")
        command = [uv.python, "-m", "uv", "pip", "compile", "pyproject.toml", *_OPTIONS, *more, *arguments]
        command += ["--cache-dir", str(cache / "uv"), "--quiet", "-o", target]
        code = subprocess.run(command, cwd=root, env=environ, check=False).returncode
        if code != 0:
            return code
    return 0


def sources(settings: Mapping[str, str]) -> dict[str, str]:
    """Uv's names for where pip was told to look; uv doesn't read pip's."""
    wanted = {"index-url": "UV_DEFAULT_INDEX", "extra-index-url": "UV_INDEX", "find-links": "UV_FIND_LINKS"}
    found = {ours: " ".join(settings[name].split()) for name, ours in wanted.items() if settings.get(name)}
    if settings.get("extra-index-url"):
        # Pip takes the best version from all of its sources alike, and installs what is locked here in just that way.
        # Uv's own rule is stricter (the first source that knows a name); UV_INDEX_STRATEGY=first-index asks for it.
        found["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    if settings.get("cert"):
        found["SSL_CERT_FILE"] = settings["cert"]
    if "UV_FIND_LINKS" in found:
        found["UV_FIND_LINKS"] = found["UV_FIND_LINKS"].replace(" ", ",")
    return {name: value for name, value in found.items() if name not in os.environ}


def _pip_settings() -> dict[str, str]:
    """Pip's settings from its files and the environment; the environment's come last and win."""
    listed = subprocess.run([interpreter(), "-m", "pip", "config", "list"], capture_output=True, text=True, check=False)
    found: dict[str, str] = {}
    for rank in ("global.", "install.", ":env:."):
        for line in listed.stdout.splitlines():
            name, _, value = line.partition("=")
            if name.startswith(rank):
                found[name.removeprefix(rank)] = value.strip("'\"").replace("\\n", " ")
    return found
