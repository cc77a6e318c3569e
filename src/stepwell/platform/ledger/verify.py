"""Proving the ledger whole, and sealing it. `stepwell verify` prints what `verify` finds."""

import errno
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import orjson
from django.db import connection
from django.db.models import Max

from stepwell.platform.ledger.models import Chain, Entry
from stepwell.platform.ledger.rules import FIRST, Record, entry_hash, head_leaf, merkle_root
from stepwell.platform.ledger.unit import SEAL_LOCK, unit_of_work


@dataclass(frozen=True, slots=True)
class Fault:
    """The first place where a chain or a seal doesn't hold."""

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked, and what was found broken (at most one fault a chain)."""

    entries: int
    chains: int
    seals: int
    faults: tuple[Fault, ...]


def seal(folder: Path, *, now: datetime) -> str:
    """Append the Merkle root over all chain heads to `folder`/seals.jsonl, outside the database. Returns the root."""
    with unit_of_work(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEAL_LOCK])
        upto = Entry.objects.aggregate(last=Max("pk"))["last"] or 0
        leaves = list(_heads_upto(upto))
        root = merkle_root(leaves).hex()
        line = {"sealed_at": now.isoformat(), "upto": upto, "chains": len(leaves), "root": root}
        # within the lock, so that of two at once each follows from the other
        _append_seal(folder, line)
    return root


def _append_seal(folder: Path, line: dict[str, object]) -> None:
    """Each line carries the hash of the one before it: none can be taken out, or altered, without the next telling.

    A line is there whole or not at all. On a full disk the part that was written is taken back; what a killed worker
    left of a line goes before the next one comes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = _seal_lines(folder)
    sealed = {**line, "previous": sha256(before[-1] if before else b"").hexdigest()}
    with (folder / "seals.jsonl").open("ab", buffering=0) as file:
        whole = _whole_length(folder)
        file.truncate(whole)
        data = orjson.dumps(sealed) + b"\n"
        try:
            if file.write(data) != len(data):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(file.fileno())
        except OSError:
            file.truncate(whole)
            raise


def last_sealed_at(folder: Path) -> datetime | None:
    """When `folder` last got a seal, as its last line says; None where there is none that can be read."""
    lines = _seal_lines(folder)
    try:
        return datetime.fromisoformat(orjson.loads(lines[-1])["sealed_at"]) if lines else None
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        return None


def verify(folder: Path | None = None) -> Report:
    """Walk every chain from its first entry to its head, then every seal in `folder`."""
    faults: list[Fault] = []
    entries = 0
    heads: dict[int, tuple[int, bytes]] = {}
    keys = dict(Chain.objects.values_list("pk", "key"))
    broken: set[int] = set()
    for entry in Entry.objects.order_by("chain_id", "position").iterator(chunk_size=2000):
        entries += 1
        length, head = heads.get(entry.chain_id, (0, FIRST))
        if entry.chain_id not in broken and (fault := _fault(entry, keys[entry.chain_id], length, head)):
            faults.append(fault)
            broken.add(entry.chain_id)
        heads[entry.chain_id] = (entry.position, bytes(entry.hash))
    for chain in Chain.objects.order_by("pk").iterator():
        if chain.pk not in broken and heads.get(chain.pk, (0, FIRST)) != (chain.length, bytes(chain.head)):
            faults.append(Fault(f"chain {chain.pk}", "its last entries are gone, or its head was changed"))
    seals = _seal_lines(folder) if folder else []
    for number, (before, line) in enumerate(pairwise([b"", *seals]), 1):
        if seal_fault := _seal_fault(number, line, sha256(before).hexdigest()):
            faults.append(seal_fault)
    return Report(entries, len(keys), len(seals), tuple(faults))


def _fault(entry: Entry, chain_key: str, length: int, head: bytes) -> Fault | None:
    """What is wrong with `entry`, given where its chain stood before it."""
    place = f"entry {entry.pk}"
    if entry.position != length + 1:
        return Fault(place, f"position {length + 1} of its chain is missing")
    if bytes(entry.previous_hash) != head:
        return Fault(place, "it doesn't follow from the entry before it")
    said = Record(
        at=entry.at,
        actor_key=entry.actor_key,
        actor_name=entry.actor_name,
        verb=entry.verb,
        client_id=entry.client_id,
        subject_type=entry.subject_type,
        subject_id=entry.subject_id,
        detail=entry.detail,
    )
    if entry_hash(chain_key, entry.position, said, head) != bytes(entry.hash):
        return Fault(place, "it was changed after it was written")
    return None


def _heads_upto(upto: int) -> Iterator[bytes]:
    """A leaf for each chain, as it stood when entry `upto` was the last."""
    rows = (
        Entry.objects.filter(pk__lte=upto)
        .order_by("chain__key", "-position")
        .distinct("chain__key")
        .values_list("chain__key", "position", "hash")
    )
    for key, position, hashed in rows.iterator(chunk_size=2000):
        yield head_leaf(key, position, bytes(hashed))


def _seal_lines(folder: Path) -> list[bytes]:
    """The whole lines of the seal file as they stand, oldest first.

    One without an end was never finished, and proves nothing. To cut off the newest needs no more than that, and only
    a copy of the file shows it either way.
    """
    path = folder / "seals.jsonl"
    whole = path.read_bytes()[: _whole_length(folder)] if path.exists() else b""
    return [line for line in whole.splitlines() if line.strip()]


def _whole_length(folder: Path) -> int:
    """How many bytes of the seal file are whole lines."""
    path = folder / "seals.jsonl"
    return path.read_bytes().rfind(b"\n") + 1 if path.exists() else 0


def _seal_fault(number: int, line: bytes, previous: str) -> Fault | None:
    """Whether the line follows from the one before it, and the ledger still gives the root that was sealed."""
    try:
        said = orjson.loads(line)
        sealed_at, upto, chains, root = (said[name] for name in ("sealed_at", "upto", "chains", "root"))
        follows = said["previous"] == previous
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return Fault(f"seal {number}", "it can't be read: the file was changed")
    if not follows:
        return Fault(f"seal {number} of {sealed_at}", "it doesn't follow from the seal before it: the file was changed")
    leaves = list(_heads_upto(upto)) if isinstance(upto, int) else []
    if (len(leaves), merkle_root(leaves).hex()) == (chains, root):
        return None
    return Fault(f"seal {number} of {sealed_at}", "the ledger before it is not what was sealed")
