"""The worker: takes jobs and does them until it is told to stop.

A machine's clock may be set back, by an hour even. procrastinate remembers, here and in the database, up to when it has
asked for what runs by the clock, and would ask for nothing until that hour is over. So the worker notices and begins
anew. What it asks for again is the work of jobs that may run twice.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from stepwell.kernel import clock

# Less is what a clock is corrected by every day.
_A_JUMP_SECONDS = 30.0
_LOOK_SECONDS = 5.0

Clocks = Callable[[], tuple[datetime, float]]


def run_worker() -> None:
    """Work in this process. On SIGTERM it takes no more and finishes what it has, for at most ten seconds."""
    connector = app.connector
    assert isinstance(connector, DjangoConnector)  # what procrastinate's Django app installs
    while True:
        forget_the_future(clock.now())
        connection.close()
        if not asyncio.run(_work(app.with_connector(connector.get_worker_connector()))):
            return


def forget_the_future(now: datetime) -> int:
    """Drop the marks of what was asked for at a time that is still to come: the clock was ahead then."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_periodic_defers WHERE defer_timestamp > %s", [now.timestamp()])
        return int(cursor.rowcount)


async def until_the_clock_goes_back(clocks: Clocks, pause: float = _LOOK_SECONDS) -> None:
    """Return when the clock on the wall has lost time against the one that only counts."""
    wall, counted = clocks()
    while True:
        await asyncio.sleep(pause)
        before, wall = wall, clocks()[0]
        since, counted = counted, clocks()[1]
        if (wall - before).total_seconds() < counted - since - _A_JUMP_SECONDS:
            return


async def _work(worker: App) -> bool:
    """Work until told to stop (False) or until the clock goes back (True)."""
    async with worker.open_async():
        options: dict[str, Any] = {"concurrency": 2, "shutdown_graceful_timeout": 10, "delete_jobs": "successful"}
        working = asyncio.create_task(worker.run_worker_async(**options))
        watching = asyncio.create_task(until_the_clock_goes_back(_clocks))
        await asyncio.wait({working, watching}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            watching.cancel()
            working.result()
            return False
        working.cancel()  # procrastinate finishes what it has in hand
        with contextlib.suppress(asyncio.CancelledError):
            await working
        return True


def _clocks() -> tuple[datetime, float]:
    return clock.now(), time.monotonic()
