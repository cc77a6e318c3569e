"""What stands inside a backup: frames, each a kind, a length and its bytes.

    begin, seals*, (table, rows*, done)*, end

`begin` says what a restore needs to know first, `end` what can only be known afterwards.
"""

import json
import struct
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import IntEnum
from typing import Any, Protocol

from stepwell.kernel.errors import refuse

_HEAD = struct.Struct(">BI")
LONGEST = 16 * 1024 * 1024
FORMAT = 1


class Kind(IntEnum):
    """What a frame holds."""

    BEGIN = 1
    SEALS = 2
    TABLE = 3
    ROWS = 4
    DONE = 5
    END = 6


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame, read."""

    kind: Kind
    data: bytes

    def said(self) -> dict[str, Any]:
        """What it says, where it is JSON."""
        said: dict[str, Any] = json.loads(self.data)
        return said


@dataclass(frozen=True, slots=True)
class TableSum:
    """How many rows a table has, and the SHA-256 of their COPY text in the order of their keys."""

    table: str
    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    created_at: str
    migrations: tuple[tuple[str, str], ...]
    tables: tuple[TableSum, ...]
    chains: int
    root: str
    sequences: tuple[tuple[str, int, bool], ...]

    @classmethod
    def from_frames(cls, begin: dict[str, Any], end: dict[str, Any]) -> "Manifest":
        """From the first frame and the last."""
        return cls(
            created_at=begin["created_at"],
            migrations=tuple((app, name) for app, name in begin["migrations"]),
            tables=tuple(TableSum(**one) for one in end["tables"]),
            chains=end["chains"],
            root=end["root"],
            sequences=tuple((name, value, called) for name, value, called in end["sequences"]),
        )

    def begin(self) -> dict[str, Any]:
        """What stands first."""
        return {"format": FORMAT, "created_at": self.created_at, "migrations": self.migrations}

    def end(self) -> dict[str, Any]:
        """What stands last."""
        sums = [asdict(one) for one in self.tables]
        return {"tables": sums, "chains": self.chains, "root": self.root, "sequences": self.sequences}


class Sink(Protocol):
    """Where frames go."""

    def write(self, data: bytes, /) -> None:
        """Take some bytes."""


def put(sink: Sink, kind: Kind, data: bytes | dict[str, Any]) -> None:
    """Write one frame. Rows that are longer than a frame may be go in several."""
    whole = data if isinstance(data, bytes) else json.dumps(data).encode()
    for start in range(0, max(len(whole), 1), LONGEST):
        part = whole[start : start + LONGEST]
        sink.write(_HEAD.pack(kind, len(part)) + part)


def frames(pieces: Iterator[bytes]) -> Iterator[Frame]:
    """The frames again; no more than one is held."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        while len(waiting) >= _HEAD.size:
            kind, length = _HEAD.unpack_from(waiting)
            if length > LONGEST:
                raise refuse("The backup is damaged. A length in it is wrong.", "FILE", "Take another copy of it.")
            if len(waiting) < _HEAD.size + length:
                break
            yield Frame(Kind(kind), bytes(waiting[_HEAD.size : _HEAD.size + length]))
            del waiting[: _HEAD.size + length]
