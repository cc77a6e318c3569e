"""Reading a backup to its end: every part authentic, every table what its digest says."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from stepwell.kernel.errors import refuse
from stepwell.platform.backup.frames import FORMAT, Frame, Kind, Manifest, TableSum, frames
from stepwell.platform.backup.sealed import read_sealed


class Taker(Protocol):
    """Who does something with what a backup holds. Nothing of it is certain before `read_backup` has returned."""

    def begin(self) -> None:
        """The backup begins."""

    def seals(self, data: bytes, /) -> None:
        """The file of seals."""

    def table(self, name: str, columns: tuple[str, ...], rows: Iterator[bytes], /) -> None:
        """A table, and its rows' text, to be read to the end."""


class Nothing:
    """Takes nothing: for a check alone."""

    def begin(self) -> None:
        """Not needed."""

    def seals(self, _data: bytes, /) -> None:
        """Not needed."""

    def table(self, _name: str, _columns: tuple[str, ...], rows: Iterator[bytes], /) -> None:
        """Read on."""
        for _ in rows:
            pass


def check_backup(file: Path, passphrase: str) -> Manifest:
    """Prove the file whole without a database."""
    return read_backup(file, passphrase, Nothing())


def read_backup(file: Path, passphrase: str, taker: Taker) -> Manifest:
    """Read it to the end, handing on what comes. Raises `Refused` where anything isn't what was written."""
    try:
        with file.open("rb") as opened:
            return _read(frames(read_sealed(opened, passphrase)), taker)
    except OSError as error:
        raise refuse(f"The backup can't be read: {error.strerror}.", str(file), "Check the path.") from None


def _read(stream: Iterator[Frame], taker: Taker) -> Manifest:
    begin = _next(stream, Kind.BEGIN).said()
    if begin["format"] != FORMAT:
        raise refuse("This backup is in a format that this Stepwell doesn't know.", "FILE", "Use a newer Stepwell.")
    taker.begin()
    sealed = bytearray()
    sums: list[TableSum] = []
    while (frame := _next(stream)).kind is not Kind.END:
        if frame.kind is Kind.SEALS:
            sealed += frame.data
            continue
        if frame.kind is not Kind.TABLE:
            raise _unordered()
        sums.append(_read_table(frame.said(), stream, taker))
    for _ in stream:  # what is left is the proof that the file ends here
        raise _unordered()
    manifest = Manifest.from_frames(begin, frame.said())
    if manifest.tables != tuple(sums):
        raise refuse("The backup is damaged. Its tables aren't those it names.", "FILE", "Take another copy of it.")
    taker.seals(bytes(sealed))
    return manifest


def _read_table(said: dict[str, Any], stream: Iterator[Frame], taker: Taker) -> TableSum:
    digest, count = sha256(), 0
    done: dict[str, Any] = {}

    def rows() -> Iterator[bytes]:
        nonlocal count
        while (frame := _next(stream)).kind is Kind.ROWS:
            digest.update(frame.data)
            count += frame.data.count(b"\n")
            yield frame.data
        if frame.kind is not Kind.DONE:
            raise _unordered()
        done.update(frame.said())

    taker.table(said["table"], tuple(said["columns"]), rows())
    if done != {"rows": count, "digest": digest.hexdigest()}:
        raise refuse(f"The backup is damaged in the table {said['table']}.", "FILE", "Take another copy of it.")
    return TableSum(said["table"], count, digest.hexdigest())


def _next(stream: Iterator[Frame], kind: Kind | None = None) -> Frame:
    frame = next(stream, None)
    if frame is None or (kind is not None and frame.kind is not kind):
        raise _unordered()
    return frame


def _unordered() -> Exception:
    return refuse("The backup is damaged. Its parts are out of order.", "FILE", "Take another copy of it.")
