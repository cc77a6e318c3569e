"""The catalogs of pages in other languages: `locale/*/LC_MESSAGES/django.po`, read, and made into what gettext reads.

Django asks for the compiled form, and Debian has no `msgfmt` until somebody installs it. The form is that of GNU
gettext's manual, "The Format of GNU MO Files".
"""

import ast
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

_MAGIC, _HEAD = 0x950412DE, 28


@dataclass
class Message:
    """One entry. `plural` is empty where there is one form; `said` holds the form or forms."""

    text: str = ""
    plural: str = ""
    said: list[str] = field(default_factory=list)
    is_fuzzy: bool = False


def messages(po: str) -> list[Message]:
    """The entries of a catalog in their order, its head (without a text) first."""
    found: list[Message] = []
    for block in po.split("\n\n"):
        lines = [line for line in block.splitlines() if line.strip()]
        one = Message(is_fuzzy=any(line.startswith("#,") and "fuzzy" in line for line in lines))
        keyword = ""
        for line in (line for line in lines if not line.startswith("#")):
            if not line.startswith('"'):
                keyword, _, line = line.partition(" ")  # noqa: PLW2901 - what is left of it is read below
                if keyword.startswith("msgstr"):
                    one.said.append("")
            words: str = ast.literal_eval(line)
            if keyword == "msgid":
                one.text += words
            elif keyword == "msgid_plural":
                one.plural += words
            else:
                one.said[-1] += words
        if keyword:
            found.append(one)
    return found


def compiled(po: str) -> bytes:
    """The same catalog as gettext reads it: entries by their bytes, without those that say nothing or aren't sure."""
    entries = sorted(_entries(po))
    ids, texts = b"", b""
    places = []
    for key, value in entries:
        places.append((len(key), len(ids), len(value), len(texts)))
        ids += key + b"\0"
        texts += value + b"\0"
    begin = _HEAD + 16 * len(entries)
    originals = b"".join(struct.pack("<II", size, begin + at) for size, at, _, _ in places)
    translations = b"".join(struct.pack("<II", size, begin + len(ids) + at) for _, _, size, at in places)
    head = struct.pack("<7I", _MAGIC, 0, len(entries), _HEAD, _HEAD + 8 * len(entries), 0, begin)
    return head + originals + translations + ids + texts


def compile_all(root: Path, say: Callable[[str], None]) -> int:
    """Write each catalog's compiled form beside it."""
    for po in sorted(root.glob("src/stepwell/locale/*/LC_MESSAGES/django.po")):
        po.with_suffix(".mo").write_bytes(compiled(po.read_text("utf-8")))
        say(f"Compiled {po.relative_to(root)}.")
    return 0


def _entries(po: str) -> Iterator[tuple[bytes, bytes]]:
    for one in messages(po):
        if all(one.said) and not one.is_fuzzy:
            key = f"{one.text}\0{one.plural}" if one.plural else one.text
            yield key.encode(), "\0".join(one.said).encode()
