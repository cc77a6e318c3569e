"""An encrypted file that is read whole or refused: authenticated chunks, in the manner of STREAM.

STREAM: Hoang, Reyhanitabar, Rogaway, Vizár, "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance"
(2015). Each chunk is AES-256-GCM; its nonce holds its number, its associated data the file's header and whether it is
the last. So a chunk that was altered, left out, doubled, moved, or taken from another file doesn't open, and a file
that was cut short has no last chunk. The key comes from a passphrase by scrypt (RFC 7914).

    magic, header's length (4 bytes), header (JSON), then for each chunk: its length (4 bytes), its bytes
"""

import json
import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from stepwell.kernel.errors import Refused, refuse

MAGIC = b"stepwell backup\n"
CHUNK = 256 * 1024
_TAG = 16
_LONGEST_HEADER = 4096
_SIZE = struct.Struct(">I")
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Cost:
    """How dear one guess at the passphrase is. 128 MiB and about half a second."""

    n: int = 2**17
    r: int = 8
    p: int = 1

    @property
    def is_sound(self) -> bool:
        """Whether deriving a key needs at most 1 GiB: a header is read before anything vouches for it."""
        power = 2 <= self.n <= 2**20 and self.n & (self.n - 1) == 0
        return power and 1 <= self.r <= 8 and 1 <= self.p <= 4


class SealedWriter:
    """Compresses and encrypts what is written, chunk by chunk; holds no more than one chunk."""

    def __init__(self, file: BinaryIO, passphrase: str, cost: Cost | None = None) -> None:
        cost = cost or Cost()
        salt = os.urandom(16)
        said = {"format": _FORMAT, "salt": salt.hex(), "n": cost.n, "r": cost.r, "p": cost.p}
        self._header = json.dumps(said).encode()
        self._file = file
        self._cipher = AESGCM(_key(passphrase, salt, cost))
        self._squeeze = zlib.compressobj(6)
        self._waiting = bytearray()
        self._number = 0
        file.write(MAGIC + _SIZE.pack(len(self._header)) + self._header)

    def write(self, data: bytes) -> None:
        """Add `data`."""
        self._waiting += self._squeeze.compress(data)
        # one chunk is always kept back: the last must know that it is
        while len(self._waiting) > CHUNK:
            self._put(bytes(self._waiting[:CHUNK]), is_last=False)
            del self._waiting[:CHUNK]

    def finish(self) -> None:
        """Write what is left, and the last chunk's mark. Without it the file is refused."""
        self._waiting += self._squeeze.flush()
        while len(self._waiting) > CHUNK:
            self._put(bytes(self._waiting[:CHUNK]), is_last=False)
            del self._waiting[:CHUNK]
        self._put(bytes(self._waiting), is_last=True)

    def _put(self, chunk: bytes, *, is_last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number), chunk, _bound(self._header, is_last=is_last))
        self._file.write(_SIZE.pack(len(sealed)) + sealed)
        self._number += 1


def read_sealed(file: BinaryIO, passphrase: str) -> Iterator[bytes]:
    """What was written, piece by piece. Raises `Refused` where it isn't, to the last byte, what was written.

    The end is known to be the end only once the iterator is through: whoever acts on a piece must be able to undo it.
    """
    header, salt, cost = _read_header(file)
    cipher = AESGCM(_key(passphrase, salt, cost))
    expand = zlib.decompressobj()
    number = 0
    sealed = _read_chunk(file)
    while sealed:
        following = _read_chunk(file)
        try:
            packed = cipher.decrypt(_nonce(number), sealed, _bound(header, is_last=not following))
        except InvalidTag:
            _refuse_chunk(number)
        while piece := expand.decompress(packed, CHUNK):
            yield piece
            packed = expand.unconsumed_tail
        sealed = following
        number += 1
    if not number or not expand.eof or expand.unused_data:
        raise _damaged("It has no end")


def _read_header(file: BinaryIO) -> tuple[bytes, bytes, Cost]:
    if file.read(len(MAGIC)) != MAGIC:
        raise refuse("This file is no backup of Stepwell.", "FILE", "Check the path.")
    header = _exactly(file, _length(file, _LONGEST_HEADER))
    try:
        said = json.loads(header)
        version, salt = said["format"], bytes.fromhex(said["salt"])
        cost = Cost(*(int(said[name]) for name in ("n", "r", "p")))
    except (ValueError, KeyError, TypeError):
        raise _damaged("Its header can't be read") from None
    if version != _FORMAT:
        raise refuse(
            f"This backup has format {version}, and this Stepwell reads {_FORMAT}.",
            "FILE",
            "Restore it with the Stepwell that wrote it, or a newer one.",
        )
    if not cost.is_sound:
        raise _damaged("Its header asks for too much memory")
    return header, salt, cost


def _read_chunk(file: BinaryIO) -> bytes:
    """The next chunk, or nothing where the file ends."""
    start = file.read(1)
    if not start:
        return b""
    (length,) = _SIZE.unpack(start + _exactly(file, _SIZE.size - 1))
    if not _TAG <= length <= CHUNK + _TAG:
        raise _damaged("A length in it is wrong")
    return _exactly(file, length)


def _length(file: BinaryIO, most: int) -> int:
    (length,) = _SIZE.unpack(_exactly(file, _SIZE.size))
    if length > most:
        raise _damaged("A length in it is wrong")
    return int(length)


def _exactly(file: BinaryIO, length: int) -> bytes:
    data = file.read(length)
    if len(data) != length:
        raise _damaged("It ends too early")
    return data


def _refuse_chunk(number: int) -> NoReturn:
    if number == 0:
        raise refuse(
            "This passphrase doesn't open the backup.",
            "STEPWELL_BACKUP_PASSPHRASE",
            "Check it. If it is right, the file's beginning is damaged: take another copy.",
        ) from None
    raise _damaged(f"Part {number + 1} isn't what was written, or the file was cut after it") from None


def _damaged(what: str) -> Refused:
    return refuse(f"The backup is damaged. {what}.", "FILE", "Take another copy of it.")


def _key(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    return Scrypt(salt=salt, length=32, n=cost.n, r=cost.r, p=cost.p).derive(passphrase.encode())


def _nonce(number: int) -> bytes:
    # The key is this file's alone (a fresh salt), so a number that is never used twice is enough.
    return number.to_bytes(12, "big")


def _bound(header: bytes, *, is_last: bool) -> bytes:
    return (b"\x01" if is_last else b"\x00") + header
