"""`GET /fhir/R4/Patient/{id}` under load: answers a second, and what each costs the cores.

The callers are processes with bare, blocking sockets and kept connections: on two cores they take from what they
measure, so they do as little as can be. Only loopback, for a bounded time.
"""

import multiprocessing
import os
import socket
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

LONGEST_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Result:
    """What came back. `statuses` counts answers; `…_cpu_ms` is what one took of the cores."""

    seconds: float
    statuses: dict[int, int]
    median_ms: float
    p95_ms: float
    callers_cpu_ms: float
    web_cpu_ms: float

    @property
    def answers(self) -> int:
        """All of them."""
        return sum(self.statuses.values())

    @property
    def per_second(self) -> float:
        """All answers, whatever their status."""
        return self.answers / self.seconds


def measure(
    port: int, web_pid: int, token: str, ids: Sequence[UUID], *, callers: int = 8, seconds: float = 5.0
) -> Result:
    """Let `callers` read the Patients `ids` in turn, each with its own connection, for `seconds`."""
    seconds = min(seconds, LONGEST_SECONDS)
    fork = multiprocessing.get_context("fork")
    told: Any = fork.SimpleQueue()
    ready = fork.Barrier(callers, timeout=30)
    place = ("127.0.0.1", port)
    workers = [
        fork.Process(target=_call, args=(place, _wires(token, ids[number::callers] or ids), seconds, ready, told))
        for number in range(callers)
    ]
    before = cpu_seconds([web_pid])
    for worker in workers:
        worker.start()
    heard = [told.get() for _ in workers]
    for worker in workers:
        worker.join()
    if broken := [one for one in heard if isinstance(one, str)]:
        raise SystemExit(f"A caller stopped: {broken[0]}")
    took = [one for some, _, _, _ in heard for one in some]
    statuses: Counter[int] = Counter()
    for _, counted, _, _ in heard:
        statuses.update(counted)
    return Result(
        seconds=max(spent for _, _, spent, _ in heard),
        statuses=dict(statuses),
        median_ms=statistics.median(took),
        p95_ms=statistics.quantiles(took, n=20)[-1],
        callers_cpu_ms=sum(cpu for _, _, _, cpu in heard) * 1000 / len(took),
        web_cpu_ms=(cpu_seconds([web_pid]) - before) * 1000 / len(took),
    )


def cpu_seconds(pids: Sequence[int]) -> float:
    """What these processes and all their children have used so far (user and system)."""
    tick = os.sysconf("SC_CLK_TCK")
    total = 0
    parents: dict[int, int] = {}
    used: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        parents[int(folder.name)] = int(fields[1])
        used[int(folder.name)] = int(fields[11]) + int(fields[12])
    for pid, ticks in used.items():
        at = pid
        while at and at not in pids:
            at = parents.get(at, 0)
        total += ticks if at else 0
    return total / tick


def _wires(token: str, ids: Sequence[UUID]) -> list[bytes]:
    head = f"Host: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nAccept: application/fhir+json\r\n\r\n"
    return [f"GET /fhir/R4/Patient/{one} HTTP/1.1\r\n{head}".encode("ascii") for one in ids]


def _call(place: tuple[str, int], wires: list[bytes], seconds: float, ready: Any, told: Any) -> None:
    """One caller. It always tells how it went: the others are waited for."""
    try:
        told.put(_ask(place, wires, seconds, ready))
    except (OSError, ValueError, RuntimeError) as error:
        told.put(repr(error))


def _ask(place: tuple[str, int], wires: list[bytes], seconds: float, ready: Any) -> tuple[Any, ...]:
    """Ask, wait for the whole answer, ask again."""
    took: list[float] = []
    statuses: Counter[int] = Counter()
    with socket.create_connection(place, timeout=30) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        ready.wait()
        began = asked = time.perf_counter()
        number = 0
        while asked - began < seconds:
            line.sendall(wires[number % len(wires)])
            statuses[_answer(line)] += 1
            now = time.perf_counter()
            took.append((now - asked) * 1000)
            asked, number = now, number + 1
    return took, statuses, asked - began, time.process_time()


def _answer(line: socket.socket) -> int:
    """Read one answer whole; its status. Answers have a length."""
    got = line.recv(16384)
    while (end := got.find(b"\r\n\r\n")) < 0:
        got += _more(line)
    head = got[:end].lower()
    at = head.index(b"content-length:") + 15
    length = int(head[at : head.index(b"\r", at) if b"\r" in head[at:] else len(head)])
    missing = end + 4 + length - len(got)
    while missing > 0:
        missing -= len(_more(line))
    return int(got[9:12])


def _more(line: socket.socket) -> bytes:
    """What comes next; an end in the middle of an answer is an error."""
    got = line.recv(16384)
    if not got:
        raise ConnectionError("the server closed in the middle of an answer")
    return got
