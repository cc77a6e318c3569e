"""The unit of work: one transaction, and at its end the chaining of what it recorded.

Chains are locked at the very end and in one fixed order, so writers of different clients never wait for each other
and two that touch the same two clients never wait for each other crosswise.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import wraps
from operator import itemgetter
from typing import ParamSpec, TypeVar
from uuid import UUID

import orjson
from django.db import connection, transaction

from stepwell.kernel import clock
from stepwell.kernel.actor import Actor
from stepwell.platform.ledger.rules import Plain, Record, sealed_parts

# Sealing takes this advisory lock alone; every writer takes it shared (the database's function `ledger_append` does),
# so a seal sees no half-written transaction.
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
    commits = not connection.in_atomic_block
    try:
        # what the driver itself raises around the way there and back is the database's error too
        with connection.wrap_database_errors, ExitStack() as sent_together, transaction.atomic():
            yield
            if pending and commits:
                # the entries and the commit go in one way there and back; what fails of them is raised by the commit
                sent_together.enter_context(connection.connection.pipeline())
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


class _Rehearsed(Exception):
    """Ends a rehearsal."""


def rehearse(do: Callable[[], R]) -> R:
    """What an action would do, for a page that shows it before it is done: all of it is undone again, also what it
    recorded and asked for. Refusals come as they would.
    """
    assert _pending.get() is None  # inside an action there would be nothing of its own to roll back
    found: list[R] = []
    try:
        with unit_of_work():
            found.append(do())
            raise _Rehearsed
    except _Rehearsed:
        return found[0]


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
    """Append them all in one statement, however many there are; sorted, so that all writers lock in one order."""
    if pending:
        lines = [(key, *sealed_parts(key, one)) for key, one in sorted(pending, key=itemgetter(0))]
        with connection.cursor() as cursor:
            cursor.execute("SELECT ledger_append(%s)", [orjson.dumps(lines).decode()])
