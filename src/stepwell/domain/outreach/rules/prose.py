"""Plain text with paragraphs and lists, as staff type it. Pure. No markup ever comes of it but these two."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

_DASHES = ("- ", "* ", "• ")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (its lines), or a list (its items)."""

    lines: tuple[str, ...]
    is_list: bool = False


def blocks(text: str) -> tuple[Block, ...]:
    """An empty line ends a paragraph; lines that begin with a dash are a list."""
    lines = [line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return tuple(_blocks(lines))


def _blocks(lines: list[str]) -> Iterator[Block]:
    for kind, run in groupby(lines, key=_kind):
        if kind == "item":
            yield Block(tuple(line[2:].strip() for line in run), is_list=True)
        elif kind == "words":
            yield Block(tuple(run))


def _kind(line: str) -> str:
    return "item" if line.startswith(_DASHES) else "words" if line else "nothing"
