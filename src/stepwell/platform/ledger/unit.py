"""The unit of work: one transaction, and at its end the chaining of what it recorded.

Chains are locked at the very end and in one fixed order, so writers of different clients never wait for each other
and two that touch the same two clients never wait for each other crosswise.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.db import connection, transaction

from stepwell.kernel import clock
from stepwell.kernel.actor import Actor
from stepwell.platform.ledger.models import Chain, Entry
from stepwell.platform.ledger.rules import FIRST, Plain, Record, entry_hash

# Sealing takes this advisory lock alone; every writer takes it shared, so a seal sees no half-written transaction.
SEAL_LOCK = 0x5EA1

P = ParamSpec("P")
R = TypeVar("R")

# What one request has looked at so far; the door writes it down in one go.
_looked_at: ContextVar[list[tuple[str, Record]] | None] = ContextVar("reads of this request", default=None)
_pending: ContextVar[list[tuple[str, Record]] | None] = ContextVar("pending ledger records", default=None)


@contextmanager
def unit_of_work() -> Iterator[None]:
    """One transaction that ends with its ledger entries. An inner unit joins the outer one."""
    if _pending.get() is not None:
        yield
        return
    pending: list[tuple[str, Record]] = []
    token = _pending.set(pending)
    try:
        with transaction.atomic():
            yield
            _chain(pending)
    finally:
        _pending.reset(token)


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a function of `actions.py`: it runs in a unit of work."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with unit_of_work():
            return function(*args, **kwargs)

    return run


def record(
    actor: Actor,
    verb: str,
    *,
    client_id: UUID | None = None,
    subject: tuple[str, object] = ("", ""),
    detail: Mapping[str, Plain] | None = None,
    at: datetime | None = None,
) -> None:
    """Write down what `actor` did: on the client's chain, or on the actor's own where no client is meant.

    `subject` is (type, id). `detail` holds ids, codes and counts; never words about a person's health.
    """
    line = _line(actor, verb, client_id, subject, detail, at)
    with unit_of_work():
        pending = _pending.get()
        assert pending is not None  # set by unit_of_work, one line above
        pending.append(line)


@contextmanager
def reads_together() -> Iterator[None]:
    """Reads are chained together at the end, in one transaction: also where what looked then failed.

    The door holds this around every view, so a page's reads are on the disk before the page goes out, and they cost it
    one commit. A read inside an action goes with that action.
    """
    looked_at: list[tuple[str, Record]] = []
    token = _looked_at.set(looked_at)
    try:
        yield
    finally:
        _looked_at.reset(token)
        if looked_at:
            with unit_of_work():
                pending = _pending.get()
                assert pending is not None  # set by unit_of_work, two lines above
                pending.extend(looked_at)


def record_read(actor: Actor, what: str, client_id: UUID, subject: tuple[str, object] = ("", "")) -> None:
    """One person's record was looked at. A client's look at their own is not written down."""
    if actor.client_id != client_id:
        _look(actor, f"{what}.read", client_id=client_id, subject=subject)


def record_list_read(actor: Actor, what: str, client_ids: Iterable[UUID]) -> None:
    """A list was looked at: one row on the reader's own chain, which names the people on it."""
    ids = sorted({str(client_id) for client_id in client_ids})
    if ids:
        _look(actor, f"{what}.list_read", detail={"clients": [*ids]})


def _look(
    actor: Actor,
    verb: str,
    *,
    client_id: UUID | None = None,
    subject: tuple[str, object] = ("", ""),
    detail: Mapping[str, Plain] | None = None,
) -> None:
    """A read: with those of its request where there is one, and with the action it belongs to before that."""
    looked_at = _looked_at.get()
    if looked_at is None or _pending.get() is not None:
        record(actor, verb, client_id=client_id, subject=subject, detail=detail)
    else:
        looked_at.append(_line(actor, verb, client_id, subject, detail, None))


def _line(
    actor: Actor,
    verb: str,
    client_id: UUID | None,
    subject: tuple[str, object],
    detail: Mapping[str, Plain] | None,
    at: datetime | None,
) -> tuple[str, Record]:
    """What will be chained, and on which chain."""
    return f"client:{client_id}" if client_id else actor.key, Record(
        at=at or clock.now(),
        actor_key=actor.key,
        actor_name=actor.name,
        verb=verb,
        client_id=client_id,
        subject_type=subject[0],
        subject_id=str(subject[1]),
        detail=dict(detail or {}),
    )


def _chain(pending: list[tuple[str, Record]]) -> None:
    """Lock the chains, in one order, and append. Four queries, however many entries there are."""
    if not pending:
        return
    by_chain: dict[str, list[Record]] = defaultdict(list)
    for key, entry in pending:
        by_chain[key].append(entry)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [SEAL_LOCK])
        # The no-op update locks a chain that exists; VALUES come sorted, so all writers lock in the same order.
        values = ", ".join(["(%s, 0, %s)"] * len(by_chain))
        cursor.execute(
            f"INSERT INTO ledger_chain (key, length, head) VALUES {values} "  # noqa: S608 - only placeholders
            "ON CONFLICT (key) DO UPDATE SET key = excluded.key RETURNING id, key, length, head",
            [value for key in sorted(by_chain) for value in (key, FIRST)],
        )
        chains = [Chain(id=row[0], key=row[1], length=row[2], head=bytes(row[3])) for row in cursor.fetchall()]
    entries: list[Entry] = []
    for chain in chains:
        for one in by_chain[chain.key]:
            entries.append(_append(chain, one))
    Entry.objects.bulk_create(entries)
    with connection.cursor() as cursor:
        # by hand: Django's bulk_update takes longer to say this than the server to do it, once per action
        moved = ", ".join(["(%s::bigint, %s::bigint, %s::bytea)"] * len(chains))
        cursor.execute(
            "UPDATE ledger_chain SET length = moved.length, head = moved.head "  # noqa: S608 - only placeholders
            f"FROM (VALUES {moved}) AS moved (id, length, head) WHERE ledger_chain.id = moved.id",
            [value for chain in chains for value in (chain.pk, chain.length, bytes(chain.head))],
        )


def _append(chain: Chain, one: Record) -> Entry:
    """The entry that comes next in `chain`, whose head moves on to it."""
    previous, position = bytes(chain.head), chain.length + 1
    chain.head, chain.length = entry_hash(chain.key, position, one, previous), position
    return Entry(
        chain_id=chain.pk,
        position=position,
        at=one.at,
        actor_key=one.actor_key,
        actor_name=one.actor_name,
        verb=one.verb,
        client_id=one.client_id,
        subject_type=one.subject_type,
        subject_id=one.subject_id,
        detail=dict(one.detail),
        previous_hash=previous,
        hash=chain.head,
    )
