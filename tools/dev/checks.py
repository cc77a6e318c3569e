"""Everything `./dev check` looks at: all of it runs, all failures are shown, and the end says which."""

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

_LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports_command as lint; sys.exit(lint())"

CHECKS: dict[str, list[str]] = {
    "style": ["-m", "ruff", "check", "."],
    "format": ["-m", "ruff", "format", "--check", "."],
    "types": ["-m", "mypy"],
    "layers": ["-c", _LINT_IMPORTS, "--no-cache"],
    "dependencies": ["-m", "deptry", "src"],
    "templates": ["-m", "djlint", "src", "--lint", "--quiet"],
    "migrations": ["-W", "ignore", "-m", "django", "makemigrations", "--check", "--dry-run"],
    "glossary": ["-m", "tools.check_glossary"],
    "sizes": ["-m", "tools.check_sizes"],
    "words": ["-m", "tools.check_words"],
    "hosts": ["-m", "tools.check_hosts"],
}


def run_all(
    root: Path, python: str, environ: Mapping[str, str], *, only: Sequence[str], say: Callable[[str], None]
) -> int:
    """Run the checks (those named, or all) and show what they found; 0 if that was nothing."""
    unknown = set(only) - set(CHECKS)
    if unknown:
        say(f"No such check: {', '.join(sorted(unknown))}. There are: {', '.join(CHECKS)}.")
        return 2
    chosen = {name: command for name, command in CHECKS.items() if not only or name in only}

    def run(name: str) -> tuple[str, int, str, float]:
        began = time.monotonic()
        child = dict(environ)
        if name == "migrations":
            child["DJANGO_SETTINGS_MODULE"] = "stepwell.settings"
            # Models are compared with migration files; no database answers here, and none is needed.
            child["DATABASE_URL"] = "postgresql://nobody@127.0.0.1:1/none"
        done = subprocess.run(
            [python, *chosen[name]], cwd=root, env=child, capture_output=True, text=True, check=False,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        return name, done.returncode, (done.stdout + done.stderr).strip(), time.monotonic() - began

    failed = []
    with ThreadPoolExecutor(max(2, os.cpu_count() or 2)) as pool:
        for name, code, output, seconds in pool.map(run, chosen):
            say(f"{'ok  ' if code == 0 else 'FAIL'} {name} ({seconds:.1f} s)")
            if code != 0:
                failed.append(name)
                say(output + "\n")
    say(f"\n{len(failed)} of {len(chosen)} checks failed: {', '.join(failed)}" if failed else "\nAll checks passed.")
    return 1 if failed else 0
