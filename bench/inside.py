"""One request at a time, in this process, beside the very SQL it ran, run bare in psycopg.

Each request stands in a transaction that is rolled back, so that it can be repeated on the same rows; the commit's
write to the disk is in neither number. Page and bare SQL take turns, so that a busy machine slows both.
"""

import statistics
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import is_mfa_enabled
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client as Browser

from bench.operations import Ask, Operation
from bench.scene import Scene, account

WARM_UP = 3
# Logging in is not what is measured.
_browsers: dict[int, Browser] = {}


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement as Django sent it."""

    sql: str
    params: Any
    many: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds of `Operation`s; `bare_ms` is the median of the same SQL without Stepwell."""

    name: str
    is_read: bool
    queries: int
    median_ms: float
    p95_ms: float
    bare_ms: float
    is_flat: bool = False

    @property
    def ratio(self) -> float:
        """How many times as long as its SQL alone."""
        return self.median_ms / self.bare_ms


def measure(operation: Operation, scene: Scene, *, times: int) -> Measured:
    """Send it `times` times, and its SQL as often."""
    # a session that is a minute old writes down, with each page that is undone again, that it is still in use
    _browsers.clear()
    page_ms: list[float] = []
    bare_ms: list[float] = []
    queries: list[int] = []
    with psycopg.connect(**bare_address()) as bare:
        for number in range(times + WARM_UP):
            ask = operation.ask(scene, number)
            browser = account_browser(ask.account_id)
            with _undone(), _listening() as heard:
                took, status = _timed(browser, ask)
            if status not in operation.expects:
                raise SystemExit(f"{operation.name}: {ask.path} answered {status}, not {operation.expects}")
            began = time.perf_counter()
            replay(bare, heard)
            bare.rollback()
            replayed = (time.perf_counter() - began) * 1000
            if number >= WARM_UP:
                page_ms.append(took)
                bare_ms.append(replayed)
                queries.append(len(heard))
    return Measured(
        operation.name,
        operation.is_read,
        round(statistics.median(queries)),
        statistics.median(page_ms),
        statistics.quantiles(page_ms, n=20)[-1],
        statistics.median(bare_ms),
        operation.is_read or operation.is_flat,
    )


def heard_once(operation: Operation, scene: Scene, number: int) -> list[Statement]:
    """The statements of one request, undone again."""
    ask = operation.ask(scene, number)
    browser = account_browser(ask.account_id)
    with _undone(), _listening() as heard:
        _timed(browser, ask)
    return heard


def _timed(browser: Browser, ask: Ask) -> tuple[float, int]:
    """Milliseconds and the answer's status."""
    headers: Any = ask.headers
    if ask.data is None:
        began = time.perf_counter()
        response = browser.get(ask.path, headers=headers)
        return (time.perf_counter() - began) * 1000, response.status_code
    data: Any = uploaded(ask.data)
    began = time.perf_counter()
    response = browser.post(ask.path, data, headers=headers)
    return (time.perf_counter() - began) * 1000, response.status_code


def account_browser(account_id: int) -> Browser:
    """Somebody who is logged in, with a second step as staff need it."""
    if account_id not in _browsers:
        _browsers[account_id] = Browser(headers={"host": "127.0.0.1"})
        user = account(account_id)
        if not is_mfa_enabled(user):
            TOTP.activate(user, generate_totp_secret())
        _browsers[account_id].force_login(user)
        # what a session's first page writes down about it isn't written again by the next
        _browsers[account_id].get("/")
    return _browsers[account_id]


def uploaded(data: Mapping[str, object]) -> dict[str, object]:
    """A form's fields, with its files as a browser sends them."""
    return {
        name: SimpleUploadedFile(value[0], value[1], "application/json") if isinstance(value, tuple) else value
        for name, value in data.items()
    }


@contextmanager
def _undone() -> Iterator[None]:
    """Everything in it is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def _listening() -> Iterator[list[Statement]]:
    """What Django sends meanwhile."""
    heard: list[Statement] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        heard.append(Statement(sql, params, many))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        yield heard


def bare_address() -> dict[str, Any]:
    """How psycopg reaches the same database, with Django's types and nothing else of it."""
    connection.ensure_connection()
    wanted = {"host", "port", "dbname", "user", "password", "context"}
    return {name: value for name, value in connection.get_connection_params().items() if name in wanted}


def replay(bare: "psycopg.Connection[Any]", statements: list[Statement]) -> None:
    """All of them in the open transaction; every row is fetched, as Django does."""
    with psycopg.ClientCursor(bare) as cursor:
        for one in statements:
            if one.many:
                cursor.executemany(one.sql, one.params)
            else:
                cursor.execute(one.sql, one.params)
            if cursor.description:
                cursor.fetchall()
