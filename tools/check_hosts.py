"""No package registry's host and no path of anybody's machine in any file: both belong to who builds, not to us."""

import os
import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

from tools.files import ROOT, project_files

_HOST = re.compile(
    r"\b(?:pypi\.org|pythonhosted\.org|registry\.npmjs\.org|registry\.yarnpkg\.com|index\.crates\.io|proxy\.golang\.org)"
    r"|https?://[^/\s\"']*(?:artifactory|nexus|jfrog|devpi|pypi|npm-?registry)[^/\s\"']*/"
    r"|^--(?:extra-)?index-url\b|^--find-links\b",
    re.IGNORECASE | re.MULTILINE,
)
_PATH = re.compile(r"(?<![\w.$}~/-])/(?:root|work|home/[a-z_][\w-]*|Users/[A-Za-z]\w*)/[\w.-]+")


def local_secrets(environ: dict[str, str], root: Path) -> list[str]:
    """What must not leak from this very machine: its registries' hosts and where the checkout lies."""
    hosts = []
    for name in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX", "npm_config_registry"):
        for url in environ.get(name, "").split():
            hosts.append(urlsplit(url).hostname or "")
    # A checkout right below / would forbid the name of every such folder.
    folder = [str(root)] if len(root.parts) > 2 else []
    return [text for text in [*hosts, *folder] if text and text not in ("localhost", "127.0.0.1")]


def leaks(files: list[Path], root: Path, local: list[str]) -> list[str]:
    """A line for each finding."""
    found = []
    for path in files:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        matches = [match for pattern in (_HOST, _PATH) for match in pattern.finditer(text)]
        matches += [match for word in local for match in re.finditer(re.escape(word), text)]
        for match in matches:
            line = text.count("\n", 0, match.start()) + 1
            found.append(f"{path.relative_to(root)}:{line}: {match.group()}")
    return sorted(set(found))


if __name__ == "__main__":
    sys.exit("\n".join(leaks(project_files(ROOT), ROOT, local_secrets(dict(os.environ), ROOT))) or 0)
