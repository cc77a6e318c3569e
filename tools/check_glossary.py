"""The glossary is law: every model of the domain stands in docs/glossary.md under its code name."""

import ast
import sys
from pathlib import Path

from tools.files import ROOT


def code_names(glossary: str) -> set[str]:
    """The `code name` column of every table."""
    names: set[str] = set()
    column: int | None = None
    for line in glossary.splitlines():
        if not line.lstrip().startswith("|"):
            column = None
            continue
        cells = [cell.strip().strip("`") for cell in line.strip().strip("|").split("|")]
        if "code name" in [cell.lower() for cell in cells]:
            column = [cell.lower() for cell in cells].index("code name")
        elif column is not None and column < len(cells):
            names.update(part.strip(" `").split(".")[-1] for part in cells[column].split(","))
    return names


def model_classes(domain: Path) -> dict[str, Path]:
    """Every model with a table of its own, by name, from the files that hold models."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(domain.rglob("*.py"))
             if path.stem.startswith("models") or "models" in path.relative_to(domain).parts}  # fmt: skip
    classes = [(node, path) for path, tree in trees.items() for node in tree.body if isinstance(node, ast.ClassDef)]
    models: dict[str, Path] = {}
    known: set[str] = set()
    # A model may inherit from one that is read later; a few rounds find them all.
    for _round in range(len(classes)):
        before = len(known)
        for node, path in classes:
            bases = {base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "") for base in node.bases}
            if any(base.endswith("Model") for base in bases) or bases & known:
                known.add(node.name)
                if not _abstract(node):
                    models[node.name] = path
        if len(known) == before:
            break
    return models


def _abstract(node: ast.ClassDef) -> bool:
    return any(
        isinstance(inner, ast.ClassDef) and inner.name == "Meta" and "abstract = True" in ast.unparse(inner)
        for inner in node.body
    )


def missing(root: Path) -> list[str]:
    """A line for each model the glossary doesn't know."""
    glossary = root / "docs" / "glossary.md"
    if not glossary.exists():
        return [f"{glossary} is missing"]
    names = code_names(glossary.read_text(encoding="utf-8"))
    models = model_classes(root / "src" / "stepwell" / "domain")
    return [f"{path}: {name} is not in docs/glossary.md" for name, path in models.items() if name not in names]


if __name__ == "__main__":
    sys.exit("\n".join(missing(ROOT)) or 0)
