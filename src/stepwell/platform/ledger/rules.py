"""How an entry is hashed and how heads are sealed. Pure.

SHA-256 over canonical JSON (keys sorted, no white space). A Merkle tree in the manner of RFC 6962 §2.1: leaves and
inner nodes are hashed with different first bytes, so that a node can't pass for a leaf.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

import orjson

FIRST = bytes(32)

Plain = str | int | bool | None | list["Plain"] | dict[str, "Plain"]


@dataclass(frozen=True, slots=True)
class Record:
    """What one entry says, before it has a place in a chain."""

    at: datetime
    actor_key: str
    actor_name: str
    verb: str
    client_id: UUID | None
    subject_type: str
    subject_id: str
    detail: Mapping[str, Plain]


def sealed_parts(chain_key: str, record: Record) -> tuple[str, str]:
    """What is hashed of `record`, but for its position, which stands between the two, and the hash before it.

    The database's function `ledger_append` puts the four together as `entry_hash` does.
    """
    said = [
        record.at.astimezone(UTC).isoformat(timespec="microseconds"),
        record.actor_key,
        record.actor_name,
        record.verb,
        str(record.client_id or ""),
        record.subject_type,
        record.subject_id,
        record.detail,
    ]
    words = orjson.dumps(said, option=orjson.OPT_SORT_KEYS).decode()
    return f"[{orjson.dumps(chain_key).decode()},", f',{words[1:-1]},"'


def entry_hash(chain_key: str, position: int, record: Record, previous_hash: bytes) -> bytes:
    """The 32 bytes that seal `record` at `position` (from 1) of its chain: over one JSON array of all it says."""
    before, after = sealed_parts(chain_key, record)
    return sha256(f'{before}{position}{after}{previous_hash.hex()}"]'.encode()).digest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """The root over `leaves` in their order; an empty tree is the hash of nothing."""
    if not leaves:
        return sha256(b"").digest()
    level = [sha256(b"\x00" + leaf).digest() for leaf in leaves]
    while len(level) > 1:
        pairs = [level[i : i + 2] for i in range(0, len(level), 2)]
        level = [sha256(b"\x01" + pair[0] + pair[1]).digest() if len(pair) == 2 else pair[0] for pair in pairs]
    return level[0]


def head_leaf(chain_key: str, length: int, head: bytes) -> bytes:
    """What one chain adds to a seal."""
    return orjson.dumps([chain_key, length, head.hex()])
