"""Moving what is encrypted to the newest key, value by value, while the program runs.

Each value is exchanged only if it is still the one that was read: whoever writes meanwhile wins, and what they wrote is
looked at in the next round. It may be broken off at any point and begun again.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection

from stepwell.platform.keyring.cipher import key_ids, reencrypt, written_with
from stepwell.platform.keyring.field import EncryptedTextField

_BATCH = 500
_ROUNDS = 5
UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Place:
    """Where tokens lie. `read` is the SQL that gives one, `write` the assignment that puts one (as its parameter)."""

    name: str
    table: str
    key: str
    read: str
    write: str

    def tokens(self) -> Iterator[tuple[Any, str]]:
        """Each row's key and token, in batches; no more than one is held."""
        after: Any = None
        while batch := self._batch(after):
            yield from batch
            after = batch[-1][0]

    def exchange(self, key: Any, old: str, new: str) -> bool:
        """Put `new` where `old` still is. False where somebody has written meanwhile."""
        statement = f"UPDATE {self.table} SET {self.write} WHERE {self.key} = %s AND {self.read} = %s"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(statement, [new, key, old])
            return bool(cursor.rowcount)

    def _batch(self, after: Any) -> list[tuple[Any, str]]:
        # names and expressions are the code's own, never somebody's input
        query = f"SELECT {self.key}, {self.read} FROM {self.table} WHERE {self.read} <> ''"  # noqa: S608
        given: list[Any] = []
        if after is not None:
            query += f" AND {self.key} > %s"
            given = [after]
        with connection.cursor() as cursor:
            cursor.execute(f"{query} ORDER BY {self.key} LIMIT {_BATCH}", given)
            return list(cursor.fetchall())


_registered: dict[str, Place] = {}
_rekeyed: dict[str, Callable[[], int]] = {}


def register_reencrypter(place: Place) -> None:
    """Tokens that lie elsewhere than in an `EncryptedTextField`."""
    _registered[place.name] = place


def register_rekeyed(name: str, again: Callable[[], int]) -> None:
    """What is made from the secret key and must be made again; `again` says how many were."""
    _rekeyed[name] = again


def places() -> list[Place]:
    """Everywhere that tokens lie: each encrypted field of each model, and what was registered."""
    quote = connection.ops.quote_name
    found = []
    for model in apps.get_models():
        table, key = model._meta.db_table, str(model._meta.pk.column)
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedTextField):
                column = quote(str(field.column))
                place = Place(f"{table}.{field.column}", quote(table), quote(key), column, f"{column} = %s")
                found.append(place)
    return sorted([*found, *_registered.values()], key=lambda place: place.name)


def held() -> Counter[str]:
    """How many values each key still holds, by the keys' ids; those that no key here opens, as `UNREADABLE`."""
    counts: Counter[str] = Counter()
    for place in places():
        counts.update(written_with(token) or UNREADABLE for _, token in place.tokens())
    return counts


def rotate(tell: Callable[[str, int], object] = lambda *_: None) -> int:
    """Move everything to the newest key; how many values were moved. `tell` is given each place and its number."""
    newest = key_ids()[0]
    moved = 0
    for place in places():
        here = 0
        for _ in range(_ROUNDS):
            exchanged, missed = _round(place, newest)
            here += exchanged
            if not missed:
                break
        tell(place.name, here)
        moved += here
    for name, again in sorted(_rekeyed.items()):
        tell(name, again())
    return moved


def _round(place: Place, newest: str) -> tuple[int, int]:
    """Once through: how many were moved, and how many somebody else wrote at the same moment."""
    exchanged = missed = 0
    for key, token in place.tokens():
        if written_with(token) in (newest, None):
            continue
        if place.exchange(key, token, reencrypt(token)):
            exchanged += 1
        else:
            missed += 1
    return exchanged, missed
