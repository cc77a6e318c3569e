"""The real server with callers on all cores: answers a second, beside what the same SQL gives bare.

Here everything is committed. The bare SQL can't be committed twice (the same rows again), so it is rolled back, and a
commit of one small row stands for its own.
"""

import contextlib
import multiprocessing
import os
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import psycopg
from django.test import Client as Browser
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from bench.inside import Statement, account_browser, heard_once, replay, uploaded
from bench.load import Load, Wire, drive
from bench.operations import Ask, Operation
from bench.scene import Scene
from stepwell.run import web_command

CALLERS = 8
# What a browser holds and a form repeats; Django compares the two.
CSRF = "b" * 32


@dataclass(frozen=True, slots=True)
class Driven:
    """Answers a second of one operation, and of its SQL alone."""

    name: str
    load: Load
    bare_per_second: float

    @property
    def ratio(self) -> float:
        """The bare SQL's rate over ours: how many times as costly a request is."""
        return self.bare_per_second / self.load.per_second


@contextlib.contextmanager
def serving(environ: dict[str, str], cores: int) -> Iterator[tuple[int, int]]:
    """The web server as it is run for real, with a process for each core; yields its port and its process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = web_command("127.0.0.1", port)
    command[command.index("--workers") + 1] = str(cores)
    # the command is this project's own
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


def measure(
    operation: Operation, scene: Scene, port: int, dsn: dict[str, Any], *, seconds: float, cores: int
) -> Driven | None:
    """Drive the server, then the bare SQL; None where there is nothing that can be done more than a few times."""
    if operation.once and len(scene.notes) < CALLERS:
        return None
    first = 10_000  # numbers that the measurements one at a time didn't use
    wires: dict[int, Wire] = {}

    def request(number: int) -> Wire:
        if operation.is_read:
            return wires.setdefault(number % 20, _wire(operation.ask(scene, number % 20)))
        return _wire(operation.ask(scene, first + number))

    # everybody is logged in before the driving begins
    for number in range(len(scene.portals)):
        account_browser(operation.ask(scene, number).account_id)
    heard = [heard_once(operation, scene, number) for number in range(4)]
    most = len(scene.notes) if operation.once else 0
    # before the server changes the rows that these statements were heard on
    bare = _bare_rate(dsn, heard, seconds=seconds, processes=cores)
    load = drive(port, request, callers=CALLERS, seconds=seconds, most=most)
    if strange := set(load.statuses) - set(operation.expects):
        raise SystemExit(f"{operation.name} under load answered {sorted(strange)}: {load.statuses}")
    return Driven(operation.name, load, bare)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise SystemExit("The web server did not start.")


def _wire(ask: Ask) -> Wire:
    """A request as a logged-in browser sends it."""
    browser: Browser = account_browser(ask.account_id)
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())
    headers = {"Cookie": f"{cookies}; csrftoken={CSRF}", **ask.headers}
    if ask.data is None:
        return Wire.of("GET", ask.path, headers)
    headers["X-CSRFToken"] = CSRF
    if any(isinstance(value, tuple) for value in ask.data.values()):
        headers["Content-Type"] = MULTIPART_CONTENT
        return Wire.of("POST", ask.path, headers, encode_multipart(BOUNDARY, uploaded(ask.data)))
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    return Wire.of("POST", ask.path, headers, urlencode(ask.data).encode())


def _bare_rate(dsn: dict[str, Any], heard: list[list[Statement]], *, seconds: float, processes: int) -> float:
    """How often a second `CALLERS` connections get through one operation's statements and a commit."""
    fork = multiprocessing.get_context("fork")
    done: Any = fork.SimpleQueue()
    workers = [
        fork.Process(target=_replay_for, args=(dsn, heard, seconds, CALLERS // processes, done))
        for _ in range(processes)
    ]
    for worker in workers:
        worker.start()
    total = sum(done.get() for _ in workers)
    for worker in workers:
        worker.join()
    return float(total / seconds)


def _replay_for(dsn: dict[str, Any], heard: list[list[Statement]], seconds: float, threads: int, done: Any) -> None:
    counts = [0] * threads

    def call(mine: int) -> None:
        with psycopg.connect(**dsn) as bare:
            until = time.perf_counter() + seconds
            while time.perf_counter() < until:
                replay(bare, heard[(counts[mine] + mine) % len(heard)])
                bare.rollback()
                bare.execute("INSERT INTO bench_commit (id) VALUES (%s)", [uuid4()])
                bare.commit()
                counts[mine] += 1

    callers = [threading.Thread(target=call, args=(number,)) for number in range(threads)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    done.put(sum(counts))


def cores() -> int:
    """All that this process may use."""
    return len(os.sched_getaffinity(0))
