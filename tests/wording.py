"""The unwelcome words of `tools/words.toml`, looked for in a page as it was rendered."""

import re
import tomllib
from pathlib import Path

from tools.check_words import template_text

WORDS = tomllib.loads((Path(__file__).parents[1] / "tools" / "words.toml").read_text(encoding="utf-8"))["word"]


def unwelcome_words(page: str) -> list[str]:
    """Each one that a person would read or hear on the page."""
    said = "\n".join(line for _, line in template_text(page))
    return [match.group() for word in WORDS for match in re.finditer(rf"\b{word['pattern']}\b", said, re.IGNORECASE)]
