"""Small files: a module becomes a package at about 300 lines, and 400 is the end."""

import sys
from pathlib import Path

from tools.files import ROOT, project_files

LIMIT = 400
_KINDS = {".py", ".js", ".css", ".html"}


def too_long(files: list[Path], limit: int = LIMIT) -> list[str]:
    """A line for each file over the limit. Generated migrations are as long as they are."""
    found = []
    for path in files:
        if path.suffix in _KINDS and "migrations" not in path.parts:
            count = len(path.read_text(encoding="utf-8").splitlines())
            if count > limit:
                found.append(f"{path}: {count} lines, {limit} is the end")
    return found


if __name__ == "__main__":
    sys.exit("\n".join(too_long(project_files(ROOT))) or 0)
