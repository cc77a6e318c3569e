"""None of the unwelcome words in what people read: the text of templates, and sentences in Python.

A word in a name (`cleaned_data`, `def clean`), in a comment or in a docstring is not shown to anybody. A string counts
as a sentence when it has a space in it.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.files import ROOT, project_files

_CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<!--.*?-->|<(script|style)\b.*?</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>", re.DOTALL)
_SPOKEN = re.compile(r"\b(?:title|alt|aria-label|placeholder|content|label|value)=(\"[^\"]*\"|'[^']*')")


def _blank(match: "re.Match[str]") -> str:
    """Keep the lines, so that a finding names the right one."""
    return " " + "\n" * match.group().count("\n")


def _spoken(match: "re.Match[str]") -> str:
    return " ".join(_SPOKEN.findall(match.group())) + _blank(match)


def template_text(source: str) -> Iterator[tuple[int, str]]:
    """The lines a person reads or hears."""
    plain = _TAG.sub(_spoken, _CODE.sub(_blank, source))
    yield from enumerate(plain.splitlines(), start=1)


def python_text(source: str) -> Iterator[tuple[int, str]]:
    """String literals with a space in them that aren't docstrings."""
    tree = ast.parse(source)
    # A string that is a statement of its own is a docstring, or written for readers of the code.
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in silent:
            continue
        if isinstance(node.value, str) and " " in node.value.strip():
            yield node.lineno, node.value


def unwelcome(files: list[Path], root: Path, rules: dict[str, Any]) -> list[str]:
    """A line for each finding."""
    words = [(re.compile(rf"\b{word['pattern']}\b", re.IGNORECASE), word["instead"]) for word in rules["word"]]
    found = []
    for path in files:
        name = path.relative_to(root).as_posix()
        if not name.startswith("src/stepwell/") or path.suffix not in {".py", ".html", ".txt"}:
            continue
        allowed = [entry["text"] for entry in rules.get("allow", []) if entry["file"] == name]
        texts = python_text if path.suffix == ".py" else template_text
        for line, text in texts(path.read_text(encoding="utf-8")):
            for allowance in allowed:
                text = text.replace(allowance, "")  # noqa: PLW2901
            for pattern, instead in words:
                if match := pattern.search(text):
                    found.append(f"{name}:{line}: '{match.group()}'; say: {instead}")
    return found


if __name__ == "__main__":
    words = tomllib.loads((ROOT / "tools" / "words.toml").read_text(encoding="utf-8"))
    sys.exit("\n".join(unwelcome(project_files(ROOT), ROOT, words)) or 0)
